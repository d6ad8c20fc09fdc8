"""Which numbers of a clause are to be reached or kept: `demanded_quantities`.

A limited number ("ít nhất", "không quá") counts; so does a percentage. A plain count is something to
be reached unless the words in front of it say otherwise, since a plan speaks of what will be done: what
was reached or is so ("hiện có 12 xã"), where or of what it is done ("tại 05 xã", "của 33 lớp"), what is
known already ("03 đợt trước"), what sets a deadline or divides the plan. Nouns that describe more
often than they count (nội dung, xã, tổ) need a verb that makes them a target.
"""

import re
from dataclasses import replace

from models.record import Comparator, SectionKind
from pipeline.extract.criteria.cues import criterion_cues
from pipeline.extract.quantities import QuantityMatch, find_quantities
from pipeline.folding import fold

_MAX_BEFORE = 400  # characters of a clause in front of a number that say what it is for
_NO_TARGETS = (SectionKind.FUNDING,)
_STRONG_WORD = re.compile(r"(?:it nhat|toi thieu|khong qua|toi da|khong duoi|khong vuot qua|khong it hon)\b")
# Quantities that stand in one list: "02 xe tải, 150 áo phao", "tính sáng tạo 40 điểm, thuyết trình 20 điểm".
_NEXT_ITEM = re.compile(r"(?:\s[^\W\d_]+){0,4}(?:\s“[^”]{1,40}”)?(?:,|\s(?:và|hoặc|cùng|cộng))\s(?:[^\W\d_]+\s)?")
_NEXT_LIKE = re.compile(r"[^.;:\d|]{0,50}")
# "03 đợt trước" is known already; "không quá 03 ngày kể từ ngày nhận hồ sơ" is a deadline.
_COUNTED_BEFORE = re.compile(r"\s(?:trước(?!\sngày|\stháng)|vừa qua|nêu trên|nói trên|kể trên|này)(?!\w)")
_DIVIDED = re.compile(r"(?<!\w)(?:chia|phân|theo)\s(?:làm|thành|ra)?\s?$")
# "6 tháng/lần" says how often something comes back, not how much of it there is to be.
_EVERY = re.compile(r"(?:ngày|tuần|tháng|quý|năm|giờ)/lần")
_LENGTHS = ("ngày", "buổi", "tuần", "tháng", "tiếng")
_COMPOSED = re.compile(r"(?<!\w)gồm\s(?:có\s)?$")
_DAYS = ("ngày", "ngày làm việc", "giờ", "tháng", "tuần")
_ANCHORED = re.compile(r"\s(?:làm việc\s)?(?:kể từ|tính từ ngày|sau khi|từ khi|kể)(?!\w)")
# "gửi trước đại hội ít nhất 15 ngày" is a deadline; what is done before its own time ("trước hạn") is none.
_AHEAD_OF = re.compile(r"(?<!\w)trước(?!\s(?:thời\s)?hạn)\s(?:[^.;,\d]{1,60}\s)?$")
_AGES = ("tuổi", "năm tuổi", "tháng tuổi", "tuổi đời")
_LONG = ("năm", "năm học", "tháng", "quý")  # unlimited, these count a time only where a standard asks for it
_MONEY = re.compile(r"(?:đồng|USD)(?:/|$)")
_SESSIONS = ("buổi", "buổi thi", "đợt", "phiên", "lần", "vòng")  # how the time itself is laid out
_MANY_FILES = 20  # so many copies no plan asks for; so many files are work to be done
# "tại 118 xã", "học sinh của 33 lớp": where and of whom, not how many.
_SCOPE = re.compile(
    r"(?<!\w)(?:tại|ở|trong|trên|ngoài|thuộc|của|từ|theo|sau|trước|qua|giữa|về|với|gần|cách|dài|rộng|sâu|so với"
    r"|đối với|khi|là)\s(?:tổng số\s|cả\s|địa bàn\s)?$"
)
_PLACED = re.compile(r"(?<!\w)(?:tại|ở)\s(?:tổng số\s|cả\s|địa bàn\s)?$")
_WHOLE = re.compile(r"(?<!\w)(?:toàn bộ|tất cả|cả)\s$")  # "cả 3 cấp" are all there are
_PAPERS = re.compile(r"hồ sơ[^.;]{0,60}gồm\s")
_OF = ("của ", "với ", "thuộc ")
# A fact about one place or body: "Trạm Y tế có 06 giường bệnh". What each is to have, or will have, is a target.
_FACT = re.compile(r"\S\s(?:có|còn|đang|với)\s")
_BEFALLEN = re.compile(r"(?:\s[^\W\d_]+){0,3}\s(?:đã|đang|bị)(?!\w)")
# "Năm 2018, thu ngân sách đạt 95 tỷ đồng" in a plan of 2019 says what was reached.
_YEAR = re.compile(r"(?<!\w)năm\s(?P<year>(?:19|20)\d\d)(?!\d)")
_OPENS_YEAR = re.compile(
    r"\W*(?:(?:trong|kết quả|tính đến|đến|hết|cuối|riêng|tổng kết)\s){0,3}năm\s(?:19|20)\d\d(?!\d)"
)
# "Qua 05 năm thực hiện, …", "Đến nay, …": the whole sentence says what was reached.
_OPENING = 80  # letters of a sentence that say when it speaks of
_LOOKS_BACK = re.compile(
    r"\W*(?:kết quả đạt được|(?:tính\s)?đến nay|hiện nay|(?:trong\s)?(?:năm|nhiệm kỳ|thời gian) qua"
    r"|(?:qua|sau|trong)\s(?:hơn\s|gần\s)?\d{1,2}\s(?:năm|tháng)\s(?:qua|thực hiện|triển khai|phát động|tổ chức))(?!\w)"
)
_WANTED = re.compile(
    r"(?<!\w)(?:mỗi|từng|phấn đấu|đến|thêm|phải|cần|bảo đảm|đảm bảo|để|ít nhất|tối thiểu|yêu cầu|chỉ tiêu|sẽ|trong đó"
    r"|xây dựng|thành lập|tổ chức|bố trí|huy động|chuẩn bị|cử|mở|toàn|cơ cấu|đội|tổ|đoàn|ban|hội đồng|số lượng)(?!\w)"
)
# What a plan or resolution already holds and is carried out as it stands: "thực hiện 3 khâu đột phá".
_CARRIED_OUT = re.compile(r"(?<!\w)(?:thực hiện|triển khai|tuyên truyền|quán triệt|học tập|phát huy)(?:\s\w+){0,2}\s$")
_NO_TASKS = frozenset(
    {SectionKind.AUDIENCE, SectionKind.TIME, SectionKind.FUNDING, SectionKind.PREAMBLE, SectionKind.PURPOSE}
)
_PERSONS = ("người", "cán bộ", "đồng chí", "chiến sĩ", "thành viên", "lao động", "công an", "dân quân")


def demanded_quantities(
    text: str,
    start: int,
    end: int,
    kinds: tuple[SectionKind, ...],
    *,
    is_context: bool = False,
    is_labelled: bool = False,
    plan_year: int | None = None,
) -> tuple[QuantityMatch, ...]:
    """The quantities of a clause that are targets or limits, with offsets into the text.

    `plan_year` is the year in which the plan is issued: an earlier year that opens a clause makes it a report.
    """
    clause = text[start:end]
    quantities = find_quantities(clause)
    if not quantities:
        return ()
    cues, lowered = criterion_cues(), clause.lower()
    is_file = "hồ sơ" in lowered
    kept: list[QuantityMatch] = []
    for quantity in quantities:
        before = lowered[max(0, quantity.start - _MAX_BEFORE) : quantity.start].rstrip("'‘’`´")
        if quantity.unit in cues.formal and quantity.value < _MANY_FILES and (is_file or quantity.unit != "bộ"):
            continue
        if is_file and not quantity.is_limited and _PAPERS.search(before):
            continue
        is_past = cues.past.search(before[-70:]) and not cues.goal.search(fold(before))
        if _is_of_earlier_year(before, plan_year) or (
            quantity.unit in _LONG and not (quantity.is_limited or is_context)
        ):
            continue
        if is_past and not _STRONG_WORD.match(fold(clause[quantity.start : quantity.end])):
            continue
        if is_labelled and not (quantity.is_limited or quantity.unit == "%") and _PLACED.search(before[-24:]):
            continue
        is_limited = quantity.is_limited and quantity.comparator is not Comparator.ABOUT
        if not (
            is_limited or is_context or is_labelled or _is_demanded(quantity, before, lowered[quantity.end :], kinds)
        ):
            if not _continues(clause, kept, quantity):
                continue
        elif quantity.is_guess and not (_is_sought(before, kinds) or _continues(clause, kept, quantity)):
            continue
        if (
            _EVERY.match(quantity.unit)
            or (SectionKind.TIME in kinds and quantity.unit in _LENGTHS and not quantity.is_limited)
            or _COUNTED_BEFORE.match(lowered, quantity.end)
            or _DIVIDED.search(before[-16:])
            or (quantity.unit in _DAYS and (_ANCHORED.match(lowered, quantity.end) or _AHEAD_OF.search(before[-80:])))
        ):
            continue
        kept.append(quantity)
    # An age alone says whom a task is for, not what is to be reached.
    if not is_context and all(quantity.unit == "tuổi" for quantity in kept):
        return ()
    return tuple(replace(q, start=q.start + start, end=q.end + start) for q in kept)


def _is_sought(before: str, kinds: tuple[SectionKind, ...]) -> bool:
    """Whether the words right in front of a number of unknown things make it a target, or a label among objectives."""
    cues = criterion_cues()
    if SectionKind.OBJECTIVES in kinds and before.endswith(": "):
        return True
    return bool(
        cues.target_right.search(before[-40:]) or (before.endswith(" cho ") and cues.target.search(before[-80:]))
    )


def _continues(clause: str, kept: list[QuantityMatch], quantity: QuantityMatch) -> bool:
    """Whether a number goes on with the list that the last one began, or with its amounts of one kind."""
    last = kept[-1] if kept else None
    if last is None:
        return False
    if quantity.comparator is Comparator.ABOUT and last.is_limited:
        return True
    gap = clause[last.end : quantity.start]
    is_alike = quantity.unit.split()[0] == last.unit.split()[0] and not quantity.is_guess
    return bool(_NEXT_LIKE.fullmatch(gap) if is_alike else _NEXT_ITEM.fullmatch(gap))


def _is_demanded(quantity: QuantityMatch, before: str, after: str, kinds: tuple[SectionKind, ...]) -> bool:
    """Whether a plain number is something to be reached: a percentage, a label's value, or a count in a task."""
    cues = criterion_cues()
    if set(kinds) & set(_NO_TARGETS) or (quantity.unit in _AGES and "tuổi thọ" not in before[-60:]):
        return False
    if quantity.unit.startswith("%"):
        return True
    if _WHOLE.search(before[-12:]) or (set(kinds) == {SectionKind.TIME} and quantity.unit in _SESSIONS):
        return False
    unit = quantity.unit.split(",")[0]
    if (unit in cues.abstract or unit == "đợt") and _COMPOSED.search(before[-10:]):
        return False
    is_known = unit in cues.abstract or quantity.is_guess
    if is_known and not quantity.is_padded and _CARRIED_OUT.search(before[-40:]):
        return False
    if unit not in cues.abstract and cues.adjacent.search(before[-40:]) and not _BEFALLEN.match(after):
        return SectionKind.OBJECTIVES in kinds or bool(_WANTED.search(before)) or not _FACT.search(before[-8:])
    if unit in cues.vague:
        is_manned = unit in _PERSONS and bool(cues.strength.search(before[-80:]))
        is_place = before.endswith(" tại ") and bool(cues.target.search(before[-120:]))
        is_value = before.endswith(": ") and not set(kinds) & _NO_TASKS
        is_counted = unit not in cues.places or (quantity.is_padded and bool(cues.target.search(before[-60:])))
        is_thing = SectionKind.OBJECTIVES in kinds and unit not in cues.abstract and is_counted
        is_thing = is_thing and not _is_told(quantity, before)
        return (
            is_manned
            or is_place
            or is_value
            or is_thing
            or bool(cues.target_ends.search(before[-40:]) and not before.endswith(_OF))
        )
    if cues.target.search(before[-60:]) or SectionKind.OBJECTIVES in kinds:
        return True
    is_doubtful = quantity.is_guess or bool(_MONEY.match(unit)) or unit in cues.abstract or bool(_BEFALLEN.match(after))
    return not (set(kinds) & _NO_TASKS or is_doubtful or _is_told(quantity, before))


def _is_told(quantity: QuantityMatch, before: str) -> bool:
    """Whether the words in front of a count say where, of what, or how things are."""
    if _SCOPE.search(before[-24:]) or (before.endswith("(") and "/" not in quantity.unit):
        return True
    return bool(_FACT.search(before)) and not _WANTED.search(before)


def looks_back(sentence: str, plan_year: int | None) -> bool:
    """Whether a sentence opens as a report on what was: "Qua 05 năm thực hiện", "Năm 2018" in a plan of 2019."""
    opening = sentence[:_OPENING].lower()
    if _LOOKS_BACK.match(opening):
        return True
    return bool(_OPENS_YEAR.match(opening)) and _is_of_earlier_year(sentence.lower(), plan_year)


def _is_of_earlier_year(before: str, plan_year: int | None) -> bool:
    """Whether the clause opens with a year before the plan's and names no later one up to the number."""
    if plan_year is None or not _OPENS_YEAR.match(before):
        return False
    return all(int(year["year"]) < plan_year for year in _YEAR.finditer(before))
