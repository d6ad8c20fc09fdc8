"""What is printed on a page around its text: page numbers, running heads, footnotes.

A footnote is told by its smaller type at the foot of the page, and by its mark or the short rule
above it. It stands between the halves of any sentence that goes on on the next page, so it is
set aside like the other furniture.
"""

import re
from collections.abc import Sequence
from statistics import median

from models.lexicon import load_table
from pipeline.layout.paragraphs import Margins
from pipeline.layout.runs import Row, Rule, Run, merge

_MARGIN = 0.13  # of the page's height: where page numbers and running heads stand
_MOST_ROWS = 3  # of furniture at the head of a page, and at its foot
_PAGE_NUMBER = re.compile(r"^[^\w]{0,3}(?:trang )?\d{1,3}(?: ?/ ?\d{1,3})?[^\w]{0,3}$")
# "CÔNG BÁO/Số 123 + 124/Ngày 05-3-2021", before or behind the page number.
_GAZETTE = re.compile(r"^(?:\d{1,4} )?cong bao so \d.*\bngay \d")
_SCRIBBLE = 10  # letters of what is written above a letterhead

_FOOT = 0.5  # of the page's height: footnotes stand below
_SMALLER = 0.86  # than the text's type: 10 to 11 points below 13 to 14
_FEWEST_LINES = 3  # of text above a footnote
_FOOTNOTE_MARK = re.compile(r"^(?:[\[(]\d{1,2}[\])]|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2} ?(?=[A-ZĐ]))")
_RULE = (0.2, 0.5)  # of the text's width: the rule that Word draws above footnotes
_EMS_BELOW_RULE = 2.0


def find_furniture(rows: Sequence[Row], letterhead_top: float | None, height: float) -> list[Run]:
    """Page numbers and what programs print into the margins of a page of `height` points."""
    found: list[Run] = []
    for ordered in (rows, rows[::-1]):
        for row in ordered[:_MOST_ROWS]:
            run = merge(row)
            if not run.folded:
                continue  # specks
            in_margin = run.y1 < _MARGIN * height or run.y0 > (1 - _MARGIN) * height
            if not (in_margin and _is_furniture(run)):
                break
            if run not in found:
                found.append(run)
    if letterhead_top is not None:
        # What is scribbled above a letterhead is neither title nor text.
        scribbled = (run for row in rows for run in row if run.y1 < letterhead_top and len(run.folded) <= _SCRIBBLE)
        taken = {id(piece) for run in found for piece in run.pieces}
        found += [run for run in scribbled if not any(id(piece) in taken for piece in run.pieces)]
    return found


def find_footnotes(lines: Sequence[Run], rules: Sequence[Rule], margins: Margins, em: float, height: float) -> int:
    """Where the footnotes begin among the lines of text of a page of `height` points; their number where none do."""
    sizes = [median(piece.y1 - piece.y0 for piece in line.pieces) for line in lines]
    first = len(lines)
    while first and sizes[first - 1] < _SMALLER * em and lines[first - 1].y0 > _FOOT * height:
        first -= 1
    for start in range(first, len(lines)):
        above = sizes[:start]
        if start < _FEWEST_LINES or median(sizes[start:]) > _SMALLER * median(above):
            continue
        is_marked = _FOOTNOTE_MARK.match(lines[start].text) is not None
        if is_marked or _is_under_rule(lines[start], rules, margins, em):
            return start
    return len(lines)


def _is_under_rule(line: Run, rules: Sequence[Rule], margins: Margins, em: float) -> bool:
    return any(
        rule.is_horizontal
        and _RULE[0] * margins.width < rule.x1 - rule.x0 < _RULE[1] * margins.width
        and abs(rule.x0 - margins.left) < 2 * em
        and -em / 2 < line.y0 - rule.y1 < _EMS_BELOW_RULE * em
        for rule in rules
    )


def _is_furniture(run: Run) -> bool:
    words: list[str] = load_table("layout")["furniture"]["margin_words"]
    if _PAGE_NUMBER.match(run.text.lower()) or _GAZETTE.match(run.folded):
        return True
    return run.folded.split(" ")[0] in words
