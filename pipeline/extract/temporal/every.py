"""What the rules of recurrences share: the words for "every", and what such a rule gives."""

from dataclasses import dataclass

# "ngân hàng năm", "khách hàng tháng": the second half of another word
HANG = r"(?<!ngân )(?<!khách )(?<!cửa )(?<!mặt )(?<!bán )(?<!đơn )(?<!xếp )(?<!\w)(?:hàng|hằng)"
EVERY = rf"(?:{HANG}|(?<!\w)(?:mỗi|từng))"
ONE = r"(?:một|1|01)"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A recurring expression in `Prepared.text[start:end]`; `year` is the period's, where printed.

    `period` is the span of each year in which it recurs, as EDTF with `XXXX` for the year;
    `frequency` is the span of the words that make it recur, where they stand apart from it.
    """

    start: int
    end: int
    rrule: str
    year: str | None = None
    frequency: tuple[int, int] | None = None
    period: str | None = None
