import hashlib
import io
import os
import pickle
import socket
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import numpy as np
import pytest
from PIL import Image

from models.errors import (
    DamagedSourceError,
    EmptySourceError,
    EncryptedSourceError,
    ImageTooSmallError,
    KehoachError,
    SourceAccessError,
    SourceNotFoundError,
    SourceTooLargeError,
    UnsupportedSourceError,
)
from models.settings import Settings
from models.source import MediaType, Source, SourceFiles
from pipeline.ingest import find_sources, open_source, source_id
from tests.pdf_maker import PageSpec, Picture, Text, make_pdf

_SETTINGS = Settings()
_PAGE = PageSpec([Text("Kế hoạch tổ chức thực hiện", 80, 80)])


def _image(kind: str = "PNG", size: tuple[int, int] = (60, 80), **options: object) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (size[1], size[0]), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _png_header(width: int, height: int) -> bytes:
    """A PNG whose header claims a size, with a little data: decoding it would take gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def _docx(text: str = "Kế hoạch tổ chức thực hiện") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in names.items():
            package.writestr(name, data)
    return out.getvalue()


def _open(folder: Path, name: str, data: bytes, settings: Settings = _SETTINGS) -> Source:
    (folder / name).write_bytes(data)
    return open_source(SourceFiles((folder / name,), Path(name).stem), settings)


def _stems(*paths: Path, join: bool = True) -> list[str]:
    return [source.stem for source in find_sources(paths, join=join).sources]


def test_a_folder_is_searched_in_order_and_what_is_no_document_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, data in {
        "b/z.pdf": make_pdf([_PAGE]),
        "a.txt": "Kế hoạch".encode(),
        "c.docx": _docx(),
        ".DS_Store": b"\0\0",
        ".hidden/x.pdf": make_pdf([_PAGE]),
        "~$c.docx": b"lock",
        "table.xlsx": _zip({"xl/workbook.xml": b""}),
        "record.json": b"{}",
        "program.exe": b"MZ\x90\0\0",
        "nameless": "Kế hoạch".encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
    found = find_sources([tmp_path])
    assert [source.stem for source in found.sources] == ["a", "z", "c", "nameless"]
    assert [path.name for path in found.skipped] == ["program.exe", "record.json", "table.xlsx"]
    assert found.failures == ()


def test_broken_documents_of_a_folder_are_kept_so_that_their_failure_is_seen(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "zeros.png").write_bytes(bytes(500))
    (tmp_path / "empty.log").write_bytes(b"")
    assert _stems(tmp_path) == ["empty", "zeros"]


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".txt", ".md", ".docx", ".PDF"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a\0b", id="zero byte"),
        pytest.param("Kế hoạch".encode("utf-16-le"), id="UTF-16 without mark"),
        pytest.param(b"<!DOCTYPE html><p>", id="web page"),
        pytest.param(b"PK\x03\x04", id="broken archive"),
    ],
)
def test_what_is_called_a_document_is_tried_in_a_folder_and_fails_with_its_reason(
    tmp_path: Path, suffix: str, data: bytes
) -> None:
    (tmp_path / f"a{suffix}").write_bytes(data)
    (tmp_path / "a.bin").write_bytes(data)
    found = find_sources([tmp_path])
    assert ([source.stem for source in found.sources], [path.name for path in found.skipped]) == (["a"], ["a.bin"])
    with pytest.raises((UnsupportedSourceError, DamagedSourceError)) as caught:
        open_source(found.sources[0], _SETTINGS)
    assert caught.value.cause
    assert caught.value.remedy


def test_a_path_that_is_not_there_is_a_failure_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kế hoạch")
    found = find_sources([tmp_path / "missing.pdf", tmp_path / "a.txt"])
    assert [source.stem for source in found.sources] == ["a"]
    assert isinstance(found.failures[0].error, SourceNotFoundError)


def test_links_in_a_circle_and_to_nowhere_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kế hoạch")
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "gone.pdf")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "same.txt").symlink_to(tmp_path / "a.txt")
    found = find_sources([tmp_path, tmp_path / "a.txt"])
    assert [source.stem for source in found.sources] == ["a"]
    assert [failure.path.name for failure in found.failures] == ["self"]


def test_a_socket_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert find_sources([tmp_path]).skipped == (tmp_path / "pipe.pdf",)
    failure = find_sources([tmp_path / "pipe.pdf"]).failures[0]
    assert isinstance(failure.error, UnsupportedSourceError)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.pdf"))
        assert len(find_sources([tmp_path]).skipped) == 2


def test_a_folder_without_rights_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Kế hoạch")
    (tmp_path / "locked").mkdir()
    scan = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_sources([tmp_path])
    assert [source.stem for source in found.sources] == ["a"]
    assert isinstance(found.failures[0].error, SourceAccessError)
    assert "permission" in str(found.failures[0].error).lower()


def test_a_file_without_rights_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([_PAGE]))

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceAccessError):
        open_source(SourceFiles((path,), "a"), _SETTINGS)


@pytest.mark.parametrize(
    ("names", "stems"),
    [
        pytest.param(["x_p1.png", "x_p2.png", "x_p10.png"], ["x_p1", "x_p10", "x_p2"], id="a page is missing"),
        pytest.param([f"x_p{n}.png" for n in range(1, 12)], ["x"], id="p and number, in numeric order"),
        pytest.param(["x-001.jpg", "x-002.jpeg"], ["x"], id="zeros, one family of endings"),
        pytest.param(["x (1).png", "x (2).png"], ["x"], id="brackets"),
        pytest.param(["x 01.tif", "x 02.tiff"], ["x"], id="space"),
        pytest.param(["x_trang_1.png", "x_trang_2.png"], ["x"], id="trang"),
        pytest.param(["x page 0.png", "x page 1.png"], ["x"], id="page, from zero"),
        pytest.param(["x_p1.png", "x_p2.png", "y_p1.png", "y_p2.png"], ["x", "y"], id="two documents"),
        pytest.param(["QD_2019.png", "QD_2020.png"], ["QD_2019", "QD_2020"], id="years"),
        pytest.param(["3.png", "71.png"], ["3", "71"], id="numbers far apart"),
        pytest.param(["x_1.png", "x_2.jpg"], ["x_1", "x_2"], id="two families"),
        pytest.param(["x_1.png", "x_01.png"], ["x_01", "x_1"], id="the same number twice"),
        pytest.param(["x_p1.png"], ["x_p1"], id="one page"),
        pytest.param(["x_1.pdf", "x_2.pdf"], ["x_1", "x_2"], id="no images"),
        pytest.param(["step1.png", "step2.png"], ["step"], id="the last letter of a word is no page mark"),
    ],
)
def test_page_images_are_joined(tmp_path: Path, names: list[str], stems: list[str]) -> None:
    for name in names:
        data = make_pdf([_PAGE]) if name.endswith("pdf") else _image()
        (tmp_path / name).write_bytes(data)
    assert _stems(tmp_path) == stems
    assert _stems(tmp_path, join=False) == sorted(Path(name).stem for name in names)


def test_numbers_alone_take_the_folder_for_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "ho-so"
    folder.mkdir()
    for name in ("1.png", "2.png", "10.png", "3.png", "4.png", "5.png", "6.png", "7.png", "8.png", "9.png"):
        (folder / name).write_bytes(_image())
    (source,) = find_sources([folder]).sources
    assert source.stem == "ho-so"
    assert [path.stem for path in source.paths] == [str(n) for n in range(1, 11)]


def test_a_joined_document_has_the_digest_of_its_parts(tmp_path: Path) -> None:
    parts = [_image(size=(60, 80)), _image(size=(70, 80))]
    for number, data in enumerate(parts, start=1):
        (tmp_path / f"x_p{number}.png").write_bytes(data)
    (files,) = find_sources([tmp_path]).sources
    source = open_source(files, _SETTINGS)
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    assert source.document_id == "sha256:" + hashlib.sha256(digests).hexdigest()
    assert source_id(files, _SETTINGS) == source.document_id
    assert (source.page_count, source.byte_size, source.stem) == (2, sum(map(len, parts)), "x")
    assert pickle.loads(pickle.dumps(source)) == source


def test_a_broken_part_is_a_page_with_a_problem(tmp_path: Path) -> None:
    good, broken = _image(), _image()[:200]
    for number, data in enumerate([good, broken, b"", make_pdf([_PAGE])], start=1):
        (tmp_path / f"x_p{number}.png").write_bytes(data)
    (files,) = find_sources([tmp_path]).sources
    source = open_source(files, _SETTINGS)
    assert [place.problem is None for place in source.pages] == [True, False, False, False]
    (tmp_path / "x_p1.png").write_bytes(broken)
    with pytest.raises(DamagedSourceError):
        open_source(files, _SETTINGS)


@pytest.mark.parametrize(
    ("name", "data", "media_type", "pages"),
    [
        pytest.param("a.pdf", make_pdf([_PAGE, _PAGE]), MediaType.PDF, 2, id="PDF"),
        pytest.param("a.txt", make_pdf([_PAGE]), MediaType.PDF, 1, id="PDF with another ending"),
        pytest.param("a.pdf", b"HTTP noise\r\n" + make_pdf([_PAGE]), MediaType.PDF, 1, id="PDF after noise"),
        pytest.param("a.pdf", make_pdf([_PAGE]) + b"<html>" * 900, MediaType.PDF, 1, id="PDF before a web page"),
        pytest.param("a.pdf", _image(), MediaType.PNG, 1, id="PNG called PDF"),
        pytest.param("a.png", _image("JPEG"), MediaType.JPEG, 1, id="JPEG called PNG"),
        pytest.param("a.tif", _image("TIFF"), MediaType.TIFF, 1, id="TIFF"),
        pytest.param("a.pdf", "Kế hoạch\ntháng 3".encode(), MediaType.TEXT, 1, id="text called PDF"),
        pytest.param("a.txt", "trang một\ftrang hai\f".encode(), MediaType.TEXT, 2, id="text of two pages"),
        pytest.param("a.txt", "cột\x07cột\x0bdòng".encode(), MediaType.TEXT, 1, id="text with Word's leftovers"),
        pytest.param("a.md", "# Kế hoạch".encode(), MediaType.MARKDOWN, 1, id="Markdown"),
        pytest.param("a.doc", _docx(), MediaType.DOCX, 1, id="DOCX called DOC"),
    ],
)
def test_the_content_decides(tmp_path: Path, name: str, data: bytes, media_type: MediaType, pages: int) -> None:
    source = _open(tmp_path, name, data)
    assert (source.media_type, source.page_count, source.byte_size) == (media_type, pages, len(data))
    assert source.document_id == "sha256:" + hashlib.sha256(data).hexdigest()
    assert source_id(SourceFiles(source.paths, source.stem), _SETTINGS) == source.document_id
    assert (tmp_path / name).read_bytes() == data


def test_a_tiff_has_its_frames_for_pages(tmp_path: Path) -> None:
    frames = [Image.new("L", (60, 80), shade) for shade in (0, 100, 200)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert _open(tmp_path, "a.tif", out.getvalue()).page_count == 3


_PDF = make_pdf([PageSpec(pictures=[Picture(np.arange(40_000, dtype=np.uint8).reshape(200, 200), (0, 0, 595, 842))])])
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        pytest.param("a.pdf", b"", EmptySourceError, "empty", id="empty file"),
        pytest.param("a.txt", b" \n\n ", EmptySourceError, "white space", id="white space"),
        pytest.param("a.pdf", _PDF[: len(_PDF) // 2], DamagedSourceError, "cut off", id="half a PDF"),
        pytest.param("a.pdf", _PDF[:-60], DamagedSourceError, "cut off", id="PDF without its end"),
        pytest.param("a.pdf", b"%PDF-1.7\nnothing", DamagedSourceError, "broken", id="PDF of nothing"),
        pytest.param("a.pdf", make_pdf([]), (EmptySourceError, DamagedSourceError), "PDF", id="PDF without pages"),
        pytest.param("a.pdf", make_pdf([_PAGE], is_encrypted=True), EncryptedSourceError, "password", id="locked PDF"),
        pytest.param("a.png", _image()[:500], DamagedSourceError, "cut off", id="half a PNG"),
        pytest.param("a.jpg", _image("JPEG")[:700], DamagedSourceError, "cut off", id="half a JPEG"),
        pytest.param("a.tif", _image("TIFF")[:900], DamagedSourceError, "cut off", id="half a TIFF"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n", DamagedSourceError, "broken", id="PNG of its mark alone"),
        pytest.param("a.docx", _docx()[:3000], DamagedSourceError, "Word", id="half a DOCX"),
        pytest.param("a.doc", _OLE, UnsupportedSourceError, "DOCX or PDF", id="DOC"),
        pytest.param(
            "a.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedSourceError, "password", id="locked DOCX"
        ),
        pytest.param("a.xlsx", _zip({"xl/a": b""}), UnsupportedSourceError, "Excel", id="XLSX"),
        pytest.param("a.zip", _zip({"x.pdf": b""}), UnsupportedSourceError, "Unpack", id="ZIP"),
        pytest.param("a.pptx", _zip({"ppt/a": b""}), UnsupportedSourceError, "presentation", id="PPTX"),
        pytest.param("a.odt", _zip({"content.xml": b""}), UnsupportedSourceError, "OpenDocument", id="ODT"),
        pytest.param("a.exe", b"MZ\x90\0\x03", UnsupportedSourceError, "program", id="program"),
        pytest.param("a.rtf", b"{\\rtf1 abc}", UnsupportedSourceError, "DOCX", id="RTF"),
        pytest.param("a.gif", b"GIF89a....", UnsupportedSourceError, "PNG", id="GIF"),
        pytest.param("a.html", b"<!DOCTYPE html><p>", UnsupportedSourceError, "web page", id="web page"),
        pytest.param("a.bin", bytes(range(256)), UnsupportedSourceError, "not supported", id="bytes"),
        pytest.param("a.txt", "Kế".encode("utf-16-le"), UnsupportedSourceError, "UTF-16 without", id="UTF-16, no mark"),
        pytest.param("a.pdf", bytes(900), DamagedSourceError, "zero bytes", id="zeros"),
        pytest.param("a.pdf", bytes(range(256)), DamagedSourceError, ".pdf", id="bytes called PDF"),
        pytest.param("a.png", _image(size=(1, 1)), ImageTooSmallError, "1 x 1", id="image of one pixel"),
        pytest.param("a.png", _png_header(30_000, 30_000), SourceTooLargeError, "30,000 x 30,000", id="huge image"),
        pytest.param("a.txt", "План на год".encode("koi8-r") * 9, DamagedSourceError, "UTF-8", id="unknown encoding"),
    ],
)
def test_bad_files(
    tmp_path: Path, name: str, data: bytes, error: type[KehoachError] | tuple[type[KehoachError], ...], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        _open(tmp_path, name, data)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("settings", "data"),
    [
        pytest.param(Settings(max_file_bytes=100), make_pdf([_PAGE]), id="bytes"),
        pytest.param(Settings(max_pages=2), make_pdf([_PAGE] * 3), id="pages of a PDF"),
        pytest.param(Settings(max_pages=2), b"a\fb\fc", id="pages of a text"),
        pytest.param(Settings(max_page_pixels=4000), _image(), id="pixels"),
    ],
)
def test_limits(tmp_path: Path, settings: Settings, data: bytes) -> None:
    with pytest.raises(SourceTooLargeError, match="limit"):
        _open(tmp_path, "a", data, settings)


def test_three_thousand_empty_pages_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(SourceTooLargeError, match="3,000 pages"):
        _open(tmp_path, "a.pdf", make_pdf([PageSpec()] * 3000))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = _zip({"[Content_Types].xml": b"", "word/document.xml": b" " * 120_000_000})
    with pytest.raises(DamagedSourceError, match="unpacks"):
        _open(tmp_path, "a.docx", bomb)


def test_a_vanished_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        open_source(SourceFiles((tmp_path / "gone.pdf",), "gone"), _SETTINGS)
    with pytest.raises(SourceNotFoundError):
        source_id(SourceFiles((tmp_path / "gone.pdf",), "gone"), _SETTINGS)
