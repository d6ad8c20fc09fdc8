"""Marks of list items and titles that recognition spoilt, told by the others of their kind.

What is beside an item shows how it has to begin and end:

- a bullet is a hyphen where the items beside it begin with one ("_TT. Huyện ủy" is "- TT. Huyện ủy");
- a speck stands before a number that is next to that of another item (".4. Phòng Kinh tế"), and a
  comma after one is the full stop that the other has ("5, Các phòng");
- a recipient is followed by another one: its line ends with ";" and not with ":", unless the others
  do otherwise, too.

Only recognised print is looked at. What the items are called and say is not touched.
"""

import re
from collections.abc import Iterator, Sequence

from models.record import ChangeKind
from pipeline.clean.numbers import Rewriting

_BULLET = re.compile(r"- ?(?=\S)")
# One to three signs, a hyphen or underscore among them or an apostrophe, that stand before an item's first word.
_SPOILT_BULLET = re.compile(r"(?:[-_~][.:,'’‘*~_-]{0,2}|[.:,'’‘*][-_~*]|['’‘_~])\s?(?=[^\W\d_]{2})")
_LABEL = re.compile(r"(?P<specks>(?:[.,:;'’‘`*_~•-]{1,2} ?)?)(?P<label>\d{1,2})(?P<sign>[.,/)-])(?= ?[^\W\d_])")
_RECIPIENTS = re.compile(r"\W{0,3}Nơi nhận", re.IGNORECASE)
_LAST_RECIPIENT = re.compile(r"\W{0,3}Lưu\b")
_MOST_RECIPIENTS = 40
_LEAST_TITLES = 4
_STOPPED = 0.25  # share of titles with a full stop from which the plan writes them so
_LEAST_ITEMS = 2  # items around a bullet that begin with a hyphen
_AROUND = 2  # paragraphs to either side that are around one


def find_list_repairs(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    """The marks of the items of a document that have to be others, each with the number of its paragraph."""
    yield from _bullets(texts)
    yield from _labels(texts)
    yield from _ends_of_recipients(texts)
    yield from _ends_of_titles(texts)


def _bullets(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    is_item = [bool(_BULLET.match(text)) for text in texts]
    is_spaced = 2 * sum(text.startswith("- ") for text in texts) > sum(is_item)
    for number, text in enumerate(texts):
        match = _SPOILT_BULLET.match(text)
        if match is None or match[0] == "- " or not is_spaced or text.isupper():
            continue
        around = range(max(0, number - _AROUND), min(len(texts), number + 1 + _AROUND))
        if sum(is_item[place] for place in around if place != number) >= _LEAST_ITEMS:
            yield number, Rewriting(0, match.end(), "- ", ChangeKind.REPAIR, "the bullet that the items beside it have")


def _labels(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    found = {number: match for number, text in enumerate(texts) if (match := _LABEL.match(text))}
    signs = {
        (int(match["label"]), match["sign"]) for match in found.values() if not match["specks"] and match["sign"] != ","
    }
    for number, match in found.items():
        label = int(match["label"])
        sign = "." if match["sign"] == "," else match["sign"]
        is_spoilt = match["specks"] or sign != match["sign"]
        if is_spoilt and {(label - 1, sign), (label + 1, sign)} & signs:
            yield number, Rewriting(0, match.end(), f"{match['label']}{sign}", ChangeKind.REPAIR, "an item's number")


def _ends_of_recipients(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    start = next((number for number, text in enumerate(texts) if _RECIPIENTS.match(text)), len(texts))
    items: list[int] = []
    for number in range(start + 1, min(len(texts), start + _MOST_RECIPIENTS)):
        if _LAST_RECIPIENT.match(texts[number]):
            break
        if _BULLET.match(texts[number]):
            items.append(number)
    else:
        return
    ends = [texts[number][-1] for number in items]
    if ends.count(";") <= ends.count(":"):
        return
    for number in items:
        end = len(texts[number])
        if texts[number].endswith(":"):
            yield number, Rewriting(end - 1, end, ";", ChangeKind.REPAIR, "recipients are parted by semicolons")


def _ends_of_titles(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    titles = [number for number, text in enumerate(texts) if text.isupper() and " " in text]
    stopped = [number for number in titles if texts[number].endswith(".") and texts[number][-2].isalpha()]
    if len(titles) < _LEAST_TITLES or len(stopped) > _STOPPED * len(titles):
        return
    for number in stopped:
        end = len(texts[number])
        start = texts[number].rfind(" ") + 1
        after = texts[number][start:-1]
        yield number, Rewriting(start, end, after, ChangeKind.REPAIR, "a speck after a title")
