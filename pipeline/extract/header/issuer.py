"""The body that issues a plan, the body above it, and joint issuers.

Signals in order of authority: the letterhead; the sentence of the preamble in which a body
issues the plan ("Ủy ban nhân dân huyện Lộc Ninh phát động …"); the organ that the signature
stands for; the closing ("kế hoạch … của Sở Y tế"). What a letterhead leaves out is completed
from the line above it, as Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.2 has it printed, else from
the place of issue and the units that the text names. No body is named that the page does not.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.document import Document
from models.lexicon import load_table
from models.outline import Outline, Zone
from models.record import TextValue
from pipeline.extract.frame_lines import FrameLine, frame_lines, plain, read_confidence
from pipeline.extract.header.front_matter import FrontMatter, Span, preamble_area
from pipeline.extract.header.letterhead_entries import ISSUES, MAX_NAME, Entry, letterhead_entries
from pipeline.extract.header.own_unit import (
    ends_with_unit,
    holds_unit,
    levels_of,
    own_unit_type,
    unit_of_text,
)
from pipeline.extract.organ_names import (
    OrganName,
    Spelling,
    organ_starts,
    place_name,
    qualified_unit,
    read_organ_name,
    unit_proper_name,
    unit_types,
)
from pipeline.folding import fold, similarity

# Words between an organ and such a verb that make the organ somebody else's.
_BREAKS = re.compile(
    r"[.;:!?“”\"\n]|\b(?:ve viec|ve|cua|theo|ngay|so|do|tai|da|duoc|giao|yeu cau|de nghi|phoi hop|trong|tren|nam|voi"
    r"|cho|cac (?:cap|huyen|quan|xa|phuong|phong|so)|nham|la|se|can|de|khi|dien ra|thuc hien|to chuc|trien khai"
    r"|huong ung|huong dan)\b"
)
_SIGNED_FOR = re.compile(r"^(?:t\s?[./]?\s?m|t\s?[./]?\s?l)\s?[./]\s?(?=[a-z])")
_LIKE_PLACE = 0.8
_OF_COMMITTEE = re.compile(r"(?<=\s)(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy$")
_NEVER_BELOW_EACH_OTHER = ("Sở", "Bộ", "Phòng")
_SUPERIORS = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Chính phủ", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng bộ")


@dataclass(frozen=True, slots=True)
class Issuers:
    """Who issues: `issuers` holds the joint issuers one by one, and is empty where there is one."""

    issuer: TextValue | None
    parent: TextValue | None
    issuers: tuple[TextValue, ...]


def find_issuers(document: Document, outline: Outline, front: FrontMatter) -> Issuers:
    """The issuer with its unit, its parent and joint issuers; None where the document names none."""
    place = place_name(plain(document.text[slice(*front.date.place)])) if front.date and front.date.place else None
    spelling = _spelling(document, front, place)
    context, entries = letterhead_entries(document, front.letterhead)
    if entries:
        is_joint = front.number is not None and _is_joint_symbol(document.text[slice(*front.number.symbol)])
        return _from_letterhead(document, entries, context, place, spelling, is_joint=is_joint)
    found = _named_in_text(document, outline, front)
    if found is None:
        return Issuers(_named_by_symbol(document, front, place), None, ())
    span, ceiling = found
    name = read_organ_name(document.text[slice(*span)], spelling)
    completed, sureness = _with_unit(document, name, None, place)
    evidence = document.evidence(*span)
    value = TextValue(value=completed, confidence=read_confidence(evidence, min(ceiling, sureness)), evidence=evidence)
    return Issuers(value, None, ())


def _from_letterhead(
    document: Document,
    entries: Sequence[Entry],
    context: str | None,
    place: str | None,
    spelling: Spelling,
    *,
    is_joint: bool,
) -> Issuers:
    names = [read_organ_name(entry.text, spelling) for entry in entries]
    joint = len(entries) - 1
    while joint > 0 and _issue_jointly(entries[joint], names[joint], names[joint - 1], is_joint):
        joint -= 1
    shared = names[-1].unit
    above: str | None = None
    above_unit = context
    parent: TextValue | None = None
    for entry, name in zip(entries[:joint], names[:joint], strict=True):
        completed, sureness = _completed(document, name, above, above_unit, place)
        evidence = document.evidence(entry.start, entry.end)
        parent = TextValue(value=completed, confidence=read_confidence(evidence, sureness), evidence=evidence)
        above, above_unit = completed, name.unit or read_organ_name(completed).unit or above_unit
        context = None
    issuers: list[TextValue] = []
    for entry, name in zip(entries[joint:], names[joint:], strict=True):
        completed, sureness = _completed(document, name, above, above_unit or shared, place)
        evidence = document.evidence(entry.start, entry.end)
        issuers.append(TextValue(value=completed, confidence=read_confidence(evidence, sureness), evidence=evidence))
    if len(issuers) == 1:
        return Issuers(issuers[0], parent, ())
    evidence = document.evidence(entries[joint].start, entries[-1].end)
    value = TextValue(
        value=" - ".join(issuer.value for issuer in issuers),
        confidence=min(issuer.confidence for issuer in issuers),
        evidence=evidence,
    )
    return Issuers(value, parent, tuple(issuers))


def _is_joint_symbol(symbol: str) -> bool:
    """Whether a symbol is that of a joint plan and names both bodies: "KHLN-SGDĐT-CAT"."""
    return re.match(r"kh(?:ln|lt|ph)\s?[-–]\s?[a-z&]+\s?[-–]\s?[a-z]", fold(symbol)) is not None


def _issue_jointly(entry: Entry, name: OrganName, above: OrganName, is_joint: bool) -> bool:
    """Whether a body issues jointly with the one printed above it.

    A dash between them says so, or a symbol that names both; a department is not below a department, nor a
    ministry below a ministry. A body of the same kind for a smaller unit is below the other.
    """
    if _is_below(name, above):
        return False
    are_equals = name.organ is not None and name.organ == above.organ and name.organ.name in _NEVER_BELOW_EACH_OTHER
    is_superior = above.organ is None or above.organ.name in _SUPERIORS
    return entry.joins or are_equals or (is_joint and not is_superior)


def _is_below(name: OrganName, above: OrganName) -> bool:
    """Whether one of two bodies of one kind stands below the other ("UBND HUYỆN A / - UBND XÃ B"): no joint issuers."""
    types = [unit.split()[0].lower() if unit else None for unit in (name.unit, above.unit)]
    return name.organ is not None and name.organ == above.organ and None not in types and types[0] != types[1]


def _completed(
    document: Document, name: OrganName, above: str | None, above_unit: str | None, place: str | None
) -> tuple[str, float]:
    """The body's whole name and how sure it is, with what its letterhead leaves to the line above."""
    if name.organ is None or name.unit is not None:
        return name.name, 0.95
    if _OF_COMMITTEE.search(name.name):  # "BAN TỔ CHỨC TỈNH ỦY" below "ĐẢNG BỘ TỈNH A"
        proper = unit_proper_name(above_unit) if above_unit else place
        return (f"{name.name} {proper}", 0.9) if proper else (name.name, 0.7)
    party_above = above is not None and re.search(r"\b(?:tinh|thanh|huyen|quan|thi|dang) uy\b", fold(above)) is not None
    if above and (name.organ.completed_by == "body" or (name.organ.name == "Ban" and party_above)):
        return f"{name.name} {above}", 0.95
    if name.organ.completed_by != "unit" and name.unit_type is None:
        return name.name, 0.95
    return _with_unit(document, name, above_unit, place)


def _with_unit(document: Document, name: OrganName, above_unit: str | None, place: str | None) -> tuple[str, float]:
    """The name with its unit, from the line above it, else from the place of issue and the text."""
    is_whole = name.organ is not None and name.organ.completed_by == "nothing" and name.unit_type is None
    if name.unit is not None or name.organ is None or is_whole:
        return name.name, 0.9
    stem = name.name
    if name.unit_type:
        stem = stem.removesuffix(name.unit_type).rstrip()
    if above_unit and (name.unit_type is None or above_unit.lower().startswith(f"{name.unit_type.lower()} ")):
        return f"{stem} {above_unit}", 0.95
    if name.unit_type is None and ends_with_unit(name.name):
        return name.name, 0.9
    unit = unit_of_text(document, levels_of(name), place)
    if unit and name.unit_type is None and holds_unit(name.name, unit):
        return name.name, 0.9  # "SỞ GD&ĐT HÒA AN": the province stands there without its type
    return (f"{stem} {unit}", 0.8) if unit else (name.name, 0.7)


def _named_in_text(document: Document, outline: Outline, front: FrontMatter) -> tuple[Span, float] | None:
    """Where the text names the body that issues the plan, and how sure that is."""
    title_end = front.title[-1].end if front.title else None
    if front.attached is not None and (decides := _deciding_body(front.attached)):
        return decides, 0.85
    if found := issuing_body(document, preamble_area(document, outline, title_end)):
        return found, 0.85
    for zone in (Zone.SIGNATURE, Zone.RECIPIENTS):
        for line in frame_lines(document, *outline.zones.get(zone, (0, 0))):
            signed = _SIGNED_FOR.match(line.key)
            if signed and organ_starts(line.text[signed.end() :])[:1] == (0,):
                return (line.start + signed.end(), line.end), 0.75
    if Zone.CLOSING in outline.zones:
        return _owner_in_closing(document, outline.zones[Zone.CLOSING])
    return None


def _named_by_symbol(document: Document, front: FrontMatter, place: str | None) -> TextValue | None:
    """The organ that the symbol abbreviates, with the unit that place and text tell; None without either."""
    if front.number is None or place is None:
        return None
    code = re.split(r"[/\-–\s]+", plain(document.text[slice(*front.number.symbol)]))[-1]
    row = next((row for row in load_table("issuers")["symbol_organs"] if fold(row["code"]) == fold(code)), None)
    if row is None:
        return None
    evidence = document.evidence(*front.number.symbol)
    if row["level"] == "name":
        return TextValue(value=f"{row['organ']} {place}", confidence=read_confidence(evidence, 0.6), evidence=evidence)
    own = own_unit_type(document, unit_types() if row["level"] == "any" else unit_types(row["level"]))
    if own is None:
        return None
    value = f"{row['organ']} {qualified_unit(own, place)}"
    return TextValue(value=value, confidence=read_confidence(evidence, 0.6), evidence=evidence)


def _deciding_body(attached: FrameLine) -> Span | None:
    """The body whose decision puts the plan into force: "(Kèm theo Quyết định số … của Giám đốc Sở Y tế)"."""
    of = attached.key.rfind(" cua ")
    starts = organ_starts(attached.text[of + len(" cua ") :]) if of >= 0 else ()
    if not starts:
        return None
    start = of + len(" cua ") + starts[0]
    name = re.split(r"[,;:)\]]|\sv/v\s|\sngày\s|\svề\s", attached.text[start:])[0].rstrip(" ./")
    return attached.start + start, attached.start + start + len(name)


def issuing_body(document: Document, area: Span) -> Span | None:
    """The organ before the last verb of issuing in an area: legal bases come first, the act of issuing last.

    The span ends where the verb begins ("phát động", "xây dựng kế hoạch").
    """
    text = document.text[slice(*area)]
    key = fold(text)
    for verb in reversed(list(ISSUES.finditer(key))):
        window = max(0, verb.start() - MAX_NAME)
        for start in (window + offset for offset in organ_starts(text[window : verb.start()])):
            acts = ISSUES.search(key, start)
            end = acts.start() if acts else verb.start()
            is_name = text[start].isupper() or key.startswith("uy", start)
            if is_name and (start == 0 or not key[start - 1].isalnum()) and not _BREAKS.search(key, start + 1, end):
                return area[0] + start, area[0] + end
    return None


def _owner_in_closing(document: Document, area: Span) -> tuple[Span, float] | None:
    for line in frame_lines(document, *area):
        key = re.sub(r"[\s./]+$", "", line.key)
        for found in reversed(list(re.finditer(r"\bke hoach\b[^\n]{0,400}?\bcua ", key))):
            rest = line.text[found.end() : len(key)]
            name = re.split(r"[.,;:]", rest)[0].rstrip()
            if name and organ_starts(name)[:1] == (0,) and len(name) < MAX_NAME:
                return (line.start + found.end(), line.start + found.end() + len(name)), 0.7
    return None


def _is_same_place(document: Document, place: str, phrase: str) -> bool:
    """Whether a folded name is the place of issue, on scans also where a letter of its capitals was misread."""
    if place.replace(" ", "") == phrase.replace(" ", ""):
        return True
    return (
        bool(document.words) and len(place.split()) == len(phrase.split()) and similarity(place, phrase) >= _LIKE_PLACE
    )


def _spelling(document: Document, front: FrontMatter, place: str | None) -> Spelling:
    """How the document spells a name that it also prints in capitals.

    The place line and the capitals weigh more than the text where they agree; else the commonest
    spelling of all is taken, because recognition errs in one place rather than in many.
    """
    title_start = front.title[0].start if front.title else 0
    text = document.text[title_start:]
    key = fold(text)

    def spell(printed: str) -> str | None:
        phrase = fold(printed)
        is_place = place is not None and _is_same_place(document, fold(place), phrase)
        if place is not None and is_place and place.lower() == printed.lower():
            return place
        ways: Counter[str] = Counter({place: 1} if place is not None and is_place else {})
        for found in re.finditer(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", key):
            way = text[found.start() : found.end()]
            if not way.isupper() and way[:1].isupper():
                ways[way] += 1
        for way in ways:
            ways[way] += way.lower() == printed.lower()  # the capitals bear marks of their own
        return max(ways, key=lambda way: (ways[way], way)) if ways else None

    return spell
