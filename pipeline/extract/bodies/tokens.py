"""Words of a text for name matching: abbreviations spelled out, each word with its place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.bodies.lexicon import Phrase, PhraseTable, body_lexicon
from pipeline.folding import fold

# An abbreviation may hold "&", "-", "." or "," between its capitals (LĐ-TB&XH, VH,TT&DL).
_ABBREVIATION = r"(?<![^\W_])[^\W\d_]{1,6}(?:(?: ?& ?|[-.–]| và (?=[A-ZĐ]{2,4}(?!\w)))[^\W\d_]{1,6}){0,4}(?![^\W_])"
# "P. Nội vụ", "P.CNTT": the only one-letter abbreviation that begins a name.
_ROOM = r"(?<![^\W_])P\. ?(?=[^\W\d_]{2})"
# Most words of a text: small letters, or a capital and two of them, up to a space or comma abbreviate nothing.
_SMALL_LETTERS = "a-zàảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_PLAIN = rf"(?:[{_SMALL_LETTERS.upper()}](?=[{_SMALL_LETTERS}]{{2}}))?[{_SMALL_LETTERS}]+(?=[ ,;:])"
_TOKEN = re.compile(
    rf"(?P<plain>{_PLAIN})|(?P<room>{_ROOM})|(?P<short>{_ABBREVIATION})|(?P<word>[^\W\d_]+)|(?P<number>\d+)|(?P<mark>\S)"
)
_WORD_OR_MARK = re.compile(r"[^\W\d_]+|[-,]")
_SPLIT = re.compile(r"(?P<word>[^\W\d_]+)|(?P<mark>[^\w\s])")
_BEFORE_MARK = re.compile(r" +([,;)])")
SEPARATORS = {",", "/", "-", "–", "—", "va", "&"}
_DASHES = {"-", "–", "—"}
_EXACT_WORDS = 2
_KNOWN_WORDS = 20_000  # about as many words as Vietnamese has syllables, with their capitals


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark. Words of a spelled-out abbreviation share one place.

    `opens` and `closes` tell whether the token begins and ends its place in the text: a name
    can only begin and end there. `small` is the text in small letters, `is_capital` tells whether
    it is a word with a capital.
    """

    text: str
    key: str
    small: str
    opens: bool
    closes: bool
    is_word: bool
    is_capital: bool


class Tokens(tuple[Token, ...]):
    """The tokens of a stretch of text in order; `places` holds the start and end of each in the text."""

    places: list[tuple[int, int]]


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of `text[start:end]`, with places in `text`."""
    words: list[Token] = []
    places: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text, start, len(text) if end is None else end):
        spelled, inside = _words_of(found[0], found.lastgroup)
        words += spelled
        if inside is None:
            places.append(found.span())
        else:
            begin = found.start()
            places += [(begin + first, begin + last) for first, last in inside]
    tokens = Tokens(words)
    tokens.places = places
    return tokens


@lru_cache(maxsize=_KNOWN_WORDS)
def _words_of(surface: str, kind: str | None) -> tuple[tuple[Token, ...], tuple[tuple[int, int], ...] | None]:
    """The tokens of one match of the pattern, and where in it they stand, `None` where it is one token."""
    if kind != "short":
        return (_token("Phòng" if kind == "room" else surface),), None
    spelled = _spelled_out(surface, 0)
    tokens, places = tuple(token for token, _ in spelled), tuple(place for _, place in spelled)
    return tokens, None if len(tokens) == 1 else places


def _token(text: str, *, opens: bool = True, closes: bool = True) -> Token:
    return Token(text, fold(text), text.lower(), opens, closes, text[0].isalpha(), text[0].isupper())


def _spelled_out(surface: str, start: int) -> list[tuple[Token, tuple[int, int]]]:
    expansion = expand(surface)
    if expansion is not None:
        words = _WORD_OR_MARK.findall(expansion)
        place = (start, start + len(surface))
        last = len(words) - 1
        return [(_token(word, opens=index == 0, closes=index == last), place) for index, word in enumerate(words)]
    parts = list(_SPLIT.finditer(surface))
    if len(parts) == 1:
        return [(_token(surface), (start, start + len(surface)))]
    tokens: list[tuple[Token, tuple[int, int]]] = []
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if part["mark"] in _DASHES and following is not None and following[0].islower():
            continue  # "Tuyên-giáo": hyphens between syllables, as they were written once and recognition reads them
        tokens.extend(_spelled_out(part[0], start + part.start()))
    return tokens


def expand(surface: str) -> str | None:
    """What an abbreviation stands for, `None` where the word is none we know.

    >>> expand("ƯBND"), expand("LĐ-TB&XH"), expand("ban")
    ('Ủy ban nhân dân', 'Lao động - Thương binh và Xã hội', None)
    """
    letters = "".join(character for character in surface.replace(" và ", "&") if character.isalpha())
    if len(letters) < 2 or sum(character.isupper() for character in letters) < len(letters) - 1:
        return None
    return body_lexicon().abbreviations.get(fold(letters))


def match(table: PhraseTable, tokens: Sequence[Token], index: int, *, exact: bool = False) -> tuple[Phrase, int] | None:
    """The longest phrase of the table that begins at `index`, and the index behind it.

    Parts of a phrase may be joined by "-", ",", "và" or nothing. Folded words are compared;
    with `exact`, a phrase of one or two words must have the very letters, whatever their case:
    folded, "phần Công" would be "phân công".
    """
    if index >= len(tokens):
        return None
    first = tokens[index]
    behind = table.by_second.get(first.key)
    if behind is None or not first.opens:
        return None
    phrases = behind.get(tokens[index + 1].key) if index + 1 < len(tokens) else None
    for phrase in phrases or behind[""]:
        if exact and phrase.length <= _EXACT_WORDS and first.small != phrase.small[0]:
            continue
        end = match_phrase(phrase, tokens, index)
        if end is None:
            continue
        if exact and phrase.length <= _EXACT_WORDS and not _has_letters(phrase, tokens[index:end]):
            continue
        return phrase, end
    return None


def _has_letters(phrase: Phrase, tokens: Sequence[Token]) -> bool:
    return tuple(token.small for token in tokens if token.key not in SEPARATORS) == phrase.small


def match_phrase(phrase: Phrase, tokens: Sequence[Token], index: int) -> int | None:
    """The index behind a phrase that begins at `index`, `None` where it does not."""
    if index + phrase.length > len(tokens):
        return None
    for number, part in enumerate(phrase.keys):
        if number:
            skipped = 0
            while index < len(tokens) and tokens[index].key in SEPARATORS and skipped < 2:
                index, skipped = index + 1, skipped + 1
            if index + len(part) > len(tokens):
                return None
        for key in part:
            if tokens[index].key != key:
                return None
            index += 1
    return index if tokens[index - 1].closes else None


def is_dash(token: Token) -> bool:
    """Whether the token is a hyphen or dash."""
    return token.text in _DASHES


def is_separator(token: Token) -> bool:
    """Whether the token joins parts of a name: ",", "-", "&" or "và"."""
    return token.key in SEPARATORS


def spell(phrase: Phrase, tokens: Sequence[Token], index: int, end: int) -> list[str]:
    """The words as the table writes them, with the separators that are printed between them."""
    words = [word for part in phrase.parts for word in part]
    pieces: list[str] = []
    for token in tokens[index:end]:
        if is_separator(token) and not (words and fold(words[0]) == token.key):
            pieces.append("-" if is_dash(token) else "và" if token.key in ("va", "&") else token.text)
        else:
            pieces.append(words.pop(0))
    return pieces


def join(pieces: Sequence[str]) -> str:
    """Pieces of a name as one text: no space before a comma, spaces around a hyphen.

    >>> join(["Văn hóa", ",", "Thể thao", "-", "Du lịch"])
    'Văn hóa, Thể thao - Du lịch'
    """
    return _BEFORE_MARK.sub(r"\1", " ".join(pieces)).replace("( ", "(").replace(" / ", "/")
