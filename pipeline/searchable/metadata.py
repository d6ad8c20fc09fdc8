"""What a document says of itself: title, issuer and date for catalogues, and where its parts begin.

The same values stand in XMP (Dublin Core, ISO 16684-1) and in the document information, as PDF/A
asks for. No clock is read: the same record gives the same bytes.
"""

import re
from collections.abc import Callable, Sequence

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream, String
from PIL import ImageCms

from models.document import Document
from models.record import PlanRecord, Section
from pipeline import __version__
from pipeline.readable import date_text, document_number
from pipeline.searchable.plane import Point

_CERTAIN_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")  # EDTF without blanks is a W3C date
_PDF_DATE = re.compile(
    r"D:(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)"
    r"(?:Z(?:00'?(?:00'?)?)?|([+-](?:0\d|1[0-4]))'?([0-5]\d)?'?)?"
)
_MOST_HEADING = 120  # characters of a bookmark
_ICC_VERSION = bytes((4, 0x20, 0, 0))  # the newest that ISO 32000-1 knows


def write_metadata(pdf: Pdf, record: PlanRecord, stem: str) -> None:
    """Mark the document as PDF/A-2b and name its title, issuer, number, date and language."""
    header = record.header
    title = header.title.value if header.title else stem
    number = document_number(
        header.number.value if header.number else None, header.symbol.value if header.symbol else None
    )
    issued = header.issued.value.edtf if header.issued else None
    about = ", ".join(
        filter(
            None,
            (
                " ".join(filter(None, (header.doc_type.value if header.doc_type else None, number))),
                date_text(issued) if issued else None,
            ),
        )
    )
    created = str(pdf.docinfo.get(Name.CreationDate, ""))
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        if header.issuer:
            metadata["dc:creator"] = [header.issuer.value]
        if about:
            metadata["dc:description"] = about
        if header.number and number:
            metadata["dc:identifier"] = number
        if issued and _CERTAIN_DATE.fullmatch(issued):
            metadata["dc:date"] = [issued]
        metadata["dc:language"] = {"vi"}
        metadata["dc:format"] = "application/pdf"
        metadata["pdf:Producer"] = f"kehoach {__version__}"
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        if day := _xmp_date(created):
            metadata["xmp:CreateDate"] = day
    pdf.Root.Lang = String("vi")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _set_output_intent(pdf)


def write_bookmarks(
    pdf: Pdf, record: PlanRecord, document: Document, place: Callable[[int, float, float], Point]
) -> None:
    """A bookmark for each section, nested as the sections are, at the line where it begins.

    Args:
        pdf: the document.
        record: of the document; without sections no bookmark is made.
        document: whose words say where a section stands.
        place: gives the point in user space for a page (from 1) and a point of it as shown.
    """
    if not record.sections:
        return

    def items(sections: Sequence[Section]) -> list[OutlineItem]:
        made = []
        for section in sections:
            name = " ".join(filter(None, (f"{section.label}." if section.label else "", section.heading)))
            if not name:  # the plan's preamble or closing, which prints no heading
                made.extend(items(section.children))
                continue
            words = document.words_of(section.start, section.start + 1)
            page, x, y = (words[0].page, 0.0, words[0].y0) if words else (section.page, 0.0, 0.0)
            left, top = place(page, x, y)
            item = OutlineItem(_shortened(name), page - 1, "XYZ", left=left, top=top)
            item.children.extend(items(section.children))
            item.is_closed = section.level > 1
            made.append(item)
        return made

    with pdf.open_outline() as outline:
        outline.root[:] = items(record.sections)
    pdf.Root.PageMode = Name.UseOutlines


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_HEADING else text[: _MOST_HEADING - 1].rstrip() + "…"


def _xmp_date(pdf_date: str) -> str | None:
    """A PDF date with its time ("D:20190212083000+07'00'") as XMP writes it; None where it is less, or none."""
    match = _PDF_DATE.fullmatch(pdf_date)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone_hour, zone_minute = match.groups()
    zone = f"{zone_hour}:{zone_minute or '00'}" if zone_hour else "Z"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _set_output_intent(pdf: Pdf) -> None:
    """State that colours are sRGB, in place of any other such statement."""
    profile = Stream(pdf, _srgb_profile())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _srgb_profile() -> bytes:
    """The ICC profile of sRGB without the time of its making."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[8:12] = _ICC_VERSION
    made[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 2000-01-01
    made[84:100] = bytes(16)  # the profile's checksum, which may be left out
    return bytes(made)
