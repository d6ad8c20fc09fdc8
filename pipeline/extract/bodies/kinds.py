"""What kind of body a name shows, beyond the kind of its head word."""

from collections.abc import Sequence
from functools import cache

from models.lexicon import load_table
from models.record import BodyKind
from pipeline.folding import fold

# Offices that Party, unions and youth have alike ("Ban Thường vụ", "Văn phòng"): whose they are is
# said behind them, or by the issuer whose plan names them.
_SHARED_OFFICES = (BodyKind.PARTY, BodyKind.DEPARTMENT)
_MASS_WORDS = (
    "lien doan lao dong",
    "lien hiep phu nu",
    "hoi nong dan",
    "hoi cuu chien binh",
    "cong doan",
    "doan thanh nien",
    "tinh doan",
    "huyen doan",
    "thanh doan",
    "thi doan",
)
_PARTY_WORDS = ("uy", "dang")
_SCHOOL_POSTS = ("to ", "hieu truong", "pho hieu truong", "giao vien ", "nhan vien ")
_OWN_OFFICES = ("ban ", "van phong", "thuong truc", "uy ban kiem tra", "uy vien")


@cache
def _group_kinds() -> dict[str, BodyKind]:
    rows = load_table("bodies")["group_kinds"]
    return {fold(noun): BodyKind(kind) for kind, nouns in rows.items() for noun in nouns}


def group_kind(nouns: Sequence[str]) -> BodyKind:
    """The kind that all folded nouns of a group share ("các chi bộ" are the Party's), else `COMMUNITY`.

    >>> group_kind(["chi bo", "dang bo"]), group_kind(["co quan", "chi bo"])
    (<BodyKind.PARTY: 'party'>, <BodyKind.COMMUNITY: 'community'>)
    """
    kinds = {_group_kinds().get(noun, BodyKind.COMMUNITY) for noun in nouns}
    return kinds.pop() if len(kinds) == 1 else BodyKind.COMMUNITY


def single_kind(core: str, kind: BodyKind) -> BodyKind:
    """The kind of a single body: an office of a union is the union's, a ministry the government's."""
    if kind in _SHARED_OFFICES and any(words in core for words in _MASS_WORDS):
        return BodyKind.MASS_ORGANISATION
    if kind is BodyKind.DEPARTMENT and "cong an" in core:
        return BodyKind.ARMED_FORCES
    if kind is BodyKind.DEPARTMENT and core.startswith("bo ") and not core.startswith("bo phan "):
        return BodyKind.GOVERNMENT
    return kind


def kind_at_home(core: str, kind: BodyKind, author: BodyKind | None) -> BodyKind:
    """The kind of a body without a unit in the plan of an `author`: its own offices are of its kind.

    "Ban Tuyên giáo" of a union's plan is the union's, "Tổ Vật lý" of a school's plan the school's.
    """
    words = core.split()
    if author is BodyKind.MASS_ORGANISATION and kind in _SHARED_OFFICES:
        is_own = core.startswith(_OWN_OFFICES) and not any(word in _PARTY_WORDS for word in words[1:])
        return author if is_own else kind
    if author is BodyKind.SCHOOL and kind in (BodyKind.COUNCIL, BodyKind.OTHER) and core.startswith(_SCHOOL_POSTS):
        return author
    return kind
