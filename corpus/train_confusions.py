"""Learns what recognition takes for what, from scans of the composed plans and what is printed on them.

usage: python -m corpus.train_confusions [--scans DIR]... [--pages DIR]... [--seed N]... [--level N]... [--out FILE]

Reads the plans of the split `train` at levels 0 to 3, lays recognised words beside the printed ones by
their place on the page, and counts letter by letter what became of what. Scans and readings that lie in
the folders already are not made again; folders and seeds go together, one folder of each for each seed.
The table holds costs, −ln P(read | printed); see models/trained/README.md.
"""

import argparse
import math
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from corpus.aligned import AlignedLine, align_by_boxes, canonical
from corpus.readings import SEED, name_of, plans_of, read_plans

TABLE = Path(__file__).parents[1] / "models" / "trained" / "confusions.toml"

_MAX_SEGMENT = 3  # letters of a confusion: more are no confusion but print that was not read
_PRIOR = 20.0  # letters' worth of belief in the classes of marks, against what a letter itself shows
_OTHER = 2e-5  # the share of a letter that is read as another particular one for no known reason
_DISCOUNT = 0.5  # of a count: what was seen once is less likely than it looks
_MAX_COST = 11.0
_BINS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 1.0)
# Strokes that engines divide otherwise: printed and read. Texts that other engines read hold them
# ("mìmg" for "mừng", "girơng" for "gương"), ours seldom; each is believed in as a rare event.
_STROKES = (
    *(("rn", "m"), ("m", "rn"), ("ri", "n"), ("n", "ri"), ("ii", "u"), ("u", "ii"), ("cl", "d"), ("d", "cl")),
    *(("li", "h"), ("h", "li"), ("ư", "ir"), ("ư", "tr"), ("l", "1"), ("l", "I"), ("I", "l"), ("1", "l")),
    *(("0", "O"), ("O", "0"), ("0", "o"), ("o", "0")),
)
_STROKE_SHARE = 5e-4
_FAMILIES = ("aăâ", "eê", "oôơ", "uư", "i", "y", "dđ")
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")


@dataclass
class Counts:
    """How often what was printed, and what was read for it."""

    letters: Counter[str] = field(default_factory=Counter)  # printed letters, and runs of two and three of them
    read: Counter[tuple[str, str]] = field(default_factory=Counter)  # (printed, read), where they differ
    spaces: int = 0  # between two printed words
    spaces_lost: int = 0
    gaps: int = 0  # between two printed letters of a word
    spaces_added: int = 0
    words: Counter[int] = field(default_factory=Counter)  # recognised words by bin of confidence
    wrong: Counter[int] = field(default_factory=Counter)
    wrong_marks: Counter[int] = field(default_factory=Counter)


def merged(parts: Iterable[Counts]) -> Counts:
    """The sums of several counts."""
    total = Counts()
    for part in parts:
        for name, value in vars(part).items():
            if isinstance(value, Counter):
                getattr(total, name).update(value)
            else:
                setattr(total, name, getattr(total, name) + value)
    return total


def count_lines(lines: Iterable[AlignedLine], counts: Counts) -> None:
    """Adds what became of the letters of some lines."""
    for line in lines:
        words = [canonical(word.text) for word in line.line.words]
        for read_places, printed_places in line.pairs:
            read = " ".join(words[place] for place in read_places)
            printed = " ".join(line.printed[place] for place in printed_places)
            confidences = [line.line.words[place].confidence for place in read_places]
            _count_confidence(confidences, read, printed, counts)
            if Levenshtein.distance(printed, read) <= max(1, len(printed) // 2):
                _count_letters(printed, read, counts)
        counts.spaces += max(0, len(line.printed) - 1)


def _count_confidence(confidences: Sequence[float | None], read: str, printed: str, counts: Counts) -> None:
    for confidence in confidences:
        if confidence is None:
            continue
        place = next(number for number, upper in enumerate(_BINS) if confidence <= upper)
        counts.words[place] += 1
        counts.wrong[place] += read != printed
        counts.wrong_marks[place] += read != printed and _bare(read) == _bare(printed)


def _count_letters(printed: str, read: str, counts: Counts) -> None:
    for length in range(1, _MAX_SEGMENT + 1):
        counts.letters.update(
            printed[start : start + length]
            for start in range(len(printed) - length + 1)
            if " " not in printed[start : start + length]
        )
    counts.gaps += sum(len(word) - 1 for word in printed.split())
    for left, right in confusions(printed, read):
        if (left, right) == (" ", ""):
            counts.spaces_lost += 1
        elif (left, right) == ("", " "):
            counts.spaces_added += 1
        elif " " not in left + right:
            counts.read[left, right] += 1


def confusions(printed: str, read: str) -> Iterator[tuple[str, str]]:
    """What differs, as pairs of letters or short runs of letters.

    >>> list(confusions("tổ chức mừng", "tố chúc mìmg"))
    [('ổ', 'ố'), ('ứ', 'ú'), ('ừn', 'ìm')]
    """
    for opcode in _differences(printed, read):
        left, right = printed[opcode[0] : opcode[1]], read[opcode[2] : opcode[3]]
        is_singles = len(left) == len(right) and all(map(_is_related, left, right))
        if is_singles:
            yield from zip(left, right, strict=True)
        elif len(left) <= _MAX_SEGMENT and len(right) <= _MAX_SEGMENT:
            yield left, right


def _differences(printed: str, read: str) -> Iterator[tuple[int, int, int, int]]:
    """Runs of edits that touch, as (start, end) of the printed and (start, end) of the read letters."""
    run: tuple[int, int, int, int] | None = None
    for code in Levenshtein.opcodes(printed, read):
        if code.tag == "equal":
            if run:
                yield run
            run = None
        else:
            start = run or (code.src_start, 0, code.dest_start, 0)
            run = (start[0], code.src_end, start[2], code.dest_end)
    if run:
        yield run


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _is_related(left: str, right: str) -> bool:
    return _bare(left) == _bare(right)


def _parts(letter: str) -> tuple[str, str]:
    """A letter without its tone, and its tone."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in decomposed if mark in _TONES[1:]), "")
    return unicodedata.normalize("NFC", decomposed.replace(tone, "")), tone


class _MarkModel:
    """How tones and shapes of letters are confused, whatever letter they stand on."""

    def __init__(self, counts: Counts) -> None:
        self._tones: Counter[tuple[str, str]] = Counter()
        self._shapes: Counter[tuple[str, str]] = Counter()
        single = {letter: count for letter, count in counts.letters.items() if len(letter) == 1}
        wrong: Counter[str] = Counter()
        for (printed, read), count in counts.read.items():
            if len(printed) == len(read) == 1 and _is_related(printed, read):
                self._add(printed, read, count)
                wrong[printed] += count
        for letter, count in single.items():
            self._add(letter, letter, count - wrong[letter])

    def _add(self, printed: str, read: str, count: int) -> None:
        (shape, tone), (read_shape, read_tone) = _parts(printed.lower()), _parts(read.lower())
        if any(shape in family for family in _FAMILIES):
            self._shapes[shape, read_shape] += count
            if shape not in "dđ":
                self._tones[tone, read_tone] += count

    def share(self, printed: str, read: str) -> float:
        """P(read | printed) of two letters of one family."""
        (shape, tone), (read_shape, read_tone) = _parts(printed.lower()), _parts(read.lower())
        family = next(family for family in _FAMILIES if shape in family)
        tones = _share(self._tones, tone, read_tone, _TONES) if shape not in "dđ" else 1.0
        return tones * _share(self._shapes, shape, read_shape, family)


def _share(pairs: Counter[tuple[str, str]], left: str, right: str, classes: Iterable[str]) -> float:
    total = sum(pairs[left, other] + 0.1 for other in classes)
    return (pairs[left, right] + 0.1) / total


def table_of(counts: Counts) -> dict[str, dict[str, float]]:
    """The costs of what each letter or run of letters is read as, the letter itself included."""
    marks = _MarkModel(counts)
    table: dict[str, dict[str, float]] = {}
    for letter in sorted({*_family_letters(), *(letter for letter in counts.letters if len(letter) == 1)}):
        table[letter] = _letter_row(letter, counts, marks)
    for (printed, read), count in sorted(counts.read.items()):
        if len(printed) > 1 and (printed + read).isalpha():  # figures torn to pieces were written by hand
            share = (count - _DISCOUNT) / (counts.letters[printed] + _PRIOR)
            table.setdefault(printed, {})[read] = _cost(share)
    for printed, read in _strokes():
        row = table.setdefault(printed, {})
        row[read] = min(row.get(read, _MAX_COST), _cost(_STROKE_SHARE))
    added = {read for printed, read in counts.read if not printed and len(read) <= 1}
    letters = sum(count for letter, count in counts.letters.items() if len(letter) == 1)
    table[""] = {read: _cost((counts.read["", read] - _DISCOUNT) / letters) for read in sorted(added)}
    return {printed: kept for printed, row in table.items() if (kept := _kept(row))}


def _strokes() -> Iterator[tuple[str, str]]:
    """The confusions of strokes; "u" and "n" are as many strokes as "i" and "m", whatever the tone."""
    yield from _STROKES
    for tone in _TONES:
        narrow, *wide = (unicodedata.normalize("NFC", letter + tone) for letter in "iuư")
        for letter in wide:
            yield f"{letter}n", f"{narrow}m"
            yield f"{narrow}m", f"{letter}n"


def _kept(row: dict[str, float]) -> dict[str, float]:
    return {read: cost for read, cost in sorted(row.items(), key=lambda item: (item[1], item[0])) if cost <= _MAX_COST}


def _letter_row(letter: str, counts: Counts, marks: _MarkModel) -> dict[str, float]:
    total = counts.letters[letter]
    shares: dict[str, float] = {}
    family = _relatives(letter)
    for read in family:
        if read != letter:
            shares[read] = (counts.read[letter, read] + _PRIOR * marks.share(letter, read)) / (total + _PRIOR)
    for (printed, read), count in counts.read.items():
        if printed == letter and read not in family:
            shares[read] = (count - _DISCOUNT + _PRIOR * _OTHER) / (total + _PRIOR)
    return {
        letter: _cost(max(0.01, 1 - sum(shares.values()))),
        **{read: _cost(share) for read, share in shares.items()},
    }


def _relatives(letter: str) -> list[str]:
    """The letters that differ from a letter in marks alone, and itself; none where it bears no marks."""
    shape = _parts(letter.lower())[0]
    family = next((family for family in _FAMILIES if shape in family), "")
    tones = _TONES if shape not in "dđ" else ("",)
    made = [unicodedata.normalize("NFC", base + tone) for base in family for tone in tones]
    return [one.upper() for one in made] if letter.isupper() else made


def _family_letters() -> list[str]:
    return [letter for case in (str.lower, str.upper) for family in _FAMILIES for letter in _relatives(case(family[0]))]


def _cost(share: float) -> float:
    return abs(round(-math.log(max(share, 1e-9)), 2))  # no -0.0


def render(counts: Counts, about: str) -> str:
    """The table as TOML, with a comment that tells what it was made from."""
    rows = [
        f"{_quoted(printed)} = {{ {', '.join(f'{_quoted(read)} = {cost}' for read, cost in row.items())} }}"
        for printed, row in table_of(counts).items()
    ]
    letters = sum(count for letter, count in counts.letters.items() if len(letter) == 1)
    lost = sum(count for (printed, read), count in counts.read.items() if printed and not read)
    added = sum(count for (printed, _), count in counts.read.items() if not printed)
    smooth = [place for place in range(len(_BINS)) if counts.words[place]]
    return "\n".join(
        [
            f"# {about}",
            "# Costs are -ln P(read | printed). Made by corpus/train_confusions.py; see README.md.",
            "",
            "[spaces]",
            f"lost = {_cost((counts.spaces_lost + 0.5) / (counts.spaces + 1))}",
            f"added = {_cost((counts.spaces_added + 0.5) / (counts.gaps + 1))}",
            "",
            "[other]",
            f"letter = {_cost(_OTHER)}",
            f"lost = {_cost((lost + 0.5) / (letters + 1))}",
            f"added = {_cost((added + 0.5) / (letters + 1))}",
            "",
            "[confidence]",
            f"upper = {[_BINS[place] for place in smooth]}",
            f"wrong = {[_rate(counts.wrong[place], counts.words[place]) for place in smooth]}",
            f"wrong_marks = {[_rate(counts.wrong_marks[place], counts.words[place]) for place in smooth]}",
            "",
            "[read]",
            *rows,
            "",
        ]
    )


def _rate(part: int, whole: int) -> float:
    return round((part + 0.5) / (whole + 1), 4)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> int:
    """The command: 0 when the table is written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=Path, action="append", help="folder of scans; default out/score/scans")
    parser.add_argument("--pages", type=Path, action="append", help="folder of readings; default out/pages")
    parser.add_argument("--seed", type=int, action="append", help="of the scanner; default 1")
    parser.add_argument("--level", type=int, action="append", choices=range(5), help="default 0, 1, 2 and 3")
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    seeds = arguments.seed or [SEED]
    levels = arguments.level or [0, 1, 2, 3]
    scans = arguments.scans or [Path("out/score/scans")]
    pages = arguments.pages or [Path("out/pages")]
    if not len(seeds) == len(scans) == len(pages):
        parser.error("as many --scans and --pages are needed as --seed")
    plans = plans_of("train")
    counts = Counts()
    for seed, scan_folder, page_folder in zip(seeds, scans, pages, strict=True):
        read = read_plans(plans, levels, scan_folder, page_folder, seed=seed, jobs=arguments.jobs)
        for place, document in read.items():
            count_lines(align_by_boxes(document, scan_folder / f"{name_of(*place)}.words.json").lines, counts)
    words = sum(counts.words.values())
    about = (
        f"Learned from {words} words of {len(plans)} composed plans of the split train, scanned at levels "
        f"{', '.join(map(str, levels))} (seeds {', '.join(map(str, seeds))})."
    )
    arguments.out.write_text(render(counts, about), "utf-8", newline="\n")
    print(
        f"{arguments.out}: {words} words, {sum(counts.read.values())} confusions, {arguments.out.stat().st_size} bytes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
