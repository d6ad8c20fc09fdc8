"""The words of a document's pages as ALTO (Library of Congress, version 4.4), one file a page.

Places are in tenths of a millimetre. A word that cleaning corrected carries CS="true" and, as its
alternative, what recognition had read; WC is the recognition's confidence.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from models.document import Document
from models.page import Page
from pipeline import __version__
from pipeline.export.files import finished
from pipeline.searchable.words import PlacedText, TextLine, place_words

_NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_POINT = 254 / 72  # tenths of a millimetre


def write_alto(document: Document, pages: Sequence[Page], source_name: str, folder: Path) -> tuple[Path, ...]:
    """A file `page-0001.xml` and so on for each page that could be read, into `folder`; which they are.

    Args:
        document: with the words as they were cleaned.
        pages: that it was made of.
        source_name: of the file that the pages are from.
        folder: made where it is missing.

    Raises:
        OSError: the folder cannot be written.
    """
    ET.register_namespace("", _NAMESPACE)
    lines: dict[int, list[TextLine]] = {}
    for line in place_words(document):
        lines.setdefault(line.page, []).append(line)
    written = []
    for page in pages:
        if page.problem:
            continue
        tree = ET.ElementTree(_alto(page, lines.get(page.number, []), source_name))
        ET.indent(tree)
        target = folder / f"page-{page.number:04}.xml"
        with finished(target) as unfinished:
            tree.write(unfinished, encoding="UTF-8", xml_declaration=True)
        written.append(target)
    return tuple(written)


def _alto(page: Page, lines: Sequence[TextLine], source_name: str) -> ET.Element:
    alto = ET.Element(_name("alto"), SCHEMAVERSION="4.4")
    description = _under(alto, "Description")
    _under(description, "MeasurementUnit").text = "mm10"
    _under(_under(description, "sourceImageInformation"), "fileName").text = source_name
    processing = _under(description, "Processing", ID="kehoach")
    _under(processing, "processingStepDescription").text = "; ".join(page.preparation) or page.text_origin.value
    software = _under(processing, "processingSoftware")
    _under(software, "softwareName").text = "kehoach"
    _under(software, "softwareVersion").text = __version__
    whole = {"HPOS": "0", "VPOS": "0", "WIDTH": _tenths(page.width), "HEIGHT": _tenths(page.height)}
    layout = _under(alto, "Layout")
    extent = {name: whole[name] for name in ("WIDTH", "HEIGHT")}
    sheet = _under(layout, "Page", ID=f"page{page.number}", PHYSICAL_IMG_NR=str(page.number), **extent)
    space = _under(sheet, "PrintSpace", **whole)
    if lines:
        block = _under(space, "TextBlock", ID=f"block{page.number}", **_box([t for line in lines for t in line.texts]))
        for number, line in enumerate(lines):
            _add_line(block, line, f"line{page.number}_{number}")
    return alto


def _add_line(block: ET.Element, line: TextLine, identity: str) -> None:
    element = _under(block, "TextLine", ID=identity, **_box(line.texts))
    for number, word in enumerate(line.texts):
        if number:
            _under(element, "SP")
        attributes = {"ID": f"{identity}_{number}", "CONTENT": word.text, **_box([word])}
        if word.confidence is not None:
            attributes["WC"] = f"{word.confidence:.2f}"
        if word.text == word.read:
            _under(element, "String", **attributes)
        else:
            corrected = _under(element, "String", **attributes, CS="true")
            _under(corrected, "ALTERNATIVE", PURPOSE="recognised").text = word.read


def _box(words: Sequence[PlacedText]) -> dict[str, str]:
    left, top = min(word.x0 for word in words), min(word.y0 for word in words)
    width, height = max(word.x1 for word in words) - left, max(word.y1 for word in words) - top
    places = {"HPOS": left, "VPOS": top, "WIDTH": width, "HEIGHT": height}
    return {name: _tenths(value) for name, value in places.items()}


def _tenths(points: float) -> str:
    return str(max(0, round(points * _POINT)))


def _under(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
