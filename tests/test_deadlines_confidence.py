"""What speaks against a deadline as it was cut out of its sentence."""

from collections.abc import Mapping

import pytest

from models.findings import Findings
from models.record import Header
from pipeline.confidence.features import SPEAK_AGAINST, weigh_all
from pipeline.confidence.table import Table
from pipeline.extract.deadlines import find_deadlines
from tests.date_builders import ISSUED, body, dates_of, plan_of

_ADDED = {"unlimited", "inherited", "no_verb", "holds_date"}


def _features(line: str, *, heading: str = "1. Phòng Nội vụ") -> Mapping[str, float]:
    """What is said of the one deadline of a line below the heading of a body."""
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", heading, line)
    outline, dates = dates_of(plan, issued=ISSUED)
    bodies = (body(plan, "Phòng Nội vụ"),)
    findings = Findings(
        header=Header(),
        campaign=None,
        dates=dates,
        deadlines=find_deadlines(plan, outline, dates, bodies),
        bodies=bodies,
        criteria=(),
        references=(),
        recipients=(),
        signature=None,
        cosigners=(),
    )
    (weighed,) = [each for each in weigh_all(findings, (), plan, Table({})) if each.pointer.startswith("/deadlines")]
    return weighed.features


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Kiểm tra sổ sách trước ngày 15/6/2020.", {"inherited"}),
        ("- Tổ chức hội thao vào ngày 15/6/2020.", {"inherited", "unlimited"}),
        ("- Hội thao ba môn vào ngày 15/6/2020.", {"inherited", "unlimited", "no_verb"}),
    ],
)
def test_how_a_deadline_was_cut_and_bound(line: str, expected: set[str]) -> None:
    features = _features(line)
    assert {name for name in _ADDED if features[name]} == expected


def test_what_stands_in_its_own_words_speaks_against_nothing() -> None:
    features = _features("Kết quả ghi vào sổ.", heading="1. Phòng Nội vụ kiểm tra sổ sách trước ngày 15/6/2020.")
    assert not {name for name in _ADDED if features[name]}


def test_they_can_only_speak_against() -> None:
    assert _ADDED <= SPEAK_AGAINST
