import pytest

from models.page import Line, Page, Region, Word
from models.record import TextOrigin
from pipeline.clean import build_document
from pipeline.extract.marks import Marks, find_marks


def marks_of(*lines: Line) -> Marks:
    pages = [Page(1, 595, 842, (*lines, Line("KẾ HOẠCH"), Line("Về việc trồng cây")), TextOrigin.OCR)]
    return find_marks(pages, build_document(pages))


@pytest.mark.parametrize(
    ("text", "secrecy", "urgency"),
    [
        ("MẬT", "Mật", None),
        ("TỐI MẬT", "Tối mật", None),
        ("TUYỆT MẬT", "Tuyệt mật", None),
        ("* TỐI MẬT *", "Tối mật", None),
        ("Độ mật: TỐI MẬT", "Tối mật", None),
        ("TOI MAT", "Tối mật", None),
        ("HỎA TỐC", None, "Hỏa tốc"),
        ("HOẢ TỐC", None, "Hỏa tốc"),
        ("KHẨN", None, "Khẩn"),
        ("THƯỢNG KHẨN", None, "Thượng khẩn"),
        ("Mật", None, None),
        ("BÍ MẬT NHÀ NƯỚC", None, None),
        ("BAN MẶT TRẬN", None, None),
        ("KHẨN TRƯƠNG", None, None),
        ("II. BẢO VỆ BÍ MẬT", None, None),
        ("MẬT MÃ", None, None),
    ],
)
def test_a_mark_stands_alone_on_its_line(text, secrecy, urgency):
    marks = marks_of(Line(text))
    assert (marks.secrecy and marks.secrecy.value, marks.urgency and marks.urgency.value) == (secrecy, urgency)


def test_a_stamp_may_be_in_small_letters_and_tells_its_place():
    words = (Word("Tối", 60, 120, 80, 135, 0.7), Word("mật", 84, 121, 110, 136, 0.8))
    secrecy = marks_of(Line("Tối mật", words, region=Region.STAMP)).secrecy
    assert secrecy is not None
    box = secrecy.evidence.boxes[0]
    assert (box.x0, box.y0, box.x1, box.y1) == (60, 120, 110, 136)
    assert (secrecy.evidence.raw, secrecy.evidence.page, secrecy.evidence.text) == ("Tối mật", 1, "")


def test_lost_diacritics_cost_confidence_but_not_the_mark():
    printed, damaged = marks_of(Line("MẬT")).secrecy, marks_of(Line("MẠT")).secrecy
    assert printed is not None
    assert damaged is not None
    assert damaged.confidence < 0.7 < printed.confidence


def test_the_highest_of_several_marks_counts():
    marks = marks_of(Line("MẬT"), Line("TUYỆT MẬT"), Line("TỐI MẬT"))
    assert marks.secrecy is not None
    assert marks.secrecy.value == "Tuyệt mật"


def test_a_cell_of_a_table_is_no_mark():
    assert marks_of(Line("MẬT", table=0, row=1, column=2)) == Marks()
