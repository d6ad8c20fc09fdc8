"""The language of searches: one line → a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import QueryError
from models.lexicon import load_table
from models.record import DutyRole, Level
from pipeline.archive import Query
from pipeline.archive.criteria import QuantityLimit, parse_quantity
from pipeline.archive.language import parse_question
from pipeline.archive.query import Secrecy


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("thi đua", {"text": "thi đua"}),
        ('"thi đua" khen*', {"text": '"thi đua" khen*'}),
        ('thi đua body:"Phòng Nội vụ" role:lead', {"text": "thi đua", "body": "Phòng Nội vụ", "role": "lead"}),
        ("due:2020-Q2", {"due_in": "2020-Q2"}),
        ("due-after:2020 due_before:2021", {"due_after": "2020", "due_before": "2021"}),
        ('due:"quý II/2020"', {"due_in": "quý II/2020"}),
        ("year:2020", {"issued_in": "2020"}),
        ("level:District review:yes renamed:no", {"level": "district", "review": True, "renamed": False}),
        ("confidence:80% sort:title order:desc", {"confidence": 0.8, "sort": "title", "order": "desc"}),
        ("confidence:>=0,75", {"confidence": 0.75}),
        ('criterion:"mô hình>=2"', {"criterion": "mô hình>=2"}),
        ("cites:34-CT/TW", {"cites": "34-CT/TW"}),
        ("secrecy:toi-mat", {"secrecy": "toi_mat"}),
        ('secrecy:"Tối mật" level:xã', {"secrecy": "toi_mat", "level": "commune"}),
        ('review:không level:"Trung ương"', {"review": False, "level": "central"}),
        ('body:"Phòng Nội vụ" role:"chủ trì"', {"body": "Phòng Nội vụ", "role": "lead"}),
        ("campaign:xuân text:hoa", {"text": "hoa", "campaign": "xuân"}),
        ('body:"Phòng Nội vụ', {"body": "Phòng Nội vụ"}),
        ("Số:46 họp lúc 13:30 chào:", {"text": "Số:46 họp lúc 13:30 chào:"}),
        ('"body:x"', {"text": '"body:x"'}),
        ("", {"text": ""}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_question_is_cut_into_words_and_keys(question, fields):
    assert parse_question(question) == fields


@pytest.mark.parametrize(("key", "values"), [("level", set(Level)), ("role", set(DutyRole)), ("secrecy", set(Secrecy))])
def test_what_stands_for_a_value_in_vietnamese_is_of_a_value_there_is(key, values):
    assert set(load_table("questions")[key]) <= values


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("bodi:x", r"bodi: is no key .* Did you mean body:\?"),
        ("http://x", "http: is no key"),
        ("body:a body:b", "body: stands twice"),
        ("year:2020 issued:2021", "issued: stands twice"),
        ("review:maybe", "neither yes nor no"),
        ("level:village", "level:village is not known"),
        ("confidence:2", "no share between 0 and 1"),
        ("confidence:sure", "no share between 0 and 1"),
    ],
)
def test_what_is_no_question_is_told_with_the_keys_there_are(question, message):
    with pytest.raises(QueryError, match=message) as caught:
        parse_question(question)
    assert caught.value.remedy


def test_the_remedy_for_an_unknown_key_lists_all_keys():
    with pytest.raises(QueryError) as caught:
        parse_question("nguoi:Lan")
    assert "body" in caught.value.remedy
    assert "criterion" in caught.value.remedy


def test_a_query_takes_a_question_and_fields_beside_it():
    query = Query(q="thi đua due:2020", body="Phòng Nội vụ")
    assert (query.text, query.due_in, query.body, query.q) == ("thi đua", "2020", "Phòng Nội vụ", None)


def test_what_is_asked_twice_is_refused():
    with pytest.raises(QueryError, match="due_in is given twice"):
        Query(q="due:2020", due_in="2021")


@given(st.text(max_size=60) | st.text(alphabet="body:due\"' 2020-Q2*%đ>=", max_size=40))
def test_any_text_is_a_question_or_an_error_that_says_what_to_do(text):
    try:
        fields = parse_question(text)
    except QueryError as error:
        fields = {"remedy": error.remedy}
    assert fields
    assert all(value is not None for value in fields.values())


@pytest.mark.parametrize(
    ("typed", "unit", "limit", "value"),
    [
        ("mô hình>=2", "mô hình", QuantityLimit.AT_LEAST, 2),
        (">30%", "%", QuantityLimit.MORE_THAN, 30),
        ("≥ 1.250,5 triệu đồng", "triệu đồng", QuantityLimit.AT_LEAST, 1250.5),
        ("hộ = 12.000", "hộ", QuantityLimit.EXACTLY, 12000),
        ("tỷ lệ <= 0,5 %", "tỷ lệ %", QuantityLimit.AT_MOST, 0.5),
        ("hộ gia đình", "hộ gia đình", None, 0),
        ("<3", "", QuantityLimit.LESS_THAN, 3),
    ],
)
def test_a_criterion_is_a_unit_a_number_or_both(typed, unit, limit, value):
    assert parse_quantity(typed) == (unit, limit, value)


@pytest.mark.parametrize("wrong", ["", ">", "2", ">= hai", "mô hình >= 2 >= 3"])
def test_what_is_no_criterion_is_a_query_error(wrong):
    with pytest.raises(QueryError, match="no criterion"):
        Query(criterion=wrong)
