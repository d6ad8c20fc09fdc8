"""What names can begin with, the tokens they are read from, and the bodies that no rule reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.bodies.lexicon import body_lexicon
from pipeline.extract.bodies.names import find_names
from pipeline.extract.bodies.openings import first_words, opening, single_may_begin
from pipeline.extract.bodies.tokens import tokenize
from pipeline.extract.bodies.unread import member_behind, member_between, subject_at
from pipeline.folding import fold

_LEXICON = body_lexicon()
_PARTS = {
    "title": _LEXICON.positions,
    "single": _LEXICON.names,
    "article": _LEXICON.quantifiers,
    "group": _LEXICON.nouns,
    "post": _LEXICON.posts,
}


@pytest.mark.parametrize("part", _PARTS)
def test_no_row_of_the_table_is_refused(part):
    for rows in _PARTS[part].by_first.values():
        for row in rows:
            words = [word for words in row.parts for word in words]
            found = opening(words[0], words[1] if len(row.parts[0]) > 1 else ",")
            assert found is not None, row.text
            assert getattr(found, part), row.text
            assert fold(words[0]) in first_words()


@pytest.mark.parametrize(
    ("first", "second"),
    [("báo", "cáo"), ("số", "12"), ("tô", "màu"), ("người", "già"), ("Căn", "cứ"), ("đồng", "bằng")],
)
def test_common_words_begin_no_single_body(first, second):
    assert not single_may_begin(first, second)
    assert find_names(f"{first} {second}") == ()


@given(st.text(alphabet="aăâđêôơư ÁBĐHUVxyạệ019.,;:-–&/()P\n", max_size=60), st.integers(0, 5))
def test_tokens_stand_where_they_say(text, start):
    tokens = tokenize(text, min(start, len(text)))
    assert len(tokens) == len(tokens.places)
    assert all(start <= first < last <= len(text) for first, last in tokens.places)
    assert [first for first, _ in tokens.places] == sorted(first for first, _ in tokens.places)
    for token, (first, last) in zip(tokens, tokens.places, strict=True):
        if token.opens and token.closes and text[first] != "P":
            assert token.text == text[first:last]
            assert token.key == fold(token.text)


@pytest.mark.parametrize(
    ("text", "start", "name"),
    [
        pytest.param(
            "Sở Y tế, Cảng vụ Hàng hải Vũng Áng tổ chức trực", 7, "Cảng vụ Hàng hải Vũng Áng", id="to the task"
        ),
        pytest.param("Sở Y tế, Cảng vụ Hàng hải Vũng Áng; Sở Xây dựng", 7, "Cảng vụ Hàng hải Vũng Áng", id="to a mark"),
        pytest.param("Sở Y tế, Kế hoạch Năm Du lịch tổ chức", 7, None, id="a document"),
        pytest.param("Sở Y tế, kịp thời báo cáo", 7, None, id="small letters"),
        pytest.param("Sở Y tế, Hoàn thành mục tiêu đề ra", 7, None, id="a task"),
        pytest.param("Sở Y tế Cảng vụ Hàng hải tổ chức", 7, None, id="no mark between"),
        pytest.param("Sở Y tế, ", 7, None, id="nothing"),
    ],
)
def test_a_member_that_no_rule_reads(text, start, name):
    found = member_behind(text, start, len(text))
    assert (found.name if found else None) == name
    assert found is None or text[found.start : found.end] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Cảng vụ Hàng hải Vũng Áng chịu trách nhiệm tuần tra", "Cảng vụ Hàng hải Vũng Áng", id="answers"),
        pytest.param("Cảng vụ Hàng hải Vũng Áng chủ trì họp", "Cảng vụ Hàng hải Vũng Áng", id="leads"),
        pytest.param("Cảng vụ Hàng hải Vũng Áng nằm ở phía nam", None, id="says nothing to do"),
        pytest.param("Quá trình thực hiện có trách nhiệm cao", None, id="one capital"),
        pytest.param("Nghị quyết Trung Ương Đảng chủ trì", None, id="a document"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_subject_that_no_rule_reads(text, name):
    found = subject_at(text, 0, len(text))
    assert (found.name if found else None) == name


def test_the_rest_of_a_broken_line_is_no_member():
    line = "Thương binh và Xã hội, Bảo hiểm xã hội huyện"
    assert member_between(line, 0, line.index("Bảo")) is None
    line = "Cảng vụ Hàng hải, Bảo hiểm xã hội huyện"
    between = member_between(line, 0, line.index("Bảo"))
    assert between is not None
    assert between.name == "Cảng vụ Hàng hải"
