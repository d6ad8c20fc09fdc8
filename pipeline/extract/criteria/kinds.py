"""What a criterion is and whom it measures, from the words of its clause and of its labels."""

import re
from collections.abc import Sequence

from models.outline import Node
from models.record import Comparator, CriterionKind, CriterionSubject, SectionKind
from pipeline.extract.criteria.cues import criterion_cues
from pipeline.extract.quantities import QuantityMatch, find_quantities
from pipeline.folding import fold

# What an upper limit of tập thể, cá nhân … shares out: "đề nghị khen không quá 02 tập thể và 05 cá nhân".
_SHARED_OUT = re.compile(
    r"\b(?:khen|de nghi|bieu duong|tuyen duong|ton vinh|binh chon|binh xet|gioi thieu|xet|tang|trao)\b"
)
_TO_EACH = re.compile(r"\b(?:moi|tung)\s(?!dot|nam|quy|thang)\w")
_AWARDED = ("tập thể", "cá nhân", "gia đình", "hộ gia đình", "hộ", "doanh nghiệp", "đơn vị", "đồng chí")
# Labels that say what the clause behind them is, and topics that only sort it.
_LABEL = re.compile(r"(?P<label>[^:.;\d]{2,60}):\s(?=\D)")
_ANY_LABEL = re.compile(r"(?P<label>[^:.;\d]{2,60}):\s")
_SIDE_BY_SIDE = re.compile(r"tap the\W|ca nhan\W")
_SHARE_OF = re.compile(r"\s(?:trở lên\s)?(?:tổng\s)?(?:số\s)?(?:các\s)?(?=[^\W\d_])")
_MAX_LABEL_WORDS = 8
_LABEL_KINDS = (
    (
        re.compile(r"(?:ve\s)?(?:tieu chuan|dieu kien|yeu cau|thang diem|cach tinh diem|co cau diem)\b"),
        CriterionKind.STANDARD,
    ),
    (re.compile(r"(?:ve\s)?(?:so luong|co cau|thanh phan)\b"), CriterionKind.QUOTA),
    (re.compile(r"(?:ve\s)?(?:do tuoi|tuoi)\b"), CriterionKind.ELIGIBILITY),
)
_SPEAKING_LABEL = re.compile(r"(?:doi voi|hinh thuc|muc|giai|thang diem|tien thuong|danh hieu)\b")
# "…, cụ thể: Phấn đấu", "như sau: 100% chi bộ": what is set begins behind the colon.
_INTRODUCED = re.compile(r"\b(?:cu the|nhu sau|sau|trong do|do la|la|gom|sau day|duoi day)\s?:\s")
_LIMIT = re.compile(r"\b(?:toi thieu|it nhat|toi da|nhieu nhat|khong qua)\b")
_AWARD_RULE = re.compile(r"\b(?:cong tac|viec|chat luong)\skhen thuong\sphai\s")
_AWARD_OCCASION = re.compile(
    r"\bxet tang\s(?:danh hieu|hinh thuc)\b|\bkhen thuong\s(?:thanh tich\s)?(?:chuyen de|dot xuat)\b"
)
_AWARD_MADE = re.compile(
    r"\b(?:tang|trao)\s(?:thuong\s)?(?:giay khen|bang khen|co thi dua|co luu niem|ky niem chuong|giay chung nhan"
    r"|giai thuong|phan thuong)\b"
)
_ELIGIBLE = re.compile(
    r"(?:(?:cac|moi|nhung)\s)?(?:(?:ca nhan|nguoi|tap the|gia dinh|ho|don vi|thi sinh|van dong vien)\s.{0,60}?\bphai\b"
    r"|(?:nguoi|thi sinh|van dong vien|ung vien|doi tuong|ca nhan|cong dan)\s[^.;]{0,60}?"
    r"(?:\btu\s(?:du\s)?\d{1,2}\s|\bduoi\s\d{1,2}\s|\btren\s\d{1,2}\s)(?:den\s\d{1,2}\s)?tuoi\b)"
)
_ADDRESSED = re.compile(r"\b(?:doi voi|moi|cac)\s|^(?:\d+\.\s)?(?:ve\s)?(?=tap the|ca nhan|gia dinh|doanh nghiep)")


def is_eligibility(folded: str) -> bool:
    """Whether a clause says who may take part or be rewarded ("người được xét phải …", "thí sinh từ 18 tuổi …")."""
    return bool(_ELIGIBLE.match(folded))


def label_kind(text: str, start: int, end: int) -> CriterionKind | None:
    """What the label in front of a sentence makes of it: "Cơ cấu: …" shares out seats."""
    label = _ANY_LABEL.match(text, start, end)
    if not label:
        return None
    folded = fold(label["label"])
    return next((kind for pattern, kind in _LABEL_KINDS if pattern.match(folded)), None)


def behind_topic(text: str, start: int, end: int, quantities: tuple[QuantityMatch, ...]) -> int:
    """Where the clause begins behind a short label that names its topic ("Phát triển kinh tế: …").

    So it does behind words that introduce what follows ("…, cụ thể: …").
    """
    if quantities:
        head = fold(text[start : quantities[0].start])
        introduced = max((match.end() for match in _INTRODUCED.finditer(head)), default=0)
        start += 0 if _LIMIT.search(head, 0, introduced) else introduced
    label = _LABEL.match(text, start, end)
    if not label or len(label["label"].split()) > _MAX_LABEL_WORDS or ("," in label["label"][:-1] and not quantities):
        return start
    if not quantities or label.end() > quantities[0].start or _SPEAKING_LABEL.match(fold(label["label"])):
        return start
    return label.end()


def shares_out(paragraph: str) -> bool:
    """Whether a paragraph among the standards says how many may be awarded; such sentences stand alone."""
    folded = fold(paragraph)
    return bool(_SHARED_OUT.search(folded) and is_share(find_quantities(paragraph), folded))


def has_speaking_label(text: str, start: int, end: int) -> bool:
    """Whether a label in front belongs to what it introduces ("Hình thức: Bằng khen; Giấy khen")."""
    label = _LABEL.match(text, start, end)
    return bool(label and _SPEAKING_LABEL.match(fold(label["label"])))


def is_share(quantities: tuple[QuantityMatch, ...], folded: str) -> bool:
    """Whether an upper limit says how many may be awarded."""
    awarded = [q for q in quantities if q.unit.split(",")[0] in _AWARDED]
    limits = any(q.comparator is Comparator.AT_MOST for q in awarded) or bool(awarded and _TO_EACH.search(folded))
    return limits and bool(_SHARED_OUT.search(folded))


def makes_award(folded: str) -> bool:
    """Whether a clause says that something is awarded ("trao Giấy chứng nhận và phần thưởng")."""
    return bool(_AWARD_MADE.search(folded))


def award_kind(folded: str) -> CriterionKind | None:
    """What a clause on awards without a number is: how they are made, on what occasion, to whom; else `None`."""
    cues = criterion_cues()
    if makes_award(folded):
        return CriterionKind.AWARD_FORM
    qualities = {match[0] for match in cues.quality.finditer(folded)}
    if len(qualities) >= 2 or _AWARD_RULE.search(folded):
        return CriterionKind.STANDARD
    if _AWARD_OCCASION.search(folded):
        return CriterionKind.AWARD_FORM
    if cues.attention.match(folded) and any(pattern.search(folded) for pattern in cues.subjects.values()):
        return CriterionKind.ELIGIBILITY
    return None


def is_goal(folded: str, kinds: tuple[SectionKind, ...]) -> bool:
    """Whether the clause sets itself to fulfil targets, tasks or plans."""
    cues = criterion_cues()
    goal = cues.goal.search(folded) if SectionKind.OBJECTIVES in kinds else cues.goal.match(folded)
    fulfilment = cues.fulfilment.search(folded, goal.start()) if goal else None
    return bool(fulfilment and cues.measure.search(folded, fulfilment.start()))


def criterion_subject(
    clause: str, chain: Sequence[Node], *, default: CriterionSubject | None
) -> CriterionSubject | None:
    """Whom a criterion measures: what its clause begins with, else the part that holds it."""
    openings = [clause[:160], *(node.heading for node in reversed(chain))]
    for opening in openings:
        named = _ADDRESSED.search(fold(opening)[:60])
        if named:
            each = fold(opening)[named.end() :][:40] if named[0].startswith("moi") else ""
            for name, pattern in criterion_cues().subjects.items():
                if each and pattern.match(each) and not _SIDE_BY_SIDE.match(each):
                    return name
            subject = _subject_of(fold(opening)[named.end() :][:70])
            if subject:
                return subject
    if default is None:
        return None
    return _subject_of(fold(clause)) or default


def share_subject(text: str, quantities: tuple[QuantityMatch, ...]) -> CriterionSubject | None:
    """Whom a percentage is of: "100% chi bộ", "trên 90% số hộ gia đình"; `None` where it is of things.

    Collectives and individuals that are counted side by side are `ANY`.
    """
    if {"tập thể", "cá nhân"} <= {quantity.unit for quantity in quantities}:
        return CriterionSubject.ANY
    for quantity in quantities:
        of = _SHARE_OF.match(text, quantity.end) if quantity.unit == "%" else None
        if of:
            named = text[of.end() : of.end() + 30].lower()
            # The longest name wins: "hộ kinh doanh" before "hộ", "người lao động" before "người".
            found = [
                (match.end(), name) for name, row in criterion_cues().shares.items() if (match := row.match(named))
            ]
            return max(found)[1] if found else None
    return None


def _subject_of(folded: str) -> CriterionSubject | None:
    """The first group that is named; `ANY` where collectives and individuals stand side by side."""
    found = {
        name: match.start() for name, pattern in criterion_cues().subjects.items() if (match := pattern.search(folded))
    }
    if {CriterionSubject.COLLECTIVE, CriterionSubject.INDIVIDUAL} <= found.keys():
        first, second = sorted((found[CriterionSubject.COLLECTIVE], found[CriterionSubject.INDIVIDUAL]))
        if second - first < 40 and not re.search(r"\b(?:co|cua|la|do)\b", folded[first:second]):
            return CriterionSubject.ANY
    return min(found, key=lambda name: found[name]) if found else None
