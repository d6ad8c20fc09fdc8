"""Quantities: a number with its unit and how it is limited: `find_quantities`.

A number is a quantity when a unit stands behind it. Units come from the table `quantities`:
measures (%, đồng, km), counted nouns (mô hình, hộ), durations, which count only where a word
limits them ("không quá 05 ngày"); elsewhere an unknown noun of up to two syllables is taken as
the unit, which is certain behind a limiting word or a zero-padded count and a guess elsewhere.
Dates, years, document and list numbers, ordinals and anniversaries are never quantities.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from models.lexicon import load_table
from models.record import Comparator
from pipeline.extract.alternation import one_of
from pipeline.extract.quantities.numbers import NumberMatch, read_number_at, read_numbers

_MAX_LIST = 800  # characters over which a limiting word before a colon holds
_STRONG = (Comparator.AT_LEAST, Comparator.AT_MOST)
_UNIT_SPELLINGS = {
    "phần trăm": "%",
    "%o": "%",
    "°/o": "%",
    "°/0": "%",
    "o/o": "%",
    "⁄o": "%",
    "đ": "đồng",
    "vnđ": "đồng",
}
_IN_WORDS = re.compile(r"\s?\([^()\d]{2,30}\)")
_TO = re.compile(r"\s?[-–]\s?|\s(?:đến|tới)\s(?:dưới\s|trên\s)?")
_TO_AHEAD = re.compile(r"[-–]|đến|tới")
_MAX_UNIT = 120  # letters of a unit with the nouns that share its number
# "từ 80% (năm 2020) lên 85%": the first number is where things stand.
# "50 điểm, hồ sơ 30 điểm": the second noun has a number of its own.
_OWN_NUMBER = re.compile(r"(?:\s[^\W\d_]+){0,4}\s\d")
_NOUN = re.compile(r"\s(?P<unit>[^\W\d_]+(?:\s[^\W\d_]+)?)")
_QUOTED = re.compile(r"\s[“\"](?P<unit>[^”\"\n]{3,40})[”\"]")  # "15 “Mái ấm Công đoàn”"
_ABBREVIATION = re.compile(r"[A-ZĐ]{2,6}")  # "03 CĐCS"
_BASELINE = re.compile(r"(?:\s\(?năm\s(?:19|20)\d\d\)?)?\s(?:tăng\s)?(?:lên|xuống|còn)\s")
_JOINT = re.compile(r",\s|\svà\s|\shoặc\s")
# A limiting word holds on: "tối đa 02 tập thể và 03 cá nhân"; a figure inside a name ("N95") ends nothing.
_ELLIPTIC = re.compile(r"(?:[^.;:\d]|(?<=[a-z])\d{1,3}){0,70}(?:hoặc|và|,)\s(?:có\s)?")
# "không kéo dài quá 02 giờ", "không tụ tập trên 10 người": what is ruled out is above or below the bound.
_RULED_OUT = re.compile(r"(?<!\w)(?:không|chưa|tránh)\s(?!ngừng|chỉ|những|đồng\s(?:bộ|đều))(?:[^\s\d.,;:()]+\s){1,12}$")
_RULED_OUT_NEAR = re.compile(r"(?<!\w)(?:không|chưa)\s(?!ngừng|chỉ|những)(?:[^\s\d.,;:()]+\s){1,3}$")
_OPPOSITE = {Comparator.MORE_THAN: Comparator.AT_MOST, Comparator.LESS_THAN: Comparator.AT_LEAST}
# "08/16 xã": so many of so many. A date would name a month, and no noun.
_OUT_OF = re.compile(r"/(?P<whole>\d{1,4})(?=\s[^\W\d_])")
# "1/3 số hộ", "hai phần ba thành viên" are shares, and no share of so few is a count.
_FRACTION = re.compile(r"/[2345](?!\d)|\sphần\s(?:hai|ba|tư|bốn|năm|mười|\d)")
_PER_EACH = re.compile(r"(?<!\w)(?:mỗi|từng)\s(?:[^\W\d_]+\s){1,4}$")
# "mỗi buổi từ 10 đến 15 phút" is a length; "từ 10 đến 15 tháng 7" is a date.
_TO_DATE = re.compile(r"\s?\d")
_LENGTH_EACH = re.compile(r"(?<!\w)mỗi\s(?:[^\W\d_]+\s){1,6}$")
# "mỗi lần 15 phút", "thời lượng 20 phút", "03 ngày/lớp" are lengths though no word limits them.
_LENGTH_SAID = re.compile(
    r"(?<!\w)(?:mỗi\s(?:[^\W\d_]+\s){1,4}|thời lượng\s(?:[^\W\d_]+\s){0,3}"
    r"|(?:đủ dùng|đủ ăn|dự trữ|sử dụng)\s(?:[^\W\d_]+\s){0,4}(?:trong|cho)\s"
    r"|(?:rút ngắn|giảm|rút xuống)\s[^.;:]{1,60}\s(?:xuống còn|còn|xuống)\s"
    r"|thời gian\s(?:trình bày|thuyết trình|biểu diễn|dự thi|làm bài)\s(?:là\s)?)$"
)
_SPECKS = "'‘’`´"  # dirt that recognition reads beside a figure
_STOP = re.compile(r"\.(?=\s?[^\W\d_])")  # "02. giờ", "01.việc làm"
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}(?![\d.,])")  # "1,200 học sinh", the English way
_ON_END = re.compile(r"\s(?:liên tục|liền|liên tiếp)(?!\w)")  # "02 năm liên tục" counts years
# "8.500.000 đồng (tám triệu năm trăm nghìn đồng)"
_SAID_AGAIN = re.compile(
    r"\s?\((?:bằng chữ:?\s?|viết bằng chữ:?\s?)?[^()\d]{4,160}(?:đồng|triệu|tỷ|nghìn)[^()\d]{0,20}\)"
)
_AREAS = ("ha", "sào", "m2", "m²", "km", "km2", "đơn vị", "mẫu")
_NEW_CLAUSE = ("vòng", "đợt", "lần", "buổi", "kỳ", "khóa")  # "05 thí sinh, vòng loại …" goes on with the time
_NO_LENGTHS = ("giờ", "tháng", "năm", "quý")  # these name hours and dates more often than lengths
_SHORT = ("phút", "giây")  # with a range of these nothing but a length is meant
_DATES = ("ngày ", "tháng ", "năm ")  # no limiting word stands between these and their number
_DATE_BEHIND = re.compile(r"\s?[/\-–.]\s?\d|\s?h\d|\s?/\s?[A-ZĐ]{2}")


@dataclass(frozen=True, slots=True)
class QuantityMatch:
    """A quantity of the text: `text[start:end]` holds limiting word, number and unit."""

    start: int
    end: int
    comparator: Comparator
    value: float
    unit: str
    is_limited: bool = True  # a printed word limits it ("ít nhất", "trên"); False for a plain "100%"
    is_guess: bool = False  # the unit is a noun that no table knows, behind a plain number ("150 áo phao")
    is_padded: bool = False  # printed as "01", as plans count what is to be done


@dataclass(frozen=True, slots=True)
class _Grammar:
    before: re.Pattern[str]
    far_before: re.Pattern[str]
    heading: re.Pattern[str]
    after: re.Pattern[str]
    sign: re.Pattern[str]
    measures: re.Pattern[str]
    counted: re.Pattern[str]
    durations: re.Pattern[str]
    per: re.Pattern[str]
    not_after: re.Pattern[str]
    comparators: dict[str, Comparator]
    no_nouns: frozenset[str]


def _any(words: Iterable[str]) -> str:
    return one_of(word.lower() for word in words)


@cache
def _grammar() -> _Grammar:
    table = load_table("quantities")
    before = {form: Comparator(row["comparator"]) for row in table["comparators"] for form in row["forms"]}
    after = {form: Comparator(row["comparator"]) for row in table["after"] for form in row["forms"]}
    rates = _any([*table["rates"]["per"], *table["counted"]["names"]])
    signs = {sign: Comparator(name) for name, printed in table["signs"].items() for sign in printed}
    strong = [form for form, comparator in before.items() if comparator in _STRONG]
    return _Grammar(
        before=re.compile(rf"(?<!\w)(?P<form>{_any([*before, 'từ'])})\s(?:là\s|đạt\s|có\s|đến\s)?$"),
        far_before=re.compile(rf"(?<!\w)(?P<form>{_any(strong)})\s(?:[^\s\d.,;:()]+\s){{1,6}}$"),
        heading=re.compile(rf"(?<!\w)(?P<form>{_any(strong)})(?!\w)[^.;:\d]{{0,80}}:"),
        after=re.compile(rf"[^.;:,\d]{{0,40}}?\s(?P<form>{_any(after)})(?!\w)"),
        sign=re.compile(rf"(?P<form>{_any(signs)})\s?$"),
        measures=re.compile(rf"\s?(?P<unit>{_any(table['measures']['names'])})(?!\w)"),
        counted=re.compile(rf"\s(?P<unit>{_any([*table['counted']['names'], *table['counted_time']['names']])})(?!\w)"),
        durations=re.compile(rf"\s(?P<unit>{_any(table['durations']['names'])})(?!\w)"),
        per=re.compile(rf"\s?/\s?(?:\d\s)?(?P<unit>(?:{rates})(?:/(?:{rates}))?)(?!\w)"),
        not_after=re.compile(rf"(?<!\w)(?:{_any(table['not_after']['words'])})\s(?:thứ\s)?$"),
        comparators={**before, **after, **signs, "từ": Comparator.AT_LEAST},
        no_nouns=frozenset(table["not_units"]["words"]),
    )


def find_quantities(text: str) -> tuple[QuantityMatch, ...]:
    """Every quantity in the text, in reading order; a range gives its lower and its upper bound.

    >>> [(q.comparator.value, q.value, q.unit) for q in find_quantities("có ít nhất 01 mô hình, đạt trên 30%")]
    [('>=', 1.0, 'mô hình'), ('>', 30.0, '%')]
    """
    numbers = read_numbers(text)
    if not numbers:
        return ()
    lowered = _lowered(text)
    found: list[QuantityMatch] = []
    position = 0
    for number in numbers:
        if number.start < position:
            continue
        for quantity in _read(text, lowered, number, found):
            found.append(quantity)
            said = _SAID_AGAIN.match(lowered, quantity.end)
            position = said.end() if said else quantity.end
    return tuple(found)


def _lowered(text: str) -> str:
    """The text in lower case, exactly as long as it was."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    end: int
    is_duration: bool = False
    is_guess: bool = False
    is_counted: bool = False  # what is counted one by one, of which there are no fractions


def _read(text: str, lowered: str, number: NumberMatch, before: list[QuantityMatch]) -> tuple[QuantityMatch, ...]:
    """The quantity that a number is, both bounds of a range; nothing where it is none."""
    if (
        text.startswith("/", number.end)
        and not _OUT_OF.match(text, number.end)
        and _DATE_BEHIND.match(text, number.end)
    ):
        return ()  # a day, or the number of a document
    if lowered.endswith(_DATES, 0, number.start) and not _counts_all_the_same(lowered, number):
        return ()
    form, start = _form_before(lowered, number.start)
    ahead = lowered[max(0, number.start - 60) : number.start]
    if form is None and _grammar().not_after.search(ahead[-30:]) and not _counts_all_the_same(lowered, number):
        return ()
    if number.is_padded and _STOP.match(text, number.end):
        text, lowered = (f"{one[: number.end]} {one[number.end + 1 :]}" for one in (text, lowered))
        number = replace(number, end=number.end + text.startswith("  ", number.end))
    words = _IN_WORDS.match(text, number.end)
    number = replace(number, end=words.end()) if words and not number.is_word else number
    bounds = _range(text, lowered, number, form, start)
    if bounds:
        return bounds
    if not number.is_padded and _FRACTION.match(text, number.end):
        return ()
    out_of = _OUT_OF.match(text, number.end)
    if out_of and float(out_of["whole"]) >= number.value and _grammar().counted.match(lowered, out_of.end()):
        number = replace(number, end=out_of.end())
    elif _DATE_BEHIND.match(text, number.end):
        return ()
    is_sure = number.is_padded or form not in (None, "từ")
    unit = _unit(text, lowered, number.end, may_guess=not number.is_word or is_sure)
    if unit is None or (form == "từ" and (_BASELINE.match(lowered, unit.end) or (unit.is_guess and not is_sure))):
        return ()
    opens = not lowered[: number.start].rsplit("\n", 1)[-1].strip()
    if opens and not number.is_padded and text[number.end : unit.end].strip()[:1].isupper():
        return ()  # "6.4 Việc xét chọn" is the number of a part
    if _THOUSANDS.match(text, number.start) and unit.is_counted:
        number = replace(number, value=round(number.value * 1000, 6))
    comparator, end = _comparator(lowered, number, unit, form, before)
    is_length = unit.is_duration and unit.name not in _NO_LENGTHS and not _TO_DATE.match(text, unit.end)
    is_length = is_length and ("/" in unit.name or bool(_LENGTH_SAID.search(ahead)))
    is_length = is_length or (unit.is_duration and bool(_ON_END.match(lowered, unit.end)))
    around = lowered[max(0, start - 4) : start] + lowered[unit.end : end]
    if not _is_sound(number, unit, form, comparator, around) and not (is_length and form is None):
        return ()
    is_limited = comparator is not None
    is_guess = unit.is_guess and not is_sure and not is_limited
    comparator = comparator or Comparator.EXACTLY
    return (QuantityMatch(start, end, comparator, number.value, unit.name, is_limited, is_guess, number.is_padded),)


def _counts_all_the_same(lowered: str, number: NumberMatch) -> bool:
    """Whether a number counts behind a word that numbers things: "mỗi đội 05 thí sinh" names no fifth team."""
    each = _PER_EACH.search(lowered[max(0, number.start - 60) : number.start])
    return bool(each or _grammar().measures.match(lowered, number.end))


def _form_before(lowered: str, number: int) -> tuple[str | None, int]:
    """The limiting word in front of a number, and where it begins."""
    offset = number
    while offset and lowered[offset - 1] in _SPECKS:
        offset -= 1
    begin = max(0, offset - 40)
    ahead = lowered[begin:offset]
    match = _grammar().before.search(ahead)
    if match is None and not ahead.rstrip()[-1:].isalnum():
        match = _grammar().sign.search(ahead)
    return (match["form"], begin + match.start("form")) if match else (None, number)


def _comparator(
    lowered: str, number: NumberMatch, unit: _Unit, form: str | None, before: list[QuantityMatch]
) -> tuple[Comparator | None, int]:
    """How the number is limited, `None` where nothing limits it, and where the quantity ends."""
    grammar = _grammar()
    after = grammar.after.match(lowered, unit.end)
    if after:
        return grammar.comparators[after["form"]], after.end()
    if form:
        return _ruled_out(lowered, number.start, form) or grammar.comparators[form], unit.end
    far = grammar.far_before.search(lowered[max(0, number.start - 70) : number.start])
    if far:
        return grammar.comparators[far["form"]], unit.end
    reach = max(0, number.start - _MAX_LIST)
    sentence = max(lowered.rfind(". ", reach, number.start), lowered.rfind("\n", reach, number.start), reach - 1) + 1
    heading = grammar.heading.search(lowered[sentence : number.start])
    if heading:
        return grammar.comparators[heading["form"]], unit.end
    last = before[-1] if before else None
    if last and last.is_limited and last.comparator in _STRONG and _ELLIPTIC.fullmatch(lowered, last.end, number.start):
        return last.comparator, unit.end
    return None, unit.end


def _ruled_out(lowered: str, offset: int, form: str) -> Comparator | None:
    """The bound that a negation makes of "quá", "trên" or "dưới": "không tụ tập trên 10 người" is at most ten."""
    opposite = _OPPOSITE.get(_grammar().comparators[form])
    ahead = lowered[max(0, offset - 100) : offset].removesuffix(f"{form} ")
    negation = _RULED_OUT if form == "quá" else _RULED_OUT_NEAR
    return opposite if opposite and negation.search(ahead) else None


def _is_sound(number: NumberMatch, unit: _Unit, form: str | None, comparator: Comparator | None, around: str) -> bool:
    """Whether number and unit make a quantity: durations need a limit, "một" and "năm" a limiting word."""
    if unit.is_duration:
        if unit.name in _SHORT:
            return comparator is not None and comparator is not Comparator.ABOUT
        return comparator in _STRONG and (form != "từ" or "trở lên" in around or around.startswith(" có "))
    if number.is_word and unit.name.endswith("tuổi"):
        return False  # "trẻ dưới một tuổi" is what a group is called
    if form == "trên" and number.value == 1 and unit.name in _AREAS:
        return False  # "thu nhập trên 1 ha" is said of each
    return not (number.is_word and number.value in (1.0, 5.0) and form in (None, "từ"))


def _range(text: str, lowered: str, number: NumberMatch, form: str | None, start: int) -> tuple[QuantityMatch, ...]:
    """Lower and upper bound of "1-2 giải pháp", "từ 60% đến 70%"."""
    if not _TO_AHEAD.search(lowered, number.end, number.end + _MAX_UNIT):
        return ()
    own = _unit(text, lowered, number.end, may_guess=False)
    to = _TO.match(lowered, own.end if own else number.end)
    second = read_number_at(text, to.end()) if to else None
    if not to or not second or (to[0].strip() in ("-", "–") and number.is_word) or _DATE_BEHIND.match(text, second.end):
        return ()
    if "đến" in to[0] and form != "từ" and own is None:
        return ()
    unit = _unit(text, lowered, second.end, may_guess=number.is_padded or form not in (None, "từ"))
    if unit and own and unit.name != own.name:
        return ()  # "39 lớp - 1.613 học sinh"
    # A multiplier printed once holds for both ends: "50 - 60 triệu đồng".
    low = number.value * second.multiplier if number.multiplier == 1 and own is None else number.value
    if unit is None or second.value <= low:
        return ()
    if unit.is_duration and form in (None, "từ"):
        is_length = unit.name in _SHORT or (
            unit.name != "giờ" and _LENGTH_EACH.search(lowered[max(0, start - 60) : start])
        )
        if not is_length or _TO_DATE.match(text, unit.end):
            return ()
    upper = Comparator.LESS_THAN if "dưới" in to[0] else Comparator.AT_MOST
    return (
        QuantityMatch(start, unit.end, Comparator.AT_LEAST, low, unit.name),
        QuantityMatch(start, unit.end, upper, second.value, unit.name),
    )


def _unit(text: str, lowered: str, offset: int, *, may_guess: bool) -> _Unit | None:
    """The unit behind a number that ends at `offset`."""
    grammar = _grammar()
    candidates = [
        (match.end(), name == "durations", match)
        for name, match in (
            ("measures", grammar.measures.match(lowered, offset)),
            ("counted", grammar.counted.match(lowered, offset)),
            ("durations", grammar.durations.match(lowered, offset)),
        )
        if match
    ]
    if candidates:
        end, is_duration, match = max(candidates, key=lambda candidate: candidate[0])
        printed = text[match.start("unit") : end]
        is_as_printed = match.re is grammar.counted and not printed.isupper()  # "giải Nhất", "nhóm Zalo"
        is_as_printed = is_as_printed or printed in ("USD", "MW", "kW", "kWh", "Mbps", "GB")
        name = printed if is_as_printed else _UNIT_SPELLINGS.get(match["unit"], match["unit"])
        per = grammar.per.match(lowered, end)
        if per:
            return _Unit(f"{name}/{per['unit']}", per.end(), is_duration)
        is_counted = match.re is grammar.counted
        if is_counted:
            name, end = _joint(text, lowered, name, end)
        return _Unit(name, end, is_duration, is_counted=is_counted)
    per = grammar.per.match(lowered, offset)
    if per and text[:offset].endswith(("triệu", "tỷ", "tỉ", "nghìn", "ngàn")):
        return _Unit(f"đồng/{per['unit']}", per.end())
    if not may_guess:
        return None
    quoted = _QUOTED.match(text, offset)
    if quoted:
        return _Unit(quoted["unit"], quoted.end(), is_guess=True)
    noun = _NOUN.match(text, offset)
    words = noun["unit"].split() if noun else []
    if words and _ABBREVIATION.fullmatch(words[0]):
        return _Unit(words[0], offset + 1 + len(words[0]), is_guess=True)
    while words and words[-1].lower() in grammar.no_nouns:
        words.pop()
    if not words or not words[0].islower() or words[0] in grammar.no_nouns:
        return None
    words = [word for word in words if word.islower()]
    return _Unit(" ".join(words), offset + 1 + len(" ".join(words)), is_guess=True)


def _joint(text: str, lowered: str, name: str, end: int) -> tuple[str, int]:
    """The unit with the nouns that share its number: "01 công trình, phần việc"."""
    counted = _grammar().counted
    for _ in range(3):
        joint = _JOINT.match(lowered, end)
        further = counted.match(lowered, joint.end() - 1) if joint else None
        # "39 đồng chí, Ban Thường vụ": a name begins something new.
        if not joint or not further or text[further.start("unit")].isupper():
            break
        if _OWN_NUMBER.match(text, further.end()) or further["unit"] in _NEW_CLAUSE:
            break
        name, end = f"{name}{joint[0]}{further['unit']}", further.end()
    return name, end
