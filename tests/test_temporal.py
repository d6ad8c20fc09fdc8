import json
import random
from pathlib import Path
from typing import Any

import edtf
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from models.dates import Bound, ResolvedFrom, edtf_bounds
from pipeline.extract.temporal import TemporalKind, TemporalMatch, find_temporal, with_year

_PHRASES = Path(__file__).parent.parent / "corpus" / "phrases"
_FIELDS = ("edtf", "bound", "rrule", "duration", "business_days", "anchor", "resolved_from", "doubt")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_PHRASES / name).read_text("utf-8").splitlines()]


def _grouped() -> list[tuple[str, int | None, list[dict[str, Any]]]]:
    """Rows of the same text (and year) belong together: they are all that it holds."""
    groups: dict[tuple[str, int | None], list[dict[str, Any]]] = {}
    for row in _rows("dates.jsonl"):
        groups.setdefault((row["text"], row.get("year")), []).append(row)
    return [(text, year, rows) for (text, year), rows in groups.items()]


def _as_row(match: TemporalMatch) -> dict[str, Any]:
    """A match as the corpus writes it, where what is printed in full needs no `resolved_from`."""
    value = match.value.model_dump(mode="json")
    row = {"start": match.start, "end": match.end} | {key: value.get(key) for key in _FIELDS}
    row["doubt"] = match.doubt
    if row["resolved_from"] == "explicit":
        row["resolved_from"] = None
    return row


@pytest.mark.parametrize(("text", "year", "rows"), _grouped(), ids=[text for text, _, _ in _grouped()])
def test_phrase_has_exactly_the_listed_expressions(text: str, year: int | None, rows: list[dict[str, Any]]) -> None:
    expected = [{key: row.get(key) for key in ("start", "end", *_FIELDS)} for row in rows]
    assert [_as_row(match) for match in find_temporal(text, year=year)] == expected


@pytest.mark.parametrize("text", [row["text"] for row in _rows("dates_negative.jsonl")])
def test_phrase_without_date_gives_nothing(text: str) -> None:
    assert [text[match.start : match.end] for match in find_temporal(text)] == []


def test_the_corpora_are_large_enough_to_mean_something() -> None:
    assert len(_rows("dates.jsonl")) >= 150
    assert len(_rows("dates_negative.jsonl")) >= 50


def test_every_rule_of_the_corpus_is_one_that_dateutil_expands() -> None:
    rules = {row["rrule"] for row in _rows("dates.jsonl") if row.get("rrule")}
    assert len(rules) >= 10
    for rule in rules:
        assert rrulestr(f"DTSTART:20240101T000000\nRRULE:{rule};COUNT=2")[1]


def test_every_value_of_the_corpus_has_the_bounds_that_edtf_computes() -> None:
    for row in _rows("dates.jsonl"):
        value = row["edtf"]
        if value is None or ".." in value or "X" in value:
            continue
        first, last = edtf_bounds(value)
        assert first is not None
        assert last is not None
        ends = value.split("/")  # the library knows no quarters in intervals
        assert tuple(edtf.parse_edtf(ends[0]).lower_strict())[:3] == first.timetuple()[:3]
        assert tuple(edtf.parse_edtf(ends[-1]).upper_strict())[:3] == last.timetuple()[:3]


@given(st.dates(min_value=edtf_bounds("1945")[0], max_value=edtf_bounds("2060")[1]), st.sampled_from("/-."))
def test_a_day_in_figures_is_read_back(day: Any, separator: str) -> None:
    printed = f"ngày {day.day:02d}{separator}{day.month:02d}{separator}{day.year}"
    found = find_temporal(f"Hoàn thành trước {printed}.")
    assert [(match.value.edtf, match.value.bound) for match in found] == [(day.isoformat(), Bound.BEFORE)]


@given(st.dates(min_value=edtf_bounds("1945")[0], max_value=edtf_bounds("2060")[1]))
def test_a_day_in_words_is_read_back(day: Any) -> None:
    found = find_temporal(f"Sơn Hà, ngày {day.day} tháng {day.month} năm {day.year}")
    assert [match.value.edtf for match in found] == [day.isoformat()]


@given(st.text(alphabet=st.sampled_from("0123456789/-.,;:()* \nnăgàythquýđếtừIVXlO–…hằ"), max_size=80))
def test_spans_lie_in_the_text_in_order_and_values_hold(text: str) -> None:
    end = 0
    for match in find_temporal(text, year=2020):
        assert end <= match.start < match.end <= len(text)
        assert "\n" not in text[match.start : match.end]
        end = match.end


def test_a_phrase_planted_in_other_words_is_found_where_it_stands() -> None:
    words = ["phát huy", "truyền thống", "của", "địa phương", "trong", "công tác", "tuyên truyền", "vận động"]
    chosen = random.Random(7)
    for row in _rows("dates.jsonl"):
        if row["bound"] is not None or row.get("year") or row["start"] or "," in row["text"]:
            continue
        phrase = row["text"][: row["end"]]
        before = " ".join(chosen.choices(words, k=6)) + ". "
        spans = [(match.start, match.end) for match in find_temporal(f"{before}{phrase}. Các xã thực hiện.")]
        assert (len(before), len(before) + len(phrase)) in spans


def test_a_long_text_takes_time_in_proportion() -> None:
    text = "Thực hiện từ ngày 01 đến ngày 15/5/2024 và định kỳ hằng tháng báo cáo trước ngày 25. " * 2000
    assert len(find_temporal(text)) == 4000


class TestYear:
    def test_is_filled_in_only_when_given(self) -> None:
        (match,) = find_temporal("Họp ngày 15/6.")
        assert match.value.edtf == "XXXX-06-15"
        assert match.lacks_year
        filled = with_year(match, 2021, ResolvedFrom.SECTION)
        assert filled is not None
        assert (filled.value.edtf, filled.value.resolved_from) == ("2021-06-15", ResolvedFrom.SECTION)

    def test_does_not_make_a_day_that_never_was(self) -> None:
        (match,) = find_temporal("Họp ngày 29/02.")
        assert with_year(match, 2023, ResolvedFrom.DOCUMENT_YEAR) is None
        assert find_temporal("Họp ngày 29/02.", year=2023) == ()

    def test_that_is_printed_stays(self) -> None:
        (match,) = find_temporal("Họp ngày 15/6/2021.", year=2024)
        assert with_year(match, 2024, ResolvedFrom.SECTION) is match

    def test_of_an_undated_interval_stays_open_until_it_is_known(self) -> None:
        (match,) = find_temporal("Triển khai từ ngày 15/3 đến ngày 20/4.")
        assert (match.kind, match.value.edtf) == (TemporalKind.INTERVAL, None)
        filled = with_year(match, 2022, ResolvedFrom.DOCUMENT_YEAR)
        assert filled is not None
        assert filled.value.edtf == "2022-03-15/2022-04-20"


def test_a_date_right_behind_a_symbol_is_known_as_that_documents() -> None:
    found = find_temporal("Quyết định số 12/QĐ-UBND, ngày 05/3/2021 và hội nghị ngày 06/3/2021.")
    assert [match.follows_symbol for match in found] == [True, False]


def test_no_expression_crosses_a_line() -> None:
    found = find_temporal("Sơ kết ngày 15\ntháng 6 năm 2021")
    assert [match.value.edtf for match in found] == ["2021-06"]


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "*", "ngày", "năm", "tháng", "2020"])
def test_text_without_content_gives_nothing(text: str) -> None:
    assert find_temporal(text) == ()
