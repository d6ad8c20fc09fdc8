"""Sentences that give bodies their duties, with what is due when and who gets the report."""

from collections.abc import Sequence

from corpus.generator.draw import Draw
from corpus.generator.meanings import Assigned, BodyRef, Due, Fixed, Mention, TaskOf
from corpus.generator.settings import Setting
from corpus.generator.tables import load_table
from corpus.generator.times import Calendar, Timed
from corpus.generator.words import Words, fill, joined
from corpus.goldfile import When
from models.dates import Bound
from models.record import DutyRole


class Clauses:
    """Draws the duties of one plan; no task is given twice while there are others left."""

    def __init__(self, draw: Draw, setting: Setting, calendar: Calendar) -> None:
        self._draw = draw
        self._calendar = calendar
        self._frames = load_table("sentences")
        self.lead, self.asked = setting.bodies("lead"), setting.bodies("asked")
        self.group, self.desks = setting.bodies("group"), setting.bodies("desk")
        bosses = setting.bodies("boss")
        self.boss = bosses[0]
        self._bosses = bosses
        self._all_tasks: list[str] = setting.subject["tasks"]
        self._tasks: list[str] = []

    # --- the parts

    def task(self) -> str:
        """The next task, beginning with a verb in small letters."""
        if not self._tasks:
            self._tasks = self._draw.some(self._all_tasks, len(self._all_tasks), len(self._all_tasks))
        return self._tasks.pop()

    def mention(self, body: BodyRef, *, inside: bool = False) -> Words:
        """The body by one of its names, in small letters within a sentence where it is a group."""
        form = self._draw.one(body.forms or (body.name,))
        if inside and form.split(" ")[0] in ("Các", "Trưởng", "Hiệu", "Giáo"):
            form = form[0].lower() + form[1:]
        return Words(form).marked(Mention(body), Fixed())

    def names(self, bodies: Sequence[BodyRef], *, inside: bool = True, last: str | None = None) -> Words:
        """Several bodies by name."""
        return joined((self.mention(body, inside=inside or index > 0) for index, body in enumerate(bodies)), ", ", last)

    def desk(self, subjects: Sequence[BodyRef] = ()) -> BodyRef:
        """The office that gathers reports, if possible none of the subjects."""
        others = [desk for desk in self.desks if desk not in subjects]
        return self._draw.one(others or self.desks)

    # --- duties under a heading that names the bodies, or behind their name

    def duty(self, subjects: Sequence[BodyRef], *, asked: bool = False, groups: bool = False) -> Words:
        """A duty of the subjects, who are named before it; begins with a small letter, without full stop."""
        forms = {"lead": 3.0, "plain": 3.0, "report": 1.5, "advise": 1.0, "together": 0.7, "guide": 0.8}
        if asked or groups:
            forms = {"plain": 4.0, "together": 1.0, "plan": 1.5 if groups else 0.0, "report": 1.2 if groups else 0.0}
        form = self._draw.weighted(forms)
        if form == "lead":
            return self._leading(subjects)
        if form in ("report", "plan"):
            return self._reporting(subjects, self._frames["plans" if form == "plan" else "reports"], asked=asked)
        if form == "advise":
            return self._advising(subjects)
        if form == "together":
            return self._together(subjects, asked=asked)
        role = DutyRole.REQUESTED if asked else DutyRole.ASSIGNED
        task = self._draw.one(self._frames["guide"]) if form == "guide" else self.task()
        clause = self.dated(task, subjects).marked(*self._roles(subjects, role))
        if not asked and self._draw.chance(0.12):
            clause = clause + "; " + self._reporting(subjects, self._frames["reports"], asked=False)
        return clause

    def dated(
        self,
        task: str,
        subjects: Sequence[BodyRef],
        *,
        others: Sequence[BodyRef] = (),
        lead: Words | str = "",
        receivers: Sequence[BodyRef] = (),
        with_lead: bool = False,
    ) -> Words:
        """The task with (mostly) the time it is due, and the deadline this makes.

        `lead` stands before the task; `with_lead` makes it part of the task.
        """
        kind = self._draw.weighted({"none": 0.4, "due": 0.45, "last": 0.15})
        if kind == "none":
            return Words("") + lead + task
        timed = self._calendar.due() if kind == "due" else self._calendar.lasting()
        due = Due(timed.when, tuple(subjects), tuple(others), report_to_optional=tuple(receivers))
        named = (Words("") + lead + task if with_lead else Words(task)).marked(TaskOf(due))
        return self._with_time(named, timed, "" if with_lead else lead, late=with_lead or kind == "last").marked(due)

    def _with_time(self, task: Words, timed: Timed, lead: Words | str, *, late: bool) -> Words:
        draw, starts = self._draw, timed.words.text.split(" ")[0]
        if not lead and not late and draw.chance(0.12):
            return timed.words.capital() + ", " + task
        between = [" "] if late else [" ", ", hoàn thành ", ", xong ", "; hoàn thành "]
        if starts in ("chậm", "muộn"):
            between = [" ", ", ", ", hoàn thành "]
        if starts == "vào":
            between = [" "]
        if starts == "đến":
            between = [" ", ", thực hiện "]
        return Words("") + lead + task + draw.one(between) + timed.words

    def _leading(self, subjects: Sequence[BodyRef]) -> Words:
        others = self._others(subjects, 1, 3)
        verb = self._draw.one(
            (
                "chủ trì, phối hợp với ",
                "chủ trì, phối hợp ",
                "chủ trì phối hợp với ",
                "chủ trì, phối hợp cùng ",
            )
        )
        lead = Words(verb) + self.names(others, last=self._draw.one((None, " và "))) + " "
        clause = self.dated(self.task(), subjects, others=others, lead=lead)
        return clause.marked(*self._roles(subjects, DutyRole.LEAD), *self._roles(others, DutyRole.COORDINATE))

    def _advising(self, subjects: Sequence[BodyRef]) -> Words:
        boss = self._draw.one(self._bosses)
        lead = Words(self._draw.one(("tham mưu ", "tham mưu cho ", "tham mưu, giúp "))) + self.mention(boss) + " "
        clause = self.dated(self.task(), subjects, lead=lead, receivers=(boss,), with_lead=True)
        received = Assigned(boss, DutyRole.RECEIVE_REPORT, optional=True)
        roles = (*self._roles(subjects, DutyRole.ADVISE), Assigned(boss, DutyRole.ASSIGNED, optional=True), received)
        return clause.marked(*roles)

    def _together(self, subjects: Sequence[BodyRef], *, asked: bool) -> Words:
        others = self._others(subjects, 1, 1)
        lead = Words("phối hợp với ") + self.names(others) + " "
        clause = self.dated(self.task(), subjects, others=others, lead=lead, with_lead=True)
        role = DutyRole.REQUESTED if asked else DutyRole.COORDINATE
        either = (DutyRole.COORDINATE, DutyRole.LEAD)
        optional = [Assigned(body, kind, optional=True) for body in others for kind in either]
        if asked:
            optional += [Assigned(body, DutyRole.COORDINATE, optional=True) for body in subjects]
        return clause.marked(*self._roles(subjects, role), *optional)

    def _reporting(self, subjects: Sequence[BodyRef], frames: Sequence[str], *, asked: bool) -> Words:
        draw = self._draw
        frame, bosses = draw.one(frames), [boss for boss in self._bosses if boss not in subjects]
        boss, desk = draw.one(bosses or self._bosses), self.desk(subjects)
        via_is_printed = "{via}" in frame and desk not in subjects and draw.chance(0.6)
        via = Words(" (qua ") + self.mention(desk) + ")" if via_is_printed else Words("")
        timed = self._calendar.recurring() if draw.chance(0.45) else self._calendar.due()
        optional = (desk,) if via_is_printed else ()
        due = Due(_due_by(timed.when), tuple(subjects), report_to=(boss,), report_to_optional=optional)
        task = fill(frame, boss=self.mention(boss), via=via).marked(TaskOf(due))
        role = DutyRole.REQUESTED if asked else DutyRole.ASSIGNED
        received = Assigned(boss, DutyRole.RECEIVE_REPORT)
        through = [Assigned(desk, DutyRole.RECEIVE_REPORT, optional=True)] if via_is_printed else []
        return (task + " " + timed.words).marked(due, *self._roles(subjects, role), received, *through)

    def _roles(self, bodies: Sequence[BodyRef], role: DutyRole) -> list[Assigned]:
        # Who is asked is given the task as well, in another reading.
        asked = [Assigned(body, DutyRole.ASSIGNED, optional=True) for body in bodies if role is DutyRole.REQUESTED]
        return [*(Assigned(body, role) for body in bodies), *asked]

    def _others(self, subjects: Sequence[BodyRef], least: int, most: int) -> list[BodyRef]:
        known = [body for body in (*self.lead, *self.group) if body not in subjects]
        return self._draw.some(known, least, most)

    # --- whole sentences

    def sentence(self, body: BodyRef, *, asked: bool = False) -> Words:
        """A sentence that names its body and gives it a duty."""
        draw = self._draw
        lead = "Đề nghị " if asked else draw.one(("", "", "", "Giao "))
        clause = self.duty((body,), asked=asked, groups=body in self.group)
        if clause.text[:1].isupper():  # the time stands first
            lead = "Đề nghị " if asked else ""
            return Words(lead) + self.mention(body, inside=bool(lead)) + ": " + clause
        return Words(lead) + self.mention(body, inside=bool(lead)) + " " + clause

    def row(self, columns: Sequence[str], number: int) -> list[Words]:
        """A row of a table of tasks: the cells of the columns, the deadline over the whole row is not marked."""
        draw = self._draw
        head = draw.one((*self.lead, *self.group))
        others = self._others((head,), 1, 2) if "others" in columns else []
        timed = self._calendar.cell()
        due = Due(_due_by(timed.when), (head,), tuple(others))
        roles = (*self._roles((head,), DutyRole.LEAD), *self._roles(others, DutyRole.COORDINATE))
        task = Words(self.task()).capital().marked(TaskOf(due), due, *roles)
        cells = {
            "number": Words(str(number)),
            "task": task,
            "head": self.mention(head),
            "others": self.names(others, inside=False, last=draw.one(("; ", ", "))) if others else Words(""),
            "time": timed.words.marked(due),
            "product": Words(draw.one(self._frames["products"])),
        }
        return [cells[column] for column in columns]

    # --- the last paragraph

    def closing(self, about: Words | str, caller: Words | str) -> Words:
        """The paragraph that rounds the plan off; who is called upon in it counts neither way."""
        draw, group, desk = self._draw, self._draw.one(self.group or self.lead), self.desk()
        then = draw.one(self._frames["closing_call"]) + draw.one(self._frames["closing_then"])
        call = draw.one(("Yêu cầu", "Đề nghị"))
        frame = draw.one(self._frames["closing"]).replace("{then}", then).strip()
        words = fill(
            frame,
            about=about,
            self=caller,
            call=call,
            group=self.mention(group, inside=True),
            desk=self.mention(desk),
            boss=self.mention(self.boss),
        )
        optional = [Assigned(group, role, optional=True) for role in (DutyRole.REQUESTED, DutyRole.ASSIGNED)]
        optional += [Assigned(desk, role, optional=True) for role in (DutyRole.RECEIVE_REPORT, DutyRole.ASSIGNED)]
        optional += [Assigned(self.boss, DutyRole.RECEIVE_REPORT, optional=True)]
        printed = {span.what.body for span in words.spans if isinstance(span.what, Mention)}
        return words.marked(*(one for one in optional if one.body in printed))


def _due_by(when: When) -> When:
    """What is due at a bare time is due by that day, or during that month or quarter."""
    if when.bound:
        return when
    whole_day = when.edtf is None or len(when.edtf) == len("2021-07-17")
    return when.model_copy(update={"bound": Bound.BY if whole_day else Bound.DURING})
