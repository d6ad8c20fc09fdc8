"""What follows a document's number in a citation: its date, its issuer and its title.

"<type> số <number> ngày <date> của <issuer> về <title>" is the order that Nghị định
30/2020/NĐ-CP, Phụ lục I, mục II.6 prescribes; every part may be missing, and the issuer may
stand before the date.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from models.dates import DateValue, ResolvedFrom
from pipeline.extract.references.lexicon import DocumentLexicon, document_lexicon
from pipeline.extract.references.symbols import digits
from pipeline.folding import fold
from pipeline.letters import CAPITALS

_MAX_TITLE = 600
_MAX_ISSUER_WORDS = 24

# Recognition may part two digits ("08/1 1/2016"); between slashes they can only be one number.
_DAY_DIGITS = r"[0-9lIO](?:\s?[0-9lIO])?"
# "ngày 07/4/2014", "ngày 7-4-2014", "ngày ngày 22/12/2020" (printed twice), "(07/4/2014)".
_NUMERIC_DATE = re.compile(
    rf"[\s,]{{0,3}}\(?(?:(?:hồi\s\w{{1,5}}\s)?(?:ban\shành\s|ký\s)?[Nn]g[àa]y\s)*(?P<day>{_DAY_DIGITS}|[.…]{{0,6}})\s?[/\-.]\s?(?P<month>{_DAY_DIGITS})\s?[/\-.]\s?"
    r"(?P<year>(?:19|20)\d\d|2[0O][\dO][\dlIO])(?!\d)\)?"
)
# "ngày 07 tháng 9 năm 2010", "ngày … tháng 9 năm 2010" (day left blank), "tháng 9/2010".
_WORDED_DATE = re.compile(
    rf"[\s,]{{0,3}}\(?(?:(?:(?:hồi\s\w{{1,5}}\s)?(?:ban\shành\s|ký\s)?[Nn]g[àa]y\s?)+(?P<day>{_DAY_DIGITS}|[.…\s]{{0,8}}?))?\s?,?\s?tháng\s(?P<month>{_DAY_DIGITS})"
    r"(?:\s?/\s?|\s?,?\s?năm\s)(?P<year>(?:19|20)\d\d)(?!\d)\)?"
)
_YEAR_ONLY = re.compile(r"[\s,]{0,2}\(?năm\s(?P<year>(?:19|20)\d\d)(?!\d|\s?[-–])\)?")
# "cũa": the two tones are the commonest slip of typists from the middle and south.
_OF = re.compile(r"[\s,]{0,2}(?:của|cũa|cua|do)\s")
_TERM = r"(?:,?\s\(?khoa\s[ivxlch\d]{1,6}\)?)"
# "II" that was read as "H": there is no such Roman digit.
_ROMAN = re.compile(r"(?<=thứ\s)[IVX]{0,4}H[IVX]{0,2}\b|(?<=khóa\s)[IVX]{0,4}H[IVX]{0,2}\b")
# "(sau đây gọi tắt là Nghị quyết 128)" between number and date.
_NAMED_SHORT = re.compile(r"\s?\((?:sau đây\s)?(?:gọi|viết)\s(?:tắt\s|chung\s)?là[^()\n]{2,60}\)(?=\s?,?\sngày\s\d)")
_TERM_BEFORE = re.compile(r"\s\((?P<term>khóa\s[IVXLC]{1,6})\)(?=\scủa\s)")
_BRACKETED_TERM = re.compile(r"\((khóa\s[IVXLC\d]{1,6})\)?")
_WORD = re.compile(r",|[^\s,]+")
_ISSUER_END = re.compile(r"[;:“”\"\n]|\.(?=\s|$|/)|…|\((?!khóa)")
# A full stop before a small letter is a comma misread.
_TITLE_END = re.compile(rf"[;\n]|:(?=\s)|\.(?=\s+[^{CAPITALS.lower()}]|\s*$|/)|…|,(?=\s(?:Để|Đễ|Nhằm)\s)")
_PLANNING = re.compile(r"ke hoach\s?(?:va|-|tai|,)")
_QUOTE = re.compile(r"[“\"‘](?P<title>[^”\"\n’]{3,400})[”\"’]")
_ABOUT = re.compile(r"[Vv]ề\s(?:việc\s)?|[Vv]/v:?\s")


@dataclass(frozen=True, slots=True)
class CitationTail:
    """The parts behind a number. `core_end` is where date and issuer end, `end` where the title does."""

    issued: DateValue | None
    issuer: str | None
    title: str | None
    core_end: int
    end: int


def read_tail(text: str, start: int, *, next_citation: re.Pattern[str]) -> CitationTail:
    """The date, issuer and title that stand in the text from `start` on.

    `next_citation` matches (folded) where another citation of an enumeration begins, so that a
    title does not run into it.
    """
    term = _TERM_BEFORE.match(text, start)
    if term:  # "Nghị quyết số 33-NQ/TW (khóa XI) của Ban Chấp hành Trung ương Đảng"
        issuer, position = read_issuer(text, term.end())
        if issuer:
            issued, position = read_date(text, position)
            title, end = _read_title(text, position, next_citation)
            issuer = issuer if "khóa" in issuer else f"{issuer} {term['term']}"
            return CitationTail(issued=issued, issuer=issuer, title=title, core_end=position, end=end)
    named = _NAMED_SHORT.match(text, start)
    issued, position = read_date(text, named.end() if named else start)
    position = start if named and issued is None else position
    issuer, position = read_issuer(text, position)
    if issued is None:
        issued, position = read_date(text, position)
    title, end = _read_title(text, position, next_citation)
    return CitationTail(issued=issued, issuer=issuer, title=title, core_end=position, end=end)


def read_date(text: str, start: int) -> tuple[DateValue | None, int]:
    """The date of issue that stands at `start`, and where it ends; an unreadable day is `XX`."""
    for pattern in (_NUMERIC_DATE, _WORDED_DATE):
        match = pattern.match(text, start)
        if match:
            edtf = _edtf(match["day"], match["month"], digits(match["year"]) or match["year"])
            if edtf:
                return DateValue(edtf=edtf, resolved_from=ResolvedFrom.EXPLICIT), _closed(text, start, match.end())
    match = _YEAR_ONLY.match(text, start)
    if match:
        value = DateValue(edtf=match["year"], resolved_from=ResolvedFrom.EXPLICIT)
        return value, _closed(text, start, match.end())
    return None, start


def _closed(text: str, start: int, end: int) -> int:
    """The end without a closing bracket that was not opened behind `start`."""
    return end - 1 if text[end - 1] == ")" and "(" not in text[start:end] else end


def _edtf(day: str | None, month: str, year: str) -> str | None:
    month_number = int(digits(month) or 0)
    if not 1 <= month_number <= 12:
        return None
    if day is None:
        return f"{year}-{month_number:02}"
    day_number = int(digits(day) or 0) if any(c.isalnum() for c in day) else 0
    dated = f"{year}-{month_number:02}-{day_number:02}"
    try:
        DateValue(edtf=dated)
    except ValueError:
        return f"{year}-{month_number:02}-XX"
    return dated


def read_issuer(text: str, start: int) -> tuple[str | None, int]:
    """The issuer that stands at `start` ("của Bộ Chính trị"), written out, and where it ends.

    Without "của" only complete, well-known names count.
    """
    lexicon = document_lexicon()
    of = _OF.match(text, start)
    begin = of.end() if of else start
    if not of:
        space = re.compile(r"[\s,]{1,2}").match(text, start)
        begin = space.end() if space else start
    closed = _closed_issuer(text, begin, lexicon)
    if closed:
        return closed
    if not of or not lexicon.heads.match(fold(text[begin : begin + 30])):
        return None, start
    end = _open_issuer_end(text, begin, lexicon)
    return (write_out(text[begin:end]), end) if end > begin else (None, start)


def _closed_issuer(text: str, begin: int, lexicon: DocumentLexicon) -> tuple[str, int] | None:
    window = fold(text[begin : begin + 120])
    for key in sorted(lexicon.closed_issuers, key=len, reverse=True):
        match = re.match(rf"{re.escape(key)}(?!\w)(?P<term>{_TERM})?", window)
        if match:
            end = begin + match.end()
            if match["term"] and "(" not in match["term"] and match["term"].endswith(")"):
                end -= 1
            term = re.search(r"[IVXLCHivxlch\d]{1,6}(?=\)?$)", text[begin:end]) if match["term"] else None
            name = lexicon.closed_issuers[key]
            return (f"{name} khóa {term[0].upper()}" if term else name), end
    return None


def _open_issuer_end(text: str, begin: int, lexicon: DocumentLexicon) -> int:
    """Where the name of an organ ends that begins at `begin`."""
    hard = _ISSUER_END.search(text, begin)
    limit = hard.start() if hard else len(text)
    words = list(_WORD.finditer(text, begin, min(limit, begin + 220)))[:_MAX_ISSUER_WORDS]
    last = begin
    for index, word in enumerate(words):
        following = words[index + 1][0] if index + 1 < len(words) else ""
        if word[0] == ",":
            if not _goes_on_after_comma(text, begin, word.start(), limit, lexicon):
                break
        elif word[0] == "và":
            rest = fold(text[word.end() + 1 : word.end() + 40])
            if not following[:1].isupper() or lexicon.heads.match(rest) or _names_a_document(rest, lexicon):
                break
        elif index and _ends_issuer(text, word, following, words[index - 1][0], lexicon):
            break
        last = word.end()
    return begin + len(text[begin:last].rstrip(" ,-–)"))


def _ends_issuer(text: str, match: re.Match[str], following: str, before: str, lexicon: DocumentLexicon) -> bool:
    """Whether an issuer's name has ended before a word; "Ban tổ chức" and "các ngày lễ" go on."""
    word = match[0]
    if word[0].isupper() and _begins_document(text, match.start(), lexicon):
        return True
    if word == "số" and following[:1].isdigit():  # "Công văn của Bộ Y tế số 12/BYT-DP"
        return True
    if word in ("ngày", "năm"):
        return following[:1].isdigit() or following in ("tháng", "…")
    if word == "tổ" and fold(before) == "ban":
        return False
    return word in lexicon.stops or f"{word} {following}" in lexicon.stops


def _goes_on_after_comma(text: str, begin: int, comma: int, limit: int, lexicon: DocumentLexicon) -> bool:
    """Whether an issuer's name holds the comma ("Sở Văn hóa, Thể thao và Du lịch")."""
    rest = text[comma + 1 : limit].lstrip()
    folded = fold(rest)
    if not rest or lexicon.heads.match(folded) or _names_a_document(folded, lexicon):
        return False
    phrase = re.split(r"[,;:.]", rest, maxsplit=1)[0].split()
    if rest[0].isupper():
        return any(left == "và" and right[0].isupper() for left, right in pairwise(phrase[1:7]))
    has_purpose = lexicon.purposes.match(fold(text[begin:comma]))
    return bool(has_purpose) and any(word in ("về", "v/v", "ngày") for word in phrase[2:20])


def _begins_document(text: str, offset: int, lexicon: DocumentLexicon) -> bool:
    """Whether another document is named at `offset`; "Sở Kế hoạch và Đầu tư" is an organ."""
    folded = fold(text[offset : offset + 30])
    return _names_a_document(folded, lexicon) and not _PLANNING.match(folded)


def _names_a_document(folded: str, lexicon: DocumentLexicon) -> bool:
    return bool(re.match(rf"(?:{lexicon.type_pattern})\b", folded))


def write_out(issuer: str) -> str:
    """The issuer's name with its abbreviations written out ("UBND huyện" → "Ủy ban nhân dân huyện")."""
    lexicon = document_lexicon()
    expansions = {fold(short): full for short, full in lexicon.expansions.items()}
    words = []
    for word in issuer.split():
        bare = word.rstrip(",.")
        if bare.isupper() and fold(bare) in expansions:
            words.append(expansions[fold(bare)] + word[len(bare) :])
        else:
            words.append(word.replace("Uỷ", "Ủy").replace("uỷ", "ủy"))
    name = re.sub(r"\bủy ban\b", "Ủy ban", " ".join(words).strip(" ,;"))
    name = lexicon.fields.sub(lambda field: lexicon.field_names[fold(field[0])], name)
    name = _BRACKETED_TERM.sub(r"\1", name)
    name = _ROMAN.sub(lambda numeral: numeral[0].replace("H", "II"), name)
    return name[:1].upper() + name[1:]


def read_subject(text: str, start: int, *, next_citation: re.Pattern[str]) -> tuple[str | None, int]:
    """What a document without number is about, behind the word "về" at `start`, and where that ends.

    The subject of "Nghị quyết Trung ương 7 khóa X về nông nghiệp" is "nông nghiệp"; `None` where the text goes on
    with anything else.
    """
    about = re.compile(r"\s(?=[Vv]ề\s)").match(text, start)
    if about is None:
        return None, start
    title, end = _read_title(text, start, next_citation)
    return (_ABOUT.sub("", title, count=1), end) if title else (None, start)


def _read_title(text: str, start: int, next_citation: re.Pattern[str]) -> tuple[str | None, int]:
    """The title behind the issuer: quoted, after "về (việc)", or opening with a verb."""
    lead = re.compile(r"\s?,?\s?\(?\s?").match(text, start)
    begin = lead.end() if lead else start
    about = _ABOUT.match(text, begin)
    quote = _QUOTE.match(text, about.end() if about else begin)
    if quote:
        return quote["title"].strip(), quote.end()
    opens = text.startswith(document_lexicon().openers, begin) and "," not in text[start:begin]
    if not about and not opens:
        return None, start
    end = _title_end(text, begin, next_citation)
    title = text[begin:end].strip(" ,-–.")
    return (title, begin + len(text[begin:end].rstrip(" ,-–."))) if len(title) > 5 else (None, start)


def _title_end(text: str, begin: int, next_citation: re.Pattern[str]) -> int:
    limit = min(len(text), begin + _MAX_TITLE)
    hard = _TITLE_END.search(text, begin, limit)
    end = hard.start() if hard else limit
    folded = fold(text[begin:end])
    found = (next_citation.search(folded), _acting_organ(text, begin, folded), _another_document(text, begin, folded))
    ends = [match.start() for match in found if match]
    end = begin + min(ends, default=end - begin)
    depth = 0
    for offset in range(begin, end):
        depth += (text[offset] in "(“") - (text[offset] in ")”")
        if depth < 0:
            return offset
    return end


def _another_document(text: str, begin: int, folded: str) -> re.Match[str] | None:
    """The "và" behind which another document is named, as large as the one whose title this is.

    Not where the title itself names one before: "về thực hiện Nghị quyết … và Kế hoạch …" is about both.
    """
    lexicon = document_lexicon()
    first = re.search(rf"\b(?:{lexicon.type_pattern})\b", folded)
    joined = re.search(rf"\sva\s(?=(?:{lexicon.type_pattern})\s)", folded)
    if joined is None or first is None or first.start() < joined.start():
        return None
    return joined if text[begin + joined.end()].isupper() else None


def _acting_organ(text: str, begin: int, folded: str) -> re.Match[str] | None:
    """The comma behind which the sentence goes on with its own subject, an organ with a capital."""
    for match in document_lexicon().acting.finditer(folded):
        if text[begin + match.end()].isupper():
            return match
    return None
