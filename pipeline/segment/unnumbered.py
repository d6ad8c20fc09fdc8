"""Headings that carry no number: lines in capitals, bold lines, and labels before a colon.

Signals in order of authority: the words of headings in capitals; bold print with the words
of headings; the brothers of a paragraph, which all begin with a label. Capitals that say
nothing known are headings only in plans whose headings carry no numbers at all; a single
label never is one; in such plans a short line above sentences or bullets is one in small letters,
too. Bullets, table rows and numbered paragraphs are left alone.
"""

import re
from collections.abc import Sequence
from functools import cache

from models.document import Paragraph
from models.lexicon import load_table
from pipeline.folding import fold
from pipeline.segment.kinds import heading_kinds, opens_with_kind
from pipeline.segment.markers import Marker, Style, is_capitals

_MAX_CAPITALS = 120
_MAX_UNKNOWN = 60
_MAX_BOLD = 100
_MAX_LABEL_WORDS = 20
_CONFIDENCE = 0.7
_SPECKS = r"(?:[^\w\s“(]|_){0,2}\s?"
_LABEL = re.compile(rf"{_SPECKS}(?P<label>[^\W\d_][^:;.!?]{{2,119}})(?P<sign>[:;])\s*(?P<rest>\S?)")
_TWICE = re.compile(rf"{_SPECKS}(?P<label>[^\W\d_][^:;.!?]{{2,119}}:\s?[^:;.!?]{{2,80}}):\s*[^\W\d_]")
_MAX_LINE = 90  # characters of a heading in small letters without a number
_MAX_NAMED_WORDS = 6
_MOSTLY = 0.75  # of a section's paragraphs begin with a label


def mark_unnumbered(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None]
) -> list[Marker | None]:
    """The markers, with one of no label for each heading without a number."""
    marked = list(markers)
    top = Marker(_capitals_style(texts, markers), "", 0, 0, _CONFIDENCE)
    for index in _capitals(paragraphs, texts, markers):
        marked[index] = top
    plain = Marker(Style.PLAIN, "", 0, 0, _CONFIDENCE)
    label = Marker(Style.LABEL, "", 0, 0, _CONFIDENCE)
    bold = [index for index in range(len(texts)) if _is_bold_heading(paragraphs, texts, marked, index)]
    for index in bold if len(bold) > 1 else ():
        marked[index] = plain
    for index in _labels(paragraphs, texts, marked):
        marked[index] = label if _lies_below_number(marked, index) else plain
    for index in _lines(paragraphs, texts, marked):
        marked[index] = plain
    return marked


def _capitals_style(texts: Sequence[str], markers: Sequence[Marker | None]) -> Style:
    """The style that headings in capitals carry in this plan; the highest where none has a number."""
    styles = [marker.style for text, marker in zip(texts, markers, strict=True) if marker and is_capitals(text)]
    return min((style for style in styles if style <= Style.ARABIC), default=Style.PART)


def _capitals(paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None]) -> Sequence[int]:
    """The paragraphs in capitals without a number that head a section."""
    lines = [
        index
        for index, text in enumerate(texts)
        if markers[index] is None and paragraphs[index].table is None and _is_title_line(text)
    ]
    named = [index for index in lines if opens_with_kind(texts[index])]
    has_numbers = any(
        marker is not None and marker.style <= Style.ARABIC and is_capitals(text)
        for text, marker in zip(texts, markers, strict=True)
    )
    if has_numbers or len(named) < 2:
        return named
    return [index for index in lines if index in named or _heads_what_follows(texts, index)]


def _is_title_line(text: str) -> bool:
    return (
        len(text) < _MAX_CAPITALS
        and is_capitals(text)
        and not text.startswith(("“", '"', "("))
        and not text.endswith(("!", ";", ",", "”"))
    )


def _heads_what_follows(texts: Sequence[str], index: int) -> bool:
    following = texts[index + 1] if index + 1 < len(texts) else ""
    return len(texts[index]) <= _MAX_UNKNOWN and bool(following) and not is_capitals(following)


def _is_bold_heading(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None], index: int
) -> bool:
    """A bold line in small letters that says what headings say, above something that is not bold."""
    paragraph, text = paragraphs[index], texts[index]
    if not paragraph.is_bold or markers[index] is not None or paragraph.table is not None or len(text) > _MAX_BOLD:
        return False
    if text.endswith((".", ";", ",", "!")) or index + 1 == len(texts):
        return False
    return not paragraphs[index + 1].is_bold and bool(heading_kinds(text))


def _labels(paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None]) -> list[int]:
    """The plain paragraphs of those sections in which nearly every one begins with a label, two at least."""
    found: list[int] = []
    run: list[int] = []
    is_open = False  # below a heading, where only plain paragraphs and the bullets of labels have come so far
    for index in range(len(texts) + 1):
        marker = markers[index] if index < len(texts) else None
        if index == len(texts) or (marker is not None and marker.style < Style.DASH):
            found += _labelled(texts, markers, run) if is_open else []
            run, is_open = [], index < len(texts)
        elif marker is None:
            is_open = is_open and paragraphs[index].table is None
            run.append(index)
        elif not run:
            is_open = False
    return found


def _lies_below_number(markers: Sequence[Marker | None], index: int) -> bool:
    """Whether the part that a label stands in has an arabic number or a letter: the label is below it."""
    above = next((marker for marker in reversed(markers[:index]) if marker and marker.style < Style.DASH), None)
    return above is not None and above.style >= Style.ARABIC


def _labelled(texts: Sequence[str], markers: Sequence[Marker | None], run: Sequence[int]) -> list[int]:
    """The paragraphs of a section that begin with a label, none unless nearly all of them do.

    One that does not may be damaged, or round the plan off; the first one never is without.
    """
    labels = [index for index in run if _is_label(texts, markers, index)]
    if len(labels) < 2 or labels[0] != run[0] or len(labels) < _MOSTLY * len(run):
        return []
    if names_stage(texts[run[0]]):
        return labels
    return [index for index in run if index in labels or _is_damaged_label(texts[index])]


def _is_damaged_label(text: str) -> bool:
    """Among labels: a name with a second colon in it, which a speck was taken for."""
    match = _TWICE.match(text)
    return match is not None and len(match["label"].split()) <= _MAX_LABEL_WORDS


def _is_label(texts: Sequence[str], markers: Sequence[Marker | None], index: int) -> bool:
    """Whether a paragraph begins with a label: a name, then a colon and a new sentence or bullets.

    A colon can be read as a semicolon, where the name is one that headings have.
    """
    match = _LABEL.match(texts[index])
    if match is None or not match["label"][0].isupper() or len(match["label"].split()) > _MAX_LABEL_WORDS:
        return False
    if opens_list(match["label"]) or (match["sign"] == ";" and not heading_kinds(match["label"])):
        return False
    if names_stage(match["label"]):
        return True
    if not match["rest"]:
        following = markers[index + 1] if index + 1 < len(texts) else None
        return following is not None and following.style >= Style.DASH
    return match["rest"].isupper() or (match["rest"] in '“"' and bool(heading_kinds(match["label"])))


def _lines(paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None]) -> list[int]:
    """The lines in small letters that head parts of a section whose headings carry no numbers.

    In a plan without any numbers such a line heads what follows it whatever it says; among
    numbered headings it has to name what headings name, as its brother does.
    """
    has_numbers = any(marker is not None and marker.label and marker.style <= Style.ARABIC_3 for marker in markers)
    found: list[int] = []
    run: list[int] = []
    for index in range(len(texts) + 1):
        marker = markers[index] if index < len(texts) else None
        if index == len(texts) or (marker is not None and marker.style < Style.DASH):
            found += run if len(run) > 1 or not has_numbers else []
            run = []
        elif marker is None and _heads_parts(paragraphs, texts, markers, index):
            names_part = len(texts[index].split()) <= _MAX_NAMED_WORDS and opens_with_kind(texts[index])
            run += [index] if names_part or not has_numbers else []
    return found


def _heads_parts(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None], index: int
) -> bool:
    """Whether a short line without a stop stands above bullets or sentences, and behind the end of what came before."""
    text = texts[index]
    if index == 0 or index + 1 == len(texts) or paragraphs[index].table is not None or len(text) > _MAX_LINE:
        return False
    if not text[:1].isupper() or is_capitals(text) or " | " in text:
        return False
    if text.endswith((".", ",", ";", "!", "?", "…", "”", ")")) or (text.endswith(":") and opens_list(text[:-1])):
        return False
    before, marker_before = texts[index - 1], markers[index - 1]
    is_behind_end = before.endswith((".", ";", "!", "?", "…", "”")) or (
        marker_before is not None and (marker_before.style >= Style.DASH or is_capitals(before))
    )
    following, text_below = markers[index + 1], texts[index + 1]
    is_above_content = following is None and (text_below.endswith((".", ";", ":")) or len(text_below) > _MAX_LINE)
    return is_behind_end and (is_above_content or (following is not None and following.style >= Style.LETTER))


def opens_list(label: str) -> bool:
    """Whether words before a colon only announce a list ("làm các việc sau"), and name nothing."""
    return _opens_list().search(fold(label)) is not None


def names_stage(heading: str) -> bool:
    """Whether a heading names a stage of the plan or a stretch of the calendar: "Giai đoạn 1 (…)", "Tháng 4/2021"."""
    return _stage().match(fold(heading)) is not None


@cache
def _opens_list() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_table('headings')['labels']['opens_list'])})$")


@cache
def _stage() -> re.Pattern[str]:
    """ "Giai đoạn 1 (…)", "Tháng 4/2021", "Đợt I": a number follows the word for the stage."""
    return re.compile(
        rf"(?:{'|'.join(load_table('headings')['labels']['stages'])}) (?:thu )?(?:\d|[ivx]+\b|nhat\b|hai\b|ba\b|tu\b)"
    )
