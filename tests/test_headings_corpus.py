"""The phrase corpus of headings: what heads a section of a plan, and what only looks like a heading."""

from typing import Any

import pytest

from models.document import Document
from models.outline import Outline
from models.page import Line, Page, Region
from models.record import Section, TextOrigin
from pipeline.clean import build_document
from pipeline.folding import fold
from pipeline.segment import build_sections, outline_document
from pipeline.segment.markers import roman_value, to_roman
from tests.builders import as_recognised
from tests.small_plans import rows

_TITLE = ("KẾ HOẠCH", "Tổ chức hội thao năm 2019", "Căn cứ chương trình công tác, đơn vị xây dựng kế hoạch như sau:")
_TAIL = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
_CONTEXT = (("I", "MỤC ĐÍCH, YÊU CẦU"), ("II", "NỘI DUNG"), ("III", "TỔ CHỨC THỰC HIỆN"))

_ROWS = rows("headings.jsonl")
_SINGLE = [row for row in _ROWS if "text" in row]
_PLANS = [row for row in _ROWS if "lines" in row]
_NEGATIVE = rows("headings_negative.jsonl")


def _outlined(lines: list[Any], bold: tuple[int, ...] = ()) -> tuple[Document, Outline]:
    """The outline of a plan with these lines in its body; a list of cells is a table row."""
    printed: list[Line] = [Line(text) for text in _TITLE]
    for index, line in enumerate(lines):
        if isinstance(line, str):
            printed.append(Line(line, starts_paragraph=True, is_bold=index in bold if bold else None))
        else:
            printed += [
                Line(cell, region=Region.TABLE, table=0, row=index, column=column) for column, cell in enumerate(line)
            ]
    printed += [Line(text) for text in _TAIL]
    document = as_recognised(build_document([Page(1, 0, 0, tuple(printed), TextOrigin.PLAIN_TEXT)]))
    return document, outline_document(document)


def _found(lines: list[Any], bold: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    document, outline = _outlined(lines, bold)

    def walk(sections: tuple[Section, ...]) -> list[dict[str, Any]]:
        found = []
        for section in sections:
            if section.heading and section.heading != "Nơi nhận":
                kinds = [str(kind) for kind in section.kinds]
                found.append(
                    {"label": section.label, "heading": section.heading, "kinds": kinds, "level": section.level}
                )
            found += walk(section.children)
        return found

    return walk(build_sections(document, outline))


@pytest.mark.parametrize("row", _SINGLE, ids=lambda row: str(row["text"]))
def test_a_heading_with_its_number_words_and_kinds(row: dict[str, Any]) -> None:
    before = [f"{to_roman(number)}. VIỆC THỨ {to_roman(number)}" for number in range(1, roman_value(row["label"]))]
    found = _found([*before, row["text"], "Các đơn vị nghiêm túc triển khai thực hiện."])
    # Words that cleaning mends are told with or without their marks.
    assert fold(found[-1].pop("heading")) == fold(row["heading"])
    assert found[-1] == {"label": row["label"], "kinds": row["kinds"], "level": 1}
    assert len(found) == len(before) + 1


@pytest.mark.parametrize("row", _PLANS, ids=lambda row: str(row["why"]))
def test_the_headings_of_a_plan(row: dict[str, Any]) -> None:
    assert _found(row["lines"], tuple(row.get("bold", ()))) == row["sections"]


@pytest.mark.parametrize("row", _NEGATIVE, ids=lambda row: str(row["why"]))
def test_no_heading(row: dict[str, Any]) -> None:
    lines = [". ".join(_CONTEXT[0]), "Nâng cao nhận thức của cán bộ.", ". ".join(_CONTEXT[1]), *row["lines"]]
    found = _found([*lines, ". ".join(_CONTEXT[2]), "Các đơn vị nghiêm túc triển khai thực hiện."])
    assert [(section["label"], section["heading"]) for section in found] == list(_CONTEXT)


@pytest.mark.parametrize("row", [*_PLANS, *_NEGATIVE], ids=lambda row: str(row["why"]))
def test_headings_are_printed_where_their_nodes_say(row: dict[str, Any]) -> None:
    document, outline = _outlined(row["lines"], tuple(row.get("bold", ())))
    for node in outline.walk():
        assert node.start <= node.content_start <= node.heading_end <= node.head_end <= node.end
        printed = document.text[node.content_start : node.heading_end].replace("\n", " ")
        assert node.heading in printed


def test_the_phrase_corpora_are_large_and_say_each_thing_once() -> None:
    assert len(_ROWS) >= 140
    assert len(_NEGATIVE) >= 60
    names = [row.get("text") or row["why"] for row in _ROWS]
    assert len(names) == len(set(names))
