"""Pages as recognition gives them, for tests that need places but no recognition."""

from collections.abc import Sequence

from models.page import Line, Page, Region, Word
from models.record import TextOrigin

LETTER = 6.0  # points a letter
HEIGHT = 12.0
A4 = (595.0, 842.0)
PLAN = (
    "ỦY BAN NHÂN DÂN XÃ HOÀ BÌNH",
    "Số: 27/KH-UBND",
    "Hòa Bình, ngày 05 tháng 3 năm 2021",
    "KẾ HOẠCH",
    "Làm sạch đường làng năm 2021",
    "I. MỤC ĐÍCH",
    "Giữ gìn đường làng sạch đẹp trong toàn xã.",
    "II. TỔ CHỨC THỰC HIỆN",
    "Các thôn báo cáo kết quả trước ngày 20/12/2021.",
)


def placed_line(text: str, x: float, y: float, *, confidence: float | None = 0.9, **about: object) -> Line:
    """A line of words of even letters whose top-left corner is at (x, y), in points."""
    words = []
    for token in text.split(" "):
        words.append(Word(token, x, y, round(x + LETTER * len(token), 2), y + HEIGHT, confidence))
        x += LETTER * (len(token) + 1)
    return Line(text, tuple(words), **about)  # type: ignore[arg-type]


def placed_page(
    texts: Sequence[str] = PLAN,
    *,
    number: int = 1,
    size: tuple[float, float] = A4,
    rotation: int = 0,
    origin: TextOrigin = TextOrigin.OCR,
    furniture: Sequence[str] = (),
    problem: str | None = None,
) -> Page:
    """A page of lines 24 points apart; those of `furniture` stand at its foot and are no text of the plan."""
    lines = [placed_line(text, 60, 60 + 24 * row, starts_paragraph=True) for row, text in enumerate(texts)]
    foot = size[1] - 60
    lines += [placed_line(text, 280, foot + 15 * n, region=Region.FURNITURE) for n, text in enumerate(furniture)]
    return Page(number, *size, tuple(lines), origin, 100, rotation, 0.9, problem=problem)
