"""Fields of a record against gold: counts by hand, marks of the gold, and what must always hold."""

from typing import Any

import pytest
from builders import Draft, record
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from models.dates import Bound, DateValue
from models.gold import GoldRecord, evidence_in
from models.record import (
    BodyKind,
    Comparator,
    DateMention,
    DateRole,
    Header,
    PlanRecord,
    Quality,
    Quantity,
    Reference,
    Section,
    SectionKind,
    Signature,
)
from pipeline.score.agreement import MatchLevel
from pipeline.score.fields import tally_fields
from pipeline.score.summary import FIELDS, compare_record, counts_at
from pipeline.score.tally import Counts, Placed

STRICT, FOLDED, SIMILAR = MatchLevel
DRAFT = Draft()
PLAN = record()


def changed(**changes: Any) -> PlanRecord:
    return PLAN.model_copy(update=changes)


def header(**changes: Any) -> PlanRecord:
    return changed(header=PLAN.header.model_copy(update=changes))


def counts(
    predicted: PlanRecord | None, field: str, level: MatchLevel = SIMILAR, gold: PlanRecord = PLAN, **marks: Any
) -> tuple[int, int, int] | None:
    """Right, extra and missed of a field."""
    tally = tally_fields(GoldRecord(record=gold, **marks), predicted)
    return counts_at(tally.counts[field], level) if field in tally.counts else None


def date(edtf: str, quote: str, role: str = "period", confidence: float = 0.9) -> DateMention:
    return DateMention(
        value=DateValue(edtf=edtf), role=DateRole(role), confidence=confidence, evidence=DRAFT.evidence(quote)
    )


@pytest.mark.parametrize(
    ("predicted", "field", "by_level"),
    [
        pytest.param(header(number=None), "header.number", [(0, 0, 1)] * 3, id="number missed"),
        pytest.param(header(number=DRAFT.value("46", "64")), "header.number", [(0, 1, 1)] * 3, id="number wrong"),
        pytest.param(header(number=DRAFT.value("46", "046")), "header.number", [(1, 0, 0)] * 3, id="leading zero"),
        pytest.param(header(parent=DRAFT.value("46", "x")), "header.parent", [(0, 1, 0)] * 3, id="parent invented"),
        pytest.param(
            header(place=DRAFT.value("Sơn Từ", "SƠN TÙ")),
            "header.place",
            [(0, 1, 1), (1, 0, 0), (1, 0, 0)],
            id="place without its right marks",
        ),
        pytest.param(
            header(title=DRAFT.value("Phát động", "Phát động đợt thi đua nước rút chào mừng ngày hội tén của huyện")),
            "header.title",
            [(0, 1, 1), (0, 1, 1), (1, 0, 0)],
            id="title with wrong letters",
        ),
        pytest.param(
            header(symbol=DRAFT.value("KH-UBND", "KH-UBNO")), "header.symbol", [(0, 1, 1)] * 3, id="codes are exact"
        ),
        pytest.param(
            header(issued=DRAFT.dated("ngày 12 tháng 02 năm 2020", "2020-02")),
            "header.issued",
            [(0, 1, 1)] * 3,
            id="a month is not a day",
        ),
        pytest.param(changed(campaign=None), "campaign.name", [(0, 0, 1)] * 3, id="no campaign found"),
        pytest.param(changed(signature=None), "signature.name", [(0, 0, 1)] * 3, id="no signature found"),
        pytest.param(changed(recipients=()), "recipients", [(0, 0, 1)] * 3, id="no recipients"),
        pytest.param(changed(deadlines=PLAN.deadlines[:1]), "deadlines", [(1, 0, 1)] * 3, id="one of two deadlines"),
        pytest.param(
            changed(deadlines=PLAN.deadlines[:1]), "deadlines.bound", [(1, 0, 0)] * 3, id="a missed one has no bound"
        ),
        pytest.param(changed(bodies=PLAN.bodies[1:]), "bodies", [(2, 0, 1)] * 3, id="one of three bodies missed"),
        pytest.param(changed(bodies=PLAN.bodies[1:]), "bodies.role", [(1, 0, 0)] * 3, id="roles of those found"),
    ],
)
def test_counts_by_hand(predicted: PlanRecord, field: str, by_level: list[tuple[int, int, int]]) -> None:
    assert [counts(predicted, field, level) for level in MatchLevel] == by_level


def test_a_wrong_due_date_is_a_wrong_deadline_and_no_wrong_bound() -> None:
    first, second = PLAN.deadlines
    wrong = first.model_copy(update={"due": DateValue(edtf="2020-06-16", bound=Bound.BEFORE)})
    predicted = changed(deadlines=(wrong, second))
    assert counts(predicted, "deadlines") == (1, 1, 1)
    assert counts(predicted, "deadlines.bound") == (1, 0, 0)


def test_a_deadline_with_another_task_is_another_deadline() -> None:
    first, second = PLAN.deadlines
    other = first.model_copy(update={"task": "Khơi dậy tinh thần", "evidence": DRAFT.evidence("Khơi dậy tinh thần")})
    assert counts(changed(deadlines=(other, second)), "deadlines") == (1, 1, 1)


def test_bound_and_bodies_of_a_deadline_are_judged_apart() -> None:
    first, second = PLAN.deadlines
    predicted = changed(
        deadlines=(
            first.model_copy(
                update={
                    "due": DateValue(edtf="2020-06-15"),
                    "responsible": ("Phòng Nội vụ", "Sở Y tế"),
                    "report_to": (),
                }
            ),
            second,
        )
    )
    assert counts(predicted, "deadlines") == (2, 0, 0)
    assert counts(predicted, "deadlines.bound") == (1, 1, 1)
    assert counts(predicted, "deadlines.responsible") == (2, 1, 0)
    assert counts(predicted, "deadlines.report_to") == (1, 0, 1)


def test_dates_are_matched_one_to_one_and_roles_judged_on_what_matches() -> None:
    gold = changed(dates=(date("2020", "2020"), date("2018-08-07", "07/8/2018", "reference")))
    predicted = changed(
        dates=(date("2020", "2020", "other"), date("2020", "15/6/2020"), date("2018-08-07", "07/8/2018", "reference"))
    )
    assert counts(predicted, "dates.value", gold=gold) == (2, 1, 0)
    assert counts(predicted, "dates.role", gold=gold) == (1, 1, 1)  # the one read at the same place has another role


def test_place_counts_where_the_text_is_the_same() -> None:
    gold = changed(dates=(date("2020", "năm 2020"), date("2018-08-07", "07/8/2018")))
    predicted = changed(dates=(date("2020", "15/6/2020"), date("2018-08-07", "ngày 07/8/2018")))
    tally = tally_fields(GoldRecord(record=gold), predicted)
    assert tally.places["dates.value"] == Placed(1, 2)
    read = predicted.model_copy(update={"text": PLAN.text.replace("HUYỆN", "HUYÊN")})
    assert tally_fields(GoldRecord(record=gold), read).places == {}


def test_roles_and_kinds_of_bodies() -> None:
    first, *rest = PLAN.bodies
    lead = first.duties[0]
    more = first.model_copy(
        update={"kind": BodyKind.PARTY, "duties": (lead, lead, DRAFT.duty("advise", "tổng hợp kết quả"))}
    )
    predicted = changed(bodies=(more, *rest))
    assert counts(predicted, "bodies.role") == (2, 1, 0)
    assert counts(predicted, "bodies.kind") == (2, 1, 1)


def test_numbers_of_criteria_are_exact_and_comparators_apart() -> None:
    (criterion,) = PLAN.criteria

    def with_quantity(comparator: Comparator, value: float) -> PlanRecord:
        quantity = Quantity(comparator=comparator, value=value, unit="Tuyến đường hoa")
        return changed(criteria=(criterion.model_copy(update={"quantities": (quantity,)}),))

    wrong_comparator, wrong_value = with_quantity(Comparator.MORE_THAN, 2), with_quantity(Comparator.AT_LEAST, 20)
    assert counts(wrong_comparator, "criteria.quantities", STRICT) == (0, 1, 1)
    assert counts(wrong_comparator, "criteria.quantities", FOLDED) == (1, 0, 0)
    assert counts(wrong_comparator, "criteria.comparator") == (0, 1, 1)
    assert counts(wrong_value, "criteria.quantities") == (0, 1, 1)
    assert counts(wrong_value, "criteria.comparator") is None


@pytest.mark.parametrize(
    ("gold", "predicted", "agrees"),
    [
        ("% hộ gia đình", "%", True),
        ("mô hình", "mô hình tiêu biểu", True),
        ("đồng/năm", "đồng", False),
        ("hộ", "cây", False),
        ("% hộ", "hộ", False),
    ],
    ids=["share of whom", "described", "a rate", "another word", "another measure"],
)
def test_units_agree_when_one_describes_further_what_is_counted(gold: str, predicted: str, agrees: bool) -> None:
    (criterion,) = PLAN.criteria

    def plan_with(unit: str) -> PlanRecord:
        quantity = Quantity(comparator=Comparator.AT_LEAST, value=5, unit=unit)
        return changed(criteria=(criterion.model_copy(update={"quantities": (quantity,)}),))

    def right(level: MatchLevel) -> int:
        found = counts(plan_with(predicted), "criteria.quantities", level, plan_with(gold))
        return found[0] if found else 0

    assert (right(STRICT), right(SIMILAR)) == (0, int(agrees))


def test_references_by_number_and_symbol_or_by_name() -> None:
    cited = DRAFT.evidence("Chỉ thị số 34-CT/TW")
    law = Reference(doc_type="Luật", title="Thi đua, khen thưởng", evidence=cited)
    numbered = PLAN.references[0]
    gold = changed(references=(numbered, law))
    predicted = changed(
        references=(
            numbered.model_copy(update={"doc_type": "Chi thị", "issued": None}),
            law.model_copy(update={"title": "thi đua khen thưởng"}),
            numbered.model_copy(update={"number": "35"}),
        )
    )
    assert counts(predicted, "references", STRICT, gold) == (1, 2, 1)
    assert counts(predicted, "references", FOLDED, gold) == (2, 1, 0)
    assert counts(predicted, "references.issued", gold=gold) == (0, 0, 1)
    assert counts(predicted, "references.doc_type", STRICT, gold) == (1, 1, 1)


def section(label: str, heading: str, level: int, kinds: tuple[str, ...] = ("content",), *children: Section) -> Section:
    return Section(
        label=label,
        heading=heading,
        kinds=tuple(map(SectionKind, kinds)),
        level=level,
        start=0,
        end=10,
        page=1,
        confidence=0.9,
        children=children,
    )


def test_sections_by_level_with_labels_and_kinds_apart() -> None:
    gold = changed(
        sections=(
            section("I", "MỤC ĐÍCH", 1, ("purpose",)),
            section("II", "NỘI DUNG", 1, ("content",), section("1", "Tuyên truyền", 2), section("a", "Kinh phí", 3)),
        )
    )
    predicted = changed(
        sections=(
            section("I", "MỤC ĐÍCH", 1, ("purpose", "requirements")),
            section("11", "NỘI DUNG", 1),
            section("1", "Tuyên truyền", 1),
            section("b", "Khen thưởng", 4),
        )
    )
    assert counts(predicted, "sections.level1", STRICT, gold) == (1, 2, 1)
    assert counts(predicted, "sections.level1", SIMILAR, gold) == (2, 1, 0)
    assert counts(predicted, "sections.level2", gold=gold) == (0, 0, 1)
    assert counts(predicted, "sections.deeper", gold=gold) == (0, 1, 1)
    assert counts(predicted, "sections.label", gold=gold) == (1, 1, 1)
    assert counts(predicted, "sections.kinds", gold=gold) == (1, 1, 1)


_LINES = (
    "I. MỤC ĐÍCH",
    "Giữ sạch đường làng ngõ xóm.",
    "II. NỘI DUNG",
    "Mỗi hộ dọn trước cửa nhà.",
    "Thu gom rác tại điểm.",
)


def outlined(lines: tuple[str, ...], labels: tuple[str, ...], starts: tuple[int, ...]) -> PlanRecord:
    """A record whose sections begin at these lines."""
    offsets = [sum(len(line) + 1 for line in lines[:start]) for start in (*starts, len(lines))]
    sections = tuple(
        section(label, lines[start].partition(". ")[2], 1).model_copy(update={"start": first, "end": last - 1})
        for label, start, first, last in zip(labels, starts, offsets, offsets[1:], strict=False)
    )
    return PlanRecord(
        document_id="sha256:0",
        source=PLAN.source,
        text="\n".join(lines),
        header=Header(),
        sections=sections,
        quality=Quality(score=1.0),
    )


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        pytest.param(outlined(_LINES, ("I", "II"), (0, 2)), (3, 0, 0), id="all right"),
        pytest.param(outlined(_LINES, ("I",), (0,)), (1, 2, 2), id="a heading is missed"),
        pytest.param(outlined(_LINES, ("I", "III"), (0, 2)), (1, 2, 2), id="a number is misread"),
        pytest.param(outlined(_LINES[:4], ("I", "II"), (0, 2)), (2, 0, 0), id="a sentence was not read"),
        pytest.param(
            outlined(("~", *_LINES[:4], "Thu rac tại điểm hen."), ("I", "II"), (1, 3)), (3, 0, 0), id="damaged letters"
        ),
        pytest.param(None, (0, 0, 3), id="no record"),
    ],
)
def test_sentences_in_the_right_section(predicted: PlanRecord | None, expected: tuple[int, int, int]) -> None:
    gold = outlined(_LINES, ("I", "II"), (0, 2))
    assert counts(predicted, "sections.sentence", STRICT, gold) == expected


def test_words_that_round_the_plan_off_are_no_sentence_of_its_last_section() -> None:
    gold = outlined(_LINES, ("I", "II"), (0, 2))
    first, last = gold.sections
    start = gold.text.index("Thu gom")
    closing = section("", "", 1, ("closing",)).model_copy(update={"start": start, "end": len(gold.text)})
    predicted = gold.model_copy(update={"sections": (first, last.model_copy(update={"end": start - 1}), closing)})
    assert counts(predicted, "sections.sentence", STRICT, gold) == (2, 0, 0)


def test_roman_headings_by_numeral_and_by_words() -> None:
    gold = changed(sections=(section("I", "MỤC ĐÍCH", 1, (), section("1", "Chung", 2)), section("II", "KINH PHÍ", 1)))
    predicted = changed(sections=(section("I", "MUC ĐÍCH", 1), section("III", "KINH PHÍ", 1)))
    assert [counts(predicted, "sections.roman", level, gold) for level in MatchLevel] == [
        (0, 2, 2),
        (1, 1, 1),
        (2, 0, 0),
    ]


def test_the_frame_of_a_plan_is_no_section_of_it() -> None:
    framed = (
        section("", "", 1, ("preamble",)),
        *PLAN.sections,
        section("", "Nơi nhận", 1, ("recipients",)),
        section("", "GIẢI PHÁP", 1, ("solutions",)),
    )
    assert counts(changed(sections=framed), "sections.level1") == (3, 1, 0)


def test_what_is_optional_counts_neither_way() -> None:
    without, wrong = header(place=None), header(place=DRAFT.value("Sơn Từ", "Hà Nội"))
    for predicted in (PLAN, without, wrong):
        assert counts(predicted, "header.place", optional=("/header/place",)) is None
    assert counts(changed(deadlines=PLAN.deadlines[:1]), "deadlines", optional=("/deadlines/1",)) == (1, 0, 0)
    assert counts(PLAN, "deadlines", optional=("/deadlines/1",)) == (1, 0, 0)
    assert counts(PLAN, "deadlines.bound", optional=("/deadlines/1",)) == (1, 0, 0)
    assert counts(PLAN, "bodies.role", optional=("/bodies/0/duties/0",)) == (1, 0, 0)
    assert counts(changed(recipients=()), "recipients", optional=("/recipients",)) is None
    assert counts(PLAN, "deadlines.report_to", optional=("/deadlines/0/report_to/0",)) == (1, 0, 0)


def test_an_optional_value_is_no_excuse_for_another_one() -> None:
    gold = changed(dates=(date("2020", "2020"), date("2018-08-07", "07/8/2018")))
    predicted = changed(dates=(date("2018-08-08", "07/8/2018"),))
    assert counts(predicted, "dates.value", gold=gold, optional=("/dates/1",)) == (0, 1, 1)


def test_a_required_value_comes_before_an_optional_one() -> None:
    gold = changed(dates=(date("2020", "2020"), date("2020", "15/6/2020")))
    predicted = changed(dates=(date("2020", "năm 2020"),))
    assert counts(predicted, "dates.value", gold=gold, optional=("/dates/0",)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("pointer", "alternatives", "predicted", "field"),
    [
        ("/header/place/value", ["Hà Nội"], header(place=DRAFT.value("Sơn Từ", "Hà Nội")), "header.place"),
        (
            "/header/issued/value",
            [{"edtf": "2020-02"}],
            header(issued=DRAFT.dated("năm 2020", "2020-02")),
            "header.issued",
        ),
        ("/dates/0/role", ["event"], changed(dates=(date("2020-02-12", "2020", "event"),)), "dates.role"),
        (
            "/deadlines/0/due/bound",
            ["by", None],
            changed(
                deadlines=(
                    PLAN.deadlines[0].model_copy(update={"due": DateValue(edtf="2020-06-15")}),
                    PLAN.deadlines[1],
                )
            ),
            "deadlines.bound",
        ),
        (
            "/sections/0/kinds",
            [["purpose"]],
            changed(
                sections=(
                    PLAN.sections[0].model_copy(update={"kinds": (SectionKind.PURPOSE,)}),
                    *PLAN.sections[1:],
                )
            ),
            "sections.kinds",
        ),
        (
            "/signature/name",
            ["Lý Nghĩa"],
            changed(signature=Signature(name="Lý Nghĩa", evidence=DRAFT.evidence("Nghĩa"))),
            "signature.name",
        ),
    ],
)
def test_alternatives_are_right(pointer: str, alternatives: list[Any], predicted: PlanRecord, field: str) -> None:
    marks = {"alternatives": {pointer: alternatives}}
    without = counts(predicted, field, STRICT) or (0, 0, 0)
    assert without[1] == 1
    assert counts(predicted, field, STRICT, **marks) == (without[0] + 1, 0, 0)
    assert counts(PLAN, field, STRICT, **marks) == (without[0] + 1, 0, 0)


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ({"optional": ["/deadlines/9"]}, "holds nothing at /deadlines/9"),
        ({"optional": ["/dates/0/value"]}, "cannot be optional"),
        ({"optional": ["/quality"]}, "cannot be optional"),
        ({"optional": ["header/place"]}, "cannot be optional"),
        ({"alternatives": {"/dates/0/confidence": [1]}}, "no value that is compared"),
        ({"alternatives": {"/dates/0/role": ["party"]}}, "not valid at /dates/0/role"),
        ({"alternatives": {"/dates/0/value": [{"edtf": "2020-13"}]}}, "not valid at /dates/0/value"),
        ({"alternatives": {"/references/0/title": ["Về việc"]}}, "holds null at /references/0/title"),
        ({"alternatives": {"/signature/name": [None]}}, "null is no alternative"),
    ],
)
def test_marks_that_mean_nothing_are_refused(marks: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        GoldRecord(record=PLAN, **marks)


def test_gold_whose_evidence_is_not_in_the_text_is_refused() -> None:
    moved = PLAN.model_copy(update={"text": " " + PLAN.text})
    with pytest.raises(ValidationError, match=r"evidence at /header/issuer/evidence"):
        GoldRecord(record=moved)
    with pytest.raises(ValidationError, match="does not lie in the text"):
        GoldRecord(record=record(Draft(), sections=(section("I", "X", 1).model_copy(update={"end": 10**6}),)))


def test_evidence_is_found_everywhere() -> None:
    pointers = [pointer for pointer, _ in evidence_in(PLAN)]
    assert "/header/issued/evidence" in pointers
    assert "/bodies/0/duties/0/evidence" in pointers
    assert "/references/0/mentions/0" in pointers
    assert "/quality/issues/0/evidence" in pointers


def test_a_missing_prediction_misses_everything_and_invents_nothing() -> None:
    compared = compare_record(GoldRecord(record=PLAN), None, "plan")
    for field, levels in compared.tally.counts.items():
        for level_counts in levels.values():
            assert level_counts.right == level_counts.extra == 0, field
            assert level_counts.missed > 0
    assert compared.tally.counts["bodies"][STRICT].missed == 3
    assert set(compared.whole_record.values()) == {0.0}
    assert all(errors == length for errors, length in compared.text.values())
    assert compared.tally.judged == []


def test_confidence_goes_with_what_it_was_given_for() -> None:
    predicted = header(place=DRAFT.value("Sơn Từ", "Hà Nội", 0.97), number=DRAFT.value("46", confidence=0.4))
    judged = tally_fields(GoldRecord(record=PLAN), predicted).judged
    assert ("header.place", 0.97, 0) in judged
    assert ("header.number", 0.4, 3) in judged
    skipped = tally_fields(GoldRecord(record=PLAN, optional=("/dates/0",)), PLAN).judged
    assert not [it for it in skipped if it.field == "dates.value"]


def test_whole_record_by_hand() -> None:
    lists = ("sections", "deadlines", "bodies", "criteria", "references", "recipients")
    gold = changed(
        **dict.fromkeys(lists, ()),
        campaign=None,
        signature=None,
        header=Header(number=DRAFT.value("46"), symbol=DRAFT.value("KH-UBND")),
    )
    predicted = gold.model_copy(update={"header": Header(number=DRAFT.value("46"))})
    # Header: number 1, symbol 0. Dates: value and role 1.
    assert compare_record(GoldRecord(record=gold), predicted, "plan").whole_record[STRICT] == (0.5 + 1) / 2


# -- what must always hold


def _subset(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), unique_by=id, max_size=len(values)).map(tuple) if values else st.just(())


_DATES = tuple(
    date(edtf, quote, role)
    for edtf, quote in (("2020", "2020"), ("2020-06-15", "15/6/2020"), ("2018", "2018"))
    for role in ("period", "event")
)
_SECTIONS = (
    *PLAN.sections,
    section("I", "MỤC ĐÍCH", 1),
    section("II", "CHỈ TIÊU", 1, ("criteria",)),
    section("1", "Nội dung", 2),
)
_REFERENCES = tuple(
    PLAN.references[0].model_copy(update={"number": number, "symbol": symbol, "doc_type": doc_type})
    for number, symbol, doc_type in (("34", "CT/TW", "Chỉ thị"), ("35", "CT/TW", "Chỉ thị"), (None, None, "Luật"))
)
RECORDS = st.builds(
    changed,
    header=st.sampled_from([PLAN.header, Header(), header(place=DRAFT.value("Sơn Từ", "Sơn Tú")).header]),
    campaign=st.sampled_from([PLAN.campaign, None]),
    sections=_subset(_SECTIONS),
    dates=_subset(_DATES),
    deadlines=_subset(PLAN.deadlines),
    bodies=_subset(PLAN.bodies),
    criteria=_subset(PLAN.criteria),
    references=_subset(_REFERENCES),
    recipients=_subset(PLAN.recipients),
    signature=st.sampled_from([PLAN.signature, None]),
)


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_a_record_scored_against_itself_is_perfect(plan: PlanRecord) -> None:
    compared = compare_record(GoldRecord(record=plan), plan, "plan")
    for field, levels in compared.tally.counts.items():
        assert field in FIELDS
        assert all(it.extra == it.missed == 0 and it.right for it in levels.values()), field
    assert all(place.right == place.total for place in compared.tally.places.values())
    assert set(compared.whole_record.values()) == {1.0}
    assert all(errors == 0 for errors, _ in compared.text.values())
    assert compared.evidence.right == compared.evidence.total


@settings(max_examples=60, deadline=None)
@given(RECORDS, RECORDS)
def test_swapping_gold_and_prediction_swaps_precision_and_recall(one: PlanRecord, other: PlanRecord) -> None:
    there, back = (tally_fields(GoldRecord(record=a), b).counts for a, b in ((one, other), (other, one)))
    for counted in (there, back):
        counted.pop("sections.sentence", None)  # asks of the gold's sentences alone
    assert {
        name: {level: Counts(c.right, c.missed, c.extra) for level, c in it.items()} for name, it in back.items()
    } == there


@settings(max_examples=40, deadline=None)
@given(RECORDS, RECORDS)
def test_looser_levels_never_find_less(one: PlanRecord, other: PlanRecord) -> None:
    for levels in tally_fields(GoldRecord(record=one), other).counts.values():
        right = [it.right for it in levels.values()]
        assert right == sorted(right)
        assert len({it.support for it in levels.values()}) == 1
