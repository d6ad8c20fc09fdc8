"""The language of searches: one line of words and `key:value` pairs → the fields of a `Query`."""

import re
import unicodedata
from difflib import get_close_matches
from functools import cache

from models.errors import QueryError
from models.lexicon import load_table
from models.record import DutyRole, Level
from pipeline.folding import fold

# A key is Latin letters directly before a colon that something directly follows; "Số:46" and "1:20" are words.
_PIECE = re.compile(r'(?<!\S)(?P<key>[A-Za-z][A-Za-z_-]*):(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))|"[^"]*"?|[^\s"]+')

# What can be typed before the colon → the field of the query.
_KEYS = {
    "text": "text",
    "due": "due_in",
    "due-after": "due_after",
    "due-before": "due_before",
    "body": "body",
    "role": "role",
    "issuer": "issuer",
    "level": "level",
    "place": "place",
    "year": "issued_in",
    "issued": "issued_in",
    "issued-after": "issued_after",
    "issued-before": "issued_before",
    "section": "section",
    "cites": "cites",
    "campaign": "campaign",
    "criterion": "criterion",
    "confidence": "confidence",
    "review": "review",
    "secrecy": "secrecy",
    "renamed": "renamed",
    "sort": "sort",
    "order": "order",
}
_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "co": True, "khong": False}  # folded
_CHOICES: dict[str, tuple[str, ...]] = {
    "role": tuple(DutyRole),
    "level": tuple(Level),
    "secrecy": ("none", "any", "mat", "toi_mat", "tuyet_mat"),
    "sort": ("relevance", "issued", "due", "title", "quality", "review"),
    "order": ("asc", "desc"),
}


def parse_question(text: str) -> dict[str, str | bool | float]:
    """The fields of a `Query` that a question gives; words without a key are the search text.

    A value with spaces stands between quotes. Every key may stand once.

    >>> parse_question('thi đua body:"Phòng Nội vụ" due:2020-Q2 review:yes')
    {'body': 'Phòng Nội vụ', 'due_in': '2020-Q2', 'review': True, 'text': 'thi đua'}

    Raises:
        QueryError: a key is not known, stands twice, or has a value that it cannot have.
    """
    fields: dict[str, str | bool | float] = {}
    words: list[str] = []
    for piece in _PIECE.finditer(unicodedata.normalize("NFC", text)):
        if piece["key"] is None:
            words.append(piece[0])
            continue
        key = piece["key"].lower().replace("_", "-")
        field = _KEYS.get(key)
        if field is None:
            raise _unknown(piece["key"])
        value = piece["quoted"] if piece["quoted"] is not None else piece["plain"]
        if field == "text":
            words.append(f'"{value}"' if piece["quoted"] is not None else value)
            continue
        if field in fields:
            raise QueryError(f"{key}: stands twice in the question.", "Give each key once.")
        fields[field] = _value(key, field, value)
    if words or not fields:
        fields["text"] = " ".join(words)
    return fields


def _value(key: str, field: str, value: str) -> str | bool | float:
    typed = fold(value.strip()).replace("-", "_").replace(" ", "_")
    if field in ("review", "renamed"):
        if typed not in _YES_NO:
            raise QueryError(f"{key}:{value} is neither yes nor no.", f"Write {key}:yes or {key}:no.")
        return _YES_NO[typed]
    if field == "confidence":
        return _share(key, value)
    choices = _CHOICES.get(field)
    if choices is not None:
        chosen = _in_vietnamese(field).get(typed, typed)
        if chosen not in choices:
            raise QueryError(f"{key}:{value} is not known.", f"Choose one of: {', '.join(choices)}.")
        return chosen
    return value


@cache
def _in_vietnamese(field: str) -> dict[str, str]:
    """What is typed in Vietnamese for the values of a field, folded, and what each stands for."""
    table = load_table("questions").get(field, {})
    return {fold(form).replace(" ", "_"): value for value, forms in table.items() for form in forms}


def _share(key: str, value: str) -> float:
    """A number from 0 to 1, or a percentage."""
    digits = value.removeprefix(">=").replace(",", ".")
    try:
        share = float(digits.removesuffix("%")) / (100 if digits.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise QueryError(f"{key}:{value} is no share between 0 and 1.", f"Write {key}:0.8 or {key}:80%.")
    return share


def _unknown(key: str) -> QueryError:
    near = get_close_matches(key.lower().replace("_", "-"), _KEYS, 1)
    meant = f" Did you mean {near[0]}:?" if near else ""
    return QueryError(
        f"{key}: is no key of the search language.{meant}",
        f'The keys are: {", ".join(_KEYS)}. Words with a colon are searched between quotes: "{key}:…".',
    )
