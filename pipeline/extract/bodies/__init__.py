"""The responsible bodies of a plan: one entry a body, with where it is named and what it is to do."""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.document import Document
from models.outline import Outline
from models.record import Body, BodyKind, Duty, DutyRole, Header, Level
from pipeline.extract.bodies.duties import FoundDuty, find_duties
from pipeline.extract.bodies.identity import Home, best_name, committee_level, find_home, identity, merge_keys, unit_of
from pipeline.extract.bodies.kinds import kind_at_home
from pipeline.extract.bodies.mentions import Mentions
from pipeline.extract.bodies.names import BARE, BodyName, find_names
from pipeline.folding import fold

# "Phòng Nội vụ (cơ quan thường trực …)", "… là cơ quan thường trực": who is meant later on.
_STANDING = re.compile(r",? ?(?:\(|la )(?:la )?(?:co quan|bo phan|don vi) thuong truc")
_COUNCILS = ("hoi dong", "ban chi huy")
_OWN_UNIT = re.compile(r" (?:tinh|huyen|thanh pho|thi xa|quan|xa|phuong|thi tran)$")
_DISTRICTS = re.compile(r"\b(?:huyen|quan|thi xa|tinh)\b")
_ABOVE = ("neu tren", "tren day")
_LEADING = ("chu tri", "phoi hop", "thuong truc")


def find_bodies(document: Document, outline: Outline, header: Header) -> tuple[Body, ...]:
    """Every body that is given a duty, in the order of their first duties.

    A body is entered once, whatever the plan calls it on the way; bodies that are only named
    are left out. `unit` is the plan's own where the body's name prints no other.
    """
    home = find_home(header)
    everywhere = Mentions.of(document)
    mentions = everywhere.within(*outline.body_span)
    author = find_names(header.issuer.value) if header.issuer else ()
    duties = _resolve(find_duties(document, outline, everywhere), document, mentions, author)
    told: dict[str, list[FoundDuty]] = {}
    named: dict[str, list[BodyName]] = {}
    for duty in duties:
        key = identity(duty.name, home)
        told.setdefault(key, []).append(duty)
        named.setdefault(key, []).append(duty.name)
    for mention in mentions:
        key = identity(mention, home)
        if key in named:
            named[key].append(mention)
    entries: dict[str, tuple[list[FoundDuty], list[BodyName]]] = {}
    for key, target in merge_keys(named).items():
        entry = entries.setdefault(target, ([], []))
        entry[0].extend(told[key])
        entry[1].extend(named[key])
    ordered = sorted(entries.values(), key=lambda entry: min((duty.start, duty.name.start) for duty in entry[0]))
    kind = author[0].kind if author else None
    return tuple(_body(document, outline, home, found, names, kind) for found, names in ordered)


def _body(
    document: Document,
    outline: Outline,
    home: Home,
    found: Sequence[FoundDuty],
    names: Sequence[BodyName],
    author: BodyKind | None,
) -> Body:
    name = best_name(names, [duty.name for duty in found])
    shown = next((item for item in names if item.level is not None), names[0])
    level = _level(shown, home)
    places = sorted({(item.start, item.end) for item in names})
    duties: dict[tuple[DutyRole, int, int], Duty] = {}
    for duty in sorted(found, key=lambda duty: (duty.start, duty.end, duty.role)):
        evidence = document.evidence(duty.start, duty.end)
        text = " ".join(evidence.text.split())
        key = (duty.role, duty.start, duty.end)
        duties.setdefault(key, Duty(role=duty.role, text=text, section=outline.path_at(duty.start), evidence=evidence))
    return Body(
        name=name,
        kind=kind_at_home(names[0].core, names[0].kind, author) if home.is_own(shown.unit) else names[0].kind,
        level=level,
        unit=unit_of(level, shown.unit, home),
        mentions=tuple(document.evidence(start, end) for start, end in places),
        duties=tuple(duties.values()),
    )


def _level(name: BodyName, home: Home) -> Level | None:
    if name.unit and home.is_own(name.unit) and home.level is not None:
        return committee_level(name.core) or home.level
    if name.level is Level.DISTRICT and home.level is Level.PROVINCE and _is_of_city(name, home):
        return Level.PROVINCE
    if name.core == home.core and not name.unit:
        return home.level
    if name.level is not None or name.is_group:
        return name.level
    return committee_level(name.core) or home.level


def _is_of_city(name: BodyName, home: Home) -> bool:
    """Whether the "thành phố" of a name is the plan's own, a city under the central government."""
    words = fold(name.name)
    return home.type == "thanh pho" and words.endswith("thanh pho") and not _DISTRICTS.search(words)


def _resolve(
    duties: Sequence[FoundDuty], document: Document, mentions: Sequence[BodyName], author: Sequence[BodyName]
) -> list[FoundDuty]:
    """The duties with "Sở", "cơ quan thường trực", "các đơn vị nêu trên" … replaced by who is meant.

    Where that is not certain the short form names nobody, and its duty is left out.
    """
    standing = _standing_bodies(document, mentions)
    resolved: list[FoundDuty] = []
    for duty in duties:
        name = duty.name
        if name.qualifier == BARE:
            meant = _meant_by(name, author, mentions)
            if meant is not None:
                resolved.append(replace(duty, name=replace(meant, start=name.start, end=name.end)))
        elif name.is_group and any(word in name.qualifier for word in _ABOVE):
            resolved.extend(replace(duty, name=other) for other in _list_above(duties, duty))
        elif name.is_group and name.has_article and len(name.nouns) == 1 and not name.qualifier:
            resolved.append(replace(duty, name=_said_before(document, mentions, name)))
        elif name.is_group and not name.has_article and name.qualifier in _LEADING:
            if name.qualifier == "thuong truc" and len(standing) == 1:
                resolved.append(replace(duty, name=standing[0]))
        else:
            resolved.append(duty)
    return resolved


def _meant_by(short: BodyName, author: Sequence[BodyName], mentions: Sequence[BodyName]) -> BodyName | None:
    """Whom "Sở" or "Hội đồng" stands for: the plan's author, or the only council that the plan names in full."""
    word = _OWN_UNIT.sub("", short.core)
    if author and author[0].core.startswith(word + " "):
        return author[0]
    if word not in _COUNCILS:
        return None
    full = {
        name.core: name
        for name in mentions
        if name.core.startswith(word + " ")
        and name.qualifier != BARE
        and not name.is_group
        and not name.position
        and name.kind is BodyKind.COUNCIL
    }
    return next(iter(full.values())) if len(full) == 1 else None


def _said_before(document: Document, mentions: Sequence[BodyName], short: BodyName) -> BodyName:
    """The group that "các đơn vị" takes up: one of the same noun before it in its paragraph."""
    start = document.paragraph_at(short.start).start
    before = [
        name for name in mentions if start <= name.start < short.start and name.nouns == short.nouns and name.qualifier
    ]
    return before[-1] if before else short


def _standing_bodies(document: Document, mentions: Sequence[BodyName]) -> list[BodyName]:
    found: dict[str, BodyName] = {}
    for mention in mentions:
        behind = fold(document.text[mention.end : mention.end + 60])
        if not mention.is_group and _STANDING.match(behind):
            found.setdefault(mention.core, mention)
    return list(found.values())


def _list_above(duties: Sequence[FoundDuty], duty: FoundDuty) -> list[BodyName]:
    """The bodies of the last clause before that told several bodies something."""
    starts = sorted({other.start for other in duties if other.start < duty.start}, reverse=True)
    for start in starts:
        names = {other.name.name: other.name for other in duties if other.start == start}
        if len(names) > 1:
            return list(names.values())
    return []
