"""Numbers as Vietnamese prints them: `read_numbers`.

Digits with thousands points and a decimal comma ("1.250,5"), zero-padded counts ("01"),
multipliers ("2 tỷ 300 triệu"), and number words ("hai mươi lăm", "một trăm"). What recognition
read with l or O is a number only glued to its unit ("lOOkm") or beside a real digit ("0l").
"""

import re
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table
from pipeline.extract.alternation import one_of

# Not inside codes, dates and clock times. A range's second number is read on its own.
_NUMBER = r"(?P<whole>\d{1,3}(?:\.\d{3}){1,4}|\d{1,12})(?P<fraction>,\d{1,3}|\.\d{1,2}(?!\d))?(?![\d:])"
_DIGITS = re.compile(rf"(?<![\w.,/\-–])(?<!\d:){_NUMBER}")
_DIGITS_HERE = re.compile(_NUMBER)
_LOOK_ALIKE = re.compile(r"(?<![\w/])(?P<number>[lIO\d]{2,5})(?P<unit>km|kg|ha|tấn|m2|%)(?!\w)")
# "0l mô hình": digits and look-alikes mixed in one token are a number.
_MIXED = re.compile(r"(?<![\w/])(?=[lIO]{0,2}\d)(?=\d{0,2}[lIO])(?P<number>[lIO\d]{2,3})(?=\s)")
# "I,5 ngày", "l.5%": a decimal number whose first figure was read as a letter.
_LETTER_DECIMAL = re.compile(
    r"(?<![\w.,/])[lI][.,](?P<decimal>\d)(?=\s?%|\s(?:ngày|giờ|lần|tỷ|triệu|km|ha|điểm)(?!\w))"
)
# "3, 2 tỷ đồng": recognition put a space behind the decimal comma; lists are not printed so.
_SPACED = re.compile(r"(?<![\w.,/:\-–])(?P<whole>\d{1,2}), (?P<decimal>\d{1,2})(?=\s?%|\s(?:tỷ|triệu)(?!\w))")
# "700 000 đồng", "1,500,000 đồng": no one counts fractions of a đồng, so that every mark parts thousands.
_MONEY = re.compile(r"(?<![\w.,/:\-–])(?P<money>\d{1,3}(?:[.,\s]\d{3}){1,3})(?=\s?(?:đồng|VNĐ|VND|vnđ|đ)(?!\w))")
# "{00%", "!00%": no target is nought hundred; the figure that recognition took for a mark is a one.
_LOST_ONE = re.compile(r"(?<![\w.,/])[{}\[\]|!¡](?=00\s?%)")
# Without one of these no figure was misread.
_MISREAD = re.compile(r"[lIO][\dlIO.,]|\d[lIO]|[{}\[\]|!¡]00")
_FIGURE = re.compile(r"\d|[lIO]{2}")  # without one of these there is nothing in digits
_TRANSLATION = str.maketrans({"l": "1", "I": "1", "O": "0"})


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in `text[start:end]`. `is_word` where it is written out, `is_padded` for "01".

    `multiplier` is the first of those printed behind the digits, 1 where there is none.
    """

    start: int
    end: int
    value: float
    multiplier: int = 1
    is_word: bool = False
    is_padded: bool = False


@cache
def _words() -> tuple[dict[str, int], dict[str, int], frozenset[str], frozenset[str], str]:
    table = load_table("quantities")
    words = table["number_words"]
    return words["units"], words["scales"], frozenset(words["tens"]), frozenset(words["links"]), words["hundred"]


@cache
def _numeral() -> re.Pattern[str]:
    units, scales, tens, links, hundred = _words()
    names = {*units, *scales, *tens, *links, hundred}
    words = one_of(form for name in names for form in (name, name.capitalize(), name.upper()))
    return re.compile(rf"\b(?:{words})(?!\w)")


@cache
def _multiplier() -> re.Pattern[str]:
    names = sorted(load_table("quantities")["multipliers"], key=lambda name: (-len(name), name))
    return re.compile(rf"\s?(?P<name>{'|'.join(names)})(?!\w)")


def read_numbers(text: str) -> tuple[NumberMatch, ...]:
    """Every number in the text, in reading order: digits first, number words between them."""
    taken = _figures(text) if _FIGURE.search(text) else []
    words = [word for word in _number_words(text) if not any(n.start < word.end and word.start < n.end for n in taken)]
    return tuple(sorted((*taken, *words), key=lambda number: number.start))


def _figures(text: str) -> list[NumberMatch]:
    """The numbers in digits, and in signs that recognition took for digits. Of two readings of one place the first."""
    found = [_money(match) for match in _MONEY.finditer(text)] if "đ" in text or "Đ" in text or "V" in text else []
    found += [_with_multipliers(text, match) for match in _DIGITS.finditer(text)]
    if _MISREAD.search(text):
        found += _misread(text)
    found += [_spaced(text, match) for match in _SPACED.finditer(text)]
    # "00%" is no number that anyone prints: recognition lost the figure before it ("100%").
    return [number for number in _merged(found) if not text.startswith("00", number.start, number.end)]


def _misread(text: str) -> list[NumberMatch]:
    """The numbers with a figure that recognition took for a letter or a mark."""
    found = []
    for match in _LOOK_ALIKE.finditer(text):
        if any(c in "lIO" for c in match["number"]) and not (match["number"].isalpha() and len(match["number"]) < 3):
            value = float(match["number"].translate(_TRANSLATION))
            found.append(NumberMatch(match.start(), match.end("number"), value))
    for match in _MIXED.finditer(text):
        read = match["number"].translate(_TRANSLATION)
        found.append(NumberMatch(match.start(), match.end(), float(read), is_padded=read.startswith("0")))
    found += [
        NumberMatch(match.start(), match.end(), float(f"1.{match['decimal']}"))
        for match in _LETTER_DECIMAL.finditer(text)
    ]
    return found + [NumberMatch(match.start(), match.start() + 3, 100.0) for match in _LOST_ONE.finditer(text)]


def _money(match: re.Match[str]) -> NumberMatch:
    return NumberMatch(match.start(), match.end(), float("".join(c for c in match["money"] if c.isdigit())))


def read_number_at(text: str, start: int) -> NumberMatch | None:
    """The number in digits that begins at `start`, whatever stands before it (the end of a range)."""
    match = _DIGITS_HERE.match(text, start)
    return _with_multipliers(text, match) if match else None


def _merged(numbers: list[NumberMatch]) -> list[NumberMatch]:
    """The numbers without those that lie inside a longer one ("300 triệu" of "2 tỷ 300 triệu")."""
    kept: list[NumberMatch] = []
    for number in sorted(numbers, key=lambda number: (number.start, -number.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _value(match: re.Match[str]) -> float:
    fraction = match["fraction"]
    return float(match["whole"].replace(".", "") + (f".{fraction[1:]}" if fraction else ""))


def _spaced(text: str, match: re.Match[str]) -> NumberMatch:
    scale = _multiplier().match(text, match.end())
    factor: int = load_table("quantities")["multipliers"][scale["name"]] if scale else 1
    value = round(float(f"{match['whole']}.{match['decimal']}") * factor, 6)
    return NumberMatch(match.start(), scale.end() if scale else match.end(), value, factor)


def _with_multipliers(text: str, match: re.Match[str]) -> NumberMatch:
    """The number with what multiplies it: "2 tỷ 300 triệu" is 2 300 000 000."""
    scales: dict[str, int] = load_table("quantities")["multipliers"]
    value, end, last_scale = _value(match), match.end(), 0
    padded = match["whole"].startswith("0") and len(match["whole"]) == 2 and not match["fraction"]
    scale = _multiplier().match(text, end)
    multiplier = scales[scale["name"]] if scale else 1
    while scale:
        last_scale = scales[scale["name"]]
        end, value = scale.end(), round(value * last_scale, 6)
        further = _multiplier().match(text, end)
        if not further:
            break
        scale = further  # "nghìn tỷ"
    while last_scale > 1:
        addition = re.compile(r"\s").match(text, end)
        digits = _DIGITS_HERE.match(text, addition.end()) if addition else None
        scale = _multiplier().match(text, digits.end()) if digits else None
        if not digits or not scale or scales[scale["name"]] >= last_scale:
            break
        last_scale = scales[scale["name"]]
        value, end = value + round(_value(digits) * last_scale, 6), scale.end()
    return NumberMatch(match.start(), end, value, multiplier, is_padded=padded)


def _number_words(text: str) -> list[NumberMatch]:
    """Runs of number words, read as one number each; a single "không" or "tư" is left out."""
    runs: list[list[re.Match[str]]] = []
    for word in _numeral().finditer(text):
        if runs and text[runs[-1][-1].end() : word.start()] == " ":
            runs[-1].append(word)
        else:
            runs.append([word])
    numbers = []
    for run in runs:
        value = _value_of_words([word[0].lower() for word in run])
        if value is not None and not (len(run) == 1 and run[0][0].lower() in ("không", "tư", "mốt", "lăm")):
            numbers.append(NumberMatch(run[0].start(), run[-1].end(), float(value), is_word=True))
    return numbers


def _value_of_words(words: list[str]) -> int | None:
    """The value of written-out numerals; `None` for runs that are no number ("không năm")."""
    units, scales, tens, links, hundred = _words()
    total = group = 0
    pending: int | None = None
    for word in words:
        if word in units:
            if pending is not None:
                return None
            pending = units[word]
        elif word in tens:
            group += 10 * (pending if pending is not None and word == "mươi" else 1)
            if word == "mười" and pending is not None:
                return None
            pending = None
        elif word == hundred:
            if pending is None:
                return None
            group, pending = group + 100 * pending, None
        elif word in links:
            if group == 0:
                return None
        else:
            group += pending or 0
            if group == 0:
                return None
            total, group, pending = total + group * scales[word], 0, None
    return total + group + (pending or 0) or None
