"""The sections of a plan, each a heading with its paragraphs."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from corpus.generator.clauses import Clauses
from corpus.generator.draw import Draw
from corpus.generator.meanings import (
    BodyRef,
    CampaignPeriod,
    CampaignValue,
    Due,
    Measure,
    TaskOf,
    Widened,
)
from corpus.generator.measures import measure
from corpus.generator.outline import Line, Outline
from corpus.generator.settings import Setting
from corpus.generator.tables import load_table
from corpus.generator.times import Calendar
from corpus.generator.words import Words, fill
from models.dates import Bound
from models.record import CriterionKind, CriterionSubject

_SLOGANS = [["content"], ["content", "slogan"]]
# Where the name of an event ends and its time begins.
_EVENT_NAME = re.compile(r":| (?:dự kiến )?tổ chức")
_SMALL_TASKS = [["content"], ["tasks"], ["solutions"], ["other"], ["content", "tasks"]]
_COLUMNS = {
    "number": ("STT", "TT"),
    "task": ("Nội dung công việc", "Nội dung", "Nhiệm vụ"),
    "head": ("Chủ trì", "Đơn vị chủ trì", "Cơ quan chủ trì"),
    "others": ("Phối hợp", "Đơn vị phối hợp", "Cơ quan phối hợp"),
    "time": ("Thời gian", "Thời gian hoàn thành", "Thời gian thực hiện"),
    "product": ("Sản phẩm", "Kết quả, sản phẩm"),
}


class Sections:
    """Draws the sections of one plan in their order."""

    def __init__(self, draw: Draw, setting: Setting, calendar: Calendar, outline: Outline, *, campaign: bool) -> None:
        self._draw = draw
        self._setting = setting
        self._calendar = calendar
        self._outline = outline
        self._campaign = campaign
        self._frames = load_table("sentences")
        self._headings = load_table("headings")
        self.clauses = Clauses(draw, setting, calendar)

    def all(self) -> list[Line]:
        """Every section, headings included."""
        draw = self._draw
        parts: list[Callable[[], list[Line]]] = [self._purpose]
        if self._campaign and draw.chance(0.7):
            parts.append(self._slogan)
        if draw.chance(0.7):
            parts.append(self._objectives)
        parts.append(self._content)
        if draw.chance(0.6):
            parts.insert(draw.number(1, len(parts)), self._audience_time if draw.chance(0.5) else self._time)
        if draw.chance(0.25):
            parts.append(self._solutions)
        if self._campaign and "criteria" in self._setting.subject and draw.chance(0.7):
            parts.append(self._rewards)
        if draw.chance(0.25):
            parts.append(self._table)
        if draw.chance(0.5):
            parts.append(self._funding)
        parts.append(self._implementation)
        if draw.chance(0.15):
            parts.append(self._reporting)
        return [line for part in parts for line in part()]

    # --- the sections

    def _purpose(self) -> list[Line]:
        draw, subject = self._draw, self._setting.subject
        purposes = [Words(text) for text in draw.some_in_order(subject["purposes"], 2, 3)]
        requirements = [_requirement(text) for text in draw.some_in_order(subject["requirements"], 2, 3)]
        if draw.chance(0.25):
            purposes.append(self._years())
        if draw.chance(0.15):
            purposes.append(self._anniversary())
        if draw.chance(0.15):
            return [
                self._heading("purpose_only"),
                *self._items(purposes),
                self._heading("requirements_only"),
                *self._items(requirements),
            ]
        lines = [self._heading("purpose")]
        if draw.chance(0.12):
            return [*lines, *self._items([*purposes, *requirements])]
        bullet = self._outline.bullet()
        for heading, kind, texts in (("Mục đích", "purpose", purposes), ("Yêu cầu", "requirements", requirements)):
            lines += self._under(heading, [kind], [], texts, bullet)
        return lines

    def _objectives(self) -> list[Line]:
        draw, subject = self._draw, self._setting.subject
        rows = draw.some_in_order(subject["targets"], 2, 5)
        targets = [self._target(row) for row in rows]
        if draw.chance(0.35):
            general = [Words(draw.one(subject["purposes"]))]
            bullet = "plain" if draw.chance(0.6) else "dash"
            return [
                self._heading("objectives"),
                *self._under("Mục tiêu chung", ["objectives"], [], general, bullet),
                *self._under("Mục tiêu cụ thể", ["objectives"], [], targets, "dash"),
            ]
        return [self._heading("objectives"), *self._items(targets)]

    def _target(self, row: list[str]) -> Words:
        words = measure(self._draw, row)
        if not self._draw.chance(0.25):
            return words
        timed = self._calendar.due()
        if timed.when.bound is Bound.AT:  # nobody reaches a target on a day
            return words
        due = Due(timed.when, optional=True)
        criterion: Measure = next(span.what for span in words.spans if isinstance(span.what, Measure))
        return (timed.words.capital() + ", " + words.marked(TaskOf(due))).marked(due, Widened(criterion))

    def _content(self) -> list[Line]:
        draw = self._draw
        heading, kinds, *also = draw.one(self._headings["content"])
        lines = [self._outline.first(heading, kinds, also)]
        subheads = draw.some_in_order(self._setting.subject["content"], 2, 5)
        if draw.chance(0.2):
            return [*lines, *self._items([Words(text) for _, text in subheads])]
        for name, text in subheads:
            sentences = [Words(text)]
            if draw.chance(0.5):
                sentences.append(self._told())
            if draw.chance(0.25):
                sentences.append(measure(draw, draw.one(self._setting.subject["targets"])))
            bullet = "plain" if len(sentences) == 1 else self._outline.bullet()
            lines += self._under(name, [kinds[0]], _SMALL_TASKS, sentences, bullet)
        if draw.chance(0.3):
            lines += self._events(kinds[0])
        return lines

    def _told(self) -> Words:
        """A task without a subject, or with one, as a sentence of the content."""
        clauses = self.clauses
        if self._draw.chance(0.5):
            return clauses.sentence(self._draw.one((*clauses.lead, *clauses.group)))
        return clauses.dated(clauses.task(), ())

    def _events(self, kind: str) -> list[Line]:
        place = self._draw.one(self._frames["places"])
        sentences = []
        for frame in self._draw.some(self._frames["events"], 1, 2):
            timed = self._calendar.event()
            due = Due(timed.when, optional=True)
            name = _EVENT_NAME.split(frame)[0]
            behind = fill(frame[len(name) :].removesuffix("."), when=timed.words, place=place)
            sentences.append((Words(name).marked(TaskOf(due)) + behind).marked(due))
        return self._under("Tổ chức các sự kiện", [kind], _SMALL_TASKS, sentences, "dash")

    def _time(self) -> list[Line]:
        heading = self._heading("time")
        return [heading, *self._items(self._periods(), "plain" if self._draw.chance(0.5) else None)]

    def _audience_time(self) -> list[Line]:
        words = Words(self._draw.one(self._setting.subject["audience"]))
        audience = words.marked(CampaignValue("audience")) if self._campaign else words
        lines = [self._heading("audience_time")]
        lines += self._under("Đối tượng", ["audience"], [], [audience.capital()], "plain")
        lines += self._under("Thời gian", ["time"], [], self._periods(), "dash")
        return lines

    def _periods(self) -> list[Words]:
        draw, calendar = self._draw, self._calendar
        first, last = calendar.start, calendar.end
        form = draw.weighted({"days": 0.65, "months": 0.2, "issue": 0.15})
        whole = calendar.months(first, last) if form == "months" else calendar.span(first, last)
        if form == "issue":
            whole = calendar.from_issue(last)
        words = whole.words
        if self._campaign and whole.when.edtf:
            words = words.marked(CampaignPeriod(whole.when.edtf))
        sentences = [Words(draw.one(("Thời gian thực hiện: ", "Thực hiện ", "Kế hoạch được thực hiện "))) + words]
        if draw.chance(0.35) and (last - first).days > 40:
            name = draw.one(("Giai đoạn", "Đợt"))
            middle = first + timedelta(days=(last - first).days // 2)
            for number, (begin, end) in enumerate(((first, middle), (middle + timedelta(days=1), last)), start=1):
                span = calendar.span(begin, end, short=True).words
                sentences.append(Words(f"{name} {number} (") + span + f"): {self.clauses.task()}")
        return sentences

    def _slogan(self) -> list[Line]:
        draw, subject = self._draw, self._setting.subject
        quote = draw.one((("“", "”"), ('"', '"')))
        theme, slogan = draw.one(subject["themes"]), draw.one(subject["slogans"])
        texts = []
        for heading, text, name in (("Chủ đề", theme, "theme"), ("Khẩu hiệu", slogan, "slogan")):
            words = quote[0] + Words(text).marked(CampaignValue(name)) + quote[1]
            texts.append((heading, words))
        lines = [self._heading("slogan")]
        for heading, words in texts:
            lines.append(self._outline.second(heading, ["slogan"], _SLOGANS, rest=words + "."))
        return lines

    def _solutions(self) -> list[Line]:
        solutions = self._draw.some(self._frames["solutions"], 2, 4)
        return [self._heading("solutions"), *self._items([Words(text) for text in solutions])]

    def _rewards(self) -> list[Line]:
        draw, subject = self._draw, self._setting.subject
        rows = draw.some_in_order(subject["criteria"], 1, 3)
        forms = [Words(form).marked(_award()) for form in draw.some(subject["awards"], 1, 2)]
        form_line = Words("Hình thức khen thưởng: ")
        for index, form in enumerate(forms):
            form_line = form_line + (", " if index else "") + form
        return [self._heading("rewards"), *self._items([*(measure(draw, row) for row in rows), form_line], "dash")]

    def _table(self) -> list[Line]:
        draw = self._draw
        columns = ["number", "task", "head", "others", "time", "product"]
        for left_out in ("others", "product"):
            if draw.chance(0.3):
                columns.remove(left_out)
        header = tuple(Words(draw.one(_COLUMNS[column])) for column in columns)
        lines = [self._heading("table"), Line(Words(""), cells=header)]
        for number in range(1, draw.number(3, 7) + 1):
            lines.append(Line(Words(""), cells=tuple(self.clauses.row(columns, number))))
        return lines

    def _funding(self) -> list[Line]:
        return [self._heading("funding"), *self._items([Words(self._draw.one(self._frames["funding"]))], "plain")]

    def _reporting(self) -> list[Line]:
        clauses = self.clauses
        bodies = self._draw.some(clauses.group or clauses.lead, 1, 1)
        sentences = [clauses.sentence(body) for body in bodies]
        return [self._heading("reporting"), *self._items(sentences)]

    def _implementation(self) -> list[Line]:
        draw, clauses, outline = self._draw, self.clauses, self._outline
        lines = [self._heading("implementation")]
        manner = draw.weighted({"headings": 0.5, "run_in": 0.15, "paragraphs": 0.2, "named": 0.15})
        if manner == "paragraphs" and outline.style == "bare":
            manner = "headings"
        bullet = outline.bullet()
        for bodies, asked in self._cast():
            groups = bodies[0] in clauses.group
            if manner == "paragraphs":
                lines += [outline.paragraph(self._ended(clauses.sentence(bodies[0], asked=asked)))]
                continue
            duties = [clauses.duty(bodies, asked=asked, groups=groups) for _ in range(draw.number(1, 3))]
            if manner == "named":
                named = (Words("Đề nghị ") if asked else Words("")) + clauses.names(bodies, inside=asked)
                lines.append(Line("- " + named + ": " + self._ended(duties[0]).capital()))
                continue
            named = (Words("Đề nghị ") if asked else Words("")) + clauses.names(
                bodies, inside=asked, last=draw.one((None, " và ")) if len(bodies) > 1 else None
            )
            if manner == "run_in":
                rest = self._ended(duties[0]).capital()
                lines.append(outline.second(named, ["implementation"], rest=rest, optional=True))
                continue
            lines.append(outline.second(named, ["implementation"], [["implementation", "tasks"], ["tasks"]]))
            lines += outline.items(duties, bullet if len(duties) > 1 or bullet != "number" else "dash")
        return lines

    def _cast(self) -> list[tuple[tuple[BodyRef, ...], bool]]:
        """Who stands in the implementation, in order: offices, those asked, groups."""
        draw, clauses = self._draw, self.clauses
        leads = draw.some_in_order(clauses.lead, 2, 5)
        cast: list[tuple[tuple[BodyRef, ...], bool]] = []
        while leads:
            count = 2 if len(leads) > 2 and draw.chance(0.12) else 1
            cast.append((tuple(leads[:count]), False))
            leads = leads[count:]
        if clauses.asked and draw.chance(0.6):
            cast.append((tuple(draw.some_in_order(clauses.asked, 1, 2)), True))
        cast += [((group,), False) for group in draw.some_in_order(clauses.group, 1, 2)]
        return cast

    # --- the parts

    def _heading(self, name: str) -> Line:
        heading, kinds, *also = self._draw.one(self._headings[name])
        return self._outline.first(heading, kinds, also)

    def _under(
        self, heading: str, kinds: list[str], also: list[list[str]], texts: list[Words], bullet: str
    ) -> list[Line]:
        """The texts under a heading of level 2, on its own line or run in."""
        outline = self._outline
        if outline.runs_in and len(texts) == 1:
            return [outline.second(heading, kinds, also, rest=self._ended(texts[0]))]
        return [outline.second(heading, kinds, also), *outline.items(texts, bullet)]

    def _items(self, texts: list[Words], bullet: str | None = None) -> list[Line]:
        chosen = bullet or self._outline.bullet()
        return self._outline.items(texts, "dash" if chosen == "number" else chosen)

    def _ended(self, words: Words) -> Words:
        return words if words.text.endswith(".") else words + "."

    def _years(self) -> Words:
        year = self._setting.year
        first = year - (year - 1) % 5
        # The five years of a plan begin the year after the congress whose term runs beside them.
        head, begin = self._draw.one((("giai đoạn", first), ("nhiệm kỳ", first - 1)))
        return fill(self._draw.one(self._frames["years"]), years=self._calendar.years(begin, first + 4, head))

    def _anniversary(self) -> Words:
        event, day = self._draw.one(self._frames["anniversaries"])
        since = date.fromisoformat(day)
        ordinal = str(self._setting.issued.year - since.year)
        frame = self._draw.one(self._frames["anniversary"])
        return fill(frame, ordinal=ordinal, event=event, dates=self._calendar.anniversary(since))


def _award() -> Measure:
    return Measure(CriterionKind.AWARD_FORM, CriterionSubject.ANY, (), (), optional=True)


def _requirement(text: str) -> Words:
    """A requirement; one that forbids can be read as a standard."""
    words = Words(text)
    if any(word in text for word in ("tránh", "đúng", "không")):
        return words.marked(Measure(CriterionKind.STANDARD, None, (), (CriterionKind.CONDITION,), optional=True))
    return words
