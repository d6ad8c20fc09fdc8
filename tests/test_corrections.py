"""Corrections: made by people, kept apart from the machine's record, and in force over every later run."""

import json
import random
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.correction import Action, Correction, CorrectionState
from models.errors import CorrectionError
from models.evidence import Box
from models.record import DutyRole, PlanRecord
from pipeline.corrections import apply_corrections, in_force, make_correction, withdrawal
from pipeline.corrections.places import value_at
from pipeline.corrections.values import with_true_dates
from tests.builders import record

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PLANS = Path(__file__).parents[1] / "corpus" / "plans"


class Desk:
    """A person at work on one record: every correction goes into the log."""

    def __init__(self, machine: PlanRecord) -> None:
        self.machine = machine
        self.log: list[Correction] = []

    def does(self, action: str, pointer: str, value: Any = None, **more: Any) -> Correction:
        made = make_correction(
            more.pop("corrected", None) or apply_corrections(self.machine, self.log),
            Action(action),
            pointer,
            value,
            by="Lan",
            at=NOON + timedelta(minutes=len(self.log)),
            **more,
        )
        self.log.append(made)
        return made

    def over(self, later: PlanRecord | None = None) -> PlanRecord:
        return apply_corrections(later or self.machine, self.log).record

    def states(self, later: PlanRecord | None = None) -> list[str]:
        return [status.state.value for status in apply_corrections(later or self.machine, self.log).statuses]


@pytest.fixture
def desk() -> Desk:
    return Desk(record())


SHIFT = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"


def moved(machine: PlanRecord | None = None) -> PlanRecord:
    """The same plan read by another version: one more line stands before everything."""

    def shifted(value: Any) -> Any:
        if isinstance(value, list):
            return [shifted(child) for child in value]
        if isinstance(value, dict):
            places = ("start", "end", "text_start")
            return {name: child + len(SHIFT) if name in places else shifted(child) for name, child in value.items()}
        return value

    machine = machine or record()
    changed = shifted(machine.model_dump(mode="json"))
    changed["source"]["pages"][0]["text_start"] = 0
    return PlanRecord.model_validate({**changed, "text": SHIFT + machine.text})


def with_values(machine: PlanRecord, **values: Any) -> PlanRecord:
    """A record with other values at some pointers ("deadlines__0__task")."""
    changed = machine.model_dump(mode="json")
    for place, value in values.items():
        *way, last = place.split("__")
        holder = value_at(changed, tuple(way))
        holder[int(last) if isinstance(holder, list) else last] = value
    return PlanRecord.model_validate(changed)


def without(machine: PlanRecord, name: str, position: int) -> PlanRecord:
    items = getattr(machine, name)
    return machine.model_copy(update={name: (*items[:position], *items[position + 1 :])})


def test_a_changed_header_value_is_certain_and_keeps_its_place(desk):
    desk.does("change", "/header/number", "64", why="handwriting")
    number = desk.over().header.number
    assert number is not None
    assert (number.value, number.confidence) == ("64", 1.0)
    assert number.evidence == desk.machine.header.number.evidence
    assert desk.machine.header.number.value == "46"
    assert desk.log[0].machine["value"] == "46"
    assert desk.log[0].why == "handwriting"


def test_a_date_may_be_given_as_its_edtf_and_keeps_its_bound(desk):
    before = desk.machine.deadlines[0].due
    desk.does("change", "/deadlines/0/due", "2020-07-01")
    due = desk.over().deadlines[0].due
    assert (due.edtf, due.bound) == ("2020-07-01", before.bound)
    assert due.earliest.isoformat() == due.latest.isoformat() == "2020-07-01"


def test_one_field_inside_a_date_changes_what_follows_from_it(desk):
    desk.does("change", "/deadlines/0/due/edtf", "2020-08")
    assert desk.over().deadlines[0].due.latest.isoformat() == "2020-08-31"


def test_a_blank_value_is_filled_with_the_place_where_a_person_read_it(desk):
    blank = desk.machine.model_copy(update={"header": desk.machine.header.model_copy(update={"number": None})})
    filler = Desk(blank)
    filler.does("change", "/header/number", "46", quote="Số: 46/KH-UBND")
    assert filler.over().header.number.evidence.text == "Số: 46/KH-UBND"
    region = Box(page=1, x0=100, y0=80, x1=160, y1=100)
    filler.does("change", "/header/number", "48", boxes=(region,))
    assert filler.over().header.number.value == "48"
    assert filler.over().header.number.evidence.boxes == (region,)


def test_a_deadline_is_added_and_found_again_in_another_run(desk):
    item = {"task": "Trồng cây dọc tuyến đường", "due": "2020-03", "responsible": ["Phòng Nội vụ"]}
    desk.does("add", "/deadlines/-", item, quote="Mỗi xã xây dựng ít nhất 02 tuyến đường hoa")
    for shown in (desk.over(), desk.over(moved())):
        added = shown.deadlines[-1]
        assert (added.task, added.due.edtf, added.confidence) == ("Trồng cây dọc tuyến đường", "2020-03", 1.0)
        assert shown.text[added.evidence.start : added.evidence.end] == added.evidence.text
        assert added.evidence.page == 2
    assert desk.states(moved()) == ["applied"]


def test_what_the_machine_learns_to_read_is_not_there_twice(desk):
    known = desk.machine.deadlines[0]
    blind = Desk(without(desk.machine, "deadlines", 0))
    item = known.model_dump(mode="json", include={"task", "responsible", "report_to", "section"})
    blind.does("add", "/deadlines/-", {**item, "due": known.due.model_dump(mode="json")}, quote=known.evidence.text)
    assert len(blind.over(desk.machine).deadlines) == len(desk.machine.deadlines)
    assert blind.states(desk.machine) == ["agrees"]


def test_a_rejected_item_is_gone_and_stays_gone(desk):
    task = desk.machine.deadlines[0].task
    desk.does("reject", "/deadlines/0")
    assert task not in [deadline.task for deadline in desk.over().deadlines]
    assert task not in [deadline.task for deadline in desk.over(moved()).deadlines]
    assert desk.states(without(desk.machine, "deadlines", 0)) == ["agrees"]


def test_a_rejected_single_value_is_null(desk):
    desk.does("reject", "/header/place")
    assert desk.over().header.place is None


def test_a_confirmed_value_is_certain_and_holds_when_the_machine_changes_its_mind(desk):
    desk.does("confirm", "/header/number")
    assert desk.over().header.number.confidence == 1.0
    assert desk.states() == ["agrees"]
    later = with_values(desk.machine, header__number__value="16")
    assert desk.over(later).header.number.value == "46"
    status = apply_corrections(later, desk.log).statuses[0]
    assert (status.state, status.machine_now["value"]) == (CorrectionState.CONFLICT, "16")


def test_a_machine_that_comes_to_agree_is_no_conflict(desk):
    desk.does("change", "/header/number", "64")
    assert desk.states(with_values(desk.machine, header__number__value="64")) == ["agrees"]


def test_a_third_reading_is_a_conflict_and_never_wins(desk):
    desk.does("change", "/header/number", "64")
    later = with_values(desk.machine, header__number__value="40")
    assert desk.over(later).header.number.value == "64"
    assert desk.states(later) == ["conflict"]


def test_an_item_that_is_no_longer_read_comes_back_as_the_person_left_it(desk):
    desk.does("change", "/deadlines/0/due", "2020-07-01")
    later = without(moved(), "deadlines", 0)
    shown = desk.over(later)
    assert desk.states(later) == ["conflict"]
    assert [deadline.due.edtf for deadline in shown.deadlines].count("2020-07-01") == 1
    restored = shown.deadlines[-1]
    assert restored.task == desk.machine.deadlines[0].task
    assert shown.text[restored.evidence.start : restored.evidence.end] == restored.evidence.text


def test_corrections_of_one_item_go_together_whatever_they_make_of_it(desk):
    desk.does("change", "/deadlines/0/task", "Nộp báo cáo tổng kết phong trào")
    desk.does("change", "/deadlines/0/due", "2020-07-01")
    desk.does("change", "/deadlines/0/responsible", ["Văn phòng"])
    first = desk.over(moved()).deadlines[0]
    assert (first.task, first.due.edtf, first.responsible) == (
        "Nộp báo cáo tổng kết phong trào", "2020-07-01", ("Văn phòng",)
    )  # fmt: skip
    assert desk.states(moved()) == ["applied"] * 3


def twins() -> PlanRecord:
    """One sentence that sets two deadlines: the same task, in the same words, at two times."""
    machine = record()
    first = machine.model_dump(mode="json")["deadlines"][0]
    due = {name: value for name, value in first["due"].items() if name not in ("earliest", "latest")}
    dues = [{**due, "edtf": "2025-36"}, {**due, "edtf": "2026-33"}]
    return with_values(machine, deadlines=[with_true_dates({**first, "due": value}) for value in dues])


def dues_of(shown: PlanRecord) -> list[str | None]:
    return [deadline.due.edtf for deadline in shown.deadlines]


@pytest.mark.parametrize("later", [None, moved(twins())], ids=["same run", "another run"])
@pytest.mark.parametrize(
    ("deeds", "dues"),
    [
        ([("reject", "/deadlines/1", None)], ["2025-36"]),
        ([("reject", "/deadlines/0", None)], ["2026-33"]),
        ([("change", "/deadlines/1/due", "2026-02")], ["2025-36", "2026-02"]),
        ([("change", "/deadlines/1/due", "2025-36"), ("reject", "/deadlines/0", None)], ["2025-36"]),
        ([("confirm", "/deadlines/1", None), ("change", "/deadlines/0/due", "2025-12")], ["2025-12", "2026-33"]),
        ([("reject", "/deadlines/0", None), ("change", "/deadlines/0/due", "2026-02")], ["2026-02"]),
    ],
    ids=["the second goes", "the first goes", "changed", "made alike", "both", "one after the other"],
)
def test_of_two_deadlines_of_one_sentence_the_one_that_was_meant_is_corrected(deeds, dues, later):
    desk = Desk(twins())
    for action, pointer, value in deeds:
        desk.does(action, pointer, value)
    assert dues_of(desk.over(later)) == dues
    assert "conflict" not in desk.states(later)


def test_a_second_change_of_a_value_takes_the_place_of_the_first(desk):
    desk.does("change", "/header/number", "64")
    desk.does("change", "/header/number", "65")
    assert desk.over().header.number.value == "65"
    assert desk.states() == ["applied"]
    assert desk.states(with_values(desk.machine, header__number__value="65")) == ["agrees"]
    assert len(desk.log) == 2


def test_a_duty_inside_a_body_is_corrected(desk):
    desk.does("change", "/bodies/0/duties/0/role", "coordinate")
    for shown in (desk.over(), desk.over(moved())):
        assert shown.bodies[0].duties[0].role is DutyRole.COORDINATE


def test_an_added_item_can_be_corrected_and_rejected(desk):
    desk.does("add", "/bodies/-", {"name": "Đoàn Thanh niên"}, quote="các tầng lớp nhân dân")
    position = len(desk.machine.bodies)
    desk.does("change", f"/bodies/{position}/name", "Đoàn xã")
    assert desk.over(moved()).bodies[-1].name == "Đoàn xã"
    desk.does("reject", f"/bodies/{position}")
    assert len(desk.over(moved()).bodies) == position


def test_a_section_is_added_and_renamed(desk):
    desk.does("change", "/sections/0/heading", "MỤC TIÊU, YÊU CẦU")
    desk.does("add", "/sections/-", {"label": "IV", "heading": "Nơi nhận", "kinds": ["recipients"]})
    shown = desk.over(moved())
    assert shown.sections[0].heading == "MỤC TIÊU, YÊU CẦU"
    assert shown.text[shown.sections[-1].start :].startswith("Nơi nhận")


def test_a_withdrawn_correction_is_in_the_log_and_not_in_force(desk):
    made = desk.does("change", "/header/number", "64")
    desk.log.append(withdrawal(made, by="Minh", at=NOON))
    assert desk.over() == desk.machine
    assert desk.states() == []


def test_corrections_that_no_longer_fit_together_are_told_and_do_no_harm(desk):
    made = desk.does("change", "/deadlines/0/due", "2020-07-01")
    broken = made.model_copy(update={"value": {"edtf": "not a date"}, "id": "0" * 32})
    desk.log = [desk.does("change", "/header/number", "64"), broken]
    assert desk.over().header.number.value == "64"
    assert sorted(desk.states()) == ["applied", "conflict"]


@pytest.mark.parametrize(
    ("action", "pointer", "value", "message"),
    [
        ("change", "/quality/score", 1.0, "no value that can be corrected"),
        ("change", "header/number", "1", "no value that can be corrected"),
        ("change", "/deadlines/99/task", "x", "nothing at /deadlines/99"),
        ("change", "/deadlines/first/task", "x", "nothing at /deadlines/first"),
        ("change", "/header/colour", "red", "nothing at /header/colour"),
        ("change", "/deadlines/0/due", "2020-02-31", "day is out of range"),
        ("change", "/deadlines/0/due", "soon", "not a date"),
        ("change", "/bodies/0/duties/0/role", "boss", "cannot be changed"),
        ("change", "/header/number", 46, "cannot be changed"),
        ("change", "/deadlines/-", {}, "Name the end|cannot be changed"),
        ("add", "/deadlines/0", {}, "cannot be added"),
        ("add", "/deadlines/-", {"due": "2020"}, "said where|task"),
        ("add", "/deadlines/-", {"task": "Bắn pháo hoa", "due": "2020"}, "does not hold 'Bắn pháo hoa'"),
        ("add", "/deadlines/-", "x", "cannot be added"),
        ("confirm", "/campaign/theme", None, "nothing at"),
        ("reject", "/deadlines/0/task", None, "cannot be rejected"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(action, pointer, value, message):
    with pytest.raises(CorrectionError, match=message) as caught:
        Desk(record(campaign=None) if "campaign" in pointer else record()).does(action, pointer, value)
    assert caught.value.remedy


# --- many corrections, and a run of another version over them


def _plans() -> list[PlanRecord]:
    paths = sorted(PLANS.glob("*/gold.json"))
    loaded = [json.loads(path.read_text("utf-8")) for path in paths]
    return [PlanRecord.model_validate(one.get("record", one)) for one in loaded]


def _random_correction(desk: Desk, chance: random.Random) -> None:
    corrected = apply_corrections(desk.machine, desk.log)
    shown = corrected.record
    lists = [name for name in ("deadlines", "bodies", "criteria", "references", "recipients") if getattr(shown, name)]
    name = chance.choice(lists)
    position = chance.randrange(len(getattr(shown, name)))
    field = {"deadlines": "task", "bodies": "name", "criteria": "text", "references": "doc_type", "recipients": "name"}
    word = f"{chance.choice(('Rà soát', 'Tổng hợp', 'Bổ sung'))} {chance.randrange(10**6)}"
    action = chance.choice(("change", "change", "add", "confirm", "reject", "header"))
    if action == "change":
        desk.does("change", f"/{name}/{position}/{field[name]}", word, corrected=corrected)
    elif action == "add":
        desk.does("add", "/bodies/-", {"name": word}, quote=shown.text[:20].strip(), corrected=corrected)
    elif action == "header":
        desk.does(
            "change",
            f"/header/{chance.choice(('title', 'place', 'symbol'))}",
            word,
            quote=shown.text[:20].strip(),
            corrected=corrected,
        )
    else:
        desk.does(action, f"/{name}/{position}", corrected=corrected)


def _other_run(machine: PlanRecord, chance: random.Random) -> PlanRecord:
    """The document read by another version: text moved, some items read otherwise, some not at all."""

    def later(value: Any) -> Any:
        if isinstance(value, list):
            return [later(child) for child in value if not (isinstance(child, dict) and chance.random() < 0.05)]
        if not isinstance(value, dict):
            return value
        value = {name: later(child) for name, child in value.items()}
        for name in ("task", "text"):
            if "evidence" in value and isinstance(value.get(name), str) and chance.random() < 0.1:
                value[name] = value[name][1:]
        return value

    changed = moved(machine).model_dump(mode="json")
    return PlanRecord.model_validate({**later(changed), "source": changed["source"]})


def test_a_thousand_random_corrections_outlive_a_run_of_another_version():
    chance = random.Random(20260302)
    kept = conflicts = made = standing = 0
    desks = [(machine, 8) for machine in _plans()] + [(record(), 20)] * 40
    for number, (machine, corrections) in enumerate(desks):
        desk = Desk(machine)
        for _ in range(corrections):
            _random_correction(desk, chance)
        made += len(desk.log)
        standing += len(in_force(desk.log))
        later = _other_run(machine, chance)
        corrected = apply_corrections(later, desk.log)
        shown = corrected.record.model_dump(mode="json")
        rejected = {entry.anchors[0].key for entry in desk.log if entry.action is Action.REJECT}
        pointers = [status.pointer for status in corrected.statuses if status.pointer]
        for status in corrected.statuses:
            if status.state is CorrectionState.CONFLICT:
                conflicts += 1
                continue
            kept += 1
            is_rejected = any(anchor.key in rejected for anchor in status.correction.anchors)
            if is_rejected or any(other.startswith(f"{status.pointer}/") for other in pointers):
                continue  # nothing is left to look at, or a later correction of a part of it
            assert status.pointer is not None, (number, status)
            value = value_at(shown, tuple(status.pointer.split("/")[1:]))
            assert _said(value) == _said(status.correction.value), (number, status)
    assert made == 1000
    assert kept + conflicts == standing  # the others were replaced by later ones of the same value
    assert conflicts < 0.2 * made


def _said(value: Any) -> Any:
    """What a value says, without its duties and mentions, which have corrections of their own."""
    if isinstance(value, dict):
        return {name: value[name] for name in ("task", "name", "text", "value", "doc_type") if name in value}
    return deepcopy(value)
