"""Pages from images, with engines that are empty, slow, crash, or answer by plan."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import OcrError, PageTimeoutError, TesseractMissingError
from models.page import Region, Word
from models.record import TextOrigin
from models.settings import Settings
from pipeline.ocr.engine import OcrWord, Setting
from pipeline.ocr.junk import drop_doubles, drop_junk
from pipeline.ocr.recognize import recognize_page
from pipeline.ocr.steps import Step

Image = NDArray[np.uint8]
SETTINGS = Settings()
DPI = 144  # two pixels a point
AS_SCANNED = frozenset({Step.RESAMPLING})  # so that planned boxes are of the image as it was drawn
PAGE = np.full((1684, 1190), 255, np.uint8)
MARGIN = 14  # pixels of white around a part that is read again


class PlannedEngine:
    """Answers with what a function makes of the image; counts the calls."""

    def __init__(self, answer: Callable[[Image, Setting], list[OcrWord]]) -> None:
        self.answer = answer
        self.calls: list[Setting] = []

    def recognize(self, image: Image, dpi: int, setting: Setting = Setting.PAGE) -> list[OcrWord]:
        self.calls.append(setting)
        return self.answer(image, setting)


def read(text: str, x: float, y: float, confidence: float = 0.95) -> list[OcrWord]:
    words = []
    for part in text.split():
        words.append(OcrWord(part, x, y, x + 12 * len(part), y + 20, confidence))
        x += 12 * len(part) + 8
    return words


BODY = "Thực hiện chỉ đạo của cấp trên về phong trào thi đua yêu nước năm nay ủy ban nhân dân"


def body(confidence: float = 0.95) -> list[OcrWord]:
    return read(BODY, 170, 300, confidence) + read("ban hành kế hoạch như sau:", 170, 336, confidence)


def test_a_page_is_given_in_points_with_its_confidence() -> None:
    page = recognize_page(PAGE, DPI, 3, SETTINGS, PlannedEngine(lambda image, setting: body(0.9)), AS_SCANNED)
    assert (page.number, page.width, page.height, page.dpi, page.rotation) == (3, 595, 842, DPI, 0)
    assert page.text_origin is TextOrigin.OCR
    assert page.problem is None
    assert page.ocr_confidence == pytest.approx(0.9)
    assert [line.text for line in page.lines] == [BODY, "ban hành kế hoạch như sau:"]
    first = page.lines[0].words[0]
    assert (first.x0, first.y0, first.x1, first.y1) == (85, 150, 109, 160)


def test_an_empty_page_is_read_once_and_has_no_lines() -> None:
    engine = PlannedEngine(lambda image, setting: [])
    page = recognize_page(PAGE, DPI, 1, SETTINGS, engine, AS_SCANNED)
    assert page.lines == ()
    assert page.ocr_confidence is None
    assert engine.calls == [Setting.PAGE]


def test_a_slow_page_is_a_problem_and_not_an_error() -> None:
    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        raise PageTimeoutError("Recognition took longer than 5 seconds.", "Raise page_timeout_s.")

    page = recognize_page(PAGE, DPI, 2, SETTINGS, PlannedEngine(answer), AS_SCANNED)
    assert page.lines == ()
    assert page.problem == "Recognition took longer than 5 seconds. Raise page_timeout_s."
    assert (page.width, page.height) == (595, 842)


@pytest.mark.parametrize("error", [TesseractMissingError("gone"), OcrError("broken")])
def test_a_crashing_engine_is_an_error(error: OcrError) -> None:
    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        raise error

    with pytest.raises(type(error)):
        recognize_page(PAGE, DPI, 1, SETTINGS, PlannedEngine(answer), AS_SCANNED)


def marked_page() -> Image:
    """An upright page with a black mark near its upper left corner."""
    page = PAGE.copy()
    page[100:160, 100:160] = 0
    return page


def mark_is_upper_left(image: Image) -> bool:
    height, width = image.shape
    return bool(image[round(0.077 * height), round(0.109 * width)] < 50)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_upright(rotation: int) -> None:
    turned = np.ascontiguousarray(np.rot90(marked_page(), k=rotation // 90))
    engine = PlannedEngine(lambda image, setting: body(0.95 if mark_is_upper_left(image) else 0.4))
    page = recognize_page(turned, DPI, 1, SETTINGS, engine, AS_SCANNED)
    assert page.rotation == rotation
    assert (page.width, page.height) == (595, 842)
    assert page.ocr_confidence == pytest.approx(0.95)


def test_a_bad_page_that_is_upright_stays_so() -> None:
    engine = PlannedEngine(lambda image, setting: body(0.5))
    page = recognize_page(PAGE, DPI, 1, SETTINGS, engine, AS_SCANNED)
    assert page.rotation == 0
    assert engine.calls == [Setting.PAGE] * 6  # four positions; then the best of them again, whole and by its lines


def test_a_page_the_engine_turned_by_itself_is_turned_back() -> None:
    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        if image.shape[0] > image.shape[1]:
            return body()
        # Lying on its side, the words run upwards.
        return [OcrWord(w.text, w.y0, 1190 - w.x1, w.y1, 1190 - w.x0, w.confidence) for w in body()]

    turned = np.ascontiguousarray(np.rot90(marked_page()))
    page = recognize_page(turned, DPI, 1, SETTINGS, PlannedEngine(answer), AS_SCANNED)
    assert page.rotation == 90
    assert page.lines[0].text == BODY


def closing(signer: list[str]) -> list[OcrWord]:
    words = read("Nơi nhận:", 170, 500) + read("- Như trên;", 170, 530) + read("- Lưu: VT.", 170, 560)
    return words + [word for n, text in enumerate(signer) for word in read(text, 800, 500 + 200 * n)]


def test_a_lost_signature_is_looked_for_again() -> None:
    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        if setting is Setting.PAGE:
            return body() + closing(["GIÁM ĐỐC"])
        left, top = 1190 + MARGIN - image.shape[1], 440 - MARGIN
        seal = read("SỞ NỘI", 300, 130) + read("c7 {", 380, 160, 0.3)
        return seal + read("Phạm Thị Hoa", 830 - left, 700 - top, 0.9)

    engine = PlannedEngine(answer)
    page = recognize_page(PAGE, DPI, 1, SETTINGS, engine, AS_SCANNED)
    assert engine.calls == [Setting.PAGE, Setting.SCATTERED]
    assert [line.text for line in page.lines if line.region is Region.SIGNATURE] == ["GIÁM ĐỐC", "Phạm Thị Hoa"]
    assert "SỞ NỘI" not in [line.text for line in page.lines]


def test_a_complete_signature_is_not_read_twice() -> None:
    engine = PlannedEngine(lambda image, setting: body() + closing(["CHỦ TỊCH", "Phạm Thị Hoa"]))
    recognize_page(PAGE, DPI, 1, SETTINGS, engine, AS_SCANNED)
    assert engine.calls == [Setting.PAGE]


def grey_seal() -> Image:
    """A page with black print where the name stands, under grey ink."""
    page = PAGE.copy()
    for y in range(690, 730, 8):
        page[y : y + 3, 780:1000] = 150
    page[700:720, 800:980:8] = 20
    page[100:106, 170:178] = 128
    return page


def test_a_name_under_a_grey_seal_is_read_from_the_darkest_ink() -> None:
    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        if setting is Setting.PAGE:
            return body() + closing(["GIÁM ĐỐC"])
        left, top = 1190 + MARGIN - image.shape[1], 440 - MARGIN
        is_clear = (image == 150).mean() < 0.001
        return read("Phạm Thị Hoa" if is_clear else "ạm Thị Hoa", 830 - left, 700 - top, 0.9)

    engine = PlannedEngine(answer)
    page = recognize_page(grey_seal(), DPI, 1, SETTINGS, engine, AS_SCANNED)
    assert engine.calls == [Setting.PAGE, Setting.SCATTERED, Setting.SCATTERED]
    assert [line.text for line in page.lines if line.region is Region.SIGNATURE] == ["GIÁM ĐỐC", "Phạm Thị Hoa"]


@pytest.mark.parametrize(("read_first", "whole"), [("Minh Khuê", "Đặng Thị Minh Khuê"), ("Văn Phúc", "Lương Văn Phúc")])
def test_a_name_without_its_family_name_is_completed(read_first: str, whole: str) -> None:
    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        left, top = 1190 + MARGIN - image.shape[1], 440 - MARGIN
        start = 786
        if setting is Setting.PAGE:
            behind = start + 10 * (len(whole) - len(read_first))
            return body() + read("Nơi nhận:", 170, 500) + read("GIÁM ĐỐC", 800, 500) + read(read_first, behind, 700)
        return read(whole, start - left, 720 - top, 0.9)

    page = recognize_page(PAGE, DPI, 1, SETTINGS, PlannedEngine(answer), AS_SCANNED)
    assert [line.text for line in page.lines if line.region is Region.SIGNATURE] == ["GIÁM ĐỐC", whole]


def test_joint_signatures_are_looked_for_above_the_recipients() -> None:
    heads = read("LIÊN ĐOÀN LAO ĐỘNG", 170, 420) + read("SỞ VĂN HÓA", 760, 420)
    names = read("Võ Minh Tâm", 200, 640) + read("Hồ Thị Lan", 780, 640)
    recipients = read("Nơi nhận:", 170, 800) + read("- Như trên.", 170, 830)

    def answer(image: Image, setting: Setting) -> list[OcrWord]:
        if setting is Setting.PAGE:
            return body() + heads + names + recipients
        top = 400 - MARGIN
        return read("CHỦ TỊCH", 230 + MARGIN, 450 - top, 0.9) + read("GIÁM ĐỐC", 780 + MARGIN, 450 - top, 0.9)

    page = recognize_page(PAGE, DPI, 1, SETTINGS, PlannedEngine(answer), AS_SCANNED)
    assert [line.text for line in page.lines if line.region is Region.SIGNATURE] == [
        "LIÊN ĐOÀN LAO ĐỘNG", "CHỦ TỊCH", "Võ Minh Tâm", "SỞ VĂN HÓA", "GIÁM ĐỐC", "Hồ Thị Lan",
    ]  # fmt: skip


def table_page() -> Image:
    """Two rows of two columns at 200 dpi; a lone digit at (205, 505) in pixels and the text beside it."""
    page = PAGE.copy()
    for y in (400, 480, 560):
        page[y : y + 3, 170:1003] = 0
    for x in (170, 250, 1000):
        page[400:563, x : x + 3] = 0
    page[505:540, 205:215] = 0  # the digit
    page[425:445, 190:230:4] = 0  # the head of its column
    page[100:106, 170:178] = 128  # grey, so that the page is not taken for a two-level one
    return page


def cells_of(page: Image, engine: PlannedEngine) -> list[tuple[int | None, int | None, str]]:
    result = recognize_page(page, 200, 1, SETTINGS, engine, AS_SCANNED)
    return [(line.row, line.column, line.text) for line in result.lines if line.region is Region.TABLE]


@pytest.mark.parametrize(
    ("first", "again", "expected"),
    [
        pytest.param([], read("1", 45, 25, 0.8), "1", id="nothing was read"),
        pytest.param(read("Ï", 205, 510, 0.5), read("1", 45, 25, 0.8), "1", id="something unsure was read"),
        pytest.param(read("1", 205, 510, 0.8), read("7", 45, 25, 0.6), "1", id="less sure the second time"),
    ],
)
def test_a_digit_of_a_narrow_column_is_looked_for_again(
    first: list[OcrWord], again: list[OcrWord], expected: str
) -> None:
    texts = read("TT", 190, 430) + read("Nội dung", 300, 430) + read("Phát động thi đua", 300, 510)
    engine = PlannedEngine(lambda image, setting: body() + texts + first if setting is Setting.PAGE else again)
    assert cells_of(table_page(), engine) == [
        (0, 0, "TT"), (0, 1, "Nội dung"), (1, 0, expected), (1, 1, "Phát động thi đua"),
    ]  # fmt: skip
    assert engine.calls == [Setting.PAGE, Setting.COLUMN]


def test_cells_that_were_read_surely_are_not_read_twice() -> None:
    texts = read("TT", 190, 430) + read("1", 205, 510) + read("Nội dung", 300, 430)
    engine = PlannedEngine(lambda image, setting: body() + texts)
    cells_of(table_page(), engine)
    assert engine.calls == [Setting.PAGE]


def word(text: str, confidence: float, x: float = 300, y: float = 400, width: float = 20, height: float = 10) -> Word:
    return Word(text, x, y, x + width, y + height, confidence)


PRINT = [word(text, 0.95, 100 + 40 * n) for n, text in enumerate(["các", "cơ", "quan", "trong", "huyện"])]
JUNK = [
    pytest.param(word("|", 0.5), id="edge of a table"),
    pytest.param(word("~", 0.6), id="speck"),
    pytest.param(word("⁄Z", 0.3, height=40), id="stroke of a pen"),
    pytest.param(word("J/", 0.1), id="unsure scrap"),
    pytest.param(word("vàn", 0.6, height=2), id="flat scrap"),
    pytest.param(word("»aơaợaợnnaỹ2nnannnannn", 0.1, width=90), id="more letters than a syllable has"),
]
TWICE = [
    pytest.param(word("bệ", 0.6, 184, 399, 10), id="marks read as a line of their own"),
    pytest.param(word("TEts", 0.0, 181, 398, 18, 12), id="worthless word over a sure one"),
]
KEPT = [
    pytest.param(word("TT,", 0.0, 203, 400, 14), id="unsure abbreviation within a line"),
    pytest.param(word("đông", 0.3, 330, 404, 40), id="unsure word that touches a sure one"),
    pytest.param(word("-", 0.3), id="unsure list dash"),
    pytest.param(word("7", 0.1), id="unsure digit"),
    pytest.param(word("12/KH-UBND", 0.2), id="unsure number"),
    pytest.param(word("huyện", 0.2), id="unsure word"),
    pytest.param(word("Côngchứcdiện", 0.6, width=60), id="words run together"),
    pytest.param(word("UBMTTQVNPHƯỜNG", 0.1, width=80), id="unsure capitals"),
    pytest.param(word("|", 0.9), id="sure bar"),
]


@pytest.mark.parametrize("scrap", JUNK)
def test_junk_is_dropped(scrap: Word) -> None:
    assert drop_junk([*PRINT, scrap], 842) == PRINT


@pytest.mark.parametrize("scrap", TWICE)
def test_what_was_read_over_a_surer_word_is_dropped(scrap: Word) -> None:
    assert drop_junk([*PRINT, scrap], 842) == PRINT


@pytest.mark.parametrize("scrap", KEPT)
def test_print_is_kept_however_unsure(scrap: Word) -> None:
    assert drop_junk([*PRINT, scrap], 842) == [*PRINT, scrap]


def test_handwriting_in_the_number_line_is_kept_as_it_was_read() -> None:
    line = [word("Số:", 0.9, 100, 100), word("^|", 0.1, 125, 98, height=16), word("/KH-UBND", 0.9, 150, 100, 60)]
    assert drop_junk([*PRINT, *line], 842) == [*PRINT, *line]


def test_a_scrap_beside_a_department_is_no_handwritten_number() -> None:
    line = [word("đốc", 0.9, 100, 250), word("Sở", 0.9, 124, 250), word('"', 0.6, 150, 250)]
    assert drop_junk([*PRINT, *line], 842) == [*PRINT, *line[:2]]


def test_a_handwritten_day_over_its_label_is_kept() -> None:
    line = [word("ngày", 0.9, 400, 100, 30), word("#0", 0.1, 415, 100, 14), word("tháng", 0.9, 432, 100, 30)]
    assert drop_junk([*PRINT, *line], 842) == [*PRINT, *line]


def test_initials_after_the_end_mark_are_dropped() -> None:
    end = word("này./.", 0.9, 100, 500)
    assert drop_junk([*PRINT, end, word("Ñu", 0.8, 130, 500)], 842) == [*PRINT, end]


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        pytest.param([("PHÓ", 0.91, 10), ("PHÓ", 0.93, 11)], ["PHÓ"], id="one word read twice"),
        pytest.param([("TỤC", 0.1, 10), ("CỤC", 0.9, 11)], ["CỤC"], id="hardly read"),
        pytest.param([("và", 0.9, 10), ("các", 0.8, 11)], ["và", "các"], id="two words of one crowded place"),
        pytest.param([("và", 0.9, 10), ("và", 0.8, 60)], ["và", "và"], id="the same word elsewhere"),
    ],
)
def test_what_was_read_twice_on_one_place_counts_once(texts, left):
    words = [Word(text, x, 100.0, x + 30, 112.0, confidence) for text, confidence, x in texts]
    assert [word.text for word in drop_doubles(words)] == left


@pytest.mark.parametrize("sign", ["|", "Í", "L"])
def test_the_edge_of_a_sheet_ties_no_lines_together(sign: str) -> None:
    lines = [read(BODY, 170, 500), read(BODY, 170, 540)]
    edge = OcrWord(sign, 1150, 496, 1156, 580, 0.95)
    page = recognize_page(
        PAGE, DPI, 1, SETTINGS, PlannedEngine(lambda *_: [*body(), *lines[0], *lines[1], edge]), AS_SCANNED
    )
    texts = [line.text for line in page.lines]
    assert texts.count(BODY) >= 2
    assert sign not in " ".join(texts).split()
