"""The letterhead: issuer left, motto right, below them number left, place and date right.

Signals, in order of authority: the motto, which by decree stands over the right column and is
its widest line; the gap between both columns; number and date line, with which the columns
end; a centred line, with which the title begins. Words are compared by likeness, because
capitals come back from recognition with their marks damaged.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II and the diagram of mục IV; the same places
hold for Thông tư 01/2011/TT-BNV and, with another motto, for Party and union documents.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.lexicon import load_table
from pipeline.folding import fold, similarity
from pipeline.layout.runs import Run, key_of, merge, rows_of, share_of_capitals

_LIKENESS = 0.78  # of a motto that lost its marks and a letter or two
_EMS_ABOVE_MOTTO = 3.5  # a parent body's line, where the motto was set one line lower
_EMS_BELOW_MOTTO = 17  # four lines of issuer, number, three lines of subject
# "ngày 08 tháng 11 năm 2019", the parts blank, handwritten or damaged.
_DATE_LINE = re.compile(r"\bngay\b.{0,16}\bthang\b|\bthang\b.{0,12}\bnam\b|\bngay\b.{0,30}\bnam\b|, ?ngay\b")
# "Số: 12/KH-UBND", "Số 12-KH/TU", "Số:    /KH-UBND"; not "SỞ Y TẾ", which folds to "so" as well.
_NUMBER_LINE = re.compile(
    r"^[\W_]{0,3}s[oe06] ?[:;.,]|^[\W_]{0,3}so\b.{0,14}[/-] ?[a-z]{2}|^.{0,10}\d ?[/-] ?[a-z]{2,7}\b"
)
_SYMBOL = re.compile(r"\d ?- ?[a-z]{2}|/ ?[a-z]{2}|[a-z]{2}-[a-z]{2}")  # a dash between spaces joins two issuers
_LABEL = re.compile(r"^[\W_]{0,3}s[oe06] ?[:;.,]")
_SUBJECT_LINE = re.compile(r"^v ?v\b|^ve viec\b")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A letterhead's lines in reading order: issuer, motto, number and subject, place and date."""

    lines: tuple[Run, ...]

    @property
    def y0(self) -> float:
        """Where on the page it begins."""
        return min(line.y0 for line in self.lines)


def find_letterhead(runs: Sequence[Run], em: float, text_centre: float) -> Letterhead | None:
    """The letterhead among the runs of a page; None where the page shows no motto.

    A run that reaches across both columns comes back in two, so that the pieces of the lines,
    not the runs, tell what was used.
    """
    motto = _motto_of(runs)
    if motto is None:
        return None
    border = motto.x0
    band = [run for run in runs if motto.y0 - _EMS_ABOVE_MOTTO * em < run.middle < motto.y0 + _EMS_BELOW_MOTTO * em]
    left: list[Run] = []
    right: list[Run] = []
    for run in band:
        parts = _split(run, border, em)
        if run.middle > motto.y1 + em / 2 and _closes(run, parts, border, text_centre, em):
            break
        if parts is None:
            continue
        left.extend(part for part in parts if part.centre < border)
        # Above the motto nothing is printed in its column: what is read there was written on the page.
        right.extend(part for part in parts if part.centre >= border and part.middle > motto.y0 - em / 2)
    return _in_reading_order(_lines_of(left), _lines_of(right), em)


def is_number_line(text: str) -> bool:
    """Whether a line reads like "Số: 12/KH-UBND", filled in or not."""
    return bool(_NUMBER_LINE.search(fold(text)))


def is_date_line(text: str) -> bool:
    """Whether a line reads like "Lộc Ninh, ngày 08 tháng 11 năm 2019", filled in or not."""
    return bool(_DATE_LINE.search(fold(text)))


def _motto_of(runs: Sequence[Run]) -> Run | None:
    """The motto's own words, cut from whatever stands left of them on the same line."""
    mottos: list[str] = load_table("layout")["letterhead"]["mottos"]
    for run in runs:
        if share_of_capitals(run.text) < 0.6:
            continue
        best, best_start = 0.0, 0
        for start in range(len(run.pieces)):
            rest = " ".join(piece.word.text for piece in run.pieces[start:])
            if len(rest) < 12:
                break
            likeness = max(similarity(rest, motto) for motto in mottos)
            if likeness > best:
                best, best_start = likeness, start
        if best >= _LIKENESS:
            return Run(run.pieces[best_start:])
    return None


def _split(run: Run, border: float, em: float) -> list[Run] | None:
    """The parts of a run left and right of the border; None where it runs across without a gap."""
    if run.x1 <= border + em or run.x0 >= border - em:
        return [run]
    gaps = [
        (after.x0 - before.x1, number)
        for number, (before, after) in enumerate(zip(run.pieces, run.pieces[1:], strict=False), start=1)
        if abs((after.x0 + before.x1) / 2 - border) < 8 * em
    ]
    cuts = [number for gap, number in gaps if gap > 1.2 * em]
    # The motto itself may follow the issuer's name after no more than a space.
    cuts += [number for number in range(1, len(run.pieces)) if abs(run.pieces[number].x0 - border) < 0.1]
    if cuts:
        cut = min(cuts, key=lambda number: abs(run.pieces[number].x0 - border))
        return [Run(run.pieces[:cut]), Run(run.pieces[cut:])]
    # A place-date line may be wider than the motto above it.
    if is_date_line(run.text) and run.centre > border:
        return [run]
    return None


def _closes(run: Run, parts: Sequence[Run] | None, border: float, text_centre: float, em: float) -> bool:
    if parts is None:
        return True
    if len(parts) > 1 or is_number_line(run.text) or is_date_line(run.text):
        return False
    titles: list[str] = load_table("layout")["letterhead"]["titles"]
    if run.folded in titles or run.folded.startswith("kinh gui"):
        return True
    return abs(run.centre - text_centre) < 2 * em and run.x1 > border + em


def _lines_of(runs: Iterable[Run]) -> list[Run]:
    """Lines of a column, without specks and ornaments at their ends and lines of nothing else."""
    trimmed = [_trim(merge(row)) for row in rows_of(list(runs))]
    return [line for line in trimmed if line is not None]


def _trim(line: Run) -> Run | None:
    marked = [number for number, piece in enumerate(line.pieces) if piece.has_text or "/" in piece.word.text]
    if not marked:
        return None
    # A dash at the end joins two issuers ("SỞ Y TẾ -"); nothing else belongs to a letterhead's line.
    end = marked[-1] + 1
    while end < len(line.pieces) and line.pieces[end].word.text in "-–":
        end += 1
    return Run(line.pieces[marked[0] : end])


def _in_reading_order(left: list[Run], right: list[Run], em: float) -> Letterhead | None:
    number = _number_of(left)
    date = max((i for i, line in enumerate(right) if is_date_line(line.text)), default=None)
    issuer = left if number is None else left[:number]
    number_lines = [] if number is None else [left[number], *_subject_after(left, number, em)]
    if number is None:
        issuer = _close_together(left, 4 * em)
    motto = _close_together(right if date is None else right[:date], 2.5 * em)
    date_lines = [] if date is None else [right[date]]
    lines = (*issuer, *motto, *number_lines, *date_lines)
    return Letterhead(lines) if lines else None


def _number_of(left: Sequence[Run]) -> int | None:
    """Which line of the left column is the number.

    Of several, the one with a symbol: a stamp below it says "Số:" as well. An issuer that is named
    after a decision ("ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ 12/QĐ-SNV") has a symbol, but no colon.
    """
    numbers = [(i, fold(line.text)) for i, line in enumerate(left) if is_number_line(line.text)]
    with_symbol = [(i, text) for i, text in numbers if _SYMBOL.search(text)]
    labelled = [(i, text) for i, text in with_symbol if _LABEL.search(text)]
    best = labelled[:1] or with_symbol[-1:] or numbers[:1]
    return best[0][0] if best else None


def _subject_after(left: Sequence[Run], number: int, em: float) -> Sequence[Run]:
    """The lines "V/v …" below the number of a document that has no title."""
    below = left[number + 1 :]
    if not below or not _SUBJECT_LINE.search(key_of(below[0].text)):
        return ()
    return _close_together(below, 2 * em)


def _close_together(lines: Sequence[Run], gap: float) -> list[Run]:
    taken = list(lines[:1])
    for line in lines[1:]:
        if line.y0 - taken[-1].y1 > gap:
            break
        taken.append(line)
    return taken
