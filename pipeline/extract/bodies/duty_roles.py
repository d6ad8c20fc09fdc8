"""The part that words around a list of bodies give it: who leads, helps, is asked, gets reports.

The cues are those of Vietnamese administrative plans (Nghị định 30/2020/NĐ-CP, Phụ lục III,
model 1.4): "giao", "đề nghị", "chủ trì, phối hợp với", "tham mưu", "báo cáo … về". All
patterns run on folded text.
"""

import re
from enum import Enum, auto

from models.record import DutyRole
from pipeline.extract.bodies.lexicon import body_lexicon
from pipeline.extract.bodies.tokens import match, tokenize
from pipeline.folding import fold


class Place(Enum):
    """What a list of bodies is in its clause."""

    ASSIGNED = auto()
    REQUESTED = auto()
    CALLED = auto()
    COORDINATES = auto()
    RECEIVES = auto()
    LEADS = auto()
    SUBJECT = auto()
    NONE = auto()


# Words that may stand between a cue and the bodies: "giao nhiệm vụ cho các …".
_TO = r"(?: (?:nhiem vu|trach nhiem))?(?: cho| toi| den| doi voi)?(?: (?:cac )?(?:dong chi|d/c|ong|ba|thay|co))?"
_GIVES = re.compile(rf"(?<!\w)(?:giao|phan cong|uy quyen|chi dinh){_TO}:? ?$")
_ASKS = re.compile(rf"(?<!\w)(?:de nghi|yeu cau|kien nghi){_TO}:? ?$")
_CALLS = re.compile(r"(?<!\w)keu goi $")
# "phối họp" is how recognition often reads "phối hợp".
_HELPS_WORD = r"phoi (?:ket )?h[oe]p"
_HOW = r"(?: (?:chat che|dong bo|kip thoi|thuong xuyen|hieu qua|tot)){0,3}"
_HELPED_BY = re.compile(
    rf"(?<!\w)(?:{_HELPS_WORD}|cong tac){_HOW}(?:,? (?:voi|cung|cua|giua))?(?: voi)? $|(?<!\w)chu tri,? cung(?: voi)? $"
)
# "trình" hands something in, but not inside "chương trình", "công trình", "quy trình" …
_HANDS_IN = "(?<!chuong )(?<!cong )(?<!quy )(?<!lo )(?<!qua )(?<!tien )trinh"
_AT_ONCE = "ket qua|bao cao|de xuat|xin y kien|kip thoi|ve|cho|len|toi|den|voi|gui|ngay|truoc"
# "báo cáo UBND huyện", "trình Chủ tịch", "gửi về Phòng Nội vụ" …
_INFORMS = "bao(?= (?:(?:ngay|kip thoi) )?ve )"
_REPORTS_AT_ONCE = re.compile(
    rf"(?<!\w)(?:bao cao|{_HANDS_IN}|gui|nop|phan anh|{_INFORMS})(?: (?:{_AT_ONCE})){{0,4}} $"
)
# … and with words between: "báo cáo tình hình thực hiện về UBND huyện"; "với" only after "báo cáo".
_REPORTS_LATER = re.compile(
    r"(?<!\w)(?:bao cao|gui|nop|tong hop)(?: [^\s;:.]{1,25}){1,25}"
    r" (?:gui|ve|cho|len|den|toi|gui ve|gui cho|gui len|gui den|gui toi|trinh),? $"
    r"|(?<!\w)bao cao(?: [^\s;:.]{1,25}){1,10} (?<!phoi hop )(?<!gan )(?<!doi )(?<!so )voi $"
)
# "Đơn vị chủ trì:", "Cơ quan, đơn vị phối hợp:"
_LABELLED = re.compile(
    r"(?:^|[-–;.•+] ?)(?:co quan|don vi|bo phan|ca nhan|phong, ban)?(?:, (?:don vi|bo phan|ca nhan))?(?: ?duoc giao)? ?"
    r"(?P<what>chu tri|phoi hop|thuc hien|tham muu|phu trach|(?:chiu )?trach nhiem|phan cong|dau moi|nhan bao cao)"
    r"(?: (?:thuc hien|tham muu|chinh|to chuc))?:? ?$"
)
_LABEL_PLACES = {
    "chu tri": Place.LEADS,
    "dau moi": Place.LEADS,
    "phoi hop": Place.COORDINATES,
    "nhan bao cao": Place.RECEIVES,
}
_OF_BODIES = re.compile(
    r"(?:trach nhiem|nhiem vu|phan cong nhiem vu|trach nhiem thuc hien)(?: cua| doi voi| cho)?:? ?$|doi voi $|ve phia $"
)
_BY_LEADER = re.compile(r"(?<!\w)do $")
# What may precede a subject in its clause without being part of its task.
_LEAD_IN = re.compile(
    r"(?:(?:sau do|dong thoi|rieng|ngoai ra|ben canh do|hang (?:nam|thang|quy|tuan)|dinh ky|luu y:?|va|[,:*–-]) ?)"
    r"{1,3}$"
)
_ADVERBIAL = re.compile(
    r"(?:trong|tu|sau|truoc|khi|theo|can cu|tren co so|nham|de|ket thuc|dinh ky|hang|cham nhat|den|ngay|thang|quy|nam"
    r"|vao|neu|tren day|qua|thong qua|dua|cung voi|voi|ngoai|ben canh|moi|phat huy|thuc hien|o|tai|truong hop|doi voi"
    r"|hoan thanh|nhung"
    r"|luu y|nhan duoc|ky niem|nhan dip|nhan ky niem|chao mung|huong ung)(?: [^;]{1,400}), ?$"
)
# "Thầy Trần Văn Bình - Phó Hiệu trưởng": who holds the post that is told.
_HOLDER = re.compile(r"(?:thay|co|ong|ba|dong chi|d/c|dc)[:.]? (?:(?:[a-z]{1,7} ){2,5}[-–,:(] ?)?$")
# "Cấp tỉnh: Bộ Chỉ huy Quân sự tỉnh chủ trì …": what the order is about stands before a colon.
_TOPIC = re.compile(r"[^;.:]{1,80}: ?$")
# How a task begins, before the word that tells its part.
_MANNER = (
    "co trach nhiem|chiu trach nhiem(?: chinh)?|chu dong|tich cuc|tiep tuc|kip thoi|thuong xuyen|khan truong|nghiem tuc"
    "|tap trung|truc tiep|dong thoi|se|can|phai|duoc giao"
)
# "… theo chức năng, nhiệm vụ được giao tham mưu", before the part.
_WITHIN = r"(?:(?:theo|can cu|tren co so) (?:chuc nang|nhiem vu|tham quyen|pham vi|linh vuc)[^;.:]{0,60}?,? )?"
_LEADS = re.compile(
    rf"{_WITHIN}(?:(?:{_MANNER}|la (?:don vi|co quan|bo phan)(?: dau moi| thuong truc)?,?) ){{0,6}}"
    r"(?:chu tri|lam dau moi|la dau moi|dau moi)\b"
)
_HELPS = re.compile(rf"(?:(?:co trach nhiem|tiep tuc|tich cuc) )?{_HELPS_WORD}{_HOW} (?:voi|cung)\b")
_ADVISES = re.compile(
    rf"{_WITHIN}(?:phu trach [^,;.:]{{1,60}}? )?"
    rf"(?:(?:{_MANNER}|tong hop,?|lam tot cong tac"
    r"|(?:lam |la )?(?:co quan |don vi )?(?:dau moi|thuong truc),?) ){0,6}tham muu\b"
)
_SPEAKS = re.compile(r"(?:de nghi|yeu cau|keu goi|giao|phan cong|ban hanh|phat dong|tran trong|kinh de nghi)\b")
_NOMINAL = re.compile(
    r"(?:cong tac|viec|hoat dong|ket qua|tinh hinh|noi dung|hinh thuc|thanh phan|dia diem|doi tuong|kinh phi)\b"
)
# "Thanh tra tỉnh: Trước 17 giờ ngày 14/12, chuẩn bị …": by when, before what it is to do.
_BY_WHEN = re.compile(
    r"(?:truoc|den het|vao|tu|trong|cham nhat|muon nhat)(?: [^\s,;:.]{1,12}){0,3} \d|\d{1,2} ngay (?:truoc|sau)\b"
)
# Words behind a name that go on with it, or state something, and order nothing.
_NOT_A_TASK = re.compile(r"(?:cua|va|trong|duoc|la|o|tai|co|hoac|theo|voi|tu|gom|khong|da|thi|nhan|moi|vua|se)")


_GIVEN = (("được", "giao"), ("được", "phân"))  # "Phòng Y tế được giao chủ trì"
# "Giao Phòng A chủ trì, Đài B phối hợp mở chuyên mục": who helps is named before the word.
_LED_BEFORE = re.compile(r"(?<!\w)chu tri,? (?:va )?$")
_HELPS_BEHIND = re.compile(rf" ?(?:va )?(?:cung )?{_HELPS_WORD}\b(?! (?:voi|cung|cua)\b)")


def helps_leader(before: str, behind: str) -> bool:
    """Whether the list between these folded words helps the one that leads: "… chủ trì, <list> phối hợp …"."""
    return bool(_LED_BEFORE.search(before) and _HELPS_BEHIND.match(behind))


def place_before(before: str, surface: str) -> Place:
    """What the folded words before a list, from the start of its clause, make of it.

    `surface` is the printed text of the same words: "giao" and "giáo" fold to the same.
    """
    words = before.rstrip() + " " if before.strip() else ""
    if _GIVES.search(words):
        return Place.ASSIGNED if not re.search(r"gi[áảàạã]o\s*$", surface.lower()) else Place.NONE
    for pattern, place in (
        (_ASKS, Place.REQUESTED),
        (_CALLS, Place.CALLED),
        (_HELPED_BY, Place.COORDINATES),
        (_REPORTS_AT_ONCE, Place.RECEIVES),
        (_REPORTS_LATER, Place.RECEIVES),
    ):
        if pattern.search(words):
            return place
    label = _LABELLED.search(words.strip()) if before.rstrip().endswith(":") else None
    if label:
        return _LABEL_PLACES.get(label["what"], Place.ASSIGNED)
    return Place.SUBJECT if _is_opening(words) else Place.NONE


def _is_opening(words: str) -> bool:
    """Whether folded words only lead up to the subject of a clause."""
    return not words or any(form.fullmatch(words) for form in (_LEAD_IN, _ADVERBIAL, _OF_BODIES, _TOPIC, _HOLDER))


def cue_opens_clause(before: str) -> bool:
    """Whether the cue at the end of these folded words is the first thing its clause says."""
    words = before.strip() + " "
    for cue in (_GIVES, _ASKS, _CALLS):
        found = cue.search(words)
        if found:
            return _is_opening(words[: found.start()])
    return False


def is_by_leader(before: str, task: str) -> bool:
    """Whether a list is who leads by "do … chủ trì"."""
    return _BY_LEADER.search(before) is not None and task.startswith("chu tri")


def is_responsibility(before: str) -> bool:
    """Whether the words before a list are "trách nhiệm của": a heading, or else no order."""
    return before.startswith(("trach nhiem", "nhiem vu", "phan cong nhiem vu"))


def names_holder(before: str) -> bool:
    """Whether folded words are only who holds the post behind them: "Đ/c", "Thầy Trần Văn Bình -"."""
    return _HOLDER.fullmatch(before.strip() + " ") is not None


def is_label(before: str, *, alone: bool = False) -> bool:
    """Whether the words before a list name its part ("Đơn vị chủ trì:"); `alone`, and nothing else."""
    words = before.rstrip()
    return words.endswith(":") and (_LABELLED.match(words) if alone else _LABELLED.search(words)) is not None


def is_nominal(clause: str) -> bool:
    """Whether a folded clause names a piece of work ("Công tác …") and orders none."""
    return _NOMINAL.match(clause) is not None


def role_of_task(task: str, base: DutyRole, *, is_told: bool) -> tuple[DutyRole, ...]:
    """The parts that a subject plays in a folded task.

    `base` is what it is told by ("giao", "đề nghị", a heading), `is_told` whether that stands
    in the same clause: who is asked to help stays one who is asked.
    """
    if _ADVISES.match(task):
        return (DutyRole.ADVISE,)
    if _LEADS.match(task):
        return (DutyRole.LEAD, DutyRole.REQUESTED) if is_told and base is DutyRole.REQUESTED else (DutyRole.LEAD,)
    if not is_told and _HELPS.match(task):
        return (DutyRole.COORDINATE,)
    return (base,)


def begins_task(text: str, start: int, end: int, *, is_strong: bool) -> bool:
    """Whether `text[start:end]`, behind a subject, says what it is to do.

    Behind a subject in a part of the plan that distributes work (`is_strong`) any small word
    will do that cannot go on with the name; elsewhere it must be a verb of the table.
    """
    tokens = tokenize(text, start, min(end, start + 80))
    index = 0
    while index < len(tokens) and tokens[index].text in (",", ":", "-", "–"):
        index += 1
    if index >= len(tokens):
        return False
    if match(body_lexicon().verbs, tokens, index, exact=True):
        return True
    if tuple(token.small for token in tokens[index : index + 2]) in _GIVEN:
        return True
    if any(token.text == ":" for token in tokens[:index]) and is_strong and tokens[index].text.isdigit():
        return True  # "Trạm Y tế: 03 cơ số thuốc, 02 tổ cấp cứu": what it has to have ready
    if index and _BY_WHEN.match(fold(text[tokens.places[index][0] : tokens.places[-1][1]])):
        return True
    if not is_strong or not tokens[index].is_word:
        return False
    if any(token.text == ":" for token in tokens[:index]):
        return True
    return not tokens[index].is_capital and not _NOT_A_TASK.fullmatch(tokens[index].key)


def speaks(task: str) -> bool:
    """Whether the subject of a folded task is the plan's author, who asks and assigns."""
    return _SPEAKS.match(task) is not None


def tidy_task(text: str) -> str:
    """A task as the patterns want it: folded, without the marks it begins with."""
    return fold(text).lstrip(" ,:;-–+*")
