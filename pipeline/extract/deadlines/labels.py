"""What stands before a date in its line: only when, the act that is timed, the act that is limited, a stage.

"Thời gian thực hiện: …" times an act that stands elsewhere; "Thời gian nộp hồ sơ: …" and "Hạn cuối
nhận đăng ký: …" name theirs. A label that only repeats what the plan is about ("Thời gian kiểm tra"
in a plan of an inspection) tells when the plan runs, and the number of a stage ("Đợt 1: từ …") when
the stage does, unless an act is said to be done in rounds.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence, Set

from models.dates import DateValue
from models.document import Document
from models.outline import Node, Outline, Zone
from models.record import DateMention, SectionKind
from pipeline.extract.dates.clauses import clauses_of
from pipeline.extract.dates.roles import cue_pattern, kinds_at, piece_at
from pipeline.extract.deadlines.tasks import STEP, Openings, only_ties
from pipeline.folding import fold

ACTS = {SectionKind.CONTENT, SectionKind.TASKS, SectionKind.TIME, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
DUTIES = {SectionKind.TASKS, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
_MIN_TASK_WORDS = 3
_LABEL_WORDS = 4  # between the label's colon and its date: "Dự kiến từ 8h00"
LABEL = re.compile(rf"\W{{0,3}}(?:\w{{1,3}}(?:\.\d{{1,2}}){{0,3}}[.)] )?(?:{STEP})?([^:.;]{{3,100}}):(.*)")
# Labels that are no act: when, where and for whom, a stage, a part of the calendar.
NO_ACT = re.compile(
    r"(?:giai đoạn|đợt|bước|vòng (?:\d|[ivx]{1,4}(?!\w)|một|hai|ba|đầu)|tuần(?! lễ)|quý|năm|học kỳ|"
    r"tháng(?! (?:hành động|thanh niên|công nhân|cao điểm))|ngày(?! (?:hội|chủ nhật|thứ))|buổi|sáng|chiều|tối|"
    r"địa điểm|đối tượng|thành phần|phạm vi|thời kỳ|niên độ|cao điểm|chủ đề|nơi|kinh phí|từ)(?!\w)"
)
# The name of a stage, before its span: "Bước 2 (từ …)", "Đợt 1: từ …"; not "báo cáo sơ kết đợt 1 trước …".
_STAGE_SPAN = re.compile(
    r"(?<!\w)(?<![^\W\d] )(?:giai đoạn|đợt|bước|vòng|lần) (?:\d{1,2}|[IVX]{1,4}|một|hai|ba|bốn|đầu|cuối)"
    r" ?[(:,]?(?P<words>(?:(?!giai đoạn |đợt |bước |vòng |lần )[^:;]){0,80})$",
    re.IGNORECASE,
)
_MAX_LABEL = 400  # characters to the colon of a label, with what brackets add behind it
_MAX_STAGE = 110  # characters of a stage's name and the words behind it
_FIRST_ROUND = re.compile(r"[:(,] ?(?:giai đoạn|đợt|vòng|lần) (?:0?1|I|một|đầu)(?!\w)", re.IGNORECASE)
_ROUND_COUNT = re.compile(r"(?:chia )?(?:làm |thành )?\d{1,2} (?:giai đoạn|đợt|vòng|lần)\W*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:] ")
# How long, on which part of the day, and what brackets add, between a label and its date.
_LENGTH = re.compile(
    r"\([^()]{0,60}\)|(?<!\w)(?:\d{1,3}(?:[/,]\d{1,2})?|một|hai|ba|nửa) (?:ngày|buổi|tuần|tháng|tiết)(?!\w)|\("
)
# Two lines read as one: "Khám sức khỏe định kỳ Thời gian thực hiện: từ …".
# "Thời gian" with a letter or two misread.
_DAMAGED = re.compile(r"t[a-z]{1,2}[oa][il1] [a-z]ian(?: (?:thuc hien|to chuc|trien khai))?$")
_RUN_ON = re.compile(r"(?<=[^\W\d_)”]) (?=Thời (?:gian|hạn)(?: [^\W\d_]+){0,4} ?:[^:;.]{0,30}$)")
_OF_TIME = re.compile(
    rf"\W{{0,3}}(?:\w{{1,3}}(?:\.\d{{1,2}}){{0,3}}[.)] )?(?:{STEP})?"
    r"(?:thời gian|thời điểm|thời hạn|ngày giờ|lịch|tiến độ|hạn)(?: (?:cuối|chót|cuối cùng|cuối để))?"
    r"(?:(?:,| và)? (?:địa điểm|dự kiến|cụ thể|chính thức|cho))*(?!\w)",
    re.IGNORECASE,
)
# Verbs of every act, before the noun that tells which.
_ANY_ACT = re.compile(
    r"(?: (?:và )?(?:thực hiện|tổ chức|triển khai|tiến hành|diễn ra|hoàn thành|kết thúc|bắt đầu|xong|là))*(?!\w)",
    re.IGNORECASE,
)
# The plan itself under another name.
_OF_PLAN = re.compile(
    r"(?:(?:của )?(?:kế hoạch|chương trình|phong trào|đợt|chiến dịch|cuộc|hội|toàn|các|từng|mỗi|như|và|từ|trong)|"
    r"nhiệm kỳ|giai đoạn|cao điểm|chung|thi đua|trên)(?!\w)",
    re.IGNORECASE,
)
_MIN_WORDS = 2


class Labels:
    """Reads the labels in front of the dates of one document."""

    def __init__(self, document: Document, outline: Outline, dates: Sequence[DateMention], openings: Openings) -> None:
        self._document = document
        self._outline = outline
        self._dates = sorted(dates, key=lambda mention: mention.evidence.start)
        self._starts = [mention.evidence.start for mention in self._dates]
        self._openings = openings
        self._kinds: dict[int, set[SectionKind]] = {}
        self._clauses: dict[int, tuple[int, int]] = {}
        self._pieces: dict[tuple[int, int], Sequence[tuple[int, int]]] = {}
        self._chains: dict[int, tuple[Node, ...]] = {}
        self._title = frozenset(re.findall(r"\w+", fold(document.text[slice(*outline.zones.get(Zone.TITLE, (0, 0)))])))

    def chain(self, mention: DateMention) -> tuple[Node, ...]:
        """The parts of the plan that hold the date, from the top level down to the innermost."""
        place = mention.evidence.start
        if place not in self._chains:
            self._chains[place] = self._outline.chain_at(place)
        return self._chains[place]

    def dates_in(self, first: int, last: int) -> list[DateMention]:
        """The dates that begin in `[first, last)`, in order."""
        return self._dates[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def is_labelled(self, mention: DateMention) -> bool:
        """Whether a label "Thời gian …:" that names no act opens the line of the date, or stands right before it."""
        if self.run_on(mention) is not None:
            return True
        label = self.label(mention)
        if label is None or self._names_act_behind(mention):
            return False
        is_of_time = cue_pattern("time_label").match(label) or _DAMAGED.match(fold(label))
        return bool(is_of_time) and self.act_of_label(mention) is None

    def _names_act_behind(self, mention: DateMention) -> bool:
        """Whether an act stands between the label and the date: "Lịch làm việc: Công bố danh sách ngày 13/3"."""
        first, _ = self.clause(mention)
        colon = self._document.text.find(":", first, mention.evidence.start)
        if colon < 0:
            return False
        between = " ".join(_LENGTH.sub("", self._document.text[colon + 1 : mention.evidence.start]).split())
        return len(between.split()) >= _MIN_TASK_WORDS and between[0].isupper() and not only_ties(between)

    def run_on(self, mention: DateMention) -> tuple[int, int] | None:
        """The act whose line runs on into the label of its time, where two lines were read as one."""
        first, _ = self.clause(mention)
        joint = _RUN_ON.search(self._document.text, first, mention.evidence.start)
        if joint is None or len(unmarked(self._document.text[first : joint.start()]).split()) < _MIN_TASK_WORDS:
            return None
        return first, joint.start()

    def act_of_label(self, mention: DateMention) -> tuple[int, int] | None:
        """The act that the label in front of the date names: "Thời gian nộp hồ sơ: …", "Hạn nhận bài: …"."""
        text = self._document.text
        first, _ = self.clause(mention)
        colon = text.rfind(":", first, mention.evidence.start)
        if colon < 0 or not self.is_work(mention):
            return None
        between = text[colon + 1 : mention.evidence.start]
        if len(re.findall(r"\w+", between)) > _LABEL_WORDS and not only_ties(between):
            return None
        if self._openings.begins_act(colon + 1 + between.startswith(" "), mention.evidence.start):
            return None  # "Lịch làm việc: Công bố quyết định ngày 13/3"
        act = act_in_label(text, first, colon, self._title)
        return None if act is None else (act, colon)

    def is_scheduled(self, mention: DateMention) -> bool:
        """Whether the date stands behind the name of an act and a colon: "- Thi vòng loại: từ 04 đến 08/11/2019"."""
        label = self.label(mention)
        if label is None or len(label.split()) < 2 or NO_ACT.match(label) or _is_vague(mention.value):
            return False
        is_about_time = cue_pattern("time_label").search(label) or _DAMAGED.match(fold(label))
        is_limit = cue_pattern("limit_label").match(label)
        return not (is_about_time or is_limit) and bool(self.kinds(mention) & ACTS)

    def act_of_round(self, mention: DateMention) -> tuple[int, int] | None:
        """The act that is done in rounds, one of which the date times: "Ra quân làm 2 đợt: đợt 1 từ …; đợt 2 từ …"."""
        text = self._document.text
        start, _ = piece_at(self._document, mention.evidence.start)
        stage = _STAGE_SPAN.search(text, max(start, mention.evidence.start - _MAX_STAGE), mention.evidence.start)
        if stage is None:
            return None
        first = _FIRST_ROUND.search(text, start, mention.evidence.start)
        if first is None or not self.is_work(mention):
            return None
        if not _says_nothing(stage["words"]):
            return None
        breaks = [each.end() for each in _SENTENCE.finditer(text, start, first.start())]
        begins = max([start, *(each for each in breaks if not _ROUND_COUNT.fullmatch(text, each, first.start()))])
        named = self._openings.subject_end(begins, first.start())
        return (begins, first.start()) if self._openings.begins_act(named, first.start()) else None

    def is_of_stage(self, mention: DateMention) -> bool:
        """Whether the date tells when a stage of the plan runs: "Bước 2 (từ 16/3 đến 30/4): …"."""
        first, _ = self.clause(mention)
        first = max(first, mention.evidence.start - _MAX_STAGE)
        stage = _STAGE_SPAN.search(self._document.text, first, mention.evidence.start)
        return stage is not None and _says_nothing(stage["words"])

    def label(self, mention: DateMention) -> str | None:
        """What stands before the colon right in front of the date, in lower case."""
        if self._document.text.rfind(":", max(0, mention.evidence.start - _MAX_LABEL), mention.evidence.start) < 0:
            return None
        start, _ = piece_at(self._document, mention.evidence.start)
        line = self._document.text[start : mention.evidence.start].lower()
        # "… danh sách: chậm nhất 40 ngày trước ngày bầu cử (ngày 03/02)": dates are no words
        for other in self.dates_in(start, mention.evidence.start):
            if other.evidence.end <= mention.evidence.start:
                first, last = other.evidence.start - start, other.evidence.end - start
                line = line[:first] + "ngày".ljust(last - first) + line[last:]
        label = LABEL.match(line)
        if label is None or cue_pattern("report").search(label[2]):
            return None
        words = " ".join(_LENGTH.sub("", label[2]).split())
        if len(re.findall(r"\w+", words)) > _LABEL_WORDS and not only_ties(words):
            return None
        return label[1].strip()

    def kinds(self, mention: DateMention) -> set[SectionKind]:
        """The kinds of the sections around the date; what stands below no heading at all is what is to be done."""
        place = mention.evidence.start
        if place not in self._kinds:
            self._kinds[place] = kinds_at(self._outline, place) or {SectionKind.CONTENT, SectionKind.IMPLEMENTATION}
        return self._kinds[place]

    def is_work(self, mention: DateMention) -> bool:
        """Whether the date stands in a section that gives out work."""
        return bool(self.kinds(mention) & ACTS)

    def clause(self, mention: DateMention) -> tuple[int, int]:
        """The clause that holds the date."""
        place = mention.evidence.start
        if place not in self._clauses:
            piece = piece_at(self._document, place)
            if piece not in self._pieces:
                self._pieces[piece] = clauses_of(self._document.text, *piece)
            self._clauses[place] = next((clause for clause in self._pieces[piece] if place < clause[1]), piece)
        return self._clauses[place]


def act_in_label(text: str, start: int, colon: int, title: Set[str]) -> int | None:
    """Where the act begins that a label of time in `text[start:colon]` names; `None` where it names none.

    `title` are the folded words of the plan's title.

    >>> text = "2. Thời gian nộp hồ sơ: trước ngày 15/3"
    >>> text[act_in_label(text, 0, text.index(":"), set()):text.index(":")]
    'nộp hồ sơ'
    >>> act_in_label("Thời gian tổ chức: ngày 15/3", 0, 17, set()) is None
    True
    """
    of_time = _OF_TIME.match(text, start, colon)
    if of_time is None:
        return None
    verb = _ANY_ACT.match(text, of_time.end(), colon)
    first = of_time.end() if verb is None else verb.end()
    rest = text[first:colon].strip()
    words = set(fold(rest).split())
    if len(rest.split()) < _MIN_WORDS or _OF_PLAN.match(rest) or words <= title:
        return None
    begins = of_time.end()
    return begins + len(text[begins:colon]) - len(text[begins:colon].lstrip())


def _says_nothing(words: str) -> bool:
    """Whether the words between a stage and its date are no act."""
    rest = " ".join(_LENGTH.sub("", words).split()).strip(" ,:(")
    return only_ties(rest) or len(rest.split()) <= 1


def unmarked(line: str) -> str:
    """The words of a line without its number or bullet."""
    return re.sub(r"^\W*(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)/\-])?\W*", "", line)


def is_year(value: DateValue) -> bool:
    """Whether a value is no more exact than a year."""
    return value.edtf is None or len(value.edtf.split("/")[-1]) <= len("2020")


def _is_vague(value: DateValue) -> bool:
    """Whether a value is neither a day or month nor a recurrence with its day."""
    return is_year(value) and "BY" not in (value.rrule or "")
