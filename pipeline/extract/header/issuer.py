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
from models.lexicon import load_table
from models.outline import Outline, Zone
from models.record import TextValue
from pipeline.extract.frame_lines import FrameLine, frame_lines, plain, read_confidence
from pipeline.extract.header.front_matter import FrontMatter, Span, preamble_area
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
    is_unit_line,
    organ_length,
    organ_starts,
    place_name,
    qualified_unit,
    read_organ_name,
    unit_types,
)
from pipeline.folding import fold, similarity

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
_NEVER_BELOW_EACH_OTHER = ("Sở", "Bộ", "Phòng")
_SUPERIORS = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Chính phủ", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng bộ")
_MAX_BROKEN = 40  # characters of a line in a narrow cell
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
    context, entries = _entries(_unbroken(document, front.letterhead))
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
    entries: Sequence[_Entry],
    context: str | None,
    place: str | None,
    spelling: Spelling,
    *,
    is_joint: bool,
) -> Issuers:
    entries = _distinct(entries)
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


def _unbroken(document: Document, lines: Sequence[FrameLine]) -> list[FrameLine]:
    """The lines with an organ's name put together that a narrow cell broke: "ỦY" above "BAN NHÂN DÂN"."""
    whole: list[FrameLine] = []
    for line in lines:
        last = whole[-1] if whole else None
        is_narrow = last is not None and max(len(last.text), len(line.text)) <= _MAX_BROKEN
        joined = f"{last.text} {line.text}" if last and is_narrow else ""
        if last and organ_length(joined) > max(
            organ_length(last.text), organ_length(line.text), len(last.text.split())
        ):
            text = document.text[last.start : line.end].replace("\n", " ")
            line = FrameLine(last.start, line.end, text, fold(text))
            whole.pop()
        whole.append(line)
    return whole


def _is_joint_symbol(symbol: str) -> bool:
    """Whether a symbol is that of a joint plan and names both bodies: "KHLN-SGDĐT-CAT"."""
    return re.match(r"kh(?:ln|lt|ph)\s?[-–]\s?[a-z&]+\s?[-–]\s?[a-z]", fold(symbol)) is not None


def _distinct(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries without those printed before: two letterheads side by side name the body above both twice."""
    keys = [fold(entry.text) for entry in entries]
    return [entry for number, entry in enumerate(entries) if keys[number] not in keys[:number]]


def _issue_jointly(entry: _Entry, name: OrganName, above: OrganName, is_joint: bool) -> bool:
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


def _entries(lines: Sequence[FrameLine]) -> tuple[str | None, list[_Entry]]:
    """The bodies of the letterhead from top to bottom, and the unit that stands alone above them."""
    context: str | None = None
    entries: list[_Entry] = []
    joins = False
    is_union = any(re.search(r"\bdoan\b", line.key) and not _UNION_HEADING.fullmatch(line.key) for line in lines)
    for line in lines:
        if not line.is_capitals and (len(line.text) > _MAX_NAME or _ISSUES.search(line.key)):
            continue
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
    if above_unit and name.unit_type is None:
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
        for way in ways:
            ways[way] += way.lower() == printed.lower()  # the capitals bear marks of their own
        return max(ways, key=lambda way: (ways[way], way)) if ways else None

    return spell
