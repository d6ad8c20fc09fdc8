"""How the words of a task are cut out of its clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.deadlines.tasks import Task, clause_task, date_span, has_task, only_ties


class _Nobody:
    """A document without bodies."""

    def subject_end(self, start: int, end: int) -> int:
        assert start <= end
        return start

    def lead_end(self, start: int, end: int) -> int:
        assert start <= end
        return start

    def begins_act(self, start: int, end: int) -> bool:
        return start < end

    def is_who(self, span: tuple[int, int]) -> bool:
        assert span[0] <= span[1]
        return False


def _task(text: str) -> Task:
    """The task of a clause whose dates stand in ⟦ ⟧."""
    dates: list[tuple[int, int]] = []
    plain = ""
    for piece in text.split("⟦"):
        date, mark, rest = piece.partition("⟧")
        if mark:
            dates.append((len(plain), len(plain) + len(date)))
        plain += date + rest
    return clause_task(plain, 0, len(plain), dates, _Nobody())


@pytest.mark.parametrize(
    ("clause", "task"),
    [
        pytest.param(
            "gửi kế hoạch về huyện ⟦trước ngày 20/4⟧ để theo dõi", "gửi kế hoạch về huyện", id="purpose behind"
        ),
        pytest.param("nộp hồ sơ về xã (qua văn thư) ⟦trước ngày 20/4⟧", "nộp hồ sơ về xã", id="way of handing in"),
        pytest.param("mở 02 lớp tập huấn (lớp một ⟦trong tháng 6⟧", "mở 02 lớp tập huấn", id="bracket cut open"),
        pytest.param("Tổng kết phong trào: ⟦ngày 24/4⟧ (Chủ nhật)", "Tổng kết phong trào", id="weekday behind"),
        pytest.param(
            "thực hiện nghiêm kế hoạch, định kỳ ⟦ngày 25 hằng tháng⟧ báo cáo tiến độ", "báo cáo tiến độ", id="opened"
        ),
        pytest.param(
            "lập danh sách hộ nghèo, hoàn thành ⟦trước 15/5⟧, gửi về huyện", "lập danh sách hộ nghèo", id="and then"
        ),
        pytest.param(
            "Định kỳ năm (⟦trước ngày 05/12⟧) báo cáo kết quả chung", "báo cáo kết quả chung", id="often in bracket"
        ),
    ],
)
def test_task_of_a_clause(clause, task):
    assert _task(clause).text == task


@pytest.mark.parametrize(
    ("text", "is_tie"),
    [
        ("chậm nhất 17 giờ 00 phút ngày", True),
        ("vào trung tuần", True),
        ("rà soát trước ngày", False),
        ("24/24 giờ", False),
    ],
)
def test_only_ties(text, is_tie):
    assert only_ties(text) is is_tie


def test_a_clause_that_only_says_when_has_no_task():
    text = "Thời gian thực hiện: Thường xuyên, cao điểm từ ngày 15/4"
    start = text.index("từ ngày")
    assert not has_task(text, 0, len(text), [(start, len(text))])
    assert has_task("gửi báo cáo trước ngày 15/4", 0, 27, [(12, 27)])


@given(st.text(alphabet="(), abđgửi015/.-", max_size=60), st.data())
def test_a_date_with_what_belongs_to_it_holds_the_date(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = date_span(text, (start, end))
    assert 0 <= first <= start <= end <= last <= len(text)


@given(st.text(alphabet="(), abcđéủ015/;:-", max_size=80), st.data())
def test_a_task_is_made_of_the_words_of_its_clause(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    task = clause_task(text, 0, len(text), [(start, end)], _Nobody())
    assert task.text.removesuffix(")") in text
