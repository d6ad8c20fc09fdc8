"""Citations of documents by number: `find_numbered_citations`.

Signals in order of authority: a number with a symbol ("số 12/KH-UBND"); a type with a bare
number ("Chỉ thị số 05 của Bộ Chính trị"); a type with a full date and an issuer. The type is
the word in front of the number, else that of the enumeration it stands in, else what the symbol
abbreviates. Numbers are never repaired; a blank one is `None`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from models.dates import DateValue
from pipeline.extract.references.citation_tail import CitationTail, read_date, read_issuer, read_tail
from pipeline.extract.references.lexicon import document_lexicon
from pipeline.extract.references.symbols import SymbolMatch, find_symbols
from pipeline.folding import fold

_LEFT_CONTEXT = 170
# "2015/" where a year is printed, the first code, and the codes behind it.
_FIRST_GROUP = re.compile(r"(?P<year>(?:\d{4}/)?)(?P<first>[^/\-]+)(?P<rest>.+)")
_FILLED = re.compile(r"[:.…\s]*(?=\s)")
_MAX_BEFORE = 60  # characters of a type, "số" and a blank
_BARE_NUMBER = r"\d{1,4}[a-d]?"
# What kind of letter or decision it is: "Công văn hỏa tốc số", "Quyết định thành lập số".
_QUALIFIED = re.compile(r"(?:(?!của\b)[^\W\d_]{2,7}(?:\s|$)){1,4}")
_AND = r"(?:\s?,\s?|\sva\s)"


@dataclass(frozen=True, slots=True)
class Citation:
    """One printed citation: `text[start:core_end]` runs from the type to date and issuer, `end` holds the title."""

    doc_type: str
    number: str | None
    symbol: str | None
    issued: DateValue | None
    issuer: str | None
    title: str | None
    start: int
    core_end: int
    end: int


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands in front of a number: type, start, and what was printed between type and number."""

    doc_type: str
    start: int
    numbers: tuple[str, ...] = ()  # further numbers of a list, "số 18, 19-NQ/TW"
    issuer: str | None = None
    title: str | None = None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The grammar over folded text, built once from the lexicon's types."""
    lexicon = document_lexicon()
    types, bare = lexicon.type_pattern, lexicon.bare_type_pattern
    return {
        "direct": re.compile(rf"\b(?P<type>{types})[\s,]{{1,2}}(?:so\s?[:.]?\s?)?$"),
        "doubled": re.compile(rf"\b(?:{types})\s(?:so\s)?$"),
        "listed": re.compile(rf"\b(?P<type>{types})\s(?:so\s)?(?P<list>(?:{_BARE_NUMBER}{_AND}(?:so\s)?){{1,6}})$"),
        # The rightmost type (not the last syllable of Pháp lệnh or Bộ luật), with an issuer or a law's name before
        # the number.
        "between": re.compile(
            rf".*\b(?<!phap )(?<!menh )(?<!sac )(?<!bo )(?P<type>{types})\s"
            r"(?P<between>[^;:“”\"\n]{3,90}?)[\s,]{1,2}\(?so\s?[:.]?\s?$",
            re.DOTALL,
        ),
        "number_word": re.compile(r"\bso\s?[:.]?\s?$"),
        "own_number": re.compile(r"(?:^|\n)[\s|*]*so\s?[:.]?\s?$"),
        "enumerated": re.compile(r"[\s,;]{0,3}(?:va\s)?(?:so\s)?"),
        "plenum": re.compile(
            r"(?:hoi nghi\s)?(?:lan thu\s)?trung uong\s(?:lan thu\s)?\w{1,5}(?:,?\s\(?(?P<term>khoa\s\w{1,6})\)?)?"
        ),
        # Numbers without symbol are rarer than types: they are looked for, the type is asked before them.
        "bare": re.compile(
            rf"\sso\s(?P<list>{_BARE_NUMBER}(?:{_AND}{_BARE_NUMBER}(?![\w/\-–.])){{0,6}})"
            r"(?!\w|\s?[/\-–—]\s?\w|[.,]\d)"
        ),
        "bare_short": re.compile(r"\s(?P<list>\d{2,3}[a-d]?)(?=\s(?:cua|ve|ngay)\s)"),
        "bare_dated": re.compile(r"\sso\s(?P<list>\d{1,5})(?=\s?,?\sngay\s\d)"),
        "any_type": re.compile(rf"\b(?P<type>{types})$"),
        "bare_type": re.compile(rf"\b(?P<type>{bare})$"),
        "dated": re.compile(rf"\b(?P<type>{types})(?:\sso)?(?=[:.…\s]{{1,12}}$)"),
        "day": re.compile(r"ngay\s(?:ngay\s)?[\dlio.…]"),
        "next": re.compile(
            rf"(?:[,;]|\sva)\s(?:cac\s)?(?:{types})\s(?:(?:cua|trung uong|hoi nghi|lien tich)\s[^,;.]{{0,60}}?\s)?"
            r"(?:so\s)?\d{1,5}[a-d]?\s?[/\-–,]"
            rf"|(?:[,;]|\sva)\s(?:cac\s)?(?:{types})\s(?:so\s\d|(?:cua\s)?(?:dai hoi|trung uong|hoi nghi)\b)"
            rf"|(?:[,;]|\sva)\scac\s(?:{types}|van ban)\b"
        ),
    }


_ENUMERATION = re.compile(r"\s?,?\s?(?:và\s)?(?:các\s)?(?:số\s)?")
_PROPOSAL = re.compile(
    r"\b(?:de nghi|de xuat|y kien|bao cao|tham muu)\s(?P<of>cua\s)(?P<name>[^;.:]{3,100}?)"
    r"\s(?:tai|theo)\s(?:van ban\s)?$"
)


def find_numbered_citations(text: str) -> tuple[Citation, ...]:
    """Every citation that prints a number, a symbol or a date of issue, in reading order, none overlapping."""
    folded = fold(text)
    found: list[Citation] = []
    previous: Citation | None = None
    for symbol in find_symbols(text):
        head = _head(text, folded, symbol, previous)
        if not head:
            continue
        citation = _symbol_citation(text, symbol, head)
        found += [replace(citation, number=number) for number in (*head.numbers, citation.number)]
        previous = citation
    found = _with_shared_issuers(text, found)
    for weaker in (_bare(text, folded), _dated(text, folded)):
        found += [citation for citation in weaker if not overlaps(citation, found)]
    return tuple(sorted(found, key=lambda citation: (citation.start, citation.core_end)))


def _with_shared_issuers(text: str, found: Sequence[Citation]) -> list[Citation]:
    """The citations, those without issuer under the one printed behind their enumeration's last member.

    "Kế hoạch số 82-KH/TU và Công văn số 19-CV/TU của Tỉnh ủy": one organ's documents, by their symbols.
    """
    shared: list[Citation] = []
    for citation in reversed(found):
        after = shared[-1] if shared else None
        gap = text[citation.core_end : after.start] if after and after.start >= citation.core_end else None
        is_enumerated = gap is not None and (_ENUMERATION.fullmatch(gap) or not gap)
        if after and is_enumerated and not citation.issuer and after.issuer and _organ(citation) == _organ(after):
            citation = replace(citation, issuer=after.issuer)
        shared.append(citation)
    return shared[::-1]


def _organ(citation: Citation) -> str | None:
    """What a symbol says of the organ: all behind the type's code."""
    parts = re.split(r"[/\-]", citation.symbol or "", maxsplit=1)
    return parts[1] if len(parts) == 2 else None


def overlaps(citation: Citation, others: Sequence[Citation]) -> bool:
    """Whether the citation, without its title, shares text with one of the others, without theirs."""
    return any(other.start < citation.core_end and citation.start < other.core_end for other in others)


def next_citation_pattern() -> re.Pattern[str]:
    """Matches, in folded text, where an enumeration goes on with another citation."""
    return _patterns()["next"]


def _symbol_citation(text: str, symbol: SymbolMatch, head: _Head) -> Citation:
    lexicon = document_lexicon()
    tail = _tail(text, symbol.end)
    issuer = head.issuer or tail.issuer or _proposer(text, head.start)
    printed = _repaired_kind(symbol, head.doc_type)
    if printed.endswith("/TU") and issuer and any(word in fold(issuer) for word in lexicon.central_issuers):
        printed = printed[:-1] + "W"  # "TƯ" was the old way to write TW, Trung ương
    printed = _repaired_organ(printed, issuer)
    return Citation(
        doc_type=head.doc_type,
        number=symbol.number,
        symbol=printed,
        issued=tail.issued,
        issuer=issuer or lexicon.issuer_of_code.get(symbol.organ_code or ""),
        title=head.title or tail.title,
        start=head.start,
        core_end=tail.core_end,
        end=tail.end,
    )


def _repaired_kind(symbol: SymbolMatch, doc_type: str) -> str:
    """The symbol with the kind's code as the printed word for the kind has it: "Chỉ thị số 11/GT-UBND".

    Only a code that no table knows is taken for it, with one letter misread, or a stroke read as a letter more.
    """
    lexicon = document_lexicon()
    groups = _FIRST_GROUP.fullmatch(symbol.symbol)
    if groups is None or fold(groups["first"]) in lexicon.codes:
        return symbol.symbol
    for code in lexicon.types[fold(doc_type)].codes:
        if _is_misread(groups["first"], code):
            return f"{groups['year']}{code}{groups['rest']}"
    return symbol.symbol


def _repaired_organ(symbol: str, issuer: str | None) -> str:
    """The symbol with the organ's code as the printed issuer has it: "QĐ-TTE … của Thủ tướng Chính phủ"."""
    lexicon = document_lexicon()
    codes = {lexicon.codes[key][0] for key, name in lexicon.issuer_of_code.items() if name == issuer}
    head, mark, last = symbol.rpartition("-")
    if not mark or fold(last) in lexicon.codes:
        return symbol
    return next((f"{head}-{code}" for code in sorted(codes) if _is_misread(last, code)), symbol)


def _is_misread(printed: str, code: str) -> bool:
    """Whether a code was read with one wrong letter, or with a stroke as a letter more."""
    key, code_key = fold(printed), fold(code)
    if len(key) == len(code_key) > 1:
        return sum(left != right for left, right in zip(key, code_key, strict=True)) == 1
    strokes = (index for index, letter in enumerate(key) if letter in "ijlt")
    return any(key[:index] + key[index + 1 :] == code_key for index in strokes)


def _proposer(text: str, start: int) -> str | None:
    """Whose document is cited at `start` where the sentence names it before: "đề nghị của Sở Y tế tại Tờ trình …"."""
    window = max(0, start - _LEFT_CONTEXT)
    left = fold(text[window:start])
    matches = list(_PROPOSAL.finditer(left))
    if not matches:
        return None
    begin = window + matches[-1].end("of")
    issuer, _ = read_issuer(text[: window + matches[-1].end("name")], begin - len("của "))
    return issuer


def _tail(text: str, position: int) -> CitationTail:
    return read_tail(text, position, next_citation=next_citation_pattern())


def _head(text: str, folded: str, symbol: SymbolMatch, previous: Citation | None) -> _Head | None:
    lexicon, patterns = document_lexicon(), _patterns()
    offset = max(0, symbol.start - _LEFT_CONTEXT)
    left = folded[offset : symbol.start]
    direct = patterns["direct"].search(left)
    if direct:
        start = direct.start()
        doubled = patterns["doubled"].search(left[:start])
        while doubled:
            start = doubled.start()
            doubled = patterns["doubled"].search(left[:start])
        return _Head(_kind_by_code(direct["type"], symbol.type_code), offset + start)
    listed = patterns["listed"].search(left)
    if listed:
        numbers = tuple(re.findall(_BARE_NUMBER, listed["list"]))
        return _Head(lexicon.types[listed["type"]].name, offset + listed.start(), numbers)
    if previous and previous.core_end <= symbol.start:
        ends = (min(previous.end, symbol.start), previous.core_end)
        if any(patterns["enumerated"].fullmatch(folded, end, symbol.start) for end in ends):
            by_code = lexicon.type_of_code.get(symbol.type_code or "")
            same = _code_allows(previous.doc_type, symbol.type_code)
            name = previous.doc_type if same or not by_code else by_code.name
            return _Head(name, _number_word_start(left, offset))
    between = patterns["between"].match(left)
    if between:
        head = _head_with_words_between(text, offset, between, symbol.type_code)
        if head:
            return head
    if not symbol.type_code or symbol.number is None or patterns["own_number"].search(left):
        return None
    if symbol.symbol.isalpha() and not patterns["number_word"].search(left):
        return None  # "tổ chức 02/KH năm" counts plans
    return _Head(lexicon.type_of_code[symbol.type_code].name, _number_word_start(left, offset))


def _kind_by_code(printed: str, type_code: str | None) -> str:
    """The kind of a document by its printed words; "Thông báo kết luận số 88-TB/TU" is a Thông báo by its code."""
    lexicon = document_lexicon()
    by_words, by_code = lexicon.types[printed], lexicon.type_of_code.get(type_code or "")
    is_by_code = by_code is not None and by_code is not by_words and printed.startswith(f"{fold(by_code.name)} ")
    return by_code.name if by_code is not None and is_by_code else by_words.name


def _number_word_start(left: str, offset: int) -> int:
    word = _patterns()["number_word"].search(left)
    return offset + (word.start() if word else len(left))


def _code_allows(doc_type: str, type_code: str | None) -> bool:
    document_type = document_lexicon().types[fold(doc_type)]
    return type_code is None or type_code in {fold(code) for code in document_type.codes}


def _head_with_words_between(text: str, offset: int, match: re.Match[str], type_code: str | None) -> _Head | None:
    """A type whose issuer or name stands before the number ("Nghị quyết Trung ương 6 khóa XII số …")."""
    name = document_lexicon().types[match["type"]].name
    start, begin, end = offset + match.start("type"), offset + match.start("between"), offset + match.end("between")
    plenum = plenum_issuer(text, begin)
    if plenum and plenum[1] >= end - 1:
        return _Head(name, start, issuer=plenum[0])
    if name in ("Luật", "Bộ luật", "Pháp lệnh"):
        return _Head(name, start, title=f"{name} {text[begin:end].rstrip(' (,')}")
    issuer, issuer_end = read_issuer(text, begin - 1)
    if issuer and issuer_end >= end - 1:
        return _Head(name, start, issuer=issuer)
    words = text[begin:end]
    if words.islower() and _QUALIFIED.fullmatch(words) and _code_allows(name, type_code):
        return _Head(name, start)
    return None


def plenum_issuer(text: str, start: int) -> tuple[str, int] | None:
    """The body behind "Trung ương 6 khóa XII" at `start` (a plenum of the Central Committee), and its end."""
    match = _patterns()["plenum"].match(fold(text[start : start + 80]))
    if not match:
        return None
    term = f" khóa {match['term'].split()[-1].upper()}" if match["term"] else ""
    return f"Ban Chấp hành Trung ương Đảng{term}", start + match.end()


def _bare(text: str, folded: str) -> Iterator[Citation]:
    """Citations by type and number alone."""
    patterns, lexicon = _patterns(), document_lexicon()
    for key, types in (("bare", "bare_type"), ("bare_short", "bare_type"), ("bare_dated", "any_type")):
        for match in patterns[key].finditer(folded):
            kind = patterns[types].search(folded, max(0, match.start() - _MAX_BEFORE), match.start())
            if kind is None or not text[kind.start()].isupper():
                continue
            tail = _tail(text, match.end())
            if key == "bare_dated" and (tail.issued is None or tail.issuer is None):
                continue
            for number in re.findall(_BARE_NUMBER, match["list"]):
                yield Citation(
                    doc_type=lexicon.types[kind["type"]].name,
                    number=number,
                    symbol=None,
                    issued=tail.issued,
                    issuer=tail.issuer,
                    title=tail.title,
                    start=kind.start(),
                    core_end=tail.core_end,
                    end=tail.end,
                )


def _before_days(folded: str) -> Iterator[re.Match[str]]:
    """The types that stand right before a day, in reading order; a day is rarer than a type, so days are looked for."""
    patterns, last = _patterns(), 0
    for day in patterns["day"].finditer(folded):
        found = patterns["dated"].search(folded, max(last, day.start() - _MAX_BEFORE), day.start())
        if found:
            last = found.end()
            yield found


def _dated(text: str, folded: str) -> Iterator[Citation]:
    """Citations by type, date and issuer, the number left out or blank."""
    for match in _before_days(folded):
        filled = _FILLED.match(text, match.end())
        position = filled.end() if filled else match.end()
        issued, after = read_date(text, position)
        issuer, _ = read_issuer(text, after)
        if not text[match.start()].isupper() or not issued or not issuer:
            continue
        tail = _tail(text, position)
        yield Citation(
            doc_type=document_lexicon().types[match["type"]].name,
            number=None,
            symbol=None,
            issued=tail.issued,
            issuer=tail.issuer,
            title=tail.title,
            start=match.start(),
            core_end=tail.core_end,
            end=tail.end,
        )
