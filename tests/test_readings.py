"""Other readings: none is lost by giving up early, and a stream tells what correction may change."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import PlacedWord
from pipeline.clean.candidates import CandidateTable
from pipeline.clean.confusions import load_confusions
from pipeline.clean.language_model import shipped_model
from pipeline.clean.mapped import MappedText
from pipeline.clean.readings import find_readings
from pipeline.clean.stream import Stream, WordConfidences, read_stream
from pipeline.clean.tokens import BREAK

CANDIDATES = CandidateTable(shipped_model(), load_confusions())
WORDS = "tố chức thực hiện kế hoạch phối họp ủy ban nhân đân xã dược giao tô mìmg thôn và của ho ạch 15".split()  # noqa: SIM905


def stream(texts: Sequence[str], words: Sequence[PlacedWord] = ()) -> Stream:
    return read_stream([MappedText.of(text, 0) for text in texts], shipped_model(), WordConfidences(words))


def score(ids: Sequence[int]) -> float:
    """The score of words behind two breaks, by the model's own formula, one after the other."""
    row = np.array([1, 1, *ids])
    return float(shipped_model().score(row[:-2], row[1:-1], row[2:]).sum())


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_the_gain_of_a_reading_is_that_of_the_whole_text_with_it(words: list[str]) -> None:
    read = stream([" ".join(words)])
    ids = [*read.ids.tolist(), 1, 1]
    for _, hypothesis, gain in find_readings(read, shipped_model(), CANDIDATES):
        other = [*ids[: hypothesis.first], *hypothesis.ids, *ids[hypothesis.last + 1 :]]
        assert gain == pytest.approx(score(other) - score(ids))
        assert gain > max(3.0, 0.25 * hypothesis.cost)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7))
@settings(max_examples=40, deadline=None)
def test_no_word_that_fits_clearly_better_is_left_out(words: list[str]) -> None:
    read = stream([" ".join(words)])
    ids = [*read.ids.tolist(), 1, 1]
    found = {
        (hypothesis.first, hypothesis.text)
        for _, hypothesis, _ in find_readings(read, shipped_model(), CANDIDATES)
        if hypothesis.first == hypothesis.last
    }
    for place, text in enumerate(read.texts):
        if not read.is_open[place]:
            continue
        for reading in CANDIDATES.of(text, is_doubted=False).all:
            other = [*ids[:place], *reading.ids, *ids[place + 1 :]]
            is_better = score(other) - score(ids) > max(3.0, 0.25 * reading.cost)
            window = score(ids[: place + 3]) - score(ids[:place])
            if is_better and (window < -7.0 or not read.is_known[place]):
                assert (place, reading.text) in found


def test_readings_come_by_their_places() -> None:
    found = find_readings(stream(["kế ho ạch tố chức phối họp", "dược giao"]), shipped_model(), CANDIDATES)
    assert [weighed.order for weighed in found] == sorted(weighed.order for weighed in found)
    assert {"hoạch", "tổ", "hợp", "được"} <= {weighed.hypothesis.text for weighed in found}


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        pytest.param("hoạch", True, id="a word"),
        pytest.param("xon#", True, id="a sign for a letter"),
        pytest.param("12/KH-UBND", False, id="a symbol"),
        pytest.param("UBND xã họp", False, id="an abbreviation among small letters"),
        pytest.param("website", False, id="a foreign word"),
        pytest.param("a", False, id="a letter alone"),
    ],
)
def test_what_correction_may_change(text: str, is_open: bool) -> None:
    read = stream([text])
    assert bool(read.is_open[1]) is is_open


def test_a_stream_has_one_break_between_texts_and_knows_its_places() -> None:
    texts = ["Họp thôn, bàn việc.", "Giao  Ban cán sự"]
    read = stream(texts)
    assert [read.words[0], read.words[-1]] == [BREAK, BREAK]
    assert all((left, right) != (BREAK, BREAK) for left, right in zip(read.words, read.words[1:], strict=False))
    for place in range(1, len(read.texts) - 1):
        token = read.token(place)
        assert texts[token.piece][token.start : token.end] == token.text


def test_a_stream_of_nothing_is_one_break() -> None:
    assert stream([]).words == [BREAK]


def test_confidences_are_those_of_the_word_at_a_place() -> None:
    words = [PlacedWord(2, 5, 1, 0, 0, 9, 9, 0.5), PlacedWord(6, 9, 1, 9, 0, 19, 9, None)]
    found = WordConfidences(words).at([-1, 0, 2, 4, 5, 6, 9]).tolist()
    assert [value if value == value else None for value in found] == [None, None, 0.5, 0.5, None, None, None]
    assert np.isnan(WordConfidences(()).at([0, 7])).all()


def test_words_of_a_stream_are_as_sure_as_their_chunk_and_signs_are_sure() -> None:
    read = stream(["thôn, xã"], [PlacedWord(0, 5, 1, 0, 0, 9, 9, 0.5), PlacedWord(6, 8, 1, 9, 0, 19, 9, 0.75)])
    assert list(zip(read.texts, read.confidences.tolist(), strict=True)) == [
        ("", 1.0),
        ("thôn", 0.5),
        (",", 1.0),
        ("xã", 0.75),
        ("", 1.0),
    ]
