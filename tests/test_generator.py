"""The generator of composed plans, and the pipeline over plans that nobody wrote by hand."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corpus.generator.draw import Draw
from corpus.generator.files import Generated, all_files, generate, text_files
from corpus.generator.meanings import Measure
from corpus.generator.measures import measure
from corpus.generator.settings import TWO_TIERS
from corpus.generator.slips import old_tones
from corpus.generator.words import Words, fill, joined
from corpus.gold import build_files
from corpus.locate import PlanText
from models.gold import evidence_in
from models.record import PlanRecord, Section
from pipeline.run import process_file

SEED = 20
COUNT = 30


@cache
def _plan(number: int) -> Generated:
    return generate(SEED, number)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Generated, PlanRecord]]:
    """The plans with what the pipeline reads in their texts."""
    folder = tmp_path_factory.mktemp("plans")
    read = []
    for number in range(COUNT):
        path = folder / f"{number:03}.txt"
        path.write_text(_plan(number).raw, "utf-8", newline="\n")
        read.append((_plan(number), process_file(path)))
    return read


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.children)


def _letters(text: str) -> str:
    """The text without blanks and the bars between cells."""
    return "".join(text.replace("|", " ").split())


# --- the parts


def test_spans_move_with_the_words_they_mark() -> None:
    words = fill(
        "trước {day}, {task}", day=Words("ngày 5").marked("day"), task=joined([Words("a").marked("task"), "b"])
    )
    assert [(words.text[span.start : span.end], span.what) for span in words.spans] == [
        ("ngày 5", "day"),
        ("a", "task"),
    ]


@pytest.mark.parametrize(
    ("row", "text", "quantity"),
    [
        ("tỷ lệ đạt {>=85-85+ %}", "tỷ lệ đạt từ 85% trở lên", (">=", 85.0, "%")),
        ("có {=12-12 mô hình}", "có 12 mô hình", ("=", 12.0, "mô hình")),
        ("trồng {about2500-2500 cây} xanh", "trồng khoảng 2.500 cây xanh", ("about", 2500.0, "cây")),
        ("mỗi suất {=300-300 nghìn đồng}", "mỗi suất 300 nghìn đồng", ("=", 300000.0, "đồng")),
        ("đạt {>=100-100 %}", "đạt 100%", ("=", 100.0, "%")),
    ],
)
def test_a_figure_is_printed_with_its_comparator(row: str, text: str, quantity: tuple[str, float, str]) -> None:
    words = measure(Draw(1, 1), ["target", "", row])
    assert words.text == text
    drawn = next(span.what for span in words.spans if isinstance(span.what, Measure)).quantities[0]
    assert (drawn.comparator.value, drawn.value, drawn.unit) == quantity


@pytest.mark.parametrize(
    ("new", "old"), [("Ủy ban, hóa, thủy", "Uỷ ban, hoá, thuỷ"), ("hoàn thành, quý, quy", "hoàn thành, quý, quy")]
)
def test_old_tones_move_on_open_rimes_alone(new: str, old: str) -> None:
    assert old_tones(Words(new)).text == old


# --- what is drawn


def test_a_plan_follows_from_seed_and_number_alone() -> None:
    later = [text_files(generate(SEED, number)) for number in (5, 2)]
    assert later == [text_files(_plan(5)), text_files(_plan(2))]


def test_plans_differ_in_wording_order_and_issuer() -> None:
    plans = [_plan(number) for number in range(COUNT)]
    paragraphs = [paragraph for plan in plans for paragraph in set(plan.raw.split("\n")) if len(paragraph) > 60]
    assert len({plan.raw for plan in plans}) == COUNT
    assert len(set(paragraphs)) > 0.85 * len(paragraphs)
    assert len({plan.drawn.composed.setting.issuer["id"] for plan in plans}) >= 8
    assert len({plan.drawn.composed.setting.subject_id for plan in plans}) >= 8
    orders = {tuple(section.heading.casefold() for section in plan.gold.record.sections) for plan in plans}
    assert len(orders) > 0.9 * COUNT


def test_no_district_issues_a_plan_after_the_two_tiers() -> None:
    settings = [generate(SEED, number).drawn.composed.setting for number in range(200)]
    late = [setting for setting in settings if setting.issued >= TWO_TIERS]
    assert late
    assert all(setting.issuer["level"] != "district" for setting in late)
    assert all(setting.place.above_type in ("tỉnh", "thành phố", "nước") for setting in late)


def test_corrections_lead_to_the_plan_without_errors() -> None:
    found = 0
    for number in range(COUNT):
        files = all_files(generate(SEED, number, errors=4), seed=SEED, index=number)
        text = files["plan.txt"]
        for slip in reversed(json.loads(files["errors.json"])):
            assert text[slip["start"] : slip["end"]] == slip["printed"]
            text = text[: slip["start"]] + slip["correct"] + text[slip["end"] :]
            found += 1
        assert text == generate(SEED, number, errors=0).raw
    assert found > COUNT


def test_the_gold_tool_makes_the_same_of_the_written_entries(tmp_path: Path) -> None:
    for number in range(6):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        for name, content in all_files(_plan(number), seed=SEED, index=number).items():
            (folder / name).write_text(content, "utf-8", newline="\n")
        assert build_files(folder) == text_files(_plan(number))


def test_words_are_found_where_the_gold_tool_finds_them() -> None:
    for number in range(4):
        gold = _plan(number).gold.record
        text = PlanText(_plan(number).raw, gold.text, tuple(range(len(gold.text))), ())
        for entry in (*_plan(number).entries.dates, *_plan(number).entries.criteria):
            spans = text.occurrences(entry.at)
            assert (len(spans) > 1) == (entry.nth is not None)


def test_deadlines_name_bodies_of_the_record() -> None:
    for number in range(COUNT):
        record = _plan(number).gold.record
        names = {body.name for body in record.bodies}
        assert all(set(due.responsible) | set(due.report_to) <= names for due in record.deadlines)


# --- the pipeline over them


def test_evidence_stands_where_it_says(records: list[tuple[Generated, PlanRecord]]) -> None:
    for plan, record in records:
        printed = _letters(plan.raw)
        for pointer, evidence in evidence_in(record):
            assert record.text[evidence.start : evidence.end] == evidence.text, pointer
            assert _letters(evidence.raw) in printed, pointer


def test_the_text_is_the_clean_text_of_the_plan(records: list[tuple[Generated, PlanRecord]]) -> None:
    """Lines that belong together may be joined; no word is lost or changed."""
    same = [record.text.split() == plan.gold.record.text.split() for plan, record in records]
    assert sum(same) >= 0.9 * COUNT


@pytest.mark.parametrize("name", ["number", "symbol", "issued", "doc_type"])
def test_the_header_is_read_on_every_plan(records: list[tuple[Generated, PlanRecord]], name: str) -> None:
    for plan, record in records:
        expected, found = getattr(plan.gold.record.header, name), getattr(record.header, name)
        assert (found and found.value) == (expected and expected.value), plan.raw[:200]


@pytest.mark.parametrize(("numbered", "least"), [(True, 0.95), (False, 0.85)])
def test_headings_of_level_1(records: list[tuple[Generated, PlanRecord]], numbered: bool, least: float) -> None:
    """F1 over all plans; in capitals without numbers alone, headings are harder to tell from lines of a title."""
    right = given = expected = 0
    for plan, record in records:
        gold = [(section.label, section.heading) for section in plan.gold.record.sections]
        if numbered and not gold[0][0]:
            continue
        found = [(s.label, s.heading) for s in _sections(record.sections) if s.level == 1 and s.heading]
        found = [heading for heading in found if heading[0] or heading[1].isupper()]
        right += len(set(gold) & set(found))
        given, expected = given + len(found), expected + len(gold)
    assert 2 * right / (given + expected) >= least
