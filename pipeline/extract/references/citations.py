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
_BARE_NUMBER = r"\d{1,4}[a-d]?"
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
        # The rightmost type, with an issuer or a law's name before the number.
        "between": re.compile(
            rf".*\b(?P<type>{types})\s(?P<between>[^;:“”\"\n]{{3,90}}?)[\s,]{{1,2}}\(?so\s?[:.]?\s?$", re.DOTALL
        ),
        "number_word": re.compile(r"\bso\s?[:.]?\s?$"),
        "own_number": re.compile(r"(?:^|\n)[\s|*]*so\s?[:.]?\s?$"),
        "enumerated": re.compile(r"[\s,;]{0,3}(?:va\s)?(?:so\s)?"),
        "plenum": re.compile(
            r"(?:hoi nghi\s)?(?:lan thu\s)?trung uong\s(?:lan thu\s)?\w{1,5}(?:,?\s\(?(?P<term>khoa\s\w{1,6})\)?)?"
        ),
        "bare": re.compile(
            rf"\b(?P<type>{bare})\sso\s(?P<list>{_BARE_NUMBER}(?:{_AND}{_BARE_NUMBER}(?![\w/\-–.])){{0,6}})"
            r"(?!\w|\s?[/\-–—]\s?\w|[.,]\d)"
        ),
        "bare_short": re.compile(rf"\b(?P<type>{bare})\s(?P<list>\d{{2,3}}[a-d]?)(?=\s(?:cua|ve|ngay)\s)"),
        "dated": re.compile(rf"\b(?P<type>{types})(?:\sso)?(?=[:.…\s]{{1,12}}ngay\s(?:ngay\s)?[\dlio.…]{{1,3}})"),
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
    printed = symbol.symbol
    if printed.endswith("/TU") and issuer and any(word in fold(issuer) for word in lexicon.central_issuers):
        printed = printed[:-1] + "W"  # "TƯ" was the old way to write TW, Trung ương
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
        return _Head(lexicon.types[direct["type"]].name, offset + start)
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
        head = _head_with_words_between(text, offset, between)
        if head:
            return head
    if not symbol.type_code or symbol.number is None or patterns["own_number"].search(left):
        return None
    return _Head(lexicon.type_of_code[symbol.type_code].name, _number_word_start(left, offset))


def _number_word_start(left: str, offset: int) -> int:
    word = _patterns()["number_word"].search(left)
    return offset + (word.start() if word else len(left))


def _code_allows(doc_type: str, type_code: str | None) -> bool:
    document_type = document_lexicon().types[fold(doc_type)]
    return type_code is None or type_code in {fold(code) for code in document_type.codes}


def _head_with_words_between(text: str, offset: int, match: re.Match[str]) -> _Head | None:
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
    for key in ("bare", "bare_short"):
        for match in patterns[key].finditer(folded):
            if not text[match.start()].isupper():
                continue
            tail = _tail(text, match.end())
            for number in re.findall(_BARE_NUMBER, match["list"]):
                yield Citation(
                    doc_type=lexicon.types[match["type"]].name,
                    number=number,
                    symbol=None,
                    issued=tail.issued,
                    issuer=tail.issuer,
                    title=tail.title,
                    start=match.start(),
                    core_end=tail.core_end,
                    end=tail.end,
                )


def _dated(text: str, folded: str) -> Iterator[Citation]:
    """Citations by type, date and issuer, the number left out or blank."""
    for match in _patterns()["dated"].finditer(folded):
        filled = re.compile(r"[:.…\s]*(?=\s)").match(text, match.end())
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
