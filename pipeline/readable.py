"""Values as Vietnamese offices write them: document numbers, dates, recurrences, quantities."""

import re

from models.dates import DateValue

# A Party symbol has its type before the slash ("CT/TW"), a state one behind it or none ("KH-UBND",
# "2020/NĐ-CP"): Hướng dẫn 36-HD/VPTW and Nghị định 30/2020/NĐ-CP, Phụ lục I.
_PARTY_SYMBOL = re.compile(r"[^\W\d]{1,5}/")
_ROMAN = ("I", "II", "III", "IV")
_FREQUENCY = {"HOURLY": "giờ", "DAILY": "ngày", "WEEKLY": "tuần", "MONTHLY": "tháng", "YEARLY": "năm"}
_RULE = re.compile(r"FREQ=(?P<frequency>HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?P<rest>(?:;[A-Z]+=[\w,+-]+)*)")
_DAYS = re.compile(r"(?:-1|\d{1,2})(?:,(?:-1|\d{1,2}))*")
_WEEKDAYS = {
    "MO": "thứ Hai",
    "TU": "thứ Ba",
    "WE": "thứ Tư",
    "TH": "thứ Năm",
    "FR": "thứ Sáu",
    "SA": "thứ Bảy",
    "SU": "Chủ nhật",
}
_WHICH = {"1": " đầu tiên", "-1": " cuối cùng"}  # of the weekdays in a month


def document_number(number: str | None, symbol: str | None) -> str:
    """Number and symbol in their printed form, "…" where the number is blank, "" where both are.

    >>> document_number("200", "KH/TU"), document_number("46", "KH-UBND"), document_number(None, "KH-UBND")
    ('200-KH/TU', '46/KH-UBND', '…/KH-UBND')
    """
    if not symbol:
        return number or ""
    return f"{number or '…'}{'-' if _PARTY_SYMBOL.match(symbol) else '/'}{symbol}"


def date_text(edtf: str) -> str:
    """An EDTF date in the Vietnamese manner; blank parts as dots.

    >>> date_text("2020-06-15"), date_text("2020-34"), date_text("2019-XX-XX"), date_text("2016/2020")
    ('15/06/2020', 'quý II/2020', '…/…/2019', '2016 – 2020')
    """
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        if first in ("", ".."):
            return f"đến {_point_text(last)}"
        if last in ("", ".."):
            return f"từ {_point_text(first)}"
        return f"{_point_text(first)} – {_point_text(last)}"
    return _point_text(edtf)


def due_text(due: DateValue) -> str:
    """When something is due: the recurrence with its period, the date, or the span from an event.

    >>> due_text(DateValue(edtf="2020", rrule="FREQ=MONTHLY;BYMONTHDAY=25"))
    'ngày 25 hằng tháng (2020)'
    """
    date = date_text(due.edtf) if due.edtf else ""
    if due.rrule:
        return f"{_rule_text(due.rrule)} ({date})" if date else _rule_text(due.rrule)
    if date:
        return date
    anchor = due.anchor or ""
    if due.duration:
        return f"{_duration_text(due.duration, bool(due.business_days))} kể từ {anchor}".removesuffix(" kể từ ")
    return anchor


def number_text(value: float) -> str:
    """A number with dots between thousands and a decimal comma.

    >>> number_text(120000000.0), number_text(98.5)
    ('120.000.000', '98,5')
    """
    digits = f"{value:,.6f}".rstrip("0").rstrip(".")
    return digits.translate(str.maketrans(",.", ".,"))


def _point_text(point: str) -> str:
    year, _, rest = point.partition("-")
    month, _, day = rest.partition("-")
    year = year.replace("X", "…") if year != "XXXX" else "…"
    if not month:
        return year
    if day:
        return "/".join("…" if part == "XX" else part for part in (day, month, year))
    if month == "XX":
        return f"…/{year}"
    if int(month) in range(33, 37):
        return f"quý {_ROMAN[int(month) - 33]}/{year}"
    if int(month) in (40, 41):
        return f"6 tháng {'đầu' if month == '40' else 'cuối'} năm {year}"
    return f"tháng {month}/{year}"


def _rule_text(rule: str) -> str:
    """A simple recurrence in words; any other as it is written."""
    found = _RULE.fullmatch(rule.removeprefix("RRULE:"))
    if not found:
        return rule
    frequency = found["frequency"]
    parts = dict(part.split("=", 1) for part in found["rest"].split(";") if part)
    days, months, interval, weekdays = (parts.pop(name, "") for name in ("BYMONTHDAY", "BYMONTH", "INTERVAL", "BYDAY"))
    if parts or (days and (weekdays or not _DAYS.fullmatch(days))):
        return rule
    if weekdays:
        named = _weekdays_text(weekdays, frequency)
        return rule if months or interval not in ("", "1") or not named else named
    if months:
        if interval not in ("", "1") or frequency not in ("MONTHLY", "YEARLY"):
            return rule
        dates = ", ".join(_month_text(day, month) for month in months.split(",") for day in days.split(","))
        return f"{dates} hằng năm"
    dates = f"ngày {days.replace('-1', 'cuối').replace(',', ', ')}" if days else ""
    every = _FREQUENCY[frequency]
    if interval not in ("", "1") and (frequency, interval) != ("MONTHLY", "3"):
        return f"{dates}, {interval} {every} một lần".removeprefix(", ")
    return f"{dates} hằng {'quý' if interval == '3' else every}".lstrip()


def _weekdays_text(weekdays: str, frequency: str) -> str:
    """The weekdays of every week, or the first or last of a month, "" where they are others."""
    named: list[str] = []
    for weekday in weekdays.split(","):
        which, name = weekday[:-2].removeprefix("+"), _WEEKDAYS.get(weekday[-2:])
        if not name or (which not in _WHICH if frequency == "MONTHLY" else which or frequency != "WEEKLY"):
            return ""
        named.append(name + _WHICH.get(which, ""))
    return f"{', '.join(named)} hằng {_FREQUENCY[frequency]}"


def _month_text(day: str, month: str) -> str:
    if day == "-1":
        return f"ngày cuối tháng {month}"
    return f"{day}/{month}" if day else f"tháng {month}"


def _duration_text(duration: str, business_days: bool) -> str:
    found = re.fullmatch(r"P(\d+)([DWMY])", duration)
    if not found:
        return duration
    unit = {"D": "ngày", "W": "tuần", "M": "tháng", "Y": "năm"}[found[2]]
    return f"{found[1]} {unit}{' làm việc' if business_days else ''}"
