"""Decides whether the text layer of a PDF page is what is printed there.

Layers that lie are common: the visible signature of an electronic seal or a web address is the
only text on a scanned page; a scanner that knew no Vietnamese left its guess behind the image;
a font without a character map gives other letters than it draws. A page recognised without
need loses accuracy and seconds; a lie believed loses the document. The signals, in order:

1. Is there text? A page without characters, or with ones that run sideways, is for recognition.
2. Does the layer account for the page? Under an image of (nearly) the whole page a few words
   are a signature or a watermark.
3. Are the characters letters of the language? Private-use, Cyrillic and other foreign letters
   inside words come from broken fonts, also where only the headings are affected.
4. Are there words? Letters that stand apart, or lines without spaces, come from programs that
   placed what they recognised letter by letter, or line by line.
5. Are the words Vietnamese syllables, and do they carry marks?

Text in an old encoding is converted before it is judged; where that failed, its letters are foreign.
Whether a true layer is all of the page only a look at the page can tell (`leftout`).

The verdict never changes the text.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.syllables import SyllableCount, count_syllables, syllable_share
from pipeline.textfiles.legacy import legacy_encoding

__all__ = ["LayerVerdict", "judge_text_layer", "syllable_share"]

# Measured: born-digital and transcribed plans have 0.95..1.0 a page, layers of foreign OCR
# 0.45..0.60, a broken font map 0.18..0.30. A page of names and English terms may fall to 0.8.
_LEAST_SHARE = 0.75
# Behind a scan the layer is a recognition of unknown make: it has to be as good as ours.
_LEAST_SHARE_BEHIND_SCAN = 0.95
_LEAST_MARKED = 0.25  # real plans have 0.86; a layer without marks is below 0.02
_MOST_BROKEN = 0.02
_BROKEN_MAP = 0.3  # foreign recognition has strange letters in 0.05..0.17 of its words, broken maps in 0.65 and more
_WORDS_TO_TELL = 4
_SCAN_COVERAGE = 0.5  # of the page, by images
_PICTURE_COVERAGE = 0.25
_WORDS_OF_A_PAGE = 40  # fewer than the last page of a plan has with its recipients
_WORDS_BESIDE_A_PICTURE = 15
_LONGEST_SYLLABLE = 7  # letters: nghiêng
_MOST_RUN_TOGETHER = 0.3  # of the words
_FEWEST_APART = 30  # single letters, of so many kinds as follows: more than a table's crosses and item letters
_KINDS_APART = 10
_CURVES = 300  # drawn shapes: more than a page's rules and table borders, when there are few words


_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """Whether a text layer is used, why not where it is not, and the figures behind it."""

    is_used: bool
    reason: str | None
    score: float  # share of possible syllables, 0..1
    words: int


def judge_text_layer(lines: Sequence[str], *, image_coverage: float = 0.0, shapes: int = 0) -> LayerVerdict:
    """Judge the lines of a page's text layer.

    Args:
        lines: the layer's text as extracted, a string a line of print; sideways text left out.
        image_coverage: the part of the page, 0..1, that images cover.
        shapes: how many lines and curves are drawn on the page.
    """
    counts = [count_syllables(line) for line in lines]
    total = sum(counts, SyllableCount())
    reason = _objection(lines, counts, total, image_coverage, shapes)
    return LayerVerdict(reason is None, reason, round(total.share, 4), total.words)


def _objection(
    lines: Sequence[str], counts: Sequence[SyllableCount], total: SyllableCount, image_coverage: float, shapes: int
) -> str | None:
    tokens = sum(not _is_address(token) for line in lines for token in line.split())
    if not any(lines):
        return "the page has no text layer"
    if _stands_apart(lines):
        return "the letters of the text layer stand apart"
    if _runs_together(lines):
        return "the words of the text layer run together"
    is_scan = image_coverage >= _SCAN_COVERAGE
    if is_scan and tokens < _WORDS_OF_A_PAGE:
        return "the text layer holds only a few words beside the scanned image"
    if image_coverage >= _PICTURE_COVERAGE and tokens < _WORDS_BESIDE_A_PICTURE:
        return "the text layer holds only a few words beside a picture"
    if shapes >= _CURVES and tokens < _WORDS_OF_A_PAGE:
        return "the letters are drawn as curves"
    is_broken = total.broken > _MOST_BROKEN * total.words or _has_broken_line(counts)
    if is_broken and (encoding := legacy_encoding("\n".join(lines))):
        return f"the text layer is in the old encoding {encoding}"
    is_unmarked = total.words >= _WORDS_TO_TELL and total.marked < _LEAST_MARKED * total.words
    if is_unmarked and total.broken <= _BROKEN_MAP * total.words:
        return "the text layer has no Vietnamese marks (made by a program that does not know them)"
    if is_broken:
        return "the text layer holds letters that the language has not (broken font map)"
    if total.words >= _WORDS_TO_TELL and total.share < (_LEAST_SHARE_BEHIND_SCAN if is_scan else _LEAST_SHARE):
        return "the words of the text layer are not Vietnamese"
    return None


def _is_address(token: str) -> bool:
    """Whether a word is a web or mail address, as watermarks and signatures print them."""
    return "@" in token or "://" in token or token.lower().startswith("www.")


def _has_broken_line(counts: Sequence[SyllableCount]) -> bool:
    return any(count.broken >= 2 and count.broken * 2 > count.words for count in counts)


def _stands_apart(lines: Sequence[str]) -> bool:
    words = [word for line in lines for word in line.split() if word.isalpha()]
    single = [word.lower() for word in words if len(word) == 1]
    return len(single) >= _FEWEST_APART and len(set(single)) >= _KINDS_APART and len(single) > len(words) / 2


def _runs_together(lines: Sequence[str]) -> bool:
    words = [word for word in _LETTERS.findall(unicodedata.normalize("NFC", "\n".join(lines))) if len(word) > 1]
    long = [word for word in words if len(word) > _LONGEST_SYLLABLE and syllable_share(word) == 0.0]
    return len(words) >= _WORDS_TO_TELL and len(long) > _MOST_RUN_TOGETHER * len(words)
