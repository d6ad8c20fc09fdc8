"""Small PDFs for tests, put together by hand: text with a true or false character map, images, notes."""

import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

A4 = (595.0, 842.0)
_FIRST_CODE = 33  # a byte a letter, given out as letters come; the map to Unicode makes them text


@dataclass
class Text:
    """A line of text: `x` and the distance `y` of its base line from the top, in points."""

    text: str
    x: float
    y: float
    size: float = 13.0
    is_bold: bool = False
    angle_matrix: tuple[float, float, float, float] = (1, 0, 0, 1)
    is_invisible: bool = False
    font: str | None = None  # its name in the file: the text is then bytes of Windows-1252, without a map to Unicode
    stretch: float = 100.0  # percent of the letters' own width


@dataclass
class Picture:
    """Pixels in a box of points from the page's top-left corner."""

    pixels: NDArray[np.uint8]
    box: tuple[float, float, float, float]
    is_damaged: bool = False


@dataclass
class PageSpec:
    texts: Sequence[Text] = ()
    pictures: Sequence[Picture] = ()
    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None  # the box of PDF user space that is shown
    curves: int = 0
    drawn: str = ""  # operators of PDF that draw what stands nowhere else
    fields: Sequence[tuple[str, float]] = ()  # what was typed into form fields, and how far from the top
    note: str | None = None  # text in the appearance of an annotation, 40 points from the top
    is_missing: bool = False


@dataclass
class _Writer:
    objects: list[bytes] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    fonts: dict[str, int] = field(default_factory=dict)  # by name in the file: the number of the object

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "", *, is_packed: bool = True) -> int:
        packed = zlib.compress(data) if is_packed else data
        entries = f"{entries} /Filter /FlateDecode" if is_packed else entries
        return self.add(f"<< /Length {len(packed)} {entries} >>\nstream\n".encode() + packed + b"\nendstream")

    def named_font(self, name: str) -> int:
        if name not in self.fonts:
            widths = " ".join(["600"] * 224)
            described = self.add(
                f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /ItalicAngle 0 /Ascent 900 /Descent -200 "
                "/CapHeight 700 /StemV 80 /FontBBox [0 -200 600 900] >>".encode()
            )
            self.fonts[name] = self.add(
                f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 32 /LastChar 255 /Widths [{widths}] "
                f"/Encoding /WinAnsiEncoding /FontDescriptor {described} 0 R >>".encode()
            )
        return self.fonts[name]

    def shown(self, text: str) -> str:
        codes = [self.codes.setdefault(c, _FIRST_CODE + len(self.codes)) if c != " " else 32 for c in text]
        assert max(codes, default=0) < 256
        return "".join(f"{code:02x}" for code in codes)


def make_pdf(pages: Sequence[PageSpec], *, is_encrypted: bool = False) -> bytes:
    """A PDF of the pages; with `is_encrypted`, one that asks for a password."""
    writer = _Writer()
    catalog, tree = writer.add(b""), writer.add(b"")
    fonts = {False: writer.add(b""), True: writer.add(b"")}
    kids = [_add_page(writer, page, tree, fonts) for page in pages]
    map_ = writer.stream(_to_unicode(writer.codes), is_packed=False)
    for is_bold, number in fonts.items():
        name = "Courier-Bold" if is_bold else "Courier"
        letters = {code: letter for letter, code in writer.codes.items()}
        widths = " ".join("0" if unicodedata.combining(letters.get(code, " ")) else "600" for code in range(32, 256))
        writer.objects[number - 1] = (
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /FirstChar 32 /LastChar 255 "
            f"/Widths [{widths}] /ToUnicode {map_} 0 R >>"
        ).encode()
    writer.objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
    references = " ".join(f"{kid} 0 R" for kid in kids)
    writer.objects[tree - 1] = f"<< /Type /Pages /Kids [{references}] /Count {len(kids)} >>".encode()
    return _assemble(writer.objects, catalog, is_encrypted=is_encrypted)


def _add_page(writer: _Writer, page: PageSpec, tree: int, fonts: dict[bool, int]) -> int:
    if page.is_missing:
        return len(writer.objects) + 100_000  # points at nothing
    width, height = page.size
    parts: list[str] = []
    images: list[str] = []
    for number, picture in enumerate(page.pictures):
        images.append(f"/I{number} {_add_picture(writer, picture)} 0 R")
        x0, y0, x1, y1 = picture.box
        parts.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {height - y1} cm /I{number} Do Q")
    parts += [f"{10 + n % 500} 10 m {20 + n % 500} 30 40 50 60 {70 + n % 7} c S" for n in range(page.curves)]
    parts.append(page.drawn)
    parts += [_shown_text(writer, text, height) for text in page.texts]
    content = writer.stream("\n".join(parts).encode())
    named = " ".join(f"/{_font_key(name)} {writer.named_font(name)} 0 R" for name in _named_fonts(page))
    resources = (
        f"<< /Font << /F0 {fonts[False]} 0 R /F1 {fonts[True]} 0 R {named} >> /XObject << {' '.join(images)} >> >>"
    )
    crop = "" if page.crop is None else f"/CropBox [{' '.join(map(str, page.crop))}]"
    notes = ""
    references = [writer.add(_typed_field(text, height - down)) for text, down in page.fields]
    if page.note is not None:
        shown = _shown_text(writer, Text(page.note, 5, 25), 40)
        form = writer.stream(shown.encode(), f"/Type /XObject /Subtype /Form /BBox [0 0 300 40] /Resources {resources}")
        box = f"[60 {height - 80} 360 {height - 40}]"
        note = writer.add(f"<< /Type /Annot /Subtype /Stamp /F 4 /Rect {box} /AP << /N {form} 0 R >> >>".encode())
        references.append(note)
    if references:
        notes = f"/Annots [{' '.join(f'{number} 0 R' for number in references)}]"
    return writer.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] {crop} /Rotate {page.rotate} "
        f"/Resources {resources} /Contents {content} 0 R {notes} >>".encode()
    )


def _typed_field(text: str, top: float) -> bytes:
    """A text field without a picture of its value, as programs leave it that have the viewer draw it."""
    value = (b"\xfe\xff" + text.encode("utf-16-be")).hex()
    box = f"[300 {top - 14} 500 {top}]"
    return f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /F 4 /Rect {box} /V <{value}> >>".encode()


def _shown_text(writer: _Writer, text: Text, height: float) -> str:
    a, b, c, d = text.angle_matrix
    mode = 3 if text.is_invisible else 0
    font = f"F{int(text.is_bold)}" if text.font is None else _font_key(text.font)
    codes = writer.shown(text.text) if text.font is None else _western(text.text).hex()
    return (
        f"BT /{font} {text.size} Tf {mode} Tr {text.stretch} Tz {a} {b} {c} {d} {text.x} {height - text.y} Tm "
        f"<{codes}> Tj ET"
    )


def _named_fonts(page: PageSpec) -> list[str]:
    return sorted({text.font for text in page.texts if text.font is not None})


def _font_key(name: str) -> str:
    return "N" + name.encode().hex()


def _western(text: str) -> bytes:
    """The bytes that Windows-1252 shows as the text; where it has no letter for a byte, the control of that number."""
    return b"".join(c.encode("latin-1") if 0x80 <= ord(c) < 0xA0 else c.encode("cp1252") for c in text)


def _add_picture(writer: _Writer, picture: Picture) -> int:
    height, width = picture.pixels.shape[:2]
    space = "/DeviceRGB" if picture.pixels.ndim == 3 else "/DeviceGray"
    entries = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space} /BitsPerComponent 8"
    if picture.is_damaged:
        return writer.stream(b"\xff\xd8\xff\xe0 no image", f"{entries} /Filter /DCTDecode", is_packed=False)
    return writer.stream(picture.pixels.tobytes(), entries)


def _to_unicode(codes: dict[str, int]) -> bytes:
    lines = [f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    chunks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{body}\nendcmap end end"
    ).encode()


def _assemble(objects: Sequence[bytes], root: int, *, is_encrypted: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    locked = ""
    if is_encrypted:  # keys that no empty password opens
        key = "ab" * 32
        locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> /ID [<{key}> <{key}>]"
    out += f"trailer << /Size {len(objects) + 1} /Root {root} 0 R {locked} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
