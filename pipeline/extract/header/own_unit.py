"""The administrative unit that a plan is about, where its letterhead leaves it out.

Signals in order of authority: the place of issue; the units that the text names, the commonest first; the kind of
unit whose organs the text speaks of. No unit is named that the document does not.
"""

import re
from collections import Counter
from collections.abc import Sequence

from models.document import Document
from pipeline.extract.organ_names import (
    OrganName,
    is_central_city,
    known_unit,
    qualified_unit,
    unit_proper_name,
    unit_types,
)
from pipeline.folding import fold
from pipeline.letters import CAPITALS

_UNIT_IN_TEXT = re.compile(
    rf"(?<!\w)(?P<type>{'|'.join(sorted(unit_types(), key=len, reverse=True))}) "
    rf"(?P<name>[{CAPITALS}][\w'’]{{0,9}}(?: [{CAPITALS}][\w'’]{{0,9}}){{0,3}}|\d{{1,2}}(?!\d))",
    re.IGNORECASE,
)
# Which kind of unit the plan's own organs belong to: "Đảng bộ xã", "các phòng của UBND huyện".
_OWN_TYPE = re.compile(
    r"\b(?:dang bo|dang uy|ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|mttq(?: viet nam)?) "
    r"(?P<type>xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh)\b"
)


def ends_with_unit(name: str) -> bool:
    """Whether a body's name ends with that of a province or district: "Sở Y tế Long An"."""
    words = name.split()
    return any(known_unit(" ".join(words[-length:])) == " ".join(words[-length:]) for length in (2, 3, 4, 5))


def holds_unit(name: str, unit: str) -> bool:
    """Whether a body's name ends with the unit's own name."""
    proper = fold(unit_proper_name(unit))
    return bool(proper) and fold(name).endswith(f" {proper}")


def levels_of(name: OrganName) -> tuple[str, ...]:
    """The type words that the body's unit can have: the printed one, else what its kind of organ belongs to."""
    if name.unit_type:
        return (name.unit_type,)
    if name.organ is not None and name.organ.name == "Sở":
        return unit_types("province")
    if name.organ is not None and name.organ.name == "Phòng":
        return unit_types("district") + unit_types("commune")
    return unit_types()


def own_unit_type(document: Document, types: Sequence[str]) -> str | None:
    """The kind of unit whose committee, council or Party committee the text speaks of most ("Đảng bộ xã")."""
    names = {fold(name): name for name in types}
    found = Counter(match["type"] for match in _OWN_TYPE.finditer(fold(document.text)))
    return next((names[key] for key, _ in found.most_common() if key in names), None)


def unit_of_text(document: Document, types: Sequence[str], place: str | None) -> str | None:
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
