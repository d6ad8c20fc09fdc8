"""Words that go on with the name of a body that no table holds whole: with capitals, or up to a task or mark."""

from collections.abc import Sequence

from pipeline.extract.bodies.fields import ends_name, is_stop, match_field, starts_body
from pipeline.extract.bodies.lexicon import body_lexicon
from pipeline.extract.bodies.tokens import Token, is_dash, is_separator, match, spell

# How many small words a name that no table knows may have behind a capital, and how many in all.
_MAX_SMALL_WORDS = 4
_MAX_FREE_WORDS = 12
_MAX_RUN_WORDS = 24
_MAX_INSIDE_WORDS = 6
_MAX_LABEL = 3  # tokens of the number or dash before an item
# Words that a number goes on with: "khu vực 3", "Thuế cơ sở 5".
_NUMBERED = ("số", "vực", "sở")
# What says what a body does, and not what it is called.
_BEFORE_ITEM = (".", ";", ":", "-", "–", "+", "*")
_TAKES_PART = ("tham", "dự", "gồm", "phải", "sẽ")


def capital_run(tokens: Sequence[Token], index: int, *, has_field: bool) -> tuple[int, list[str]]:
    """Words with capitals, and the small ones behind them, up to what cannot be in a name."""
    words: list[str] = []
    small = 0
    while index < len(tokens) and len(words) < _MAX_RUN_WORDS:
        token = tokens[index]
        if is_separator(token):
            step = _joined(tokens, index, has_field=has_field, has_words=bool(words))
            if step is None:
                break
            words.extend(step[1])
            index, small = step[0], 0
            continue
        if token.text.isdigit():
            before = words[-1] if words else tokens[index - 1].text if has_field else ""
            if not (words and _takes_number(before)) and before.lower() not in _NUMBERED:
                break
            if before.lower() == "số" and index + 1 < len(tokens) and not tokens[index + 1].is_capital:
                return index + 1, [*words, token.text]  # "Xí nghiệp Cấp nước số 1 súc xả tuyến ống"
        elif not token.is_word:
            break
        elif token.is_capital:
            if (words or has_field) and (
                starts_body(tokens, index) or _begins_other(tokens, index, has_field=has_field)
            ):
                break
            small = 0
        elif token.small == "số" and has_field and index + 1 < len(tokens) and tokens[index + 1].text.isdigit():
            words.extend((token.text, tokens[index + 1].text))  # "Đội Quản lý thị trường số 4"
            index += 2
            continue
        elif token.key == "khu" and index + 1 < len(tokens) and tokens[index + 1].key == "vuc" and (words or has_field):
            words.append(token.text)
            index += 1
            words.append(tokens[index].text)
            index += 1
            continue
        elif not words or small >= _MAX_SMALL_WORDS or is_stop(token):
            break
        elif ends_name(tokens, index):
            rest = () if has_field else _inside_words(tokens, index)
            words.extend(word.text for word in rest)
            index += len(rest)
            break
        else:
            small += 1
        words.append(token.text)
        index += 1
    return index, words


def _takes_number(word: str) -> bool:
    """Whether a number behind a word belongs to the name: "Ban Chỉ đạo 389", "Đề án 06", but not "trực 24/24 giờ"."""
    return word[0].isupper() or word.lower() in (*_NUMBERED, "án")


def _inside_words(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """Small words up to the end of a heading, where they begin like a task that names hold too ("quản lý")."""
    if not match(body_lexicon().inside, tokens, index, exact=True):
        return ()
    end = index
    while end < len(tokens) and tokens[end].is_word and not tokens[end].is_capital and not is_stop(tokens[end]):
        end += 1
    is_closed = end >= len(tokens) or tokens[end].text in (":", ";")
    return tokens[index:end] if is_closed and end - index <= _MAX_INSIDE_WORDS else ()


def _joined(
    tokens: Sequence[Token], index: int, *, has_field: bool, has_words: bool
) -> tuple[int, tuple[str, ...]] | None:
    """A separator that stays inside the name with the capital behind it, and the index behind them."""
    after = index + 1
    if after >= len(tokens) or not (has_field or has_words):
        return None
    known = match_field(tokens, after)
    if is_dash(tokens[index]):
        if known and not starts_body(tokens, after):
            return known[1], ("-", *spell(known[0], tokens, after, known[1]))
        if tokens[after].is_capital and not starts_body(tokens, after):
            return after + 1, ("-", tokens[after].text)
        return None
    # "Phòng Nội vụ và Tư pháp" are two; "Phòng Quản lý Đô thị và Môi trường" is one
    if has_field or not tokens[after].is_capital or starts_body(tokens, after) or tokens[index].text == "/":
        return None
    if tokens[index].text == ",":
        behind = tokens[after + 1 : after + 8]
        marks = [token.text for token in behind if not token.is_word]
        is_series = any(token.key == "va" for token in behind) and not marks
        return (after + 1, (",", tokens[after].text)) if is_series else None
    return after + 1, ("và", tokens[after].text)


def free_run(tokens: Sequence[Token], index: int) -> tuple[int, list[str]]:
    """Words of any case up to a task, a unit, a stop word or a mark ("Ban Tổ chức cuộc thi")."""
    words: list[str] = []
    while index < len(tokens) and len(words) < _MAX_FREE_WORDS:
        token = tokens[index]
        if not token.is_word and not (token.text.isdigit() and (not words or _takes_number(words[-1]))):
            break
        if token.key == "va" and words and index + 1 < len(tokens):
            if _leaves_name(tokens, index + 1):
                break
        elif is_stop(token) or starts_body(tokens, index):
            break
        if ends_name(tokens, index) and (words or not token.is_capital):
            break
        words.append(token.text)
        index += 1
    return index, words


def _leaves_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether another body, a group or a task begins behind "và"."""
    lexicon = body_lexicon()
    is_group = any(
        match(table, tokens, index, exact=True) for table in (lexicon.nouns, lexicon.people, lexicon.quantifiers)
    )
    is_group = is_group or (tokens[index].is_capital and match(lexicon.positions, tokens, index) is not None)
    return is_group or starts_body(tokens, index) or ends_name(tokens, index) or is_stop(tokens[index])


def _begins_other(tokens: Sequence[Token], index: int, *, has_field: bool) -> bool:
    """Whether a word with a capital is a unit or, behind a known name, a task that a heading runs into."""
    if match(body_lexicon().units, tokens, index, exact=True):
        return True
    return has_field and match(body_lexicon().verbs, tokens, index, exact=True) is not None


def named_item(tokens: Sequence[Token], index: int, end: int) -> tuple[str, ...]:
    """The small words between a head word that begins an item or sentence and the colon, bracket or task behind.

    "- Ban hậu cần: chuẩn bị nước uống", "Tổ khuyến nông cộng đồng thăm đồng": bodies that a plan sets up
    for itself are in no table, but what an item names before its colon is who has the tasks behind it.
    """
    begins = all(not token.is_word or len(token.text) == 1 for token in tokens[max(0, index - _MAX_LABEL) : index])
    if not begins and tokens[index - 1].text not in _BEFORE_ITEM:
        return ()
    words: list[str] = []
    is_item = _is_item(tokens, end)
    while tokens[index].is_capital and end < len(tokens) and len(words) < _MAX_INSIDE_WORDS:
        token = tokens[end]
        if words and (token.text in (":", "(") or (not is_item and ends_name(tokens, end))):
            return tuple(words)
        is_inside = token.is_word and not token.is_capital and token.small not in _TAKES_PART
        if not is_inside or (is_stop(token) and token.key != "va"):
            return ()
        if not words and not is_item and ends_name(tokens, end):
            return ()  # "Hội đồng họp xét …"
        words.append(token.text)
        end += 1
    return ()


def _is_item(tokens: Sequence[Token], index: int) -> bool:
    """Whether a few words lead to a colon or bracket: they are a name, even if they begin like a task."""
    behind = next((token for token in tokens[index : index + _MAX_INSIDE_WORDS] if not token.is_word), None)
    return behind is not None and behind.text in (":", "(")
