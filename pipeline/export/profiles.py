"""Document metadata in the profiles that archives exchange: Thông tư 05/2025, Thông tư 02/2019, Dublin Core.

What a scan does not show (file code, retention, location) is left empty for the archive's own system to
fill in. A date is written only where day, month and year are legible. A value longer than the profile
allows is cut at a word and ends in "…".
"""

import csv
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from pathlib import Path

from models.lexicon import load_table
from models.record import PlanRecord, TextOrigin
from pipeline.export.files import finished, replacing
from pipeline.export.tables import harmless
from pipeline.folding import match_key
from pipeline.readable import document_number

_DC = "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_OTHER_TYPE = "32"

# Thông tư 05/2025/TT-BNV, Phụ lục III: the 21 fields of EAD_doc.xml in their order, with their lengths.
_LENGTHS_2025 = {
    "docId": 25, "docCode": 100, "maintenance": 2, "typeName": 2, "codeNumber": 11, "codeNotation": 30,
    "issuedDate": 10, "organName": 200, "subject": 500, "language": 2, "numberOfPage": 4, "inforSign": 30,
    "keyword": 100, "mode": 2, "confidenceLevel": 2, "autograph": 2000, "format": 2, "riskRecovery": 5,
    "riskRecoveryStatus": 2, "process": 5, "description": 500,
}  # fmt: skip
# Thông tư 02/2019/TT-BNV, Phụ lục I: the 22 fields of a document.
_LENGTHS_2019 = {
    "DocCode": 25, "FileCode": 30, "Identifier": 13, "OrganId": 50, "FileCatalog": 4, "FileNotation": 20,
    "DocOrdinal": 10, "TypeName": 100, "CodeNumber": 11, "CodeNotation": 30, "IssuedDate": 10, "OrganName": 200,
    "Subject": 500, "Language": 100, "PageAmount": 4, "Description": 500, "InforSign": 30, "Keyword": 100, "Mode": 20,
    "ConfidenceLevel": 30, "Autograph": 2000, "Format": 50,
}  # fmt: skip


def write_tt05(records: Iterable[PlanRecord], out: Path) -> int:
    """A file EAD_doc_NUMBER.xml for each record into the folder `out`; how many there were."""
    return _write_each(records, out, lambda number: f"EAD_doc_{number:07}.xml", _simpledc)


def write_dublin_core(records: Iterable[PlanRecord], out: Path) -> int:
    """A file of simple Dublin Core (oai_dc) for each record into the folder `out`; how many there were."""
    return _write_each(records, out, lambda number: f"dc_{number:07}.xml", _oai_dc)


def write_tt02(records: Iterable[PlanRecord], out: Path) -> int:
    """The columns of Thông tư 02/2019/TT-BNV as CSV (UTF-8 with a byte-order mark); how many records there were."""
    total = 0
    with replacing(out, "utf-8-sig") as file:
        writer = csv.DictWriter(file, list(_LENGTHS_2019), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for record in records:
            total += 1
            values = _values_2019(record)
            row = {name: harmless(_cut(values.get(name, ""), length)) for name, length in _LENGTHS_2019.items()}
            writer.writerow(row)
    return total


def _write_each(
    records: Iterable[PlanRecord], out: Path, name: Callable[[int], str], element: Callable[[PlanRecord], ET.Element]
) -> int:
    out.mkdir(parents=True, exist_ok=True)
    total = 0
    for total, record in enumerate(records, start=1):
        tree = ET.ElementTree(element(record))
        ET.indent(tree)
        with finished(out / name(total)) as unfinished:
            tree.write(unfinished, encoding="UTF-8", xml_declaration=True)
    return total


def _simpledc(record: PlanRecord) -> ET.Element:
    values = _values_2025(record)
    root = ET.Element("simpledc")
    for name, length in _LENGTHS_2025.items():
        ET.SubElement(root, name).text = _cut(values.get(name, ""), length)
    return root


def _values_2025(record: PlanRecord) -> dict[str, str]:
    doc_type = _text(record, "doc_type") or "Kế hoạch"
    codes: dict[str, str] = load_table("profiles")["type_codes"]
    was_scanned = any(page.text_origin is TextOrigin.OCR for page in record.source.pages)
    return {
        "docId": record.document_id.removeprefix("sha256:")[:25],
        "typeName": codes.get(match_key(doc_type), _OTHER_TYPE),
        "codeNumber": _text(record, "number"),
        "codeNotation": _text(record, "symbol"),
        "issuedDate": _issued(record),
        "organName": _text(record, "issuer"),
        "subject": _text(record, "title"),
        "language": "01",
        "numberOfPage": str(max(1, len(record.source.pages))),
        "keyword": _keywords(record),
        "mode": "03" if record.header.secrecy else "01",
        "confidenceLevel": "02" if was_scanned else "01",
        "riskRecovery": "false",
        "process": "false",
        "description": _description(record),
    }


def _values_2019(record: PlanRecord) -> dict[str, str]:
    was_scanned = any(page.text_origin is TextOrigin.OCR for page in record.source.pages)
    return {
        "TypeName": _text(record, "doc_type") or "Kế hoạch",
        "CodeNumber": _text(record, "number"),
        "CodeNotation": _text(record, "symbol"),
        "IssuedDate": _issued(record),
        "OrganName": _text(record, "issuer"),
        "Subject": _text(record, "title"),
        "Language": "Tiếng Việt",
        "PageAmount": str(max(1, len(record.source.pages))),
        "Description": _description(record),
        "Keyword": _keywords(record),
        "Mode": "Mật" if record.header.secrecy else "Công khai",
        "ConfidenceLevel": "Số hóa" if was_scanned else "Gốc điện tử",
    }


def _oai_dc(record: PlanRecord) -> ET.Element:
    ET.register_namespace("dc", _DC)
    ET.register_namespace("oai_dc", _OAI_DC)
    number = document_number(_text(record, "number") or None, _text(record, "symbol") or None)
    issued = record.header.issued.value.edtf if record.header.issued else None
    values = [
        ("title", _text(record, "title")),
        ("creator", _text(record, "issuer")),
        ("subject", _keywords(record)),
        ("description", _description(record)),
        ("date", issued or ""),
        ("type", _text(record, "doc_type") or "Kế hoạch"),
        ("format", f"{record.source.media_type}, {len(record.source.pages)} tr."),
        ("identifier", number),
        ("identifier", record.document_id),
        ("language", "vi"),
        ("rights", record.header.secrecy.value if record.header.secrecy else ""),
        *(("relation", _cited(reference)) for reference in record.references),
    ]
    root = ET.Element(f"{{{_OAI_DC}}}dc")
    for name, value in values:
        if value:
            ET.SubElement(root, f"{{{_DC}}}{name}").text = _printable(value)
    return root


def _cited(reference: object) -> str:
    doc_type, number = getattr(reference, "doc_type", ""), getattr(reference, "number", None)
    return f"{doc_type} {document_number(number, getattr(reference, 'symbol', None))}".strip()


def _text(record: PlanRecord, name: str) -> str:
    value = getattr(record.header, name)
    return str(value.value) if value else ""


def _issued(record: PlanRecord) -> str:
    """DD/MM/YYYY, empty unless every part is legible."""
    issued = record.header.issued.value if record.header.issued else None
    if issued is None or issued.earliest is None or issued.earliest != issued.latest:
        return ""
    return f"{issued.earliest:%d/%m/%Y}"


def _keywords(record: PlanRecord) -> str:
    campaign = record.campaign
    named = [campaign.name, campaign.theme] if campaign else []
    return "; ".join(dict.fromkeys(value.value for value in named if value))


def _description(record: PlanRecord) -> str:
    """What is due by when: what people look for in a plan."""
    period = record.campaign.period.value.edtf if record.campaign and record.campaign.period else None
    dues = sorted({deadline.due.latest for deadline in record.deadlines if deadline.due.latest})
    said = [f"Thời gian thực hiện: {period}"] if period else []
    if dues:
        said.append(f"{len(record.deadlines)} thời hạn, đến {dues[-1]:%d/%m/%Y}")
    return ". ".join(said)


def _cut(value: str, length: int) -> str:
    value = _printable(value)
    if len(value) <= length:
        return value
    kept = value[: length - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"


def _printable(value: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(character if ord(character) >= 32 else " " for character in value)
