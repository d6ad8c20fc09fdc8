"""The grammar of document numbers and symbols: `12/KH-UBND`, `30/2020/NĐ-CP`, `34-CT/TW`.

State documents print number, slash, type, dash, organ (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục
II.3), with the year between where they are legislation; Party documents print number, dash,
type, slash, organ (Hướng dẫn 36-HD/VPTW). Plans mix the two up, add spaces, and scans read
capitals with a horn ("ƯBND"), so separators are free here and codes are looked up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.references.lexicon import document_lexicon
from pipeline.extract.symbol_codes import repaired_code
from pipeline.folding import fold, similarity

# At the end of a line the dash is read twice; a speck behind it is read as an apostrophe.
_SEPARATOR = r"\s?[/\-–—](?:\s?[\-–—])?['’‘`]?\s?"
_CODE = r"[A-ZĐÐƯÂĂÔƠÊ][A-Za-zĐđÐðƯư0-9&]{0,14}(?:\.K[0-9]{1,2})?"  # councils add their term: "HĐND.K13"
_MORE_CODES = 8  # joint programmes print the code of each body that signs
# The dash behind the kind is read as a stop: "TT.BNV".
_CODES = rf"{_CODE}(?:\.(?=[A-ZĐ]{{2}}){_CODE})?(?:{_SEPARATOR}{_CODE}){{0,{_MORE_CODES}}}"

# A number may come back from recognition with l or I for 1 and O for 0; only the place in front
# of a symbol, which holds nothing but digits, is read that way. A letter may follow (30a).
NUMBER = r"[0-9lIO]{1,5}[a-d]?"
# What may not stand before the number is asked behind its first digit: `re` then looks for digits alone.
_FIRST_DIGIT = r"(?<![\w/.,\-–].)"
_SYMBOL = re.compile(
    rf"(?P<number>[0-9lIO]{_FIRST_DIGIT}[0-9lIO]{{0,4}}[a-d]?)(?P<first>{_SEPARATOR})(?:(?P<year>(?:19|20)\d\d){_SEPARATOR})?"
    rf"(?P<codes>{_CODES})(?![\w/])"
)
# Youth Union and Party cells leave the dash out: "12 KH/ĐTN".
_SPACED = re.compile(rf"(?P<number>\d{_FIRST_DIGIT}\d{{0,4}})\s(?P<codes>{_CODE}\s?/\s?{_CODE}(?:-{_CODE})?)(?![\w/])")
# "số /KH-UBND", "số ……/QĐ-UBND": the number was never filled in.
_BLANK = re.compile(rf"[Ss][ốôổo](?P<gap>[:.…_\s]{{0,20}}[/\-–])\s?(?P<codes>{_CODE}{_SEPARATOR}{_CODES})(?![\w/])")
_LOOK_ALIKES = str.maketrans({"l": "1", "I": "1", "O": "0"})
_SPLIT = re.compile(r"\s?([/\-–—]|\.(?=[A-ZĐ]{2}))(?:\s?[\-–—])?['’‘`]?\s?")
_TORN_OFF = re.compile(r"\s(?P<rest>[A-ZĐ]{1,2})(?!\w)")  # recognition parts wide capitals: "KH-UBN D"
_LONG_ORGAN = 4  # letters; a shorter organ behind a kind may be the end of a code of its own ("CTMT")


@dataclass(frozen=True, slots=True)
class SymbolMatch:
    """A printed number with its symbol: `text[start:end]`; `number` is `None` where it is blank."""

    start: int
    end: int
    number: str | None
    symbol: str
    type_code: str | None  # folded code of the document type, where the symbol names one
    organ_code: str | None  # folded code of the issuing organ, where the symbol names one


def find_symbols(text: str) -> Iterator[SymbolMatch]:
    """Every number with a symbol in the text, in reading order."""
    found: dict[int, SymbolMatch] = {}
    for match in _SYMBOL.finditer(text):
        number = digits(match["number"])
        codes, end = _with_torn_off(text, match["codes"], match.end())
        symbol = _symbol(codes, match["year"], number=number, start=match.start(), end=end)
        if symbol and number:
            found[match.start()] = symbol
    for match in _SPACED.finditer(text):
        symbol = _symbol(match["codes"], None, number=match["number"], start=match.start(), end=match.end())
        if symbol and symbol.type_code:
            found.setdefault(match.start(), symbol)
    for match in _BLANK.finditer(text):
        symbol = _symbol(match["codes"], None, number=None, start=match.start("gap"), end=match.end())
        if symbol and symbol.type_code:
            found.setdefault(symbol.start, symbol)
    yield from (found[start] for start in sorted(found))


def digits(number: str) -> str | None:
    """The number in digits, look-alikes read as what they stand for; `None` where it is all letters but one.

    >>> digits("l0")
    '10'
    """
    read = number.translate(_LOOK_ALIKES).replace(" ", "")
    return read if any(character.isdigit() for character in number) or len(number) > 1 else None


def canonical_code(code: str) -> str:
    """The code as the lexicon spells it, through lost or added marks and wrong case.

    >>> canonical_code("ƯBND"), canonical_code("Ttg"), canonical_code("ĐĐU")
    ('UBND', 'TTg', 'ĐU')
    """
    codes = document_lexicon().codes
    spellings = codes.get(fold(code))
    if spellings:
        return code if code in spellings else spellings[0]
    if repaired := repaired_code(code, codes, lambda key: codes[key][0]):
        return repaired
    if len(code) >= 4 and not code.isupper():
        near = [known[0] for key, known in codes.items() if len(key) == len(code) and similarity(key, code) >= 0.75]
        if len(near) == 1:
            return near[0]
    return code.replace("Ư", "U").replace("ư", "u").replace("Ð", "Đ")


def symbol_key(symbol: str | None) -> str:
    """The letters of a symbol without separators and marks, in order of the alphabet.

    "CT/TW" and "CT-TW" are spellings of one symbol.
    """
    return "".join(sorted(character for character in fold(symbol or "") if character.isalnum()))


def kind_and_organ(code: str) -> tuple[str, str] | None:
    """The kind and the organ of a symbol whose dash was lost; None for a code of its own.

    >>> kind_and_organ("KHUBND"), kind_and_organ("NĐCP"), kind_and_organ("CTMT")
    (('KH', 'UBND'), ('NĐ', 'CP'), None)
    """
    lexicon, key = document_lexicon(), fold(code)
    if key in lexicon.codes:
        return None
    for length in range(2, len(code) - 1):
        is_sure = len(code) - length >= _LONG_ORGAN or key[length:] in lexicon.issuer_of_code
        if is_sure and key[:length] in lexicon.type_of_code and key[length:] in lexicon.codes:
            return lexicon.codes[key[:length]][0], lexicon.codes[key[length:]][0]
    return None


def _symbol(codes: str, year: str | None, *, number: str | None, start: int, end: int) -> SymbolMatch | None:
    lexicon = document_lexicon()
    parts = _SPLIT.split(codes)
    groups = [canonical_code(part) for part in parts[::2]]
    # A word after a dash ("… 12/KH-UBND - Về việc") is no code: codes are capitals.
    keep = len(groups)
    for index, (group, printed) in enumerate(zip(groups, parts[::2], strict=True)):
        if fold(group) not in lexicon.codes and not _looks_like_code(printed):
            keep = index
            break
    if keep == 0:
        return None
    if keep < len(groups):
        tail = re.compile(rf"{_SEPARATOR}".join(map(re.escape, parts[: 2 * keep : 2])))
        kept = tail.match(codes)
        end -= len(codes) - (kept.end() if kept else len(codes))
    separators = ["/" if mark == "/" else "-" for mark in parts[1 : 2 * keep - 1 : 2]]
    if keep == 1 and (run_together := kind_and_organ(groups[0])):
        groups, separators, keep = list(run_together), ["-"], 2
    symbol = groups[0] + "".join(mark + group for mark, group in zip(separators, groups[1:keep], strict=True))
    organ = fold(groups[1] if keep > 1 else groups[0])
    national_assembly = re.fullmatch(r"(qh|ubtvqh)\d{1,2}", organ)
    return SymbolMatch(
        start=start,
        end=end,
        number=number,
        symbol=f"{year}/{symbol}" if year else symbol,
        type_code=fold(groups[0]) if _is_kind(groups[0]) else None,
        organ_code=national_assembly[1] if national_assembly else organ,
    )


def _is_kind(code: str) -> bool:
    """Whether a code is that of a kind of document; "HĐ" (Hội đồng, hợp đồng) only folds like HD (Hướng dẫn)."""
    lexicon = document_lexicon()
    kind = lexicon.type_of_code.get(fold(code))
    return kind is not None and (code in kind.codes or code not in lexicon.codes[fold(code)])


def _with_torn_off(text: str, codes: str, end: int) -> tuple[str, int]:
    """The codes with the capitals behind a gap that make their last one a known code, and where they end."""
    torn = _TORN_OFF.match(text, end)
    if torn is None:
        return codes, end
    last = _SPLIT.split(codes)[-1]
    known = document_lexicon().codes
    is_torn = fold(last) not in known and fold(last + torn["rest"]) in known
    return (codes + torn["rest"], torn.end()) if is_torn else (codes, end)


def _looks_like_code(printed: str) -> bool:
    letters = [character for character in printed if character.isalpha()]
    return len(printed) >= 2 and sum(letter.isupper() for letter in letters) * 2 > len(letters)
