"""The bodies of a letterhead from top to bottom, each with the span it was read from.

A body begins where the table of organs knows its first word; lines that name a unit, or go on in capitals, belong to
the body above them. Broken lines are put together, merged ones cut; bodies printed twice count once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.document import Document
from pipeline.extract.frame_lines import FrameLine
from pipeline.extract.organ_names import is_unit_line, organ_length, organ_starts, read_organ_name
from pipeline.folding import fold

# What a body does that issues a plan: it launches, or it draws up, issues … a plan.
ISSUES = re.compile(
    r"\s(?:phat dong"
    r"|(?:xay dung|ban hanh|lap|de ra|trien khai|to chuc|thong nhat|phoi hop)(?: [a-z]{1,7}){0,5}? ke hoach)\b"
)
MAX_NAME = 110  # characters from an organ's first word to the verb
# The youth union prints its name where the State prints its motto (thể thức văn bản của Đoàn, 2008 on).
_UNION_HEADING = re.compile(r"\W*doan (?:tncs|thanh nien cong san) ho chi minh\W*")
# In its letterheads "BCH HUYỆN A" is the union's committee of the district.
_UNION_COMMITTEE = re.compile(
    r"(?P<committee>BCH|BAN CHẤP HÀNH)(?=\s(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN)\b)"
)
# A line of these alone is the end of a name that was too long for its column: "SỞ TÀI NGUYÊN VÀ MÔI / TRƯỜNG".
_LAST_SYLLABLES = frozenset({"truong", "moi truong", "hoi", "xa hoi"})
_MAX_BROKEN = 40  # characters of a line in a narrow cell
# What a form leaves to be filled in: "KHU PHỐ [TÊN KHU PHỐ]".
_PLACEHOLDER = re.compile(r"\s?\[[^\[\]]{1,40}\]$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A body with the span it was read from; `joins` tells that it issues jointly with the one before."""

    start: int
    end: int
    text: str
    joins: bool = False


def letterhead_entries(document: Document, lines: Sequence[FrameLine]) -> tuple[str | None, list[Entry]]:
    """The bodies of the letterhead from top to bottom, and the unit that stands alone above them."""
    context, entries = _entries(_unbroken(document, lines))
    return context, _distinct(entries)


def _unbroken(document: Document, lines: Sequence[FrameLine]) -> list[FrameLine]:
    """The lines with an organ's name put together that a narrow cell broke: "ỦY" above "BAN NHÂN DÂN"."""
    whole: list[FrameLine] = []
    for line in lines:
        last = whole[-1] if whole else None
        is_narrow = last is not None and max(len(last.text), len(line.text)) <= _MAX_BROKEN
        joined = f"{last.text} {line.text}" if last and is_narrow else ""
        if last and organ_length(joined) > max(
            organ_length(last.text), organ_length(line.text), len(last.text.split())
        ):
            text = document.text[last.start : line.end].replace("\n", " ")
            line = FrameLine(last.start, line.end, text, fold(text))
            whole.pop()
        whole.append(line)
    return whole


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those printed before: two letterheads side by side name the body above both twice."""
    keys = [fold(entry.text) for entry in entries]
    return [entry for number, entry in enumerate(entries) if keys[number] not in keys[:number]]


def _entries(lines: Sequence[FrameLine]) -> tuple[str | None, list[Entry]]:
    context: str | None = None
    entries: list[Entry] = []
    joins = False
    has_heading = any(_UNION_HEADING.fullmatch(line.key) for line in lines)
    is_union = any(re.search(r"\bdoan\b", line.key) and not _UNION_HEADING.fullmatch(line.key) for line in lines)
    for line in lines:
        if not line.is_capitals and (len(line.text) > MAX_NAME or ISSUES.search(line.key)):
            continue
        if is_union and _UNION_HEADING.fullmatch(line.key):
            continue
        for printed in _split(line):
            text = _PLACEHOLDER.sub("", printed.text)
            if has_heading:
                text = _UNION_COMMITTEE.sub(r"\g<committee> ĐOÀN", text)
            entry = replace(printed, text=text)
            key = fold(entry.text)
            starts = organ_starts(entry.text)
            if entries and key in _LAST_SYLLABLES:
                entries[-1] = _grown(entries[-1], entry)
            elif starts and starts[0] == 0:
                entries.append(replace(entry, joins=entry.joins or joins))
            elif is_unit_line(entry.text) and (line.is_capitals or not entries):
                if entries:
                    entries[-1] = _grown(entries[-1], entry)
                else:
                    context = read_organ_name(entry.text).unit
            elif entries and line.is_capitals and _is_legible(key):
                entries[-1] = _grown(entries[-1], entry)
        joins = line.text.endswith(("-", "–")) and bool(entries)
    return context, entries


def _split(line: FrameLine) -> list[Entry]:
    """A line's bodies: a merged line is cut where an organ follows a named unit, or a dash."""
    cuts: list[tuple[int, bool]] = []
    for start in organ_starts(line.text):
        before = line.text[:start]
        if start == 0:
            continue
        last = cuts[-1][0] if cuts else 0
        if re.search(r"[-–—]\s?$", before):
            cuts.append((start, True))
        elif read_organ_name(before[last:]).unit and not re.search(r"\b(?:va|&)\s?$", fold(before)):
            cuts.append((start, False))
    bounds = [0, *(cut for cut, _ in cuts), len(line.text)]
    joins = [bool(re.match(r"[-–—]", line.text)), *(joint for _, joint in cuts)]
    entries: list[Entry] = []
    for first, last, joint in zip(bounds, bounds[1:], joins, strict=False):
        text = line.text[first:last]
        lead = len(text) - len(text.lstrip(" -–—"))
        text = text.strip(" -–—")
        if text:
            begin = line.start + first + lead
            entries.append(Entry(begin, begin + len(text), text, joint))
    return entries


def _grown(entry: Entry, more: Entry) -> Entry:
    return replace(entry, end=more.end, text=f"{entry.text} {more.text}")


def _is_legible(key: str) -> bool:
    """Whether a line reads like words, not like a rule, seal or stroke that was taken for letters."""
    words = re.findall(r"[a-z]{2,}", key)
    return bool(words) and sum(map(len, words)) > 0.5 * len(key.replace(" ", ""))
