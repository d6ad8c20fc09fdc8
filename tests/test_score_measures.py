"""The measures of scoring by hand: text errors, agreement, matching, calibration, intervals."""

import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dates import DateValue
from pipeline.folding import edit_distance
from pipeline.score.agreement import (
    MatchLevel,
    code_agreement,
    date_agreement,
    number_key,
    passage_agreement,
    text_agreement,
    wording,
)
from pipeline.score.bootstrap import Bootstrap
from pipeline.score.calibration import calibrate
from pipeline.score.matching import GROUND_LIMIT, best_pairs, ranked_weight
from pipeline.score.tally import Counts
from pipeline.score.text_errors import TextMeasure, graphemes, normal_text, text_errors

TEXTS = st.text(alphabet="aáàảeêếđĐ 0127-–.\n\u0301\u0309", max_size=25)


@pytest.mark.parametrize(
    ("gold", "read", "measure", "expected"),
    [
        pytest.param("thủy", "thuỷ", "characters", (2, 4), id="tone mark on another letter"),
        pytest.param("ủy ban", "ùy ban", "characters", (1, 6), id="a wrong tone mark is one error"),
        pytest.param("ủy ban", "uy ban", "characters_without_diacritics", (0, 6), id="a lost mark is no wrong letter"),
        pytest.param("Đề án", "De an", "characters_without_diacritics", (0, 5), id="đ is d, capitals stay"),
        pytest.param("Đề án", "de an", "characters_without_diacritics", (1, 5), id="a capital lost"),
        pytest.param("hội", unicodedata.normalize("NFD", "hội"), "characters", (0, 3), id="Unicode form is no error"),
        pytest.param("năm 2020 – 2025", "năm 202O - 2025", "digits", (1, 8), id="a letter for a digit"),
        pytest.param("năm 2020 – 2025", "năm 2020 - 2025", "characters", (0, 15), id="one form of dashes"),
        pytest.param("a b\nc", "a  b c", "words", (0, 3), id="white space is equal"),
        pytest.param("một hai ba", "hai ba một", "words", (2, 3), id="a word in another place"),
        pytest.param("một hai ba", "hai ba một", "words_any_order", (0, 3), id="order-free"),
        pytest.param("một hai ba", "hai bà một nữa", "words_any_order", (2, 3), id="one replaced, one added"),
        pytest.param("một hai", "", "words", (2, 2), id="nothing read"),
        pytest.param("", "thừa", "characters", (4, 0), id="nothing to read"),
    ],
)
def test_text_errors(gold: str, read: str, measure: str, expected: tuple[int, int]) -> None:
    assert text_errors(gold, read)[TextMeasure(measure)] == expected


@given(TEXTS, TEXTS)
def test_no_character_errors_exactly_where_texts_are_equal(gold: str, read: str) -> None:
    errors = text_errors(gold, read)
    assert (errors[TextMeasure.CHARACTERS].errors == 0) == (normal_text(gold) == normal_text(read))
    assert errors[TextMeasure.WORDS_ANY_ORDER].errors <= errors[TextMeasure.WORDS].errors


@given(TEXTS)
def test_graphemes_keep_every_character(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_edit_distance_counts_elements_whatever_they_are() -> None:
    assert edit_distance(["sở", "y", "tế"], ["sở", "tế"]) == 1
    assert edit_distance([1, (2,), 3], [1, (2,), 4, 5]) == 2


@pytest.mark.parametrize(
    ("left", "right", "rank"),
    [
        pytest.param("Sở Nội vụ", "Sở  Nội vụ", 3, id="the same"),
        pytest.param("Sở Nội vụ", "SỞ NỘI VỤ.", 2, id="capitals and punctuation"),
        pytest.param("Sở Nội vụ", "Sò Nộì vu", 2, id="marks"),
        pytest.param("Sở Giáo dục và Đào tạo", "Sở Giáo duc và Bào tạo", 1, id="a wrong letter"),
        pytest.param("Sở Nội vụ", "Sở Y tế", 0, id="another body"),
        pytest.param("…", "-", 0, id="no words on either side"),
        pytest.param("", "Sở Y tế", 0, id="nothing"),
    ],
)
def test_texts_agree(left: str, right: str, rank: int) -> None:
    assert text_agreement(wording(left), wording(right)).rank == rank
    assert text_agreement(wording(right), wording(left)).rank == rank


def test_codes_are_never_merely_similar() -> None:
    assert code_agreement(wording("QĐ-UBND"), wording("QD-UBND")).rank == 2
    assert code_agreement(wording("KH-UBND"), wording("KH-UBNB")).rank == 0


@pytest.mark.parametrize(
    ("right", "rank"),
    [
        ("tổng hợp kết quả gửi Phòng Nội vụ trước ngày 15/6", 1),
        ("tổng hợp", 0),
        ("xây dựng kế hoạch kiểm tra các xã", 0),
    ],
)
def test_a_passage_may_be_cut_otherwise_but_not_to_a_stump(right: str, rank: int) -> None:
    assert passage_agreement(wording("Tổng hợp kết quả, gửi Phòng Nội vụ"), wording(right)).rank == rank


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ({"edtf": "2020-40"}, {"edtf": "2020-01/2020-06"}, True),
        ({"edtf": "2020"}, {"edtf": "2020-XX-XX"}, False),
        ({"edtf": "2020-06-15", "bound": "by"}, {"edtf": "2020-06-15"}, True),
        ({"edtf": "2020-06-15"}, {"edtf": "2020-06-16"}, False),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}, {"rrule": "RRULE:BYMONTHDAY=25;FREQ=MONTHLY;INTERVAL=1"}, True),
        ({"rrule": "FREQ=WEEKLY;BYDAY=MO,FR"}, {"rrule": "FREQ=WEEKLY;BYDAY=FR,MO"}, True),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}, {"rrule": "FREQ=MONTHLY;BYMONTHDAY=20"}, False),
        (
            {"rrule": "FREQ=MONTHLY;BYMONTH=3,6;BYMONTHDAY=5"},
            {"rrule": "FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=3,6"},
            True,
        ),
        (
            {"rrule": "FREQ=MONTHLY;INTERVAL=2;BYMONTH=3,6;BYMONTHDAY=5"},
            {"rrule": "FREQ=YEARLY;INTERVAL=2;BYMONTH=3,6;BYMONTHDAY=5"},
            False,
        ),
        ({"duration": "P5D", "anchor": "nhận hồ sơ"}, {"duration": "P5D", "anchor": "nhận hổ sơ"}, True),
        ({"duration": "P5D", "business_days": True}, {"duration": "P5D"}, False),
        ({"anchor": "kết thúc đợt thi đua"}, {"anchor": "tổng kết năm học"}, False),
    ],
)
def test_dates_agree(left: dict[str, object], right: dict[str, object], same: bool) -> None:
    values = DateValue(**left), DateValue(**right)
    assert bool(date_agreement(*values).rank) is same
    assert bool(date_agreement(*reversed(values)).rank) is same


@pytest.mark.parametrize(("number", "key"), [("05", "5"), ("195", "195"), ("0", "0"), (None, None)])
def test_numbers_are_compared_by_value(number: str | None, key: str | None) -> None:
    assert number_key(number) == key


TABLES = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 50), max_size=14)


@given(TABLES)
def test_best_pairs_are_one_to_one_and_none_are_better(weights: dict[tuple[int, int], int]) -> None:
    pairs = best_pairs(weights)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    best = max(
        sum(weights.get((left, right), 0) for left, right in enumerate(order)) for order in permutations(range(5))
    )
    assert sum(weights[pair] for pair in pairs) == best


@given(
    st.lists(st.tuples(*[st.integers(0, GROUND_LIMIT)] * 3), min_size=1, max_size=4),
    st.lists(st.tuples(*[st.integers(0, GROUND_LIMIT)] * 3), min_size=1, max_size=4),
)
def test_a_higher_ground_is_never_outvoted(left: list[tuple[int, int, int]], right: list[tuple[int, int, int]]) -> None:
    sums = [tuple(map(sum, zip(*grounds, strict=True))) for grounds in (left, right)]
    weights = [sum(ranked_weight(ground, 4) for ground in grounds) for grounds in (left, right)]
    assert (sums[0] < sums[1]) == (weights[0] < weights[1])


def test_counts_by_hand() -> None:
    counts = Counts(right=3, extra=1, missed=2)
    assert (counts.support, counts.precision, counts.recall, counts.f1) == (5, 3 / 4, 3 / 5, 6 / 9)
    assert Counts(extra=1).recall is None
    assert Counts(missed=1).precision is None
    assert Counts().f1 is None
    assert counts.plus(Counts(1, 1, 1)) == (4, 2, 3)


def test_calibration_by_hand() -> None:
    judged = [(0.95, True), (1.0, True), (0.9, False), (0.55, True), (0.3, False)]
    calibration = calibrate(judged)
    assert [(it.low, it.given, it.right, it.mean_confidence) for it in calibration.bins] == [
        (0.3, 1, 0, 0.3),
        (0.5, 1, 1, 0.55),
        (0.9, 3, 2, 0.95),
    ]
    assert calibration.expected_error == round((0.3 + 0.45 + 0.85) / 5, 4)
    assert calibrate([]).expected_error is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=12))
def test_intervals_are_the_same_every_time_and_within_what_there_is(ratios: list[tuple[int, int]]) -> None:
    above, below = [ratio[0] for ratio in ratios], [ratio[1] for ratio in ratios]
    intervals = [Bootstrap(len(ratios)).interval(above, below) for _ in range(2)]
    assert intervals[0] == intervals[1]
    low, high = intervals[0] or (-1.0, -1.0)
    assert min(a / b for a, b in ratios) <= low + 1e-9
    assert low <= high <= max(a / b for a, b in ratios) + 1e-9


def test_an_interval_needs_two_plans_and_something_to_count() -> None:
    assert Bootstrap(1).interval([1], [2]) is None
    assert Bootstrap(3).interval([0, 0, 0], [0, 0, 0]) is None
    assert Bootstrap(3).interval([1, 1, 1], [2, 2, 2]) == (0.5, 0.5)


def test_more_plans_make_a_narrower_interval() -> None:
    few, many = (Bootstrap(n).interval([0, 1] * (n // 2), [1] * n) or (0, 0) for n in (6, 60))
    assert many[1] - many[0] < few[1] - few[0]


def test_levels_are_ordered_from_strict_to_similar() -> None:
    assert [level.least_rank for level in MatchLevel] == [3, 2, 1]
