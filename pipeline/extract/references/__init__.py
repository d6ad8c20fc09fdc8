"""The documents a plan cites: `find_references`, one entry a document.

Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.6 lets a document be cited in full once and by type
and number from then on; short forms are therefore linked to the full one. The plan itself (its
own number in the letterhead, "Kèm theo Kế hoạch số …", "Kế hoạch này") is no reference.
"""

import re
from dataclasses import dataclass, field

from models.document import Document
from models.outline import Outline, Zone
from models.record import Reference
from pipeline.extract.references.citations import Citation, find_numbered_citations
from pipeline.extract.references.named_citations import find_named_citations
from pipeline.extract.references.symbols import find_symbols, symbol_key
from pipeline.folding import fold, similarity

_NOT_CITING = (Zone.LETTERHEAD, Zone.RECIPIENTS, Zone.SIGNATURE)
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_SAME_LAW = 0.93  # one misread letter; the names of two laws are never that close
_SAME_SYMBOL = 0.85
_SAME_ISSUER = 0.6  # similarity of two spellings of one issuer, "UBND tỉnh" and its full name with the province
_NUMBER_LINE = re.compile(r"(?:^|[\n|\t])\W{0,3}so\s?[:.]?\s?$")
_ATTACHED_TO = re.compile(r"kem theo\s$")


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every citation in the text, in reading order, the same document as often as it is cited."""
    numbered = find_numbered_citations(text)
    named = find_named_citations(text, numbered)
    return tuple(sorted((*numbered, *named), key=lambda citation: (citation.start, citation.core_end)))


def find_references(document: Document, outline: Outline) -> tuple[Reference, ...]:
    """The documents cited in title, preamble, body and appendices, in order of their first citation.

    `evidence` spans the fullest citation with its title, `mentions` every citation without
    title: from the type to date and issuer. Values a citation leaves out are taken from the
    others; a blank number is `None`.
    """
    text = document.text
    own = _own_numbers(text, outline)
    works: list[_Work] = []
    for citation in find_citations(text):
        if outline.zone_at(citation.start) in _NOT_CITING or _is_own(text, citation, own):
            continue
        for work in works:
            if work.is_cited_by(citation):
                work.citations.append(citation)
                break
        else:
            works.append(_Work([citation]))
    return tuple(work.reference(document) for work in _joined_bare(works))


@dataclass
class _Work:
    """A document with all its citations."""

    citations: list[Citation] = field(default_factory=list)

    @property
    def fullest(self) -> Citation:
        """The first of the citations that print most."""
        return max(
            self.citations,
            key=lambda c: ((c.issued is not None) + (c.number is not None), c.issuer is not None, c.title is not None),
        )

    def first(self, name: str) -> str | None:
        """The value of a field in the fullest citation, else in the first that prints it."""
        values = [getattr(citation, name) for citation in (self.fullest, *self.citations)]
        return next((str(value) for value in values if value), None)

    def is_cited_by(self, citation: Citation) -> bool:
        """Whether another citation names the same document."""
        mine = self.fullest
        if (citation.number or citation.symbol) is None or (mine.number or mine.symbol) is None:
            return _same_name(mine, citation) or _is_law_by_name(mine, citation)
        if mine.number != citation.number or not _same_symbol(mine, citation):
            return False
        if not mine.symbol and mine.doc_type != citation.doc_type:
            return False
        return not self._is_another_issue(citation)

    def _is_another_issue(self, citation: Citation) -> bool:
        """Whether date and issuer tell two documents of one number apart: numbers restart each year."""
        issued = [other.issued for other in self.citations if other.issued]
        if not issued or citation.issued is None:
            return False
        dates = {value.edtf or "" for value in issued}
        printed = citation.issued.edtf or ""
        # The same day of another year is a slip of the year: numbers do not come back on their day.
        if printed in dates or (len(printed) == 10 and printed[4:] in {date[4:] for date in dates}):
            return False
        if printed[:4] not in {date[:4] for date in dates}:
            return True
        issuer = self.first("issuer")
        return bool(issuer and citation.issuer and similarity(issuer, citation.issuer) < _SAME_ISSUER)

    def reference(self, document: Document) -> Reference:
        """The entry of the record."""
        fullest = self.fullest
        issued = fullest.issued or next((citation.issued for citation in self.citations if citation.issued), None)
        return Reference(
            doc_type=fullest.doc_type,
            number=fullest.number,
            symbol=fullest.symbol,
            issued=issued,
            issuer=self.first("issuer"),
            title=self.first("title"),
            evidence=document.evidence(fullest.start, fullest.end),
            mentions=tuple(document.evidence(citation.start, citation.core_end) for citation in self.citations),
        )


def _same_symbol(left: Citation, right: Citation) -> bool:
    """Whether two symbols are spellings of one; longer numbers bear a misread letter ("QĐ-SCTT")."""
    if symbol_key(left.symbol) == symbol_key(right.symbol):
        return True
    is_long = left.number is not None and len(left.number) >= 3
    alike = bool(left.symbol and right.symbol) and similarity(left.symbol or "", right.symbol or "") >= _SAME_SYMBOL
    return is_long and alike and left.doc_type == right.doc_type


def _same_name(left: Citation, right: Citation) -> bool:
    """Whether two citations without number name the same law, resolution or programme."""
    if left.doc_type != right.doc_type or left.number or right.number or left.symbol or right.symbol:
        return False
    if left.issued and right.issued and left.issued.edtf != right.issued.edtf:
        return False
    key_left, key_right = (_name_key(citation.title or citation.issuer) for citation in (left, right))
    if left.doc_type in _LAWS and similarity(key_left, key_right) >= _SAME_LAW:
        return True
    return bool(key_left) and key_left == key_right


def _is_law_by_name(left: Citation, right: Citation) -> bool:
    """Whether a law is cited by its name alone that is cited with its number elsewhere."""
    numbered, named = (left, right) if left.number else (right, left)
    if numbered.doc_type not in _LAWS or numbered.doc_type != named.doc_type or named.number or not numbered.number:
        return False
    if named.issued and numbered.issued and (named.issued.edtf or "")[:4] != (numbered.issued.edtf or "")[:4]:
        return False
    return bool(numbered.title) and _name_key(numbered.title) == _name_key(named.title)


def _name_key(name: str | None) -> str:
    key = re.sub(r"\bve\b|[^\w\s]", " ", fold(name or ""))
    return " ".join(key.split())


def _joined_bare(works: list[_Work]) -> list[_Work]:
    """The works, a bare number ("Chỉ thị số 05") joined to the one work of that type and number that has a symbol."""
    kept: list[_Work] = []
    for work in works:
        full = [other for other in works if other is not work and _is_short_for(work.fullest, other)]
        if len(full) == 1:
            full[0].citations = sorted([*full[0].citations, *work.citations], key=lambda citation: citation.start)
        else:
            kept.append(work)
    return sorted(kept, key=lambda work: (work.citations[0].start, work.citations[0].core_end))


def _is_short_for(short: Citation, work: _Work) -> bool:
    """Whether a citation without symbol can mean the work: same type and number, no other issuer."""
    full = work.fullest
    if short.symbol or short.number is None or not full.symbol:
        return False
    issuer = work.first("issuer")
    is_same_issuer = not short.issuer or not issuer or similarity(short.issuer, issuer) >= _SAME_ISSUER
    return (full.doc_type, full.number) == (short.doc_type, short.number) and is_same_issuer


def _own_numbers(text: str, outline: Outline) -> set[tuple[str | None, str]]:
    """Number and symbol of the plan itself, as its letterhead prints them, and of the decision it was issued with."""
    start, end = outline.zones.get(Zone.LETTERHEAD, (0, 0))
    before = fold(text[:end])
    return {
        (symbol.number, symbol_key(symbol.symbol))
        for symbol in find_symbols(text[start:end])
        if (symbol.type_code or "").startswith("kh") or _NUMBER_LINE.search(before, 0, start + symbol.start)
    }


def _is_own(text: str, citation: Citation, own: set[tuple[str | None, str]]) -> bool:
    """Whether the citation is of the plan itself, as the bracket below its title or an appendix's heading prints it."""
    if citation.symbol is not None and (citation.number, symbol_key(citation.symbol)) in own:
        return True
    is_attachment = bool(_ATTACHED_TO.search(fold(text[max(0, citation.start - 12) : citation.start])))
    return citation.doc_type == "Kế hoạch" and is_attachment and citation.number is None
