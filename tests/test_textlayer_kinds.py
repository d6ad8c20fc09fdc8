"""The decision between text layer and recognition, for every kind of layer that real files carry."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.page import Region
from models.record import TextOrigin
from models.settings import Settings
from models.source import RenderedPage, SourceFiles
from pipeline.ingest import open_source
from pipeline.render import open_pages
from pipeline.textfiles.legacy import Encoding
from tests.legacy_text import to_legacy
from tests.pdf_maker import A4, PageSpec, Picture, Text, make_pdf
from tests.real import real_file

_SETTINGS = Settings()
_LINES = [
    "Nhằm thiết thực chào mừng ngày hội lớn của quê hương, Hội đồng nhân dân",
    "huyện tổ chức đợt thi đua cao điểm với những nội dung cụ thể như sau:",
    "1. Vận động nhân dân chỉnh trang nhà cửa, vườn tược, ngõ xóm sạch đẹp.",
    "2. Mỗi thôn trồng thêm một tuyến đường hoa dài ít nhất năm trăm mét.",
    "3. Các trường học phát động học sinh giữ gìn vệ sinh nơi công cộng.",
    "4. Phòng Nội vụ theo dõi, tổng hợp kết quả và báo cáo trước ngày 15/6.",
    "5. Trung tâm Văn hóa tăng thời lượng phát thanh về gương người tốt.",
    "6. Hội Cựu chiến binh phối hợp tuần tra, giữ gìn an ninh trật tự.",
    "7. Đoàn thanh niên ra quân dọn kênh mương, khơi thông dòng chảy.",
    "8. Kinh phí thực hiện lấy từ nguồn thi đua, khen thưởng của huyện.",
    "Các cơ quan, đơn vị căn cứ kế hoạch này để triển khai và gửi kết quả.",
    "Quá trình thực hiện có vướng mắc thì phản ánh kịp thời để giải quyết.",
]
_FOREIGN = [
    "CQNG HoA xA HQI CHU NGHIA VIPT NAM",
    "Ð0c lap - Tq do - Hanh phric",
    "Thuc hipn chi dao cua cap tren, Uy ban nhan dan huyQn xay dyng kO hoach",
    "t6 chftc dot thi dua cao diOm vdi nhung nQi dung cy thd nhu sau day",
    "van dQng nhan dan chinh trang nha cua, vuon tugc, ng6 x6m sach dep",
    "phong Nqi vp theo d6i, t6ng hgp ket qua va bao cao trudc ngay 15/6",
]


def _body(
    lines: Sequence[str] = _LINES, *, size: float = 11, font: str | None = None, is_invisible: bool = False
) -> list[Text]:
    return [Text(line, 70, 120 + 24 * n, size, font=font, is_invisible=is_invisible) for n, line in enumerate(lines)]


def _legacy(encoding: Encoding, font: str) -> list[Text]:
    return _body([to_legacy(line, encoding) for line in _LINES], size=9, font=font)


def _scan(lines: Sequence[str] = _LINES) -> Picture:
    """A picture of print, a word a word: Courier of the PDF is 6.6 points a letter at size 11."""
    image = Image.new("L", (2 * int(A4[0]), 2 * int(A4[1])), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(19)
    for n, line in enumerate(lines):
        place = 0
        for word in line.split():
            draw.text((2 * (70 + 6.6 * place), 2 * (111 + 24 * n)), word, 0, font)
            place += len(word) + 1
    pixels: NDArray[np.uint8] = np.asarray(image)
    return Picture(pixels, (0, 0, *A4))


def _page(folder: Path, *pages: PageSpec) -> list[RenderedPage]:
    path = folder / "a.pdf"
    path.write_bytes(make_pdf(pages))
    return list(open_pages(open_source(SourceFiles((path,), "a"), _SETTINGS), _SETTINGS))


def _read(page: RenderedPage) -> list[str]:
    assert page.page is not None
    assert page.page.text_origin is TextOrigin.TEXT_LAYER
    return [line.text for line in page.page.lines if line.region is not Region.FURNITURE]


_NFD = [unicodedata.normalize("NFD", line) for line in _LINES]
_MIXED = [
    Text(to_legacy("ủy ban nhân dân huyện", Encoding.TCVN3), 70, 60, 11, font="ABCDEF+.VnTimeH"),
    Text("Quý IV/2006", 400, 60, 11, font="Arial"),
    *_legacy(Encoding.TCVN3, ".VnTime")[1:],
]


@pytest.mark.parametrize(
    ("texts", "pictures", "expected"),
    [
        pytest.param(_body(), [], _LINES, id="born digital"),
        pytest.param(_body(_NFD), [], _LINES, id="decomposed letters"),
        pytest.param(_legacy(Encoding.TCVN3, ".VnTime"), [], _LINES, id="TCVN3"),
        pytest.param(_legacy(Encoding.TCVN3, "TT5E2o00"), [], _LINES, id="TCVN3 in a font without its name"),
        pytest.param(
            _MIXED, [], ["ỦY BAN NHÂN DÂN HUYỆN Quý IV/2006", *_LINES[1:]], id="TCVN3 with capitals and Arial"
        ),
        pytest.param(_legacy(Encoding.VNI, "VNI-Times"), [], _LINES, id="VNI"),
        pytest.param(_legacy(Encoding.VISCII, "VI Times".replace(" ", "#20")), [], _LINES, id="VISCII"),
        pytest.param(_legacy(Encoding.VPS, "VPSTimes"), [], _LINES, id="VPS"),
        pytest.param(_body()[::-1], [], _LINES, id="written in the wrong order"),
        pytest.param(_body(is_invisible=True), [_scan()], _LINES, id="as good as ours behind a scan"),
    ],
)
def test_layers_that_are_read(
    tmp_path: Path, texts: Sequence[Text], pictures: Sequence[Picture], expected: Sequence[str]
) -> None:
    (page,) = _page(tmp_path, PageSpec(texts, pictures))
    assert page.refused_layer is None
    assert _read(page) == list(expected)


@pytest.mark.parametrize(
    ("texts", "pictures", "reason"),
    [
        pytest.param([], [_scan()], None, id="a scan without a layer"),
        pytest.param(
            _body(["Ký bởi: Ủy ban nhân dân huyện", "Email: vanthu@huyen.gov.vn", "Thời gian ký: 05.03.2021"]),
            [_scan()], "few words", id="the block of an electronic signature",
        ),
        pytest.param(_body(["www.congbao.example"]), [_scan()], "few words", id="a watermark"),
        pytest.param(_body([f"www.{n}.example" for n in range(60)]), [_scan()], "few words", id="many watermarks"),
        pytest.param(_body(_FOREIGN * 3, is_invisible=True), [_scan()], "marks", id="recognition without Vietnamese"),
        pytest.param(_body(["6Ӣ CÔNG 7+ѬѪ1* YLӋF FKҩS KjQK"] * 9), [], "broken font map", id="a broken font map"),
        pytest.param(
            _body([line.replace(" ", "") for line in _LINES], is_invisible=True), [_scan()], "run together",
            id="no spaces behind a scan",
        ),
        pytest.param(
            [Text(line.replace(" ", ""), 70, 120 + 24 * n, 11, stretch=119) for n, line in enumerate(_LINES)],
            [], "run together", id="no spaces",
        ),
        pytest.param(
            [Text(" ".join(line), 40, 120 + 24 * n, 7, is_invisible=True) for n, line in enumerate(_LINES)],
            [_scan()], "stand apart", id="letters apart",
        ),
        pytest.param(_body(_LINES[:7], is_invisible=True), [_scan()], "leaves out", id="half of it missing"),
        pytest.param(
            _body(_LINES[:6]), [Picture(_scan().pixels[600:], (0, 300, A4[0], A4[1]))], "leaves out",
            id="text above, a picture of text below",
        ),
        pytest.param(
            [Text(text.text, 300, 400, 11, angle_matrix=(0, 1, -1, 0)) for text in _body()[:1]], [_scan()], "across",
            id="text up the page",
        ),
    ],
)  # fmt: skip
def test_layers_that_are_not_believed(
    tmp_path: Path, texts: Sequence[Text], pictures: Sequence[Picture], reason: str | None
) -> None:
    (page,) = _page(tmp_path, PageSpec(texts, pictures))
    assert page.image is not None
    assert (page.refused_layer is None) if reason is None else reason in (page.refused_layer or "")


def test_what_was_converted_is_told(tmp_path: Path) -> None:
    (page,) = _page(tmp_path, PageSpec(_MIXED))
    assert page.page is not None
    assert page.page.preparation == ("text layer converted from TCVN3",)


def test_a_horn_lost_at_the_end_of_a_line_is_put_back(tmp_path: Path) -> None:
    shown = [to_legacy(line, Encoding.TCVN3) for line in [*_LINES[:6], "Sở Kế hoạch và Đầu tư", "hướng dẫn cụ thể."]]
    (page,) = _page(tmp_path, PageSpec(_body(shown, font=".VnTime")))
    assert _read(page)[-2:] == ["Sở Kế hoạch và Đầu tư", "hướng dẫn cụ thể."]


def test_words_converted_have_the_place_of_their_letters(tmp_path: Path) -> None:
    (page,) = _page(tmp_path, PageSpec(_legacy(Encoding.VNI, "VNI-Times")))
    assert page.page is not None
    word = page.page.lines[0].words[1]
    assert word.text == "thiết"
    # "Nhaèm " is six places, "thieát" six more, of 5.4 points each.
    assert (word.x0, word.x1) == (pytest.approx(70 + 6 * 5.4, abs=4), pytest.approx(70 + 12 * 5.4, abs=4))


def test_pages_are_decided_one_by_one(tmp_path: Path) -> None:
    specs = [
        PageSpec(_body()),
        PageSpec(_body(_FOREIGN * 3, is_invisible=True), [_scan()]),
        PageSpec(_legacy(Encoding.TCVN3, ".VnTime")),
        PageSpec(pictures=[_scan()]),
    ]
    pages = _page(tmp_path, *specs)
    assert [page.image is None for page in pages] == [True, False, True, False]


_REAL = [
    ("scans/scan04.pdf", None),
    *((f"scans/00{n}_{kind}.pdf", None) for n in range(5) for kind in ("office", "photocopy")),
    ("unlabelled/decision_2011.pdf", None),
    ("unlabelled/decision_watermark_only_layer.pdf", "few words"),
    ("unlabelled/directive_with_arrival_stamp.pdf", None),
    ("unlabelled/letter_ocr_layer.pdf", "no Vietnamese marks"),
    ("unlabelled/plan_broken_font_map_text_layer.pdf", "broken font map"),
    ("unlabelled/programme_garbled_foreign_ocr_layer.pdf", "no Vietnamese marks"),
    ("unlabelled/resolution_black_edge.pdf", None),
]


@pytest.mark.real
@pytest.mark.parametrize(("name", "reason"), _REAL, ids=[name for name, _ in _REAL])
def test_every_page_of_the_real_files(name: str, reason: str | None) -> None:
    source = open_source(SourceFiles((real_file(name),), "a"), _SETTINGS)
    for page in open_pages(source, _SETTINGS):
        assert page.image is not None
        assert (page.refused_layer is None) if reason is None else reason in (page.refused_layer or "")
