"""One spelling for one thing: Unicode, spaces, tone placement, leftovers of Markdown and Word.

Only what is certain without context is done here: a letter is never exchanged for another
one, except for look-alikes that are no Vietnamese letters (`Ð` U+00D0, `ƣ` U+01A3) and the
words of the table `repairs`, which no Vietnamese text can contain.
"""

import re
import unicodedata
from functools import cache

from models.lexicon import load_table
from pipeline.clean.mapped import MappedText

_LOOKALIKES = {"Ð": "Đ", "ð": "đ", "ƣ": "ư", "Ƣ": "Ư", "ﬁ": "fi", "ﬂ": "fl"}
_LOOKALIKE = re.compile("|".join(_LOOKALIKES))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff]+")
_SPACES = re.compile(r"\s+")

# Both placements of the tone in "oa", "oe", "uy" are seen; we write it on the first letter
# ("hòa", "khỏe", "thủy"), unless a letter follows ("hoàn") or "u" belongs to "qu" ("quý").
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SECOND_VOWEL_TONE = re.compile(r"(?<![qQ])([oOuU])([àáãảạÀÁÃẢẠèéẽẻẹÈÉẼẺẸỳýỹỷỵỲÝỸỶỴ])(?![^\W\d_])")

# Markdown marks, and what Word leaves in exported text.
_MARKDOWN_HEADING = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|-\s+(?=(?:[a-hđ]\)|\d{1,2}\.)\s))")
_EMPHASIS = re.compile(r"\*{1,3}|(?<![\w_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w_])|`")
# "KẾ HOẠCH" alone on its line, with the marks of its vowels doubled or lost by recognition.
_TYPE_LINE = re.compile(r"(?<=^K)[EÉÈẺẼẸÊẾỀỂỄỆ]{1,2} ?H[OÒÓỎÕỌ0][AÀÁẢÃẠĂÂ]CH(?=\W*$)")

_LITERAL_ESCAPE = re.compile(r"\\(?=[.\-*_#|])")
_BOOKMARK = re.compile(r"\[bookmark: [^\]]{0,60}\]")


def normalize_line(raw: str, offset: int, *, is_plain_text: bool) -> MappedText:
    """A raw line that begins at `offset` of the raw text, in clean form.

    >>> normalize_line("#### **Hoà  bình**", 0, is_plain_text=True).text
    'Hòa bình'
    """
    line = MappedText.of(raw, offset).composed()
    if is_plain_text:
        if not _is_rule(line.text):
            line = line.sub(_MARKDOWN_HEADING, _nothing).sub(_EMPHASIS, _nothing).sub(_LITERAL_ESCAPE, _nothing)
        line = line.sub(_BOOKMARK, _nothing)
    line = line.sub(_INVISIBLE, _nothing).sub(_LOOKALIKE, lambda match: _LOOKALIKES[match[0]])
    line = line.sub(_SPACES, _space)
    line = line[len(line.text) - len(line.text.lstrip()) :][: len(line.text.strip())]
    line = line.sub(_SECOND_VOWEL_TONE, _move_tone)
    line = line.sub(_TYPE_LINE, lambda _: "Ế HOẠCH")
    repairs, pattern = _repairs()
    return line.sub(pattern, lambda match: repairs[_SPACES.sub(" ", match[0])]).composed()


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


@cache
def _repairs() -> tuple[dict[str, str], re.Pattern[str]]:
    """The table of certain repairs and the pattern that finds their damaged words."""
    table: dict[str, str] = load_table("repairs")["words"]
    words = sorted(table, key=len, reverse=True)
    return table, re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
