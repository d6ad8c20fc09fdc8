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
from dataclasses import dataclass, replace

from models.document import Document
from models.outline import Outline, Zone
from models.record import TextValue
from pipeline.extract.frame_lines import FrameLine, frame_lines, plain, read_confidence
from pipeline.extract.header.front_matter import FrontMatter, Span, preamble_area
from pipeline.extract.organ_names import (
    OrganName,
    Spelling,
    is_central_city,
    is_unit_line,
    organ_starts,
    place_name,
    qualified_unit,
    read_organ_name,
    unit_types,
)
from pipeline.folding import fold, similarity
from pipeline.letters import CAPITALS

_UNIT_IN_TEXT = re.compile(
    rf"(?<!\w)(?P<type>{'|'.join(sorted(unit_types(), key=len, reverse=True))}) "
    rf"(?P<name>[{CAPITALS}][\w'’]{{0,9}}(?: [{CAPITALS}][\w'’]{{0,9}}){{0,3}}|\d{{1,2}}(?!\d))",
    re.IGNORECASE,
)
# What a body does that issues a plan: it launches, or it draws up, issues … a plan.
_ISSUES = re.compile(
    r"\s(?:phat dong"
    r"|(?:xay dung|ban hanh|lap|de ra|trien khai|to chuc|thong nhat|phoi hop)(?: [a-z]{1,7}){0,5}? ke hoach)\b"
)
# Words between an organ and such a verb that make the organ somebody else's.
_BREAKS = re.compile(
    r"[.;:!?“”\"\n]|\b(?:ve viec|ve|cua|theo|ngay|so|do|tai|da|duoc|giao|yeu cau|de nghi|phoi hop|trong|tren|nam|voi"
    r"|cho|cac (?:cap|huyen|quan|xa|phuong|phong|so)|nham|la|se|can|de|khi|dien ra|thuc hien|to chuc|trien khai"
    r"|huong ung|huong dan)\b"
)
_SIGNED_FOR = re.compile(r"^(?:t\s?[./]?\s?m|t\s?[./]?\s?l)\s?[./]\s?(?=[a-z])")
# The youth union prints its name where the State prints its motto (thể thức văn bản của Đoàn, 2008 on).
_UNION_HEADING = re.compile(r"\W*doan (?:tncs|thanh nien cong san) ho chi minh\W*")
_LIKE_PLACE = 0.8
# A line of these alone is the end of a name that was too long for its column: "SỞ TÀI NGUYÊN VÀ MÔI / TRƯỜNG".
_LAST_SYLLABLES = frozenset({"truong", "moi truong", "hoi", "xa hoi"})
_MAX_NAME = 110  # characters from an organ's first word to the verb


@dataclass(frozen=True, slots=True)
class Issuers:
    """Who issues: `issuers` holds the joint issuers one by one, and is empty where there is one."""

    issuer: TextValue | None
    parent: TextValue | None
    issuers: tuple[TextValue, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A body with the span it was read from; `joins` tells that it issues jointly with the one before."""

    start: int
    end: int
    text: str
    joins: bool = False


def find_issuers(document: Document, outline: Outline, front: FrontMatter) -> Issuers:
    """The issuer with its unit, its parent and joint issuers; None where the document names none."""
    place = place_name(plain(document.text[slice(*front.date.place)])) if front.date and front.date.place else None
    spelling = _spelling(document, front, place)
    context, entries = _entries(front.letterhead)
    if entries:
        return _from_letterhead(document, entries, context, place, spelling)
    found = _named_in_text(document, outline, front)
    if found is None:
        return Issuers(None, None, ())
    span, ceiling = found
    name = read_organ_name(document.text[slice(*span)], spelling)
    completed, sureness = _with_unit(document, name, None, place)
    evidence = document.evidence(*span)
    value = TextValue(value=completed, confidence=read_confidence(evidence, min(ceiling, sureness)), evidence=evidence)
    return Issuers(value, None, ())


def _from_letterhead(
    document: Document, entries: Sequence[_Entry], context: str | None, place: str | None, spelling: Spelling
) -> Issuers:
    names = [read_organ_name(entry.text, spelling) for entry in entries]
    joint = len(entries) - 1
    while joint > 0 and entries[joint].joins:
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


def _entries(lines: Sequence[FrameLine]) -> tuple[str | None, list[_Entry]]:
    """The bodies of the letterhead from top to bottom, and the unit that stands alone above them."""
    context: str | None = None
    entries: list[_Entry] = []
    joins = False
    is_union = any(re.search(r"\bdoan\b", line.key) and not _UNION_HEADING.fullmatch(line.key) for line in lines)
    for line in lines:
        if is_union and _UNION_HEADING.fullmatch(line.key):
            continue
        for entry in _split(line):
            key = fold(entry.text)
            starts = organ_starts(entry.text)
            if entries and key in _LAST_SYLLABLES:
                entries[-1] = _grown(entries[-1], entry)
            elif starts and starts[0] == 0:
                entries.append(replace(entry, joins=entry.joins or joins))
            elif is_unit_line(entry.text) and (line.is_capitals or not entries):
                if entries:
                    entries[-1] = _grown(entries[-1], entry)
                else:
                    context = read_organ_name(entry.text).unit
            elif entries and line.is_capitals and _is_legible(key):
                entries[-1] = _grown(entries[-1], entry)
        joins = line.text.endswith(("-", "–")) and bool(entries)
    return context, entries


def _split(line: FrameLine) -> list[_Entry]:
    """A line's bodies: a merged line is cut where an organ follows a named unit, or a dash."""
    cuts: list[tuple[int, bool]] = []
    for start in organ_starts(line.text):
        before = line.text[:start]
        if start == 0:
            continue
        last = cuts[-1][0] if cuts else 0
        if re.search(r"[-–—]\s?$", before):
            cuts.append((start, True))
        elif read_organ_name(before[last:]).unit and not re.search(r"\b(?:va|&)\s?$", fold(before)):
            cuts.append((start, False))
    bounds = [0, *(cut for cut, _ in cuts), len(line.text)]
    joins = [bool(re.match(r"[-–—]", line.text)), *(joint for _, joint in cuts)]
    entries: list[_Entry] = []
    for first, last, joint in zip(bounds, bounds[1:], joins, strict=False):
        text = line.text[first:last]
        lead = len(text) - len(text.lstrip(" -–—"))
        text = text.strip(" -–—")
        if text:
            begin = line.start + first + lead
            entries.append(_Entry(begin, begin + len(text), text, joint))
    return entries


def _grown(entry: _Entry, more: _Entry) -> _Entry:
    return replace(entry, end=more.end, text=f"{entry.text} {more.text}")


def _is_legible(key: str) -> bool:
    """Whether a line reads like words, not like a rule, seal or stroke that was taken for letters."""
    words = re.findall(r"[a-z]{2,}", key)
    return bool(words) and sum(map(len, words)) > 0.5 * len(key.replace(" ", ""))


def _completed(
    document: Document, name: OrganName, above: str | None, above_unit: str | None, place: str | None
) -> tuple[str, float]:
    """The body's whole name and how sure it is, with what its letterhead leaves to the line above."""
    if name.organ is None or name.unit is not None:
        return name.name, 0.95
    party_above = above is not None and re.search(r"\b(?:tinh|thanh|huyen|quan|thi|dang) uy\b", fold(above)) is not None
    if above and (name.organ.completed_by == "body" or (name.organ.name == "Ban" and party_above)):
        return f"{name.name} {above}", 0.95
    if name.organ.completed_by != "unit":
        return name.name, 0.95
    return _with_unit(document, name, above_unit, place)


def _with_unit(document: Document, name: OrganName, above_unit: str | None, place: str | None) -> tuple[str, float]:
    """The name with its unit, from the line above it, else from the place of issue and the text."""
    if name.unit is not None or name.organ is None or name.organ.completed_by == "nothing":
        return name.name, 0.9
    stem = name.name
    if name.unit_type:
        stem = stem.removesuffix(name.unit_type).rstrip()
    if above_unit and name.unit_type is None:
        return f"{stem} {above_unit}", 0.95
    unit = _unit_of_text(document, _levels_of(name), place)
    if unit and name.unit_type is None and _holds_name(name.name, unit):
        return name.name, 0.9  # "SỞ GD&ĐT HÒA AN": the province stands there without its type
    return (f"{stem} {unit}", 0.8) if unit else (name.name, 0.7)


def _holds_name(name: str, unit: str) -> bool:
    """Whether a body's name ends with the unit's own name."""
    kind = max((kind for kind in unit_types() if fold(unit).startswith(f"{fold(kind)} ")), key=len, default="")
    proper = fold(unit).removeprefix(fold(kind)).strip()
    return bool(proper) and fold(name).endswith(f" {proper}")


def _levels_of(name: OrganName) -> tuple[str, ...]:
    """The type words that the body's unit can have: the printed one, else what its kind of organ belongs to."""
    if name.unit_type:
        return (name.unit_type,)
    if name.organ is not None and name.organ.name == "Sở":
        return unit_types("province")
    if name.organ is not None and name.organ.name == "Phòng":
        return unit_types("district") + unit_types("commune")
    return unit_types()


def _unit_of_text(document: Document, types: Sequence[str], place: str | None) -> str | None:
    """The unit that the document is about: the place of issue, else the one that the text names most."""
    named: Counter[tuple[str, str]] = Counter()
    for found in _UNIT_IN_TEXT.finditer(document.text):
        if found["type"].lower() in types and not found["name"].isupper():
            words = found["name"].split()
            for length in range(1, len(words) + 1):
                named[found["type"].lower(), " ".join(words[:length])] += 1
    if place:
        own = [(count, unit) for unit, count in named.items() if fold(unit[1]) == fold(place)]
        if own:
            return qualified_unit(max(own)[1][0], place)
        if set(types) == set(unit_types("province")):
            return qualified_unit("thành phố" if is_central_city(place) else "tỉnh", place)
        if len(types) == 1:
            return qualified_unit(types[0], place)
        return None
    whole = [
        (count, len(unit[1]), unit)
        for unit, count in named.items()
        if count > 1
        and not any(
            unit[0] == other and longer.startswith(f"{unit[1]} ") and 2 * times > count
            for (other, longer), times in named.items()
        )
    ]
    return qualified_unit(*max(whole)[2]) if whole else None


def _named_in_text(document: Document, outline: Outline, front: FrontMatter) -> tuple[Span, float] | None:
    """Where the text names the body that issues the plan, and how sure that is."""
    title_end = front.title[-1].end if front.title else None
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


def issuing_body(document: Document, area: Span) -> Span | None:
    """The organ before the last verb of issuing in an area: legal bases come first, the act of issuing last.

    The span ends where the verb begins ("phát động", "xây dựng kế hoạch").
    """
    text = document.text[slice(*area)]
    key = fold(text)
    for verb in reversed(list(_ISSUES.finditer(key))):
        window = max(0, verb.start() - _MAX_NAME)
        for start in (window + offset for offset in organ_starts(text[window : verb.start()])):
            acts = _ISSUES.search(key, start)
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
            if name and organ_starts(name)[:1] == (0,) and len(name) < _MAX_NAME:
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
        return max(ways, key=lambda way: (ways[way], way)) if ways else None

    return spell
