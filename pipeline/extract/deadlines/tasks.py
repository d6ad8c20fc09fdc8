"""The task of a deadline: the clause without its subject and without the words of its date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

_MIN_TASK_WORDS = 3
_MAX_TIES = 160  # characters of seven such words, the longest of them
_MAX_TIE = 60  # characters of the words that tie a date to its act
_MAX_OFTEN = 40  # characters of "định kỳ 6 tháng đầu năm ("
# Words that tie a date to its act; they go with the date ("hoàn thành trước 15/02/2020").
_TIE_WORDS = (
    "và|phải|bắt đầu|hoàn thành|hoàn tất|xong|thời gian|thời hạn|gửi|thực hiện|kết thúc|định kỳ|chậm nhất|"
    "muộn nhất|trễ nhất|không (?:muộn|chậm|trễ) hơn|hạn chót|hạn cuối|trước|trong|đến|hết|vào|từ|sau|là|lúc|ngay|"
    "tới|cho|dự kiến|khoảng|"
    "(?<!giới )(?<!gia )hạn|đầu|giữa|cuối|(?:nhân )?dịp|các|(?:thượng|trung|hạ) tuần|ít nhất|tối thiểu|cao điểm|"
    "hằng|(?<!cửa )(?<!ngân )(?<!khách )hàng|"
    r"(?<!\d )ngày|(?<!báo cáo )tuần|sáng|chiều|tối|chủ nhật|thứ \w{1,4}|"
    r"(?<!/)\d{1,2} ?(?:h|giờ)(?: ?\d{1,2})?(?: phút)?|(?:dự kiến|được) tổ chức|tổ chức(?= vào(?!\w))"
)
_TIE = rf"(?:(?:(?<!\w)(?:{_TIE_WORDS})(?!\w)|\(),? ?){{0,7}}"
_TIE_ONLY = re.compile(_TIE, re.IGNORECASE)
_TIE_BEFORE = re.compile(rf"(?:, ?)?{_TIE}$", re.IGNORECASE)
_FREQUENCY = re.compile(r"(?:định kỳ )?(?:hằng|hàng) (?:năm|quý|tháng|tuần),? ", re.IGNORECASE)
_MARKER = re.compile(
    r"[-+*•–]\s+|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđA-ZĐ]|[IVX]{1,5})(?:[.)]|[-–](?= ?[A-ZĐ]))\s*(?=\S)"
)
# The number of a step, before its act: "Bước 3: Tiến hành thanh tra …".
STEP = r"(?:bước|đợt|vòng|giai đoạn|việc) \w{1,4} ?[:.] ?"
_STEP = re.compile(STEP, re.IGNORECASE)
# Labels of a line that say of no act more than that it has a time: "Lịch làm việc: Công bố danh sách ngày 13/3".
_WHEN_LABEL = re.compile(r"(?:lịch|thời gian|tiến độ|chế độ báo cáo|ghi chú)(?: [^\W\d_]+){0,3} ?: ", re.IGNORECASE)
_LABEL = re.compile(r"[^:;,.\n]{3,40}: ")
_LABEL_REST = re.compile(r"[^:;,.\n]{0,30}:")
# Behind a date: where the act takes place, and nothing else.
_PLACE = re.compile(r",? ?tại [^.;:]{1,80}", re.IGNORECASE)
# Behind a date and still a part of it: its weekday, the end of its bracket.
_DATE_REST = re.compile(
    r" ?\((?:thứ \w{1,4}|chủ nhật)\)| (?:của )?năm (?:sau|tiếp theo|kế tiếp|liền kề)(?: liền kề| liền sau)?(?!\w)|"
    r" liền kề(?!\w)",
    re.IGNORECASE,
)
# "Định kỳ 6 tháng (trước ngày 05/6), hằng năm (…)": how often, before the bracket with the day.
_OFTEN = re.compile(
    r"(?:định kỳ )?(?:(?:0?[369]|mười hai|12|sáu|ba) tháng(?: (?:đầu|cuối) năm)?|"
    r"(?:(?:hằng|hàng|mỗi) )?(?:quý|năm|tháng|tuần)) ?\($",
    re.IGNORECASE,
)
# Behind the date of a task that is complete: what it is for, by which way, and what else is to be done.
_TAIL = re.compile(
    r"\W{0,3}(?:,|;|để |nhằm |làm (?:cơ sở|căn cứ) |(?:thông )?qua |theo (?:địa chỉ|mẫu|biểu|đề cương|quy định)|"
    r"bằng |kèm |đồng thời |trừ |và )",
    re.IGNORECASE,
)
# A way to hand in that closes the task: "gửi về Sở Y tế (qua Phòng Nghiệp vụ Y)".
_SPECKS = " ,;.:-'‘`´^ˆ_|~*•°"  # what dirt on the paper is read as, at the rim of a task
_WHO = re.compile(r" ?\((?P<names>[^()\n]{4,160})\)\W*$")
_WAY = re.compile(r" ?\((?:thông )?qua [^()]{2,160}\)?$", re.IGNORECASE)
# Words before a date that are no act: on which ground, after what.
_HANDED_ON = re.compile(r" (?P<cue>giao|phân công|đề nghị|yêu cầu) ", re.IGNORECASE)
_AUTHOR_HANDS = re.compile(
    r"(?:[^;.:]{1,200}, )?[A-ZĐ][^,;.:]{3,60} (?P<cue>(?:giao|phân công|đề nghị|yêu cầu)) ", re.IGNORECASE
)
_HANDS = re.compile(r"(?<!\w)(?:giao|phân công|đề nghị|yêu cầu)(?!\w)", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r" còn lại(?!\w)", re.IGNORECASE)
_COMPLETES = re.compile(r"(?<!\w)(?:hoàn thành|hoàn tất|xong)(?!\w)")
# Joins a second amount to the act before it: "đạt 50% trước 30/6 và 100% trước 30/9".
_AND = re.compile(r"\W*(?:và|còn|riêng)(?!\w)")
_COMMA = re.compile(", ")
_GROUND = re.compile(
    r"(?:căn cứ|trên cơ sở|sau khi|khi|nếu|để|nhằm|kết thúc|hằng năm|hàng năm|hằng quý|hàng quý|hằng tháng|hàng tháng|"
    r"định kỳ|tùy|đối với|kỷ niệm|hưởng ứng|chào mừng|từ (?:kết quả|tình hình|nội dung))(?!\w)",
    re.IGNORECASE,
)
# What a clause says when it only limits the one before it.
_ONLY_LIMIT = re.compile(
    r"^(?:thời gian|thời hạn|hoàn thành|hoàn tất|hạn|xong|dự kiến|chậm nhất|thời điểm)"
    r"(?: ?(?:thực hiện|hoàn thành|xong|nộp|gửi|báo cáo|là|cuối|chót|kết quả|triển khai)){0,3}[\s:,.]*"
    r"(?:\d{1,3} (?:ngày|buổi|tuần|tháng)[\s:,.]*)?"
    r"(?:(?:thường xuyên|liên tục|hằng năm|hàng năm|trong năm|cao điểm|tập trung)[\s:,.]*){0,3}$"
)


# Sentences behind an act that only give its particulars: "Hoàn thành: quý III. Phụ trách: Tổ Công nghệ thông tin".
_PARTICULARS = re.compile(
    r"\W{0,3}(?:(?:cơ quan|đơn vị|bộ phận|người|cá nhân) )?(?:chủ trì|phối hợp|thực hiện|phụ trách|tham mưu|địa điểm|"
    r"thành phần|đối tượng|kinh phí|sản phẩm|phân công)(?: (?:thực hiện|chính))? ?:",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;]\s+(?=[A-ZĐ])")
# "Thời gian công bố kết quả là …": the act that a noun of time holds.
_TIME_OF = re.compile(r"(?:thời gian|thời hạn|thời điểm|hạn) (?!thực hiện|và |, )(?=\w)", re.IGNORECASE)
# How one does what follows: "chủ trì biên soạn", "riêng báo cáo năm".
_MANNER = re.compile(r"(?:chủ trì,? (?:và )?(?!phối hợp|cùng)|riêng (?!đối với))(?=\w)", re.IGNORECASE)
# A count of days that goes with the date behind it: "tổ chức trong hai ngày, …", "02 ngày …".
_COUNTED = re.compile(r",? (?:trong )?(?:0?[1-9]|một|hai|ba|bốn|năm) ?$", re.IGNORECASE)
# By which hour, in brackets behind a frequency: "Hằng ngày (trước 16h) tổng hợp".
_HOUR = re.compile(r"\(?(?:trước|sau|chậm nhất|vào|lúc) [^()]{1,30}\) ?", re.IGNORECASE)
_MAX_COUNTED = 12
_MAX_LEFT = 40
_COUNTS = re.compile(r",? ?(?:ngày|buổi)(?!\w)", re.IGNORECASE)
# A noun of time left at the end of a task, whose date was cut off: "Phát dọn thực bì, thời gian hoàn thành".
_TIME_LEFT = re.compile(
    r",? (?:thời gian|thời hạn)(?: (?:thực hiện|hoàn thành|tổ chức|triển khai|nộp|gửi))*\W*$", re.IGNORECASE
)
# … or how long it takes.
_ONLY_LENGTH = re.compile(r"\d{1,3} (?:ngày|buổi|tuần|tháng)(?: làm việc)?\W*")


class Openings(Protocol):
    """Tells where the bodies end that the words of a clause begin with."""

    def subject_end(self, start: int, end: int) -> int:
        """Where the names of the bodies that open a stretch end, `start` where none opens it."""

    def lead_end(self, start: int, end: int) -> int:
        """Where "chủ trì, phối hợp với …" ends that opens a stretch, `start` where it does not."""

    def begins_act(self, start: int, end: int) -> bool:
        """Whether a stretch begins with a body or with what one is to do."""

    def is_who(self, span: tuple[int, int]) -> bool:
        """Whether a stretch holds the names of bodies alone, and their part in the work."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task as printed; `start` and `end` are the clause it was read from."""

    start: int
    end: int
    text: str


def date_span(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The date with what belongs to it: its weekday, or the frequency whose bracket it stands in.

    >>> text = "Định kỳ hằng năm (trước ngày 05/12) báo cáo kết quả"
    >>> start, end = date_span(text, (18, 34))
    >>> text[start:end]
    'Định kỳ hằng năm (trước ngày 05/12)'
    """
    start, end = span
    if rest := _DATE_REST.match(text, end):
        end = rest.end()
    tied = _tie_start(text, max(0, start - _MAX_TIE), start)
    if text[tied : tied + 1] == "(":
        tied += 1
    if text[end : end + 1] == ")" and (often := _OFTEN.search(text, max(0, tied - _MAX_OFTEN), tied)):
        return often.start(), end + 1
    return start, end


def _only_limits(rest: str) -> bool:
    return _ONLY_LIMIT.match(rest) is not None or _ONLY_LENGTH.fullmatch(rest) is not None


def has_task(text: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> bool:
    """Whether a clause says what is to be done, and not only by when."""
    rest = _without(text, start, particulars_start(text, start, end), dates)
    return len(re.findall(r"\w+", rest)) > 1 and not _only_limits(rest.strip().lower())


def particulars_start(text: str, start: int, end: int) -> int:
    """Where the sentences begin that only tell who does an act and by what means; `end` where none do."""
    if _PARTICULARS.match(text, start, end):
        return start
    return next(
        (each.start() for each in _SENTENCE.finditer(text, start, end) if _PARTICULARS.match(text, each.end())), end
    )


def segment_of(
    text: str, clause: tuple[int, int], dates: Sequence[tuple[int, int]], own: tuple[int, int]
) -> tuple[int, int]:
    """The part of a clause that one of its dates governs, where each date has an act of its own.

    "Nộp báo cáo quý trước ngày 10, báo cáo năm trước ngày 20": dates that close their acts
    part the clause behind them, dates that open them part it in front; dates with no act
    between them ("trước ngày 31/12 và ngày 25 hằng tháng") share one.
    """
    start, end = clause
    ordered = sorted(dates)
    if len(ordered) < 2 or own not in ordered:
        return clause
    starts = [_tie_start(text, start, date_start) for date_start, _ in ordered]
    opens = _words(text, start, starts[0]) < _MIN_TASK_WORDS - 1
    cuts = [start]
    for position in range(1, len(ordered)):
        behind = ordered[position - 1][1]
        behind += text.startswith(")", behind)  # "lập đề cương (trong tháng 4), tập huấn (tháng 5)"
        if _own_words(text, behind, starts[position]) >= _MIN_TASK_WORDS - 1:
            cuts.append(starts[position] if opens else behind)
    cuts.append(end)
    for first, last in pairwise(cuts):
        if first <= own[0] < last and has_task(text, first, last, ordered):
            return first, last
    return clause


def only_ties(text: str) -> bool:
    """Whether a text holds nothing but words that tie a date to its act.

    >>> only_ties(" chậm nhất 17 giờ 00 phút "), only_ties(" rà soát trước ")
    (True, False)
    """
    return _TIE_ONLY.fullmatch(text.strip()) is not None


@lru_cache(maxsize=1024)  # the same date is looked at as a part of its clause, its segment and its task
def _tie_start(text: str, start: int, date_start: int) -> int:
    tie = _TIE_BEFORE.search(text, max(start, date_start - _MAX_TIES), max(start, date_start))
    return tie.start() if tie else date_start


def _own_words(text: str, start: int, end: int) -> int:
    joint = _AND.match(text, start, max(start, end))
    return _words(text, joint.end() if joint else start, end)


def _words(text: str, start: int, end: int) -> int:
    return len(re.findall(r"\w+", text[start:end])) if end > start else 0


def clause_task(
    text: str,
    start: int,
    end: int,
    dates: Sequence[tuple[int, int]],
    openings: Openings,
) -> Task:
    """The task in `text[start:end]`: dates at its rim are cut off, then who does it with whom before the verb.

    Dates inside stay, so that the task is always a stretch of the text.
    """
    if marker := _MARKER.match(text, start, end):
        start = marker.end()
    if (step := _STEP.match(text, start, end)) and has_task(text, step.end(), end, dates):
        start = step.end()
    end = particulars_start(text, start, end) if particulars_start(text, start, end) > start else end
    dates = sorted(date_span(text, date) for date in dates)
    if (when := _WHEN_LABEL.match(text, start, end)) and has_task(text, when.end(), end, dates):
        start = when.end()
    label = _LABEL.match(text, start, end)
    if label and (_opens_date(text, label.end(), end, dates) or openings.subject_end(label.end(), end) > label.end()):
        behind = max(label.end(), openings.subject_end(label.end(), end))
        if not has_task(text, behind, end, dates):  # "Phúc tra nguồn: Ban CHQS xã hoàn thành trước 25/10"
            return Task(start, end, text[start : label.end()].strip(" ,;.:"))
        start = label.end()  # "Xử phạt: Trong vòng 05 ngày …, Phòng Kinh tế thẩm định": the label names the step
    whole = _without_rim(text, start, end, dates)
    if label and start < label.end() and not has_task(text, label.end(), end, dates):
        return Task(start, end, text[start : label.end()].strip(" ,;.:"))  # "Cấp huyện: Hoàn thành trước ngày 30/6"
    first, last = _inner(text, *whole, dates, openings)
    first = _skip(text, first, last)
    if frequency := _FREQUENCY.match(text, first, last):
        first = frequency.end()
    if hour := _HOUR.match(text, first, last):
        first = hour.end()
    verb = _subject_end(text, first, last, openings)
    if verb > first and (label := _LABEL_REST.match(text, verb, last)):
        verb = label.end()  # "Công đoàn ngành: phối hợp": the name goes on to the colon
    first, last = _without_rim(text, _skip(text, verb, last), last, dates)
    first = _skip(text, first, last)
    first = _skip(text, openings.lead_end(first, last), last)
    if (of := _TIME_OF.match(text, first, last)) and openings.begins_act(of.end(), last):
        first = of.end()
    if manner := _MANNER.match(text, first, last):
        first = manner.end()
    if counted := _COUNTED.search(text, max(first, last - _MAX_COUNTED), last):
        last = counted.start() if _COUNTS.match(text, last) else last
    opens = max(text.rfind("(", first, last), first)
    if (who := _WHO.search(text, max(opens - 1, first), last)) and openings.is_who(who.span("names")):
        last = who.start()
    if left := _TIME_LEFT.search(text, max(first, last - _MAX_LEFT), last):
        last = left.start()
    task = _WAY.sub("", text[first:last].strip(" ,;.:-(")).strip(" ,;.:-(")
    if len(task.split()) < _MIN_TASK_WORDS - 1:
        stretch = text[slice(*whole)].strip(" ,;.:")
        task = stretch if len(stretch.split()) >= _MIN_TASK_WORDS else text[start:end].strip(" ,;.:")
    return Task(start, end, _closed(task.strip(_SPECKS)))


def _subject_end(text: str, start: int, end: int, openings: Openings) -> int:
    """Where the bodies end that are told the task, also behind what it is done on the ground of."""
    found = openings.subject_end(start, end)
    if found > start and _NAME_GOES_ON.match(text, found, end):
        return start  # "các chi bộ còn lại xong trước …": the bodies are all that the clause names
    if found > start:
        handed = _HANDED_ON.match(text, found, end)  # "Ban Thường vụ giao Ban Tuyên giáo chủ trì …"
        other = openings.subject_end(handed.start("cue"), end) if handed else found
        return max(found, other)
    handed = _AUTHOR_HANDS.match(text, start, end)
    # its author has no duty by it; "Bình xét, đề nghị Chủ tịch xã khen thưởng và đề nghị các ngành …" is an act
    if handed and not _HANDS.search(text, start, handed.start("cue")):
        found = openings.subject_end(handed.start("cue"), end)
        if found > handed.start("cue"):
            return found
    if not _GROUND.match(text, start, end):
        return start
    for comma in _COMMA.finditer(text, start, end):
        found = openings.subject_end(comma.end(), end)
        if found > comma.end():
            return found
    return start


def _inner(text: str, start: int, end: int, dates: Sequence[tuple[int, int]], openings: Openings) -> tuple[int, int]:
    """The act of a stretch that has its date inside: what stands before it, or what the date opens.

    "… nghiêm túc Kế hoạch này, định kỳ ngày 15 hằng tháng báo cáo về huyện" is due by what follows
    the date; "… gửi về huyện trước ngày 20/4 để tổng hợp" by what stands before it.
    """
    for date_start, date_end in dates:
        if not start < date_start < end:
            continue
        cut = _tie_start(text, start, date_start)
        before = text[start:cut].rstrip()
        behind = _skip(text, date_end, end)
        is_apart = before.endswith(",") or text.startswith((",", " ,"), cut)
        is_done = _COMPLETES.search(text, cut, date_start) and not _GROUND.match(before)
        if is_done and _words(text, start, cut) >= _MIN_TASK_WORDS:
            return start, cut  # "Xây dựng kế hoạch, hoàn thành trước 15/02 và gửi về huyện"
        if is_apart and text[date_end:end].strip() and openings.begins_act(behind, end):
            opens = not text[date_end:end].lstrip().startswith((",", ";"))
            if opens or _GROUND.match(before):
                return _inner(text, behind, end, dates, openings)
        if _TAIL.match(text, date_end, end) and _words(text, start, cut) >= _MIN_TASK_WORDS:
            return start, cut
    return start, end


def _opens_date(text: str, offset: int, end: int, dates: Sequence[tuple[int, int]]) -> bool:
    """Whether a date with the words that tie it stands at `offset`, and an act behind it."""
    return any(
        offset <= first
        and not re.search(r"\w", text[offset : _tie_start(text, offset, first)])
        and not re.fullmatch(r"\W*", text[last:end])
        and not _PLACE.fullmatch(text, last, end)
        for first, last in dates
    )


def _without_rim(text: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch without the dates at its two ends and the words that tie them."""
    first, last = start, end
    for date_start, date_end in sorted(dates):
        if not first <= date_start < last:
            continue
        cut = _tie_start(text, first, date_start)
        if not re.search(r"\w", text[first:cut]):
            first = date_end
        elif not re.search(r"\w", text[date_end:last]) or _PLACE.fullmatch(text, date_end, last):
            last = cut
    return first, last


def _skip(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in ",:;)-"):
        start += 1
    return start + len("và ") if text.startswith("và ", start, end) else start


def _closed(task: str) -> str:
    """The task without a bracket that was cut open."""
    if task.count("(") <= task.count(")"):
        return task
    before = task[: task.rindex("(")].strip(" ,;.:-")
    if len(before.split()) >= _MIN_TASK_WORDS:
        return before
    return task + ")" if task.count("(") == 1 else task


def _without(text: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> str:
    """The clause with its dates and the words that tie them taken out."""
    kept: list[str] = []
    first = start
    for date_start, date_end in sorted(dates):
        if date_start < first:
            continue
        kept.append(text[first : _tie_start(text, first, date_start)])
        first = date_end
    kept.append(text[first:end])
    return " ".join(kept)
