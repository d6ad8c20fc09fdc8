"""Head words and the fields behind them ("Phòng" + "Nội vụ"), and where the name of a body ends."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.bodies.lexicon import Phrase, body_lexicon
from pipeline.extract.bodies.tokens import Token, is_separator, match, match_phrase, spell

# A name of the table counts in small letters only when it is long enough to be no common word.
LONG_NAME = 3
_MAX_HEADING_WORDS = 12
# Words of tasks that are no such words behind others: "công trình", "trật tự".
_INSIDE = {"trình": ("công", "chương", "quy", "lộ", "tiến", "quá", "giáo"), "tự": ("trật", "thứ")}
_TRAFFIC = ("thông", "dịch")  # behind "giao", which else assigns something


def starts_body(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name of the table begins at a token, or a head word with what may follow it."""
    named = match(body_lexicon().names, tokens, index)
    if named and (named[0].length >= LONG_NAME or tokens[index].is_capital):
        return True
    found = head_at(tokens, index)
    if found is None:
        return False
    head, end, is_exact = found
    if match_field(tokens, end):
        return True
    is_capital = end < len(tokens) and tokens[end].is_capital
    return is_exact and tokens[index].is_capital and (is_capital or head.tail in ("organ", "free"))


def head_at(tokens: Sequence[Token], index: int) -> tuple[Phrase, int, bool] | None:
    """The head word at a token, the index behind it, and whether it has the very letters of the table."""
    found = match(body_lexicon().heads, tokens, index)
    if found is None or match(body_lexicon().no_names, tokens, index, exact=True):
        return None
    is_exact = tokens[index].text.lower() == found[0].parts[0][0].lower()
    return (*found, is_exact) if is_exact or tokens[index].is_capital else None


def read_field(head: Phrase, tokens: Sequence[Token], index: int) -> tuple[int, tuple[str, ...]] | None:
    """The field behind a head word, and the index behind it."""
    if index >= len(tokens):
        return None
    shorts = body_lexicon().abbreviations_after.get(" ".join(head.keys[0]), {})
    for length in (5, 3, 1):  # "VH,TT&DL", "VH&TT", "VHTT"
        if index + length > len(tokens):
            continue
        letters = "".join(token.key for token in tokens[index : index + length] if token.is_word and token.key != "va")
        if letters in shorts and tokens[index].is_capital:
            return _with_second_field(tokens, index + length, shorts[letters])
    known = match_field(tokens, index)
    if known is None or not tokens[index].is_capital:
        is_task = match(body_lexicon().verbs, tokens, index, exact=True) is not None
        if known is None or known[0].length <= LONG_NAME or is_task:
            return None
    pieces = tuple(spell(known[0], tokens, index, known[1]))
    rest = _rest_of_heading(tokens, known[1])
    return known[1] + len(rest), (*pieces, *(token.text for token in rest))


def _with_second_field(tokens: Sequence[Token], index: int, first: str) -> tuple[int, tuple[str, ...]]:
    """A field that was abbreviated, with the one that "và" joins to it ("VH-TT và Truyền thanh")."""
    second = match_field(tokens, index + 1) if index < len(tokens) and tokens[index].key in ("va", "&") else None
    if second is None or starts_body(tokens, index + 1):
        return index, (first,)
    return second[1], (first, "và", *spell(second[0], tokens, index + 1, second[1]))


def match_field(tokens: Sequence[Token], index: int) -> tuple[Phrase, int] | None:
    """The field of the table that begins at a token.

    A comma before a capital joins only what the table joins by a comma: "Sở Tài chính, Kế hoạch
    và Đầu tư" are two.
    """
    if index >= len(tokens):
        return None
    if not tokens[index].opens:
        return None
    best: tuple[Phrase, int] | None = None
    for phrase in body_lexicon().fields.starting_with(tokens[index].key):
        if best and phrase.length < best[0].length:
            break
        end = match_phrase(phrase, tokens, index)
        if end is None:
            continue
        printed = tokens[index:end]
        commas = sum(token.text == "," and after.is_capital for token, after in pairwise(printed))
        if commas > phrase.joiners.count(","):
            continue
        # "Tổ chức cán bộ" and "Tổ chức - Cán bộ" are both in use: the one with the joins of the print
        if sum(is_separator(token) for token in printed) == len(phrase.joiners):
            return phrase, end
        best = best or (phrase, end)
    return best


def _rest_of_heading(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """Small words that lead from a known field to the end of a heading and are part of the name."""
    end = index
    while end < len(tokens) and end - index <= _MAX_HEADING_WORDS and tokens[end].is_word:
        token = tokens[end]
        if token.is_capital or ends_name(tokens, end) or (is_stop(token) and (token.key != "va" or end == index)):
            return ()
        end += 1
    is_closed = end >= len(tokens) or tokens[end].text in (":", ";", "(")
    return tokens[index:end] if is_closed else ()


def is_stop(token: Token) -> bool:
    """Whether this is a word that never stands inside a name ("của", "để")."""
    return token.small in body_lexicon().stops


def ends_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a task or a unit begins at a token, so that no name goes on there."""
    behind = tokens[index + 1].small if index + 1 < len(tokens) else ""
    word, before = tokens[index].small, tokens[index - 1].small if index else ""
    if before in _INSIDE.get(word, ()) or (word == "giao" and behind in _TRAFFIC):
        return False
    lexicon = body_lexicon()
    return bool(match(lexicon.verbs, tokens, index, exact=True) or match(lexicon.units, tokens, index, exact=True))
