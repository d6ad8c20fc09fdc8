"""Temporal expressions as plans print them, each with what it means."""

from dataclasses import dataclass
from datetime import date, timedelta

from corpus.generator.draw import Draw
from corpus.generator.meanings import Dated, Fixed
from corpus.generator.words import Words
from corpus.goldfile import When
from models.dates import Bound, ResolvedFrom
from models.record import DateRole

_WEEKDAYS = (("Hai", "MO"), ("Ba", "TU"), ("Tư", "WE"), ("Năm", "TH"), ("Sáu", "FR"))
_QUARTERS = ("I", "II", "III", "IV")
_EVENTS = (
    "kể từ ngày nhận được hồ sơ hợp lệ",
    "kể từ ngày nhận đủ hồ sơ",
    "kể từ khi kết thúc đợt kiểm tra",
    "sau khi kết thúc lớp tập huấn",
    "kể từ ngày có kết luận",
    "kể từ khi nhận được thông tin phản ánh",
    "sau khi có văn bản hướng dẫn",
)
_RECURRING = DateRole.RECURRING
_DEADLINE = DateRole.DEADLINE
_PERIOD = DateRole.PERIOD


@dataclass(frozen=True, slots=True)
class Timed:
    """A temporal expression and what it means."""

    words: Words
    when: When


class Calendar:
    """Draws the dates of one plan: issued on `issued`, running from `start` to `end`."""

    def __init__(self, draw: Draw, issued: date, start: date, end: date, *, dashes: bool, day_known: bool) -> None:
        self._draw = draw
        self.issued = issued
        self.start = start
        self.end = end
        self._dashes = dashes
        self._day_known = day_known
        self._pads_months = draw.chance(0.15)
        self._every = draw.weighted({"hằng": 0.6, "hàng": 0.4})

    # --- the parts

    def day(self, value: date) -> str:
        """A full date in figures: day below 10 and months 1 and 2 with a nought, by the decree."""
        separator = "-" if self._dashes and self._draw.chance(0.7) else "/"
        return f"{value.day:02}{separator}{self._month(value)}{separator}{value.year}"

    def spelled(self, value: date) -> str:
        """A full date as "ngày 05 tháng 3 năm 2021"."""
        return f"ngày {value.day:02} tháng {self._month(value)} năm {value.year}"

    def full(self, value: date) -> str:
        """A full date with "ngày", in figures or spelled."""
        return self.spelled(value) if self._draw.chance(0.25) else f"ngày {self.day(value)}"

    def short(self, value: date) -> str:
        """Day and month, where the year is left to the plan."""
        separator = "-" if self._dashes else "/"
        return f"{value.day:02}{separator}{self._month(value)}"

    def within(self) -> date:
        """A day while the plan runs."""
        return self.start + timedelta(days=self._draw.number(0, max((self.end - self.start).days, 1)))

    def year_of_plan(self) -> int:
        """The year that dates without one belong to."""
        return self.issued.year

    # --- whole expressions

    def due(self, *, resolved: bool = True) -> Timed:
        """When a task has to be done: a day, month or quarter; without its year only where `resolved`."""
        forms = {"before": 5.0, "by": 2.5, "month": 1.2, "month_end": 0.7, "quarter": 1.0, "till": 1.0, "hour": 0.5}
        forms |= {"weekday": 0.25, "part": 0.5, "week": 0.2, "days": 0.2, "year": 0.2}
        if resolved:
            forms |= {"short": 1.2, "half": 0.3}
        form, day = self._draw.weighted(forms), self.within()
        year, iso = day.year, day.isoformat()
        month = f"{year}-{day.month:02}"
        last = f"tháng {self._month(day)}{self._draw.one(('/', ' năm '))}{year}"
        quarter = (day.month - 1) // 3
        if form == "by":
            lead = self._draw.one(("chậm nhất", "chậm nhất là", "muộn nhất", "chậm nhất vào"))
            return self._timed(f"{lead} {self.full(day)}", When(edtf=iso, bound=Bound.BY), _DEADLINE)
        if form == "month":
            return self._timed(f"trong {last}", When(edtf=month, bound=Bound.DURING), _DEADLINE, (_PERIOD,))
        if form == "month_end":
            when = When(edtf=month, bound=Bound.BY, also_edtf=(_end_of_month(day).isoformat(), f"../{month}"))
            return self._timed(f"đến hết {last}", when, _DEADLINE, (_PERIOD,))
        if form == "quarter":
            name = f"quý {_QUARTERS[quarter]}{self._draw.one(('/', ' năm '))}{year}"
            when = When(edtf=f"{year}-{33 + quarter}", bound=Bound.DURING)
            return self._timed(f"trong {name}", when, _DEADLINE, (_PERIOD,))
        if form == "till":
            when = When(edtf=iso, bound=Bound.BY, also_edtf=(f"../{iso}",))
            return self._timed(f"đến hết {self.full(day)}", when, _DEADLINE, (_PERIOD,))
        if form == "hour":
            hour = self._draw.one(("10 giờ 00", "16 giờ", "17 giờ 00", "11 giờ 30 phút", "15h00", "17h"))
            return self._timed(f"trước {hour} {self.full(day)}", When(edtf=iso, bound=Bound.BEFORE), _DEADLINE)
        if form == "weekday" and day.weekday() < len(_WEEKDAYS):
            text = f"trước thứ {_WEEKDAYS[day.weekday()][0]}, ngày {self.day(day)}"
            return self._timed(text, When(edtf=iso, bound=Bound.BEFORE), _DEADLINE)
        if form == "part":
            return self._part_of_month(day, last)
        if form == "week":
            weeks = {"đầu": f"{month}-01/{month}-07", "cuối": f"{_week_before(day)}/{_end_of_month(day)}"}
            name = self._draw.one(tuple(weeks))
            when = When(edtf=month, bound=Bound.AT, also_edtf=(weeks[name],))
            return self._timed(f"vào tuần {name} {last}", when, _DEADLINE, (DateRole.EVENT, _PERIOD))
        if form == "days" and day.day < 26:
            second = day + timedelta(days=1)
            text = f"vào các ngày {day.day:02} và {self.day(second)}"
            when = When(edtf=f"{iso}/{second}", bound=Bound.AT)
            return self._timed(text, when, _DEADLINE, (DateRole.EVENT, _PERIOD))
        if form == "year":
            return self._timed(f"trong năm {year}", When(edtf=str(year), bound=Bound.DURING), _DEADLINE, (_PERIOD,))
        if form == "short" and year == self.year_of_plan():
            when = When(edtf=iso, bound=Bound.BEFORE, resolved_from=ResolvedFrom.DOCUMENT_YEAR)
            return self._timed(f"trước {self._draw.one(('ngày ', ''))}{self.short(day)}", when, _DEADLINE)
        if form == "half" and year == self.year_of_plan():
            half = 40 if day.month <= 6 else 41
            name = "đầu" if half == 40 else "cuối"
            when = When(edtf=f"{year}-{half}", bound=Bound.DURING, resolved_from=ResolvedFrom.DOCUMENT_YEAR)
            return self._timed(f"trong {self._draw.one(('6', '06'))} tháng {name} năm", when, _DEADLINE, (_PERIOD,))
        return self._timed(f"trước {self.full(day)}", When(edtf=iso, bound=Bound.BEFORE), _DEADLINE)

    def _part_of_month(self, day: date, month: str) -> Timed:
        """The beginning, middle or end of a month: the month, or the ten days that are meant."""
        edtf = f"{day.year}-{day.month:02}"
        days = {"đầu": ("01", "10"), "giữa": ("11", "20"), "cuối": ("21", f"{_end_of_month(day).day}")}
        part = self._draw.one(tuple(days))
        first, last = days[part]
        others = (f"{edtf}-{first}/{edtf}-{last}", *((f"{edtf}-{last}",) if part == "cuối" else ()))
        when = When(edtf=edtf, bound=Bound.AT, also_edtf=others)
        return self._timed(f"vào {part} {month}", when, _DEADLINE, (DateRole.EVENT, _PERIOD))

    def cell(self) -> Timed:
        """When a row of a table is due, as a cell prints it."""
        form, day = self._draw.weighted({"before": 4, "bare": 2, "month": 2, "quarter": 1.5}), self.within()
        year = day.year
        if form == "bare":
            words = self.day(day) if self._draw.chance(0.6) else f"Ngày {self.day(day)}"
            return self._timed(words, When(edtf=day.isoformat()), _DEADLINE, (DateRole.EVENT,))
        if form == "month":
            words = f"Tháng {self._month(day)}/{year}"
            return self._timed(words, When(edtf=f"{year}-{day.month:02}"), _DEADLINE, (_PERIOD, DateRole.EVENT))
        if form == "quarter":
            quarter = (day.month - 1) // 3
            words = f"Quý {_QUARTERS[quarter]}/{year}"
            return self._timed(words, When(edtf=f"{year}-{33 + quarter}"), _DEADLINE, (_PERIOD, DateRole.EVENT))
        words = f"Trước {self._draw.one(('ngày ', ''))}{self.day(day)}"
        return self._timed(words, When(edtf=day.isoformat(), bound=Bound.BEFORE), _DEADLINE)

    def recurring(self) -> Timed:
        """When something is due again and again."""
        every, draw = self._every, self._draw
        month_day = draw.one((5, 10, 15, 20, 25, 28))
        weekday, code = draw.one(_WEEKDAYS)
        quarterly = f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={month_day}"
        month = draw.one((11, 12))
        yearly = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={month_day}"
        before, at = Bound.BEFORE, Bound.AT
        forms: list[tuple[str, str, Bound | None]] = [
            (f"trước ngày {month_day:02} {every} tháng", f"FREQ=MONTHLY;BYMONTHDAY={month_day}", before),
            (f"vào ngày {month_day:02} {every} tháng", f"FREQ=MONTHLY;BYMONTHDAY={month_day}", at),
            (f"vào thứ {weekday} {every} tuần", f"FREQ=WEEKLY;BYDAY={code}", at),
            (f"trước 16 giờ thứ {weekday} {every} tuần", f"FREQ=WEEKLY;BYDAY={code}", before),
            (f"trước ngày {month_day:02} tháng cuối quý", quarterly, before),
            (f"trước ngày {month_day:02}/{month} {every} năm", yearly, before),
            (f"trước {draw.one(('16 giờ', '17 giờ', '10 giờ'))} {every} ngày", "FREQ=DAILY", before),
            (f"định kỳ {every} {draw.one(('tháng', 'quý'))}", "", None),
            ("mỗi quý một lần", "FREQ=MONTHLY;INTERVAL=3", None),
            (f"mỗi {draw.one(('tuần', 'tháng'))} một lần", "", None),
            ("06 tháng một lần", "FREQ=MONTHLY;INTERVAL=6", None),
        ]
        text, rule, bound = draw.one(forms)
        if not rule:
            rule = "FREQ=MONTHLY;INTERVAL=3" if text.endswith("quý") else "FREQ=MONTHLY"
            rule = "FREQ=WEEKLY" if "tuần" in text else rule
        return self._timed(text, When(rrule=rule, bound=bound), _RECURRING, (_DEADLINE,))

    def lasting(self) -> Timed:
        """A deadline counted from an event."""
        draw = self._draw
        count, event = draw.one((3, 5, 7, 10, 15)), draw.one(_EVENTS)
        if draw.chance(0.2) and self._day_known:
            due = self.issued + timedelta(days=count)
            anchor = f"kể từ ngày {draw.one(('ban hành', 'ký ban hành'))} Kế hoạch này"
            when = When(
                edtf=due.isoformat(),
                bound=Bound.BY,
                duration=f"P{count}D",
                anchor=anchor,
                resolved_from=ResolvedFrom.ISSUE_DATE,
            )
            return self._timed(f"trong {draw.one(('vòng ', ''))}{count:02} ngày {anchor}", when, _DEADLINE)
        lead = draw.one(("trong vòng", "trong thời hạn", "không quá", "chậm nhất"))
        if draw.chance(0.2):
            when = When(bound=Bound.BY, duration="PT24H", anchor=event)
            return self._timed(f"{lead} 24 giờ {event}", when, _DEADLINE)
        working = draw.chance(0.6)
        when = When(bound=Bound.BY, duration=f"P{count}D", business_days=working or None, anchor=event)
        unit = "ngày làm việc" if working else "ngày"
        return self._timed(f"{lead} {count:02} {unit} {event}", when, _DEADLINE)

    def span(self, first: date, last: date, *, role: DateRole = _PERIOD, short: bool = False) -> Timed:
        """The days from `first` to `last`."""
        draw = self._draw
        till = draw.one(("đến", "đến hết"))
        begin = self.short(first) if first.year == last.year and draw.chance(0.4) else self.day(first)
        word = draw.one(("ngày ", "ngày ", "")) if short else "ngày "
        text = f"từ {word}{begin} {till} {word}{self.day(last)}"
        if draw.chance(0.12) and not short:
            text = f"từ {self.spelled(first)} {till} {self.spelled(last)}"
        return self._timed(text, When(edtf=f"{first}/{last}"), role, (DateRole.EVENT, DateRole.DEADLINE))

    def from_issue(self, last: date) -> Timed:
        """The days from the day of issue on: open at the start where that day is not printed."""
        begin = self._draw.one(("từ ngày ban hành Kế hoạch", "từ ngày ký ban hành", "từ ngày ban hành"))
        known = self._day_known
        when = When(
            edtf=f"{self.issued}/{last}" if known else f"../{last}",
            also_edtf=() if known else (f"{self.issued:%Y-%m}-XX/{last}", f"{self.issued:%Y-%m}/{last}"),
            anchor=begin,
            resolved_from=ResolvedFrom.ISSUE_DATE if known else None,
        )
        return self._timed(f"{begin} đến hết ngày {self.day(last)}", when, _PERIOD)

    def months(self, first: date, last: date) -> Timed:
        """The months from that of `first` to that of `last`."""
        edtf = f"{first.year}-{first.month:02}/{last.year}-{last.month:02}"
        till = self._draw.one(("đến", "đến hết"))
        text = f"từ tháng {self._month(first)}/{first.year} {till} tháng {self._month(last)}/{last.year}"
        return self._timed(text, When(edtf=edtf), _PERIOD)

    def years(self, first: int, last: int, head: str, role: DateRole = DateRole.OTHER) -> Words:
        """A range of years behind a word: "giai đoạn 2021 - 2025"."""
        dash = self._draw.one((" - ", " - ", "-", " – "))
        others = (_PERIOD, DateRole.OTHER, DateRole.HISTORICAL)
        return self._timed(f"{head} {first}{dash}{last}", When(edtf=f"{first}/{last}"), role, others).words

    def year(self, value: int, *, role: DateRole = _PERIOD) -> Words:
        """A year: "năm 2024"."""
        others = (DateRole.OTHER, DateRole.EVENT, DateRole.HISTORICAL)
        return self._timed(f"năm {value}", When(edtf=str(value)), role, (_PERIOD, *others)).words

    def anniversary(self, since: date) -> Words:
        """The days of a past event and of its anniversary, for brackets."""
        today = since.replace(year=self.issued.year)
        dash = self._draw.one((" - ", " - ", "-", " – "))
        text = f"{since.day:02}/{since.month}/{since.year}{dash}{today.day:02}/{today.month}/{today.year}"
        return self._timed(text, When(edtf=f"{since}/{today}"), DateRole.HISTORICAL, (DateRole.EVENT,)).words

    def event(self) -> Timed:
        """The day on which something is held."""
        day, draw = self.within(), self._draw
        hour = draw.one(("", "", "07 giờ 30 phút, ", "14 giờ 00 "))
        text = f"{hour}{self.full(day)}" if hour else f"vào {self.full(day)}"
        return self._timed(text, When(edtf=day.isoformat(), bound=Bound.AT), DateRole.EVENT, (DateRole.DEADLINE,))

    def reference(self, value: date) -> Words:
        """The date of a cited document."""
        text = self.spelled(value) if self._draw.chance(0.35) else f"ngày {self.day(value)}"
        return self._timed(text, When(edtf=value.isoformat()), DateRole.REFERENCE).words

    def _month(self, value: date) -> str:
        return f"{value.month:02}" if value.month <= 2 or self._pads_months else str(value.month)

    def _timed(self, text: str, when: When, role: DateRole, also: tuple[DateRole, ...] = ()) -> Timed:
        others = tuple(dict.fromkeys(other for other in also if other is not role))
        return Timed(Words(text).marked(Dated(when, role, others), Fixed()), when)


def _end_of_month(value: date) -> date:
    return (value.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _week_before(value: date) -> date:
    """The first of the last seven days of the month of `value`."""
    return _end_of_month(value) - timedelta(days=6)
