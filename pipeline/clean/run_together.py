"""Words of recognised print that ran together, taken apart where there is one way to do it.

In justified lines and narrow cells of tables recognition sees no spaces ("Côngchứcdiện"). No
Vietnamese syllable has more than seven letters or two tone marks, so that such a run is several; which
ones, the language model tells. Runs of plain Latin letters are left alone: they may be foreign words.
"""

import re
import unicodedata
from collections.abc import Iterator

from models.record import ChangeKind
from pipeline.clean.language_model import LanguageModel
from pipeline.clean.numbers import Rewriting
from pipeline.clean.tokens import BREAK, model_word

_RUN = re.compile(r"(?<![\w@./-])[^\W\d_]{6,32}(?![\w@/-]|\.\w)")
_MAX_SYLLABLE = 7
_MAX_PARTS = 5
_MOST_WAYS = 64
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LEAST_LIKELY = -8.5  # nats a word, on average, of what may be taken for Vietnamese
_CLEARLY = 2.0  # nats by which one way has to be likelier than any other


def find_run_together(text: str, model: LanguageModel) -> Iterator[Rewriting]:
    """The runs of a recognised paragraph that are several words, with spaces put in."""
    for match in _RUN.finditer(text):
        parts = _parts(match[0], model)
        if parts:
            yield Rewriting(*match.span(), " ".join(parts), ChangeKind.SPLIT, "longer than any Vietnamese syllable")


def _parts(run: str, model: LanguageModel) -> tuple[str, ...]:
    if run.isascii() or run.isupper() or model_word(run) in model.words or not _is_too_much(run):
        return ()
    ways = [way for way in _ways(run, model) if _is_cased(way)]
    scored = sorted(((_score(way, model), way) for way in ways), reverse=True)
    if not scored or scored[0][0] < _LEAST_LIKELY * len(scored[0][1]):
        return ()
    is_clear = len(scored) == 1 or scored[0][0] - scored[1][0] > _CLEARLY
    return scored[0][1] if is_clear else ()


def _is_too_much(run: str) -> bool:
    tones = sum(character in _TONES for character in unicodedata.normalize("NFD", run))
    return len(run) > _MAX_SYLLABLE or tones > 1


def _ways(run: str, model: LanguageModel) -> list[tuple[str, ...]]:
    """The ways to cut a run into syllables of two letters at least."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in run)]
    for end in range(2, len(run) + 1):
        for start in range(max(0, end - _MAX_SYLLABLE), end - 1):
            if ways[start] and model.is_syllable(model_word(run[start:end])):
                ways[end] += [(*way, run[start:end]) for way in ways[start] if len(way) < _MAX_PARTS]
        del ways[end][_MOST_WAYS:]
    return [way for way in ways[-1] if len(way) > 1]


def _is_cased(way: tuple[str, ...]) -> bool:
    return all(part[1:].islower() for part in way)


def _score(way: tuple[str, ...], model: LanguageModel) -> float:
    """How likely the words are between two breaks, in nats."""
    ids = model.ids([BREAK, BREAK, *(model_word(part) for part in way), BREAK])
    return float(model.score(ids[:-2], ids[1:-1], ids[2:]).sum())
