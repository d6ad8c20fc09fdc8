"""The parts of a search: names, periods, recurrences, terms and passages."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dates import DateValue
from models.errors import QueryError
from models.record import Header
from pipeline.archive.levels import issuer_level, level_of_name
from pipeline.archive.names import bare_key, name_key, search_key
from pipeline.archive.passages import find_passages
from pipeline.archive.periods import Period, parse_period
from pipeline.archive.recurrence import first_occurrence, recurrence_key, rhythm_of
from pipeline.archive.terms import find_spans, hold_terms, parse_terms, title_ranks
from pipeline.folding import fold
from tests.builders import Draft, record

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("query", "name", "is_found"),
    [
        ("Phong Noi vu", "Phòng Nội vụ", True),
        ("PHÒNG NỘI VỤ", "Phòng Nội vụ huyện Định Hóa", True),
        ("Phòng Nội vụ Định Hóa", "Phòng Nội vụ huyện Định Hóa", True),
        ("UBND huyện Lộc Ninh", "Ủy ban nhân dân huyện Lộc Ninh", True),
        ("Uỷ ban nhân dân Lộc Ninh", "UBND huyện Lộc Ninh", True),
        ("ƯBND huyện", "Ủy ban nhân dân huyện Lộc Ninh", True),
        ("Phòng LĐTBXH", "Phòng Lao động - Thương binh và Xã hội", True),
        ("Phòng LĐ-TB&XH", "Phòng Lao động, Thương binh, Xã hội", True),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo tỉnh", True),
        ("Hội đồng TĐKT", "Hội đồng Thi đua - Khen thưởng huyện", True),
        ("Ban Dân vận", "Ủy ban nhân dân, Văn phòng", False),
        ("Phòng Nội", "Văn phòng nội chính", True),
        ("Phòng Nội v", "Phòng Nội vụ", False),
        ("UBND xã", "Ủy ban nhân dân huyện Lộc Ninh", False),
        ("Xã hội Nội", "Phòng Xã hội, Nội vụ", True),
    ],
    ids=lambda value: str(value),
)
def test_names_are_found_by_runs_of_whole_words(query, name, is_found):
    assert (name_key(query) in search_key([name])) is is_found


def test_the_type_of_a_unit_is_told_from_words_that_fold_alike():
    assert bare_key("Ban Quân sự quận Ba Đồn, Phòng Xã hội xã Lam") == " ban quan su ba don phong xa hoi lam "


def test_spellings_in_one_key_do_not_run_into_each_other():
    assert name_key("vụ Phòng") not in search_key(["Phòng Nội vụ", "Phòng Tư pháp"])


@given(st.text(max_size=60))
def test_a_key_holds_nothing_but_words_and_single_spaces(text):
    assert re.fullmatch(r" (?:[^\W_]+ )*", name_key(text))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("năm 2020", "2020-01-01", "2020-12-31"),
        ("2020-06", "2020-06-01", "2020-06-30"),
        ("6/2020", "2020-06-01", "2020-06-30"),
        ("tháng 6 năm 2020", "2020-06-01", "2020-06-30"),
        ("2020-06-15", "2020-06-15", "2020-06-15"),
        ("15/6/2020", "2020-06-15", "2020-06-15"),
        ("ngày 15/06/2020", "2020-06-15", "2020-06-15"),
        ("2020-Q2", "2020-04-01", "2020-06-30"),
        ("2020q4", "2020-10-01", "2020-12-31"),
        ("Q2/2020", "2020-04-01", "2020-06-30"),
        ("quý II/2020", "2020-04-01", "2020-06-30"),
        ("Quý IV năm 2020", "2020-10-01", "2020-12-31"),
        ("quy 1 2020", "2020-01-01", "2020-03-31"),
        ("2020-34", "2020-04-01", "2020-06-30"),
        ("2020-41", "2020-07-01", "2020-12-31"),
        ("2020-06/2020-09", "2020-06-01", "2020-09-30"),
        ("../2020", None, "2020-12-31"),
        ("2020/..", "2020-01-01", None),
        (" 2020 ", "2020-01-01", "2020-12-31"),
    ],
    ids=lambda value: str(value),
)
def test_periods_are_read_as_people_type_them(typed, first, last):
    expected = Period(first=first and date.fromisoformat(first), last=last and date.fromisoformat(last))
    assert parse_period(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "2020-13", "2020-02-30", "31/4/2020", "35/2020", "quý V/2020", "2021/2020", "XXXX", "20", "0000"],
)
def test_what_is_no_period_is_refused_with_an_example(typed):
    with pytest.raises(QueryError, match=r"Examples: 2020,"):
        parse_period(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_a_query_error(text):
    try:
        period = parse_period(text)
    except QueryError:
        return
    assert period.first or period.last


def _occurrence(rule: str, edtf: str | None, within: str, issued: date | None = None) -> tuple[str, str] | None:
    key = recurrence_key(DateValue(edtf=edtf, rrule=rule), issued)
    assert key is not None
    found = first_occurrence(key, parse_period(within))
    return (str(found.first), str(found.last)) if found else None


@pytest.mark.parametrize(
    ("rule", "edtf", "within", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2020", "2020-06", "2020-06-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2020", "2020-06-26/2020-07-24", None),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2020", "2021", None),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2020", "../2020", "2020-01-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2020-03/2020-06", "2020-06-26/2020-12", None),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2020", "2020-04", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2020", "2020-02", "2020-02-29"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "2020", "2020-05", None),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "2020", "2020-Q2", "2020-04-15"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=15", "2020/2022", "2021-05/2021-08", "2021-07-15"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", None, "2024", "2024-11-30"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", "2020", "2020-Q3", "2020-09-20"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None, "2021/..", "2024-02-29"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", None, "2021/..", None),
        ("FREQ=WEEKLY;BYDAY=FR", None, "2020-06-01/2020-06-07", "2020-06-05"),
        ("FREQ=MONTHLY;BYMONTHDAY=10;COUNT=2", "2020-03/..", "2020-05/..", None),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=25", "2020", "2020-06", "2020-06-25"),
    ],
)
def test_recurring_deadlines_fall_due_on_their_days(rule, edtf, within, expected):
    assert _occurrence(rule, edtf, within) == (expected and (expected, expected))


@pytest.mark.parametrize(
    ("rule", "within", "expected"),
    [
        ("FREQ=MONTHLY", "2020-06-10/2020-06-20", ("2020-06-01", "2020-06-30")),
        ("FREQ=MONTHLY;INTERVAL=3", "2020-06-10", ("2020-04-01", "2020-06-30")),
        ("FREQ=YEARLY", "2020-06-10", ("2020-01-01", "2020-12-31")),
        ("FREQ=YEARLY;BYMONTH=6", "2020-06-10", ("2020-06-01", "2020-06-30")),
        ("FREQ=YEARLY;BYMONTH=6", "2020-07", None),
        ("FREQ=WEEKLY", "2020-06-10", ("2020-06-08", "2020-06-14")),
    ],
)
def test_a_rule_without_a_day_means_the_whole_period(rule, within, expected):
    assert _occurrence(rule, "2020", within) == expected


def test_without_a_period_nothing_falls_due_before_the_plan_was_issued():
    rule = "FREQ=MONTHLY;BYMONTHDAY=5"
    assert _occurrence(rule, None, "2019", issued=date(2020, 3, 10)) is None
    assert _occurrence(rule, None, "2020", issued=date(2020, 3, 10)) == ("2020-04-05", "2020-04-05")


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MONTHLY;BYMONTHDAY=xx", "every month"])
def test_a_rule_that_cannot_be_expanded_counts_as_its_period(rule):
    assert _occurrence(rule, "2020", "2020-06") == ("2020-06-01", "2020-06-30")
    assert _occurrence(rule, "2020", "2021") is None


@given(day=st.integers(1, 28), first=DAYS, length=st.integers(0, 400))
def test_an_occurrence_lies_within_the_period_and_on_its_day(day, first, length):
    period = Period(first=first, last=date.fromordinal(first.toordinal() + length))
    found = first_occurrence(f"FREQ=MONTHLY;BYMONTHDAY={day}||", period)
    if found is None:
        assert length < 31
    else:
        assert found.first is not None
        assert found.first.day == day
        assert period.overlaps(found.first, found.last)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("thi đua", [(("thi",), False), (("đua",), False)]),
        ('"Thi đua" khen', [(("thi", "đua"), False), (("khen",), False)]),
        ('"thi đua', [(("thi", "đua"), False)]),
        ("khen*", [(("khen",), True)]),
        ("195/KH-UBND", [(("195", "kh", "ubnd"), False)]),
        ("thi thi", [(("thi",), False)]),
        ('"', []),
        ("* ( ) ^ -", []),
        ("NEAR(thi AND NOT)", [(("near", "thi"), False), (("and",), False), (("not",), False)]),
    ],
)
def test_terms_are_words_phrases_and_prefixes(typed, terms):
    assert [(term.words, term.is_prefix) for term in parse_terms(typed)] == terms


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("dinh hoa", "Huyện Định Hóa", [("Định", False), ("Hóa", False)]),
        ("định", "Định Hóa, đình làng", [("Định", True), ("đình", False)]),
        ("thi", "thi đua, thiết thực", [("thi", True)]),
        ("thi*", "thi đua, thiết thực", [("thi", True), ("thiết", True)]),
        ("200-KH/TU", "Số: 200 - KH/TU", [("200 - KH/TU", True)]),
        ("ke", "kế_hoạch", [("kế", False)]),
    ],
)
def test_terms_are_found_in_a_text_with_their_spelling(typed, text, found):
    spans = find_spans(parse_terms(typed), text, fold(text))
    assert [(text[start:end], is_exact) for start, end, _, is_exact in spans] == found


def test_terms_are_held_only_by_the_spans_they_begin_in():
    terms = parse_terms("thi dua")
    folded = "dot thi dua xa"
    assert hold_terms(terms, folded, [(0, 14)])
    assert hold_terms(terms, folded, [(4, 5), (8, 9)])
    assert not hold_terms(terms, folded, [(0, 8)])
    assert not hold_terms(terms, folded, [])


def test_passages_with_all_terms_come_before_those_with_some():
    text = "Thị trấn họp dân.\nĐợt thi đua mới.\nThị xã đưa tin."
    shown = [passage.text for passage in find_passages(parse_terms("thi dua moi"), text, fold(text))]
    assert shown == ["Đợt thi đua mới."]


def test_where_the_terms_stand_in_a_row_nothing_else_is_shown():
    text = "Đua nhau đi thi.\nĐợt thi đua mới, thi hành ngay."
    (passage,) = find_passages(parse_terms("thi dua"), text, fold(text))
    assert [passage.text[start:end] for start, end in passage.marks] == ["thi đua"]


def test_terms_that_never_stand_in_a_row_are_shown_together():
    text = "Đua nhau đi thi.\nMột dòng khác về thi."
    assert [passage.text for passage in find_passages(parse_terms("thi dua"), text, fold(text))] == ["Đua nhau đi thi."]


def test_inside_spans_every_term_must_stand():
    text = "thi cử\nđua xe"
    assert find_passages(parse_terms("thi đua"), text, fold(text), [(0, 6)]) == ()
    assert len(find_passages(parse_terms("thi"), text, fold(text), [(0, 6)])) == 1


def test_passages_spelled_as_typed_are_preferred():
    text = "\n".join(["Thị xã dựa vào dân."] * 5 + ["Phong trào thi đua."])
    shown = find_passages(parse_terms("thi đua"), text, fold(text))
    assert "Phong trào thi đua." in [passage.text for passage in shown]


@given(lead=st.integers(0, 120), tail=st.integers(0, 120))
def test_a_passage_of_a_long_paragraph_is_short_and_marks_the_hit(lead, tail):
    text = f"Trước đó.\n{'dài dòng ' * lead}thi đua{' lê thê' * tail}\nSau đó."
    (passage,) = find_passages(parse_terms("thi đua"), text, fold(text))
    assert [passage.text[start:end] for start, end in passage.marks] == ["thi đua"]
    assert len(passage.text) <= 170
    assert passage.text.strip("…") == text[passage.start : passage.end]
    assert passage.start <= passage.first_hit < passage.end


@settings(max_examples=300)
@given(
    st.sampled_from(
        [
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=WE",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYMONTHDAY=25",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20",
            "FREQ=MONTHLY;BYDAY=1MO",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=5",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=6;BYMONTHDAY=1",
        ]
    ),
    st.none() | DAYS,
    st.none() | DAYS,
    DAYS,
    st.integers(0, 800),
)
def test_what_the_database_can_tell_of_a_recurrence_is_what_its_expansion_says(rule, first, last, begin, days):
    if first and last and first > last:
        first, last = last, first
    key = f"{rule}|{first or ''}|{last or ''}"
    period = Period(first=begin, last=begin + timedelta(days=days))
    rhythm = rhythm_of(key)
    falls_due = first_occurrence(key, period) is not None
    window = period.narrowed(Period(first=first, last=last))
    if rhythm.sure_days and (window.last - window.first).days + 1 >= rhythm.sure_days:
        assert falls_due
    if rhythm.is_even and window == period:
        assert falls_due is (first_occurrence(f"{rule}||", period) is not None)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY", 1),
        ("FREQ=WEEKLY;BYDAY=FR", 7),
        ("FREQ=MONTHLY;INTERVAL=3", 93),
        ("FREQ=MONTHLY;BYMONTHDAY=31", 0),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 0),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", 0),
        ("FREQ=MONTHLY;COUNT=3", 0),
        ("nonsense", 0),
    ],
)
def test_how_many_days_surely_hold_an_occurrence(rule, days):
    assert rhythm_of(f"{rule}||").sure_days == days


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Ủy ban nhân dân xã Lam Vỹ", "commune"),
        ("UBND huyện Lộc Ninh", "district"),
        ("Ủy ban nhân dân tỉnh Bình Phước", "province"),
        ("Ủy ban nhân dân thành phố Hà Nội", "province"),
        ("Sở Giáo dục và Đào tạo", "province"),
        ("Bộ Nội vụ", "central"),
        ("Tổng cục Thống kê", "central"),
        ("Huyện ủy Định Hóa", "district"),
        ("Đảng ủy xã Bình Yên", "commune"),
        ("Sở Lao động - Thương binh và Xã hội", "province"),
        ("Bố Trạch", None),
        ("Ban Tổ chức", None),
    ],
)
def test_the_level_of_a_body_shows_in_its_name(name, level):
    assert level_of_name(name) == level


def test_the_level_of_an_issuer_is_that_of_its_superior_where_its_name_shows_none():
    draft = Draft([(1, "UBND huyện Sơn Từ"), (1, "Ban Chỉ đạo thi đua")])
    header = Header(
        issuer=draft.value("Ban Chỉ đạo thi đua"),
        parent=draft.value("UBND huyện Sơn Từ", "Ủy ban nhân dân huyện Sơn Từ"),
    )
    assert issuer_level(record(draft, header=header)) == "district"
    assert issuer_level(record(draft)) is None


@pytest.mark.parametrize(
    ("typed", "title", "ranks"),
    [
        ("thi đua", "Phát động phong trào THI ĐUA năm 2021", (0, 0)),
        ("thi dua", "Phát động phong trào thi đua năm 2021", (0, 0)),
        ("thi đua", "Đua thuyền và thi kéo co", (1, 0)),
        ("thi đua", "Hội thi trồng dưa", (2, 1)),
        ("thi đua", "Kế hoạch thi dưa hấu", (2, 1)),
        ("bầu cử", "Tuyên truyền về hội xuân", (2, 2)),
        ("bầu*", "Ngày hội bầu cử", (0, 0)),
        ('"ngày hội" cử', "Ngày hội bầu cử", (1, 0)),
        ("cử", "", (2, 1)),
    ],
)
def test_titles_are_ranked_by_the_words_in_them(typed, title, ranks):
    assert title_ranks(parse_terms(typed), title) == ranks
