"""One spelling for one thing: Unicode, spaces, quotes, dashes, tone placement, leftovers of Markdown and Word.

Only what is certain without context is done here: a letter is never exchanged for another one,
except for look-alikes that are no Vietnamese letters (`Ð` U+00D0, `ƣ` U+01A3, `Ⅳ` U+2163). The
house's standard is the hyphen for every dash, in symbols, between figures, as a list mark and
between clauses; “ ” for double and ' for single quotation marks; no space before , ; and inside
brackets. Evidence keeps the source's own.
"""

import re
import unicodedata
from itertools import chain

from pipeline.clean.mapped import MappedText

_ROMAN = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in chain(range(0x2160, 0x2180))}
_LOOKALIKES = {
    **{"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ƣ": "ư", "Ƣ": "Ư", "ﬁ": "fi", "ﬂ": "fl"},
    **_ROMAN,
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("″＂", '"'),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("’‘‚‛′ʼ＇´", "'"),
}
_LOOKALIKE = re.compile("[" + "".join(map(re.escape, _LOOKALIKES)) + "]")
# A tilde alone before a word is how recognition reads a faint dash; nothing else that is printed gives one.
_TILDE = re.compile(r"(?:^|(?<=[\w,;)] ))~(?= [^\W\d_])")
# Marks left alone after composition: on a consonant, a space or a sign, or a second tone on a vowel. A
# breve on "ơ", "ô", "ư" is no Vietnamese spelling, but one of the languages of the Central Highlands.
_LONE_MARK = re.compile("(?<![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff]+")
_SPACES = re.compile(r"\s{2,}|[^\S ]")  # all but what is one space already
_SPACE_AT_SIGN = re.compile(r"(?<=[(\[“]) (?=\w)|(?<=[\w%.)”]) (?=[,;](?:\s|$))|(?<=[\w.]) (?=[)\]”](?:\W|$))")

# Doubled, low and angled quotation marks, and straight ones: the sign before or behind tells their side.
_DOUBLED = re.compile(r"''|``|‘‘|’’")
_FOREIGN_QUOTES = re.compile(r"([„«])[^„«»“”‟\"]{1,400}([»“”‟\"])")
_OPENING_QUOTE = re.compile(r"(?:^|(?<=[\s(\[/:-]))\"(?=[\w(])")
_CLOSING_QUOTE = re.compile(r"(?<=[^\W\d_])\"|(?<=[.!?…)%,;])\"(?=\W|$)")
_QUOTE = re.compile('["“”]')

# Both placements of the tone in "oa", "oe", "uy" are seen; we write it on the first letter
# ("hòa", "khỏe", "thủy"), unless a letter follows ("hoàn") or "u" belongs to "qu" ("quý").
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SECOND_VOWEL_TONE = re.compile(r"([oOuU])(?<![qQ].)([àáãảạÀÁÃẢẠèéẽẻẹÈÉẼẺẸỳýỹỷỵỲÝỸỶỴ])(?![^\W\d_])")

# Markdown marks, and what Word leaves in exported text.
_MARKDOWN_HEADING = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|-\s+(?=(?:[a-hđ]\)|\d{1,2}\.)\s))")
_EMPHASIS = re.compile(r"\*{1,3}|(?<![\w_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w_])|`")
_LITERAL_ESCAPE = re.compile(r"\\(?=[.\-*_#|])")
_BOOKMARK = re.compile(r"\[bookmark: [^\]]{0,60}\]")

# What a line has to hold for anything of the above to be done to it; most lines of a plan hold none.
_UNTIDY = re.compile(
    "["
    + "".join(map(re.escape, _LOOKALIKES))
    + "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x1f\x7f"
    "\ue000-\uf8ff\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000" + r"\"„«~#>*_`\\\[]"
)
_UNTIDY_PAIRS = ("  ", "''", " ,", " ;", " )", " ]", " ”", "( ", "“ ")


def normalize_line(raw: str, offset: int, *, is_plain_text: bool) -> MappedText:
    """A raw line that begins at `offset` of the raw text, in clean form.

    >>> normalize_line("#### **Hoà  bình**", 0, is_plain_text=True).text
    'Hòa bình'
    """
    if _is_tidy(raw):
        return MappedText.of(raw, offset)
    line = MappedText.of(raw, offset).composed()
    if is_plain_text:
        if not _is_rule(line.text):
            line = line.sub(_MARKDOWN_HEADING, _nothing).sub(_EMPHASIS, _nothing).sub(_LITERAL_ESCAPE, _nothing)
        line = line.sub(_BOOKMARK, _nothing)
    line = (
        line.sub(_INVISIBLE, _nothing).sub(_DOUBLED, lambda _: '"').sub(_LOOKALIKE, lambda match: _LOOKALIKES[match[0]])
    )
    line = line.sub(_LONE_MARK, _nothing)
    line = line.sub(_SPACES, _space)
    line = line[len(line.text) - len(line.text.lstrip()) :][: len(line.text.strip())]
    if not is_plain_text:
        line = line.sub(_TILDE, lambda _: "-")
    line = _with_turned_quotes(line, is_plain_text=is_plain_text).sub(_SPACE_AT_SIGN, _nothing)
    return line.sub(_SECOND_VOWEL_TONE, _move_tone).composed()


def _is_tidy(raw: str) -> bool:
    """Whether there is nothing to be done to a line."""
    return not (
        _UNTIDY.search(raw)
        or any(map(raw.__contains__, _UNTIDY_PAIRS))
        or raw.startswith(" ")
        or (raw.startswith("-") and _MARKDOWN_HEADING.match(raw))
        or raw.endswith(" ")
        or _SECOND_VOWEL_TONE.search(raw)
        or not unicodedata.is_normalized("NFC", raw)
    )


def _with_turned_quotes(line: MappedText, *, is_plain_text: bool) -> MappedText:
    """Quotation marks turned towards what they enclose; what is neither side for certain stays.

    On a scan a mark without its partner on the line is more often a speck than a mark, and stays.
    """
    while foreign := [match.span(side) for match in _FOREIGN_QUOTES.finditer(line.text) for side in (1, 2)]:
        line = line.replaced([(*span, "“”"[number % 2]) for number, span in enumerate(foreign)])
    if '"' not in line.text:
        return line
    opening = {match.start() for match in _OPENING_QUOTE.finditer(line.text)}
    closing = {match.start() for match in _CLOSING_QUOTE.finditer(line.text)}
    turned: dict[int, str] = {}
    opened: int | None = None  # the place of the mark that waits for its partner
    for match in _QUOTE.finditer(line.text):
        place = match.start()
        if match[0] == "“" or place in opening:
            opened = place
        elif opened is not None:
            turned.update({opened: "“", place: "”"})
            opened = None
        elif is_plain_text and place in closing:
            turned[place] = "”"
        if is_plain_text and opened == place:
            turned[place] = "“"
    return line.replaced([(place, place + 1, turned[place]) for place in sorted(turned)])


def _is_rule(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _nothing(_: re.Match[str]) -> str:
    return ""


def _space(_: re.Match[str]) -> str:
    return " "


def _move_tone(match: re.Match[str]) -> str:
    first, second = match.groups()
    if (first in "uU") != (second in "ỳýỹỷỵỲÝỸỶỴ"):
        return match[0]
    decomposed = unicodedata.normalize("NFD", second)
    tone = next(mark for mark in decomposed if mark in _TONES)
    return unicodedata.normalize("NFC", first + tone) + unicodedata.normalize("NFC", decomposed.replace(tone, ""))
