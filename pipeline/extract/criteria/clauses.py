"""Sentences and clauses of a paragraph, as spans: `split_clauses`."""

import re
from collections.abc import Iterator

from pipeline.letters import CAPITALS

# A full stop ends a sentence before a capital, unless it ends an abbreviation or an initial.
# The mark is looked for first: a look behind at every letter is slow.
_ABBREVIATION = r"(?<!\bTP.)(?<!\bTX.)(?<!\bĐ/c.)(?<!\bTS.)(?<!\bPGS.)(?<!\bGS.)(?<!\s[A-ZĐ].)"
_SENTENCE_END = re.compile(rf"[.!?…]{_ABBREVIATION}(?:/\.)?[”\"]?\s+(?=[{CAPITALS}“\"(0-9])")
# Behind a percentage recognition took a semicolon for a colon ("trên 10%: cấp ủy viên …"); nothing is introduced there.
_SEMICOLON = re.compile(r";\s*|(?<=%):\s(?=[^\W\d_A-ZĐ]{2})")
_MAX_BRACKET = 200  # letters around a semicolon in which its bracket opens and closes
_LIST = re.compile(r":\s")


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, without the white space between them."""
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        yield begin, match.start() + len(match[0].rstrip())
        begin = match.end()
    if begin < end:
        yield begin, end


def split_clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the clauses of one sentence, parted by semicolons; those of a remark on a number part nothing.

    >>> [text for text in ("a; b".__getitem__(slice(*span)) for span in split_clauses("a; b", 0, 4))]
    ['a', 'b']
    """
    begin = start
    for match in _SEMICOLON.finditer(text, start, end):
        if _is_in_remark(text, max(begin, match.start() - _MAX_BRACKET), match.start(), end):
            continue
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < end:
        yield begin, end


def _is_in_remark(text: str, begin: int, offset: int, end: int) -> bool:
    """Whether the offset lies in brackets behind a number ("02 lần (đợt 1: tháng 6; đợt 2: tháng 12)")."""
    bracket = text.rfind("(", begin, offset)
    if bracket < 0 or text.find(")", bracket, min(end, offset + _MAX_BRACKET)) < offset:
        return False
    return any(character.isdigit() for character in text[begin:bracket])


def introduces_list(text: str, start: int, end: int) -> bool:
    """Whether the sentence opens a list with a colon before its first semicolon ("như sau: …; …")."""
    colon = _LIST.search(text, start, end)
    semicolon = _SEMICOLON.search(text, start, end)
    return bool(colon and semicolon and colon.start() < semicolon.start())
