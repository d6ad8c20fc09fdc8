"""The phrase corpus of deadlines: what is due when, from whom and to whom, read from whole small plans."""

from typing import Any

import pytest

from models.page import Line, Page, Region
from models.record import Deadline, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.bodies import find_bodies
from pipeline.extract.campaign import find_campaign
from pipeline.extract.dates import find_dates
from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.header import find_header
from pipeline.extract.references import find_references
from pipeline.segment import outline_document
from tests.small_plans import rows

_ROWS = rows("deadlines.jsonl")
_NEGATIVE = rows("deadlines_negative.jsonl")
_SECTIONS = ("I. MỤC ĐÍCH", "Nâng cao chất lượng hoạt động.", "II. YÊU CẦU", "Thiết thực, hiệu quả.")
_MAX_KNOWN_FAILURES = 0.15


def _deadlines(row: dict[str, Any]) -> tuple[Deadline, ...]:
    """The deadlines of a plan with these lines in its body; a list of cells is a table row."""
    year, month, day = row["issued"].split("-")
    letterhead = ["ỦY BAN NHÂN DÂN", "HUYỆN PHÚ LƯƠNG", "Số: 46/KH-UBND"]
    letterhead += [f"Phú Lương, ngày {day} tháng {month} năm {year}", "KẾ HOẠCH", "Triển khai công tác của huyện"]
    number = row["lines"][0].split(".")[0]
    before = _SECTIONS[: {"II": 2, "III": 4}.get(number, 0)]
    lines = [Line(text, starts_paragraph=True) for text in (*letterhead, *before)]
    for index, line in enumerate(row["lines"]):
        if isinstance(line, str):
            lines.append(Line(line, starts_paragraph=True))
        else:
            lines += [
                Line(cell, region=Region.TABLE, table=0, row=index, column=column) for column, cell in enumerate(line)
            ]
    lines += [Line(text, starts_paragraph=True) for text in ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")]
    document = build_document([Page(1, 0, 0, tuple(lines), TextOrigin.PLAIN_TEXT)])
    outline = outline_document(document)
    header = find_header(document, outline)
    references = find_references(document, outline)
    campaign = find_campaign(document, outline, header)
    dates = find_dates(document, outline, header, references, campaign)
    return find_deadlines(document, outline, dates, find_bodies(document, outline, header))


def _parts(deadline: Deadline, wanted: dict[str, Any]) -> dict[str, Any]:
    due = deadline.due
    values = {
        "task": wanted["task"] if wanted["task"] in deadline.task else deadline.task,
        "edtf": due.edtf,
        "bound": due.bound and due.bound.value,
        "rrule": due.rrule,
        "duration": due.duration,
        "responsible": list(deadline.responsible),
        "report_to": list(deadline.report_to),
    }
    return {name: values[name] for name in wanted}


def _case(row: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=row["fails"])] if "fails" in row else []
    return pytest.param(row, id=row["why"], marks=marks)


@pytest.mark.parametrize("row", [_case(row) for row in _ROWS])
def test_what_is_due(row: dict[str, Any]) -> None:
    found, wanted = _deadlines(row), row["deadlines"]
    assert [_parts(each, want) for each, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("row", [_case(row) for row in _NEGATIVE])
def test_nothing_is_due(row: dict[str, Any]) -> None:
    assert [(each.task, each.due.edtf) for each in _deadlines(row)] == []


def test_the_phrase_corpora_are_large_and_nearly_all_right() -> None:
    assert len(_ROWS) >= 130
    assert len(_NEGATIVE) >= 34
    every = [*_ROWS, *_NEGATIVE]
    assert len({row["why"] for row in every}) == len(every)
    assert sum("fails" in row for row in every) <= _MAX_KNOWN_FAILURES * len(every)
