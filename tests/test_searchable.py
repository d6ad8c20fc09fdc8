"""Searchable PDF: the cleaned words in their places, the scan untouched, fit for an archive."""

import hashlib
import io
import re
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.errors import (
    GhostscriptMissingError,
    NotArchivableError,
    OutputAccessError,
    OutputIsSourceError,
    UnsupportedSourceError,
)
from models.page import Page
from models.record import TextOrigin
from models.settings import Settings
from models.source import Source, SourceFiles
from pipeline.ingest import open_source
from pipeline.render.pdftext import read_pdf_text
from pipeline.run import document_of, finish_record
from pipeline.searchable import Searchable, ghostscript, write_searchable_pdf, writer
from pipeline.searchable.archival import find_obstacles
from pipeline.searchable.ghostscript import find_ghostscript
from pipeline.searchable.plane import Plane
from pipeline.searchable.words import place_words
from tests.page_builders import PLAN, placed_page
from tests.pdf_maker import A4, PageSpec, Picture, Text, make_pdf

SIZE = (595, 842)
PLACE = 1.0  # points that a word may lie beside its place
Placed = tuple[str, float, float, float, float]


def scan(height: int = 842, width: int = 595) -> NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def scanned(*texts: Text, rotate: int = 0, box: tuple[float, float, float, float] = (0, 0, *A4)) -> PageSpec:
    return PageSpec(texts, [Picture(scan(), box)], rotate=rotate)


def opened(path: Path, *more: Path) -> Source:
    return open_source(SourceFiles((path, *more), path.stem), Settings())


def written(tmp_path: Path, source: Source, pages: Sequence[Page]) -> Searchable:
    return write_searchable_pdf(source, pages, finish_record(source, pages), tmp_path / "out.pdf")


def of_pdf(tmp_path: Path, specs: Sequence[PageSpec], pages: Sequence[Page]) -> Searchable:
    path = tmp_path / "plan.pdf"
    path.write_bytes(make_pdf(specs))
    return written(tmp_path, opened(path), pages)


def words_of(path: Path, page: int = 1) -> list[Placed]:
    document = pdfium.PdfDocument(path)
    text = read_pdf_text(document[page - 1])
    document.close()
    return [(word.text, word.x0, word.y0, word.x1, word.y1) for word in text.words]


def images_of(path: Path) -> list[tuple[int, int, str, str]]:
    with pikepdf.open(path) as pdf:
        return [
            (
                int(image.Width),
                int(image.Height),
                str(image.ColorSpace),
                hashlib.sha256(image.read_raw_bytes()).hexdigest(),
            )
            for page in pdf.pages
            for image in page.get_images().values()
        ]


def assert_in_place(found: Sequence[Placed], page: Page) -> None:
    """The words of the clean document, in order, each where the page has it."""
    wanted = [text for line in place_words(document_of([page])) for text in line.texts]
    assert [word[0] for word in found] == [text.text for text in wanted]
    for (_, x0, y0, x1, y1), text in zip(found, wanted, strict=True):
        assert (x0, x1) == pytest.approx((text.x0, text.x1), abs=PLACE)
        assert (y0, y1) == pytest.approx((text.y0, text.y1), abs=PLACE)


def test_the_cleaned_words_lie_where_they_are_printed(tmp_path: Path) -> None:
    page = placed_page(furniture=["2"])
    made = of_pdf(tmp_path, [scanned()], [page])
    found = words_of(made.path)
    assert_in_place(found, page)
    texts = [word[0] for word in found]
    assert "HÒA" in texts  # printed "HOÀ", cleaned
    assert texts[-1] == "2"  # the page number, which is no text of the plan
    assert (made.pages, made.notes) == (1, ())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270], ids=lambda angle: f"the file turns it by {angle}")
@pytest.mark.parametrize("turned", [0, 90, 180, 270], ids=lambda angle: f"recognition turned it by {angle}")
def test_turned_pages_are_shown_upright(tmp_path: Path, rotate: int, turned: int) -> None:
    is_lying = (rotate + turned) % 180 == 90
    page = placed_page(size=A4[::-1] if is_lying else A4, rotation=turned)
    made = of_pdf(tmp_path, [scanned(rotate=rotate)], [page])
    document = pdfium.PdfDocument(made.path)
    assert document[0].get_size() == pytest.approx((page.width, page.height))
    document.close()
    assert_in_place(words_of(made.path), page)


def test_a_crop_box_moves_nothing(tmp_path: Path) -> None:
    page = placed_page(size=(500, 742))
    spec = PageSpec(pictures=[Picture(scan(), (0, 0, *A4))], crop=(50, 60, 550, 802))
    assert_in_place(words_of(of_pdf(tmp_path, [spec], [page]).path), page)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_corners_of_a_page(rotation: int) -> None:
    width, height = (200, 100) if rotation in (90, 270) else (100, 200)
    plane = Plane((10, 20, 110, 220), rotation, (width, height))
    corners = [plane.to_user(x, y) for x in (0, width) for y in (0, height)]
    assert sorted(corners) == [(10, 20), (10, 220), (110, 20), (110, 220)]
    assert plane.to_user(0, 0) == {0: (10, 220), 90: (10, 20), 180: (110, 20), 270: (110, 220)}[rotation]


def test_dots_that_are_not_square_move_nothing(tmp_path: Path) -> None:
    """The page was read as 2 % higher than it is: its dots are higher than wide."""
    page = placed_page(size=(595, 859))
    made = of_pdf(tmp_path, [scanned()], [page])
    last = words_of(made.path)[-1]
    assert last[2] == pytest.approx(page.lines[-1].words[-1].y0 * 842 / 859, abs=PLACE)


def test_the_scan_keeps_its_bytes_and_looks_the_same(tmp_path: Path) -> None:
    made = of_pdf(tmp_path, [scanned(), scanned()], [placed_page(), placed_page(["Thôn Đông."], number=2)])
    assert images_of(made.path) == images_of(tmp_path / "plan.pdf")
    before, after = (pdfium.PdfDocument(path) for path in (tmp_path / "plan.pdf", made.path))
    assert len(before) == len(after) == 2
    for index in range(2):
        pixels = [document[index].render().to_numpy() for document in (before, after)]
        assert (pixels[0] == pixels[1]).all()
    before.close()
    after.close()


def test_the_file_is_a_pdf_a(tmp_path: Path) -> None:
    made = of_pdf(tmp_path, [scanned()], [placed_page()])
    with pikepdf.open(made.path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.open_metadata().pdfa_status == "2B"
        assert pdf.pdf_version == "1.7"
        assert "/ID" in pdf.trailer
        assert not pdf.is_encrypted
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFA1
        profile = intent.DestOutputProfile.read_bytes()
        assert profile[16:20] == b"RGB "
        assert len(profile) == int.from_bytes(profile[:4], "big")
        fonts = [page.resources.Font["/KehoachText"] for page in pdf.pages]
        for font in fonts:
            (descendant,) = font.DescendantFonts
            assert descendant.FontDescriptor.FontFile2.read_bytes()[:4] == b"\0\1\0\0"
            assert b"beginbfchar" in font.ToUnicode.read_bytes()
            glyphs = descendant.CIDToGIDMap.read_bytes()
            assert set(glyphs[3::2]) == {1}  # no character shows the glyph that stands for none
        assert fonts


def test_title_issuer_and_date_stand_in_the_metadata(tmp_path: Path) -> None:
    made = of_pdf(tmp_path, [scanned()], [placed_page()])
    with pikepdf.open(made.path) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == "Làm sạch đường làng năm 2021"
        assert metadata["dc:creator"] == ["Ủy ban nhân dân xã Hòa Bình"]
        assert metadata["dc:identifier"] == "27/KH-UBND"
        assert metadata["dc:date"] == ["2021-03-05"]
        assert str(pdf.docinfo.Title) == metadata["dc:title"]
        assert str(pdf.docinfo.Author) == "Ủy ban nhân dân xã Hòa Bình"
        assert str(pdf.docinfo.Subject) == metadata["dc:description"]
        assert str(pdf.Root.Lang) == "vi"


def test_bookmarks_lead_to_the_sections(tmp_path: Path) -> None:
    pages = [placed_page(PLAN[:7]), placed_page(PLAN[7:], number=2)]
    made = of_pdf(tmp_path, [scanned(), scanned()], pages)
    with pikepdf.open(made.path) as pdf, pdf.open_outline() as outline:
        named = {item.title: item.destination for item in outline.root}
        assert list(named) == ["I. MỤC ĐÍCH", "II. TỔ CHỨC THỰC HIỆN"]
        last = named["II. TỔ CHỨC THỰC HIỆN"]
        assert last[0].objgen == pdf.pages[1].obj.objgen
        assert float(last[3]) == pytest.approx(842 - 60)


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    first = of_pdf(tmp_path, [scanned()], [placed_page()]).path.read_bytes()
    assert of_pdf(tmp_path, [scanned()], [placed_page()]).path.read_bytes() == first


def test_a_hidden_layer_of_another_program_is_gone(tmp_path: Path) -> None:
    page = placed_page()
    spec = scanned(Text("CQNG HoA xA HQI", 60, 70, is_invisible=True))
    made = of_pdf(tmp_path, [spec], [page])
    assert_in_place(words_of(made.path), page)
    assert images_of(made.path) == images_of(tmp_path / "plan.pdf")


def test_text_behind_the_scan_is_gone_and_text_before_it_stays(tmp_path: Path) -> None:
    made = of_pdf(tmp_path, [scanned()], [placed_page(["Thôn Đông."])])
    with pikepdf.open(made.path) as pdf:
        page = pdf.pages[0]
        hidden, seen = (
            f"BT 0 Tr /KehoachText 12 Tf 50 {y} Td <{code}> Tj ET\n".encode()
            for y, code in ((50, "00020002"), (90, "0003"))
        )
        page.contents_add(pikepdf.Stream(pdf, hidden), prepend=True)
        page.contents_add(pikepdf.Stream(pdf, seen))
        pdf.save(tmp_path / "layered.pdf")
    shown = words_of(tmp_path / "layered.pdf")
    assert len(shown) == 4
    again = written(tmp_path, opened(tmp_path / "layered.pdf"), [placed_page(["Tổ Tây."])])
    assert sorted(word[0] for word in words_of(again.path)) == sorted([shown[-1][0], "Tổ", "Tây."])


def born_digital(tmp_path: Path) -> tuple[Path, Page]:
    """A PDF whose visible words have their font with them, as it is made by this very program."""
    made = of_pdf(tmp_path, [scanned()], [placed_page()])
    path = tmp_path / "born.pdf"
    with pikepdf.open(made.path) as pdf:
        contents = b"\n".join(part.read_bytes() for part in pdf.pages[0].Contents)
        pdf.pages[0].Contents = pikepdf.Stream(pdf, contents.replace(b"3 Tr", b"0 Tr"))
        pdf.save(path)
    return path, placed_page([text.replace("HOÀ", "HÒA") for text in PLAN], origin=TextOrigin.TEXT_LAYER)


def test_a_page_of_good_text_of_its_own_is_left_alone(tmp_path: Path) -> None:
    path, page = born_digital(tmp_path)
    made = written(tmp_path, opened(path), [page])
    assert_in_place(words_of(made.path), page)
    with pikepdf.open(path) as before, pikepdf.open(made.path) as after:
        assert after.pages[0].Contents.read_bytes() == before.pages[0].Contents.read_bytes()


def test_a_text_that_reads_otherwise_gets_the_words_that_were_read(tmp_path: Path) -> None:
    path, _ = born_digital(tmp_path)
    made = written(
        tmp_path, opened(path), [placed_page(["Thôn Đông họp dân vào sáng chủ nhật."], origin=TextOrigin.TEXT_LAYER)]
    )
    assert {"Thôn", "họp", "nhật."} <= {word[0] for word in words_of(made.path)}


def test_a_text_that_stands_for_other_letters_is_seen_and_not_found(tmp_path: Path) -> None:
    path, page = born_digital(tmp_path)
    with pikepdf.open(path) as pdf:  # a map to Unicode that is off by some letters
        font = pdf.pages[0].resources.Font["/KehoachText"]
        font.ToUnicode.write(re.sub(rb"> <(..)(..)>", rb"> <04\2>", font.ToUnicode.read_bytes()))
        pdf.save(tmp_path / "garbled.pdf")
    made = written(tmp_path, opened(tmp_path / "garbled.pdf"), [placed_page()])
    document = pdfium.PdfDocument(made.path)
    assert "KẾ HOẠCH" in document[0].get_textpage().get_text_bounded()
    document.close()
    assert [word[0] for word in words_of(made.path)] == [
        word for line in place_words(document_of([page])) for text in line.texts for word in text.text.split()
    ]


def test_a_page_that_could_not_be_read_stays_and_is_told(tmp_path: Path) -> None:
    lost = placed_page([], number=2, problem="The page took too long.")
    made = of_pdf(tmp_path, [scanned(), scanned()], [placed_page(), lost])
    assert made.pages == 2
    assert words_of(made.path, 2) == []
    assert made.notes == ("Page 2 could not be read: The page took too long.",)


def image_file(path: Path, mode: str, **options: object) -> Path:
    grey = np.linspace(0, 255, 842 * 595).reshape(842, 595).astype(np.uint8)
    coloured = np.dstack([grey, grey[::-1], np.full_like(grey, 90)])
    image = {
        "1": lambda: Image.fromarray(grey).convert("1"),
        "L": lambda: Image.fromarray(grey),
        "RGB": lambda: Image.fromarray(coloured),
        "RGBA": lambda: Image.fromarray(coloured).convert("RGBA"),
        "P": lambda: Image.fromarray(coloured).quantize(32),
        "CMYK": lambda: Image.fromarray(coloured).convert("CMYK"),
    }[mode]()
    image.save(path, dpi=(72, 72), **options)
    return path


@pytest.mark.parametrize(
    ("name", "mode", "coding"),
    [
        pytest.param("a.png", "1", "/CCITTFaxDecode", id="two-level PNG"),
        pytest.param("a.png", "L", "/FlateDecode", id="grey PNG"),
        pytest.param("a.png", "RGB", "/FlateDecode", id="coloured PNG"),
        pytest.param("a.png", "RGBA", "/FlateDecode", id="PNG with transparency"),
        pytest.param("a.png", "P", "/FlateDecode", id="PNG with a palette"),
        pytest.param("a.tif", "1", "/CCITTFaxDecode", id="two-level TIFF"),
        pytest.param("a.tif", "RGB", "/FlateDecode", id="coloured TIFF"),
        pytest.param("a.jpg", "L", "/DCTDecode", id="grey JPEG"),
        pytest.param("a.jpg", "RGB", "/DCTDecode", id="coloured JPEG"),
    ],
)
def test_images_keep_every_dot(tmp_path: Path, name: str, mode: str, coding: str) -> None:
    path = image_file(tmp_path / name, mode)
    page = placed_page()
    made = written(tmp_path, opened(path), [page])
    assert_in_place(words_of(made.path), page)
    with pikepdf.open(made.path) as pdf, Image.open(path) as original:
        (image,) = pdf.pages[0].get_images().values()
        assert str(image.Filter) == coding
        if coding == "/DCTDecode":
            assert image.read_raw_bytes() == path.read_bytes()
        shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        assert (np.asarray(shown) == np.asarray(original.convert("RGB"))).all()


def test_a_four_colour_image_becomes_rgb(tmp_path: Path) -> None:
    made = written(tmp_path, opened(image_file(tmp_path / "a.jpg", "CMYK")), [placed_page()])
    assert images_of(made.path)[0][2] == "/DeviceRGB"


def test_a_photograph_lying_on_its_side_is_shown_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    pixels = np.full((300, 400), 255, dtype=np.uint8)
    pixels[:30, :40] = 0  # top left as it lies: top right as it is read
    Image.fromarray(pixels).save(tmp_path / "a.jpg", exif=exif, dpi=(72, 72))
    made = written(tmp_path, opened(tmp_path / "a.jpg"), [placed_page(size=(300, 400))])
    document = pdfium.PdfDocument(made.path)
    shown = document[0].render().to_numpy()[..., 0]
    document.close()
    assert shown.shape == (400, 300)
    assert shown[:35, 275:].mean() < 10
    assert shown[50:, :250].mean() > 245


def test_the_colours_of_an_image_keep_their_profile(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = image_file(tmp_path / "a.png", "RGB", icc_profile=profile)
    with pikepdf.open(written(tmp_path, opened(path), [placed_page()]).path) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.ColorSpace[0] == pikepdf.Name.ICCBased
        assert image.ColorSpace[1].read_bytes() == profile


def test_several_images_are_one_document(tmp_path: Path) -> None:
    paths = [image_file(tmp_path / f"x_p{number}.png", "L") for number in (1, 2)]
    (tmp_path / "x_p3.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    source = opened(*paths, tmp_path / "x_p3.png")
    lost = Page(3, 0.0, 0.0, (), TextOrigin.OCR, problem="The image is broken or cut off.")
    made = written(tmp_path, source, [placed_page(), placed_page(["Thôn Đông."], number=2), lost])
    assert len(images_of(made.path)) == 2
    assert [word[0] for word in words_of(made.path, 2)] == ["Thôn", "Đông."]
    assert words_of(made.path, 3) == []


def edited(tmp_path: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    """A scan after `change`."""
    path = tmp_path / "edited.pdf"
    with pikepdf.open(io.BytesIO(make_pdf([scanned()]))) as pdf:
        change(pdf)
        pdf.save(path)
    return path


def _scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.AA = pikepdf.Dictionary()
    pdf.pages[0].obj.AA = pikepdf.Dictionary()


def _smoothed(pdf: pikepdf.Pdf) -> None:
    for image in pdf.pages[0].get_images().values():
        image.Interpolate = True


def _with_transfer_function(pdf: pikepdf.Pdf) -> None:
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, TR=pikepdf.Name.Identity)
    pdf.pages[0].add_resource(state, pikepdf.Name.ExtGState, pikepdf.Name("/G"))


def _layered(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Watermark")))
    switch = pikepdf.Dictionary(Event=pikepdf.Name.View, Category=pikepdf.Array([pikepdf.Name.View]))
    setting = pikepdf.Dictionary(AS=pikepdf.Array([switch]), Order=pikepdf.Array())
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=setting)


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        pytest.param(_scripted, {"/JavaScript", "/JS", "/AA"}, id="scripts"),
        pytest.param(_smoothed, set(), id="smoothing"),
        pytest.param(_layered, {"/AS"}, id="switches of layers"),
        pytest.param(_with_transfer_function, {"/TR"}, id="transfer functions"),
    ],
)
def test_what_an_archive_may_not_hold_is_taken_out(
    tmp_path: Path, change: Callable[[pikepdf.Pdf], None], keys: set[str]
) -> None:
    made = written(tmp_path, opened(edited(tmp_path, change)), [placed_page()])
    with pikepdf.open(made.path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert not keys & set(item.keys())
                assert not item.get("/Interpolate")


def test_an_attachment_is_left_out_and_told(tmp_path: Path) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["bang.xlsx"] = b"PK"

    made = written(tmp_path, opened(edited(tmp_path, attach)), [placed_page()])
    assert made.notes == ("1 attached file is not in the copy.",)
    with pikepdf.open(made.path) as pdf:
        assert not pdf.attachments


def test_what_a_note_shows_becomes_part_of_the_page(tmp_path: Path) -> None:
    def note(pdf: pikepdf.Pdf) -> None:
        look = pikepdf.Stream(pdf, b"1 0 0 rg 0 0 100 40 re f")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 100, 40])
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            F=4,
            Rect=pikepdf.Array([100, 100, 200, 140]),
            AP=pikepdf.Dictionary(N=pdf.make_indirect(look)),
        )
        web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("http://vidu.vn"))
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=web
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(stamp), pdf.make_indirect(link)])

    made = written(tmp_path, opened(edited(tmp_path, note)), [placed_page()])
    with pikepdf.open(made.path) as pdf:
        (kept,) = pdf.pages[0].obj.Annots
        assert (kept.Subtype, kept.F) == (pikepdf.Name.Link, 4)
    document = pdfium.PdfDocument(made.path)
    assert tuple(document[0].render().to_numpy()[842 - 120, 150]) == (0, 0, 255)  # blue, green, red
    document.close()


_NEEDS_GHOSTSCRIPT = pytest.mark.skipif(find_ghostscript() is None, reason="needs Ghostscript")


@_NEEDS_GHOSTSCRIPT
def test_a_font_that_is_not_in_the_file_is_put_in(tmp_path: Path) -> None:
    made = of_pdf(tmp_path, [scanned(Text("abc", 60, 800))], [placed_page()])
    assert "the font Courier is not in the file (page 1)" in made.notes[0]
    with pikepdf.open(made.path) as pdf:
        assert find_obstacles(pdf) == ()
        assert pdf.open_metadata().pdfa_status == "2B"
    assert {"HÒA", "20/12/2021."} <= {word[0] for word in words_of(made.path)}


@_NEEDS_GHOSTSCRIPT
def test_a_font_whose_stand_in_looks_different_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ghostscript, "_MOST_DIFFERENCE", 0.0)
    with pytest.raises(NotArchivableError, match="page 1 would look different"):
        of_pdf(tmp_path, [PageSpec([Text("abc", 60, 800)])], [placed_page()])
    assert not (tmp_path / "out.pdf").exists()


def test_ghostscript_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ghostscript, "_PROGRAMS", ("no-such-program",))
    with pytest.raises(GhostscriptMissingError, match=r"the font Courier is not in the file \(page 1\)"):
        of_pdf(tmp_path, [scanned(Text("abc", 60, 800))], [placed_page()])
    assert of_pdf(tmp_path, [scanned()], [placed_page()]).pages == 1  # a scan needs none of it


def test_ghostscript_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ghostscript, "_PROGRAMS", ("false",))
    with pytest.raises(NotArchivableError, match="Ghostscript could not mend it"):
        of_pdf(tmp_path, [scanned(Text("abc", 60, 800))], [placed_page()])


@_NEEDS_GHOSTSCRIPT
def test_colours_for_a_press_become_rgb(tmp_path: Path) -> None:
    def colour(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"0 0 0 0.2 k 10 10 20 20 re f"))

    path = edited(tmp_path, colour)
    what = "colours are those of a printing press (CMYK) (page 1)"
    with pikepdf.open(path) as pdf:
        assert find_obstacles(pdf) == (what,)
    made = written(tmp_path, opened(path), [placed_page()])
    assert made.notes == (f"Mended by Ghostscript: {what}.",)
    with pikepdf.open(made.path) as pdf:
        assert find_obstacles(pdf) == ()


@_NEEDS_GHOSTSCRIPT
def test_what_ghostscript_leaves_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "find_obstacles", lambda pdf: ("it is odd",))
    with pytest.raises(NotArchivableError, match="it is odd, and Ghostscript left it so"):
        of_pdf(tmp_path, [scanned()], [placed_page()])


def test_a_text_has_no_pages_to_show(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("KẾ HOẠCH\nLàm sạch đường làng", "utf-8")
    page = placed_page(["KẾ HOẠCH"], origin=TextOrigin.PLAIN_TEXT)
    with pytest.raises(UnsupportedSourceError, match="no pages to show"):
        written(tmp_path, opened(path), [page])


@pytest.mark.parametrize("is_link", [False, True], ids=["by its name", "by a link to it"])
def test_the_source_is_never_written_to(tmp_path: Path, is_link: bool) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(make_pdf([scanned()]))
    target = path
    if is_link:
        target = tmp_path / "link.pdf"
        target.hardlink_to(path)
    before = path.read_bytes()
    source, pages = opened(path), [placed_page()]
    with pytest.raises(OutputIsSourceError):
        write_searchable_pdf(source, pages, finish_record(source, pages), target)
    assert path.read_bytes() == before


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(make_pdf([scanned()]))
    source, pages = opened(path), [placed_page()]
    with pytest.raises(OutputAccessError, match="cannot be written"):
        write_searchable_pdf(source, pages, finish_record(source, pages), tmp_path / "missing" / "out.pdf")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["plan.pdf"]
    assert not path.stat().st_mode & stat.S_IXUSR
