"""Citations of documents by name alone: laws, resolutions of congresses and plenums, programmes.

Only names that single out one document count: a law with its name, a resolution with the
congress, plenum or council term that passed it, a programme with its name. "Các Nghị quyết của
Tỉnh ủy", "quy chế của cơ quan" and the plan's own "Kế hoạch này" are none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.extract.references.citation_tail import read_date, read_subject, write_out
from pipeline.extract.references.citations import Citation, next_citation_pattern, overlaps, plenum_issuer
from pipeline.extract.references.lexicon import document_lexicon
from pipeline.folding import fold

# Words come first and what may not stand before them behind: `re` then looks for the words alone.
_LAW = re.compile(
    r"(?:bo luat(?<!\wbo luat)|luat(?<!\wluat)|phap lenh(?<!\wphap lenh)|hien phap(?<!\whien phap)(?!\slenh))(?!\w)"
)
_AMENDING = re.compile(
    r"\ssua doi,?(?:\sva)?(?:\sbo sung)?(?:\smot so dieu)?(?:\scua)?(?:\scac)?\s(?:luat|bo luat)(?!\w)"
)
_FURTHER_LAW = re.compile(r"\sva\s(?:bo luat|luat)(?!\w)")
_CONSTITUTION = re.compile(r"(?:\snuoc cong hoa xa hoi chu nghia viet nam)?")
_CONGRESS = re.compile(r"nghi quyet(?<!\wnghi quyet)\s(?:cua\s)?(?=dai hoi(?!\w))")
_PLENUM = re.compile(
    r"nghi quyet(?<!\wnghi quyet)\s(?:cua\s)?"
    r"(?=(?:hoi nghi\s)?(?:lan thu\s)?trung uong\s(?:lan thu\s)?[\divx]{1,4}(?!\w))"
)
_COUNCIL = re.compile(
    r"nghi quyet(?<!\wnghi quyet)\s(?:cua\s)?(?P<issuer>(?:hdnd|hoi dong nhan dan)"
    r"\s(?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong|thi tran)(?:\s(?!khoa)\w{1,8}){0,5}\s\(?khoa\s[ivxlch]{1,6})\b"
)
_REGULATION = re.compile(
    r"quy che(?:(?<=thuc hien\squy che)|(?<=chap hanh\squy che)|(?<=theo\squy che)|(?<=cua\squy che))\s"
)
_CHARTER = re.compile(
    r"dieu le(?<!\wdieu le)\s(?:dang(?:\scong san viet nam)?|cong doan(?:\sviet nam)?"
    r"|doan(?:\s(?:tncs|thanh nien cong san))?\sho chi minh|hoi\s\w+(?:\s\w+){1,4}\sviet nam"
    r"|truong\s(?:mam non|tieu hoc|trung hoc(?:\sco so|\spho thong)?|cao dang|dai hoc))(?!\w)"
)
_QUOTED = re.compile(r"(?P<type>de an|chuong trinh|du an|chien luoc)\s[“\"](?P<title>[^”\"\n]{8,300})[”\"]")
_ORDINAL = re.compile(r"\blan thu\s\w+|\bkhoa\s[ivxlch]+|\bnhiem ky\b|\bdai hoi\s[ivx]{1,5}\b")
_TERM_OF_OFFICE = re.compile(r",?\s\(?nhiem ky\s(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d\)?")

_WORD = re.compile(r"[^\s,;:.()“”\"]+")
_MAX_NAME_WORDS = 14


def find_named_citations(text: str, numbered: Sequence[Citation]) -> tuple[Citation, ...]:
    """Citations without a number, in reading order; those that the numbered ones hold already are left out."""
    folded = fold(text)
    found: list[Citation] = []
    for family in (_laws, _resolutions, _programmes, _regulations):
        found += [citation for citation in family(text, folded) if not overlaps(citation, (*numbered, *found))]
    return tuple(sorted(found, key=lambda citation: citation.start))


def _citation(
    text: str, doc_type: str, start: int, end: int, *, issuer: str | None = None, title: str | None = None
) -> Citation:
    issued, dated_end = read_date(text, end) if doc_type in _DATED else (None, end)
    return Citation(
        doc_type=doc_type,
        number=None,
        symbol=None,
        issued=issued,
        issuer=issuer,
        title=title or write_out(text[start:end]),
        start=start,
        core_end=dated_end,
        end=dated_end,
    )


_DATED = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})


def _laws(text: str, folded: str) -> Iterator[Citation]:
    lexicon = document_lexicon()
    last_end = 0
    for match in _LAW.finditer(folded):
        start, position = match.span()
        if start < last_end or not text[start].isupper():
            continue
        if lexicon.laws_not_after.search(folded, max(0, start - 20), start):
            continue
        if lexicon.laws_not_before.match(folded, position):
            continue
        doc_type = lexicon.types[match[0]].name
        amending = _AMENDING.match(folded, position)
        if doc_type == "Hiến pháp":
            country = _CONSTITUTION.match(folded, position)
            end: int | None = country.end() if country else position
        else:
            end = _law_name_end(text, folded, amending.end() if amending else position)
            if amending and end is not None:
                end = _amended_end(text, folded, end)
        if end is None:
            continue
        last_end = end
        name = lexicon.laws.get(folded[position + 1 : end]) if text[start:end].isupper() else None
        yield _citation(text, doc_type, start, end, title=f"{doc_type} {name}" if name else None)


def _amended_end(text: str, folded: str, end: int) -> int:
    """Where the names of the laws end that one law amends: "… một số điều của Luật A và Luật B"."""
    further = _FURTHER_LAW.match(folded, end)
    further_end = _law_name_end(text, folded, further.end()) if further else None
    return _amended_end(text, folded, further_end) if further_end else end


def _law_name_end(text: str, folded: str, position: int) -> int | None:
    """Where the name of a law ends that begins behind `position`; `None` where there is none."""
    if position >= len(text) or not text[position].isspace():
        return None
    begin = position + 1
    for key in document_lexicon().laws:
        if folded.startswith(key, begin) and not folded[begin + len(key) : begin + len(key) + 1].isalnum():
            return begin + len(key)
    return _name_end(text, begin) if begin < len(text) and text[begin].isupper() else None


def _name_end(text: str, begin: int, *, stops: frozenset[str] | None = None) -> int | None:
    """Where a name ends that goes on to the next comma, bracket, full stop or word that cannot be part of it.

    Without `stops`, the words that end issuers' names end it too.
    """
    end = None
    lexicon = document_lexicon()
    stops = lexicon.name_stops | lexicon.stops if stops is None else stops
    position = begin
    for _ in range(_MAX_NAME_WORDS):
        word = _WORD.match(text, position)
        if not word or word[0] in stops:
            break
        end = word.end()
        position = end + 1
        if text[end : end + 1] != " ":
            break
    return end


def _resolutions(text: str, folded: str) -> Iterator[Citation]:
    for match in _CONGRESS.finditer(folded):
        end = _congress_end(text, match.end())
        issuer = write_out(text[match.end() : end])
        if _is_one_congress(fold(issuer)):
            yield _citation(text, "Nghị quyết", match.start(), end, issuer=issuer)
    for match in _PLENUM.finditer(folded):
        plenum = plenum_issuer(text, match.end())
        if plenum:
            title, end = read_subject(text, plenum[1], next_citation=next_citation_pattern())
            yield _citation(text, "Nghị quyết", match.start(), end, issuer=plenum[0], title=title)
    for match in _COUNCIL.finditer(folded):
        issuer = write_out(text[match.start("issuer") : match.end()])
        yield _citation(text, "Nghị quyết", match.start(), match.end(), issuer=issuer)


def _congress_end(text: str, begin: int) -> int:
    congress_words = document_lexicon().congress_words
    end, position, ordinal = begin, begin, False
    for _ in range(22):
        word = _WORD.match(text, position)
        if not word:
            break
        name = word[0]
        if ordinal and name not in ("của", "Đảng", "đảng") and not text[position:].startswith(("toàn quốc", "quốc")):
            break
        if not (name[0].isupper() or name[0].isdigit() or name in congress_words):
            break
        if name == "của" and not text[position:].lower().startswith("của đảng"):
            break
        ordinal = ordinal or text[begin:position].endswith(("thứ ", "khóa ", "khoá "))
        end = word.end()
        position = end + 1
        if text[end : end + 1] != " ":
            break
    while end > begin and text[begin:end].rsplit(" ", 1)[-1] in ("của", "lần", "các", "cấp"):
        end = begin + len(text[begin:end].rsplit(" ", 1)[0])
    term = _TERM_OF_OFFICE.match(fold(text[end : end + 40]))
    return end + term.end() if term else end


def _is_one_congress(issuer: str) -> bool:
    """Whether the name says which congress: its ordinal, its term, or whose it is."""
    if "cac cap" in issuer or "cung cap" in issuer:
        return False
    return bool(_ORDINAL.search(issuer)) or len(issuer.split()) >= 5


def _programmes(text: str, folded: str) -> Iterator[Citation]:
    lexicon = document_lexicon()
    for match in _QUOTED.finditer(folded):
        if match.start() and folded[match.start() - 1].isalnum():
            continue
        is_draft = lexicon.drafts.search(folded, max(0, match.start() - 20), match.start())
        if text[match.start()].isupper() and not is_draft:
            title = text[match.start("title") : match.end("title")].strip()
            yield _citation(text, lexicon.types[match["type"]].name, match.start(), match.end(), title=title)
    for match in _programme_opening().finditer(folded):
        if not text[match.start()].isupper() or folded[max(0, match.start() - 4) : match.start()] == "cac ":
            continue
        has_name = text[match.end() : match.end() + 1] == " "
        end = _name_end(text, match.end() + 1, stops=lexicon.name_stops) if has_name else None
        complete = fold("mỗi xã một sản phẩm") in match[0]
        if complete or end:
            yield _citation(text, "Chương trình", match.start(), match.end() if complete or not end else end)


@cache
def _programme_opening() -> re.Pattern[str]:
    return re.compile(rf"chuong trinh(?<!\wchuong trinh)\s(?:{document_lexicon().programme_openings})(?!\w)")


def _regulations(text: str, folded: str) -> Iterator[Citation]:
    for match in _REGULATION.finditer(folded):
        end = _name_end(text, match.end(), stops=document_lexicon().name_stops - {"trong", "về", "và"})
        if text[match.start()].isupper() and end and len(text[match.end() : end].split()) >= 3:
            yield _citation(text, "Quy chế", match.start(), end)
    for match in _CHARTER.finditer(folded):
        if text[match.start()].isupper():
            yield _citation(text, "Điều lệ", match.start(), match.end())
