"""Words as invisible text over the places where they are printed.

Every word is set in text rendering mode 3 (neither filled nor stroked, ISO 32000-1, 9.3.6),
stretched to the width of its box; the words of a line share one height, so that marking text
in a viewer gives even bars. Lines stand in reading order, with a space after each word.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean, median, quantiles

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from pipeline.searchable.font import ADVANCE, ASCENT, DESCENT, EM, build_font
from pipeline.searchable.plane import Plane
from pipeline.searchable.words import PlacedText, TextLine

_FONT_NAME = "/KehoachText"
_BASE_FONT = "/KHOACH+Invisible"  # the six capitals mark a font that holds some glyphs only
_HUSH = b"q /Span << /ActualText ( ) >> BDC\n"
_LEAST_SIZE = 1.0  # points
_LEAST_GAP = 0.12  # between words, in heights of the line: half of the narrowest space that is printed
_MOST_BAND = 1.8  # heights of a word: capitals with two marks and a descender reach 1.6
_FEWEST_FOR_SLOPE = 4
_SPACE = " "
_CHUNK = 100  # entries a block of a character map, ISO 32000-1, 9.10.3


class InvisibleFont:
    """The font of a document: its characters get numbers in the order of Unicode."""

    def __init__(self, pdf: Pdf, texts: Iterable[str]) -> None:
        """Add the font to the document, for these texts."""
        letters = sorted({letter for text in texts for letter in text} | {_SPACE})
        self._codes = {letter: code for code, letter in enumerate(letters, start=1)}
        self._object = _font_object(pdf, letters)

    def write(
        self, pdf: Pdf, page: Page, plane: Plane, lines: Sequence[TextLine], *, is_own_text_hushed: bool = False
    ) -> None:
        """Write the lines over the page, whose own contents are kept as they are.

        With `is_own_text_hushed`, programs that search and copy are told that what the page itself
        writes is to be taken for a space (ISO 32000-1, 14.9.4); it is seen as before.
        """
        before, after = (_HUSH, b"\nEMC\nQ\n") if is_own_text_hushed else (b"q\n", b"\nQ\n")
        page.add_resource(self._object, Name.Font, Name(_FONT_NAME), replace_existing=True)
        body = "".join(part for line in lines for part in self._line(line, plane))
        content = f"q BT 3 Tr {_FONT_NAME} 1 Tf\n{body}ET Q\n".encode("ascii")
        page.contents_add(Stream(pdf, before), prepend=True)
        page.contents_add(Stream(pdf, after + content))

    def _line(self, line: TextLine, plane: Plane) -> Iterable[str]:
        a, b, c, d = plane.axes
        for number, (text, (top, bottom)) in enumerate(zip(line.texts, _bands(line.texts), strict=True)):
            size = max(bottom - top, _LEAST_SIZE)
            baseline = bottom + size * DESCENT / EM
            following = line.texts[number + 1].x0 if number + 1 < len(line.texts) else text.x1 + size
            middle = (text.x0 + text.x1) / 2
            # Boxes of neighbours may touch; programs that see no gap there take both for one word.
            end = max(min(text.x1, following - _LEAST_GAP * size), middle) if following > middle else text.x1
            for piece, x0, x1 in ((text.text, text.x0, end), (_SPACE, end, max(following, end + 0.1))):
                x, y = plane.to_user(x0, baseline)
                # The font's unit size is stretched across by the box, and up by the band of the line.
                across = max(x1 - x0, 0.1) * EM / (ADVANCE * len(piece))
                matrix = " ".join(map(_number, (a * across, b * across, c * size, d * size, x, y)))
                yield f"{matrix} Tm <{self._shown(piece)}> Tj\n"

    def _shown(self, text: str) -> str:
        return "".join(f"{self._codes[letter]:04x}" for letter in text)


def _bands(texts: Sequence[PlacedText]) -> list[tuple[float, float]]:
    """Top and bottom for each word: those of its line, which may run up or down the page a little."""
    own = [(text.y0, text.y1) for text in texts]
    if len(texts) == 1:
        return own
    xs = [(text.x0 + text.x1) / 2 for text in texts]
    slope = _slope(xs, [(top + bottom) / 2 for top, bottom in own])
    # A fifth of the words may stand out: a bracket, ink that was taken for a part of a letter.
    top = quantiles((top - slope * x for (top, _), x in zip(own, xs, strict=True)), n=5, method="inclusive")[0]
    bottom = quantiles((bottom - slope * x for (_, bottom), x in zip(own, xs, strict=True)), n=5, method="inclusive")[3]
    if bottom - top > _MOST_BAND * median(high for high in (bottom - top for top, bottom in own)):
        return own  # two lines of print that were taken for one
    return [(top + slope * x, bottom + slope * x) for x in xs]


def _slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """How far a line falls for each point to the right; of few words the letters' shapes look like a slope."""
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    if len(xs) < _FEWEST_FOR_SLOPE or not spread:
        return 0.0
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _font_object(pdf: Pdf, letters: Sequence[str]) -> Object:
    file = Stream(pdf, build_font())
    file.Length1 = len(build_font())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(_BASE_FONT),
        Flags=5,  # one width, symbolic
        FontBBox=Array([0, DESCENT, ADVANCE, ASCENT]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=pdf.make_indirect(file),
    )
    glyphs = Stream(pdf, b"\0\0" + b"\0\1" * len(letters))
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(_BASE_FONT),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=pdf.make_indirect(glyphs),
        DW=ADVANCE,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(_BASE_FONT),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(Stream(pdf, _character_map(letters))),
    )
    return pdf.make_indirect(font)


def _character_map(letters: Sequence[str]) -> bytes:
    lines = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in enumerate(letters, start=1)]
    blocks = (lines[start : start + _CHUNK] for start in range(0, len(lines), _CHUNK))
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
