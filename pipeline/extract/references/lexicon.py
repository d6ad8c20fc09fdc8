"""The names of documents, organs and issuers from `models/lexicon/documents.toml`, ready for matching."""

import re
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table
from pipeline.extract.alternation import one_of
from pipeline.folding import fold

_SYSTEMS = {"state", "party", "both"}
_TYPE_KEYS = {"name", "prints", "codes", "system", "bare"}
# Commas inside names of organs: "Hội đồng phối hợp phổ biến, giáo dục pháp luật", "Ban Chỉ huy Phòng, chống thiên tai".
_INNER_COMMA = r"(?<=pho bien),|(?<=phong),|(?<=van hoa),|(?<=khoa hoc),"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: its canonical name, its printed forms and its codes in symbols."""

    name: str
    prints: tuple[str, ...]
    codes: tuple[str, ...]
    system: str  # "state", "party" or "both"
    is_cited_bare: bool  # "Chỉ thị số 05": a number without symbol is enough


@dataclass(frozen=True)
class DocumentLexicon:
    """The tables in the shape that the citation grammar needs. Keys are folded."""

    types: dict[str, DocumentType]
    type_of_code: dict[str, DocumentType]
    codes: dict[str, tuple[str, ...]]
    issuer_of_code: dict[str, str]
    type_pattern: str
    bare_type_pattern: str
    closed_issuers: dict[str, str]
    central_issuers: tuple[str, ...]
    heads: re.Pattern[str]
    purposes: re.Pattern[str]
    stops: frozenset[str]
    openers: tuple[str, ...]
    acting: re.Pattern[str]
    expansions: dict[str, str]
    fields: re.Pattern[str]  # abbreviated fields of ministries and departments, behind their type word
    field_names: dict[str, str]
    laws: dict[str, str]
    laws_not_after: re.Pattern[str]
    laws_not_before: re.Pattern[str]
    programme_openings: str
    drafts: re.Pattern[str]
    congress_words: frozenset[str]
    name_stops: frozenset[str]


def alternatives(words: list[str]) -> str:
    """A regex that matches any of the folded words, the longest first."""
    return f"(?:{one_of(sorted({fold(word) for word in words}))})"


@cache
def document_lexicon() -> DocumentLexicon:
    """The lexicon, read once.

    Raises:
        ValueError: a row of the table has an unknown key, system or a name given twice.
    """
    table = load_table("documents")
    types = [_document_type(row) for row in table["types"]]
    by_print: dict[str, DocumentType] = {}
    by_code: dict[str, DocumentType] = {}
    for document_type in types:
        for form in document_type.prints:
            if by_print.setdefault(fold(form), document_type) is not document_type:
                raise ValueError(f"documents.toml gives {form!r} to two types")
        for code in document_type.codes:
            by_code.setdefault(fold(code), document_type)
    codes: dict[str, tuple[str, ...]] = {}
    printed_codes = [code for document_type in types for code in document_type.codes]
    printed_codes += [row["code"] for row in table["organs"]] + table["organ_codes"]["known"]
    for code in printed_codes:
        codes[fold(code)] = tuple(dict.fromkeys((*codes.get(fold(code), ()), code)))
    issuers, laws, programmes = table["issuers"], table["laws"], table["programmes"]
    fields = {
        form: row["name"]
        for row in load_table("issuers")["fields"]
        for form in row.get("also", ())
        if any(len(word) > 1 and word.isupper() for word in re.split(r"[\s&,-]+", form))
    }
    return DocumentLexicon(
        types=by_print,
        type_of_code=by_code,
        codes=codes,
        issuer_of_code={fold(row["code"]): row["issuer"] for row in table["organs"]},
        type_pattern=alternatives(list(by_print)),
        bare_type_pattern=alternatives([form for form, kind in by_print.items() if kind.is_cited_bare]),
        closed_issuers={fold(name): name for name in issuers["closed"]},
        central_issuers=tuple(fold(name) for name in issuers["central"]),
        heads=re.compile(rf"(?:{alternatives(issuers['heads'])})\b"),
        purposes=re.compile(rf"(?:{alternatives(issuers['purposes'])})\b"),
        stops=frozenset(issuers["stops"]),
        openers=tuple(table["titles"]["openers"]),
        acting=re.compile(
            rf",\s(?=(?:{alternatives(issuers['heads'])})\s(?:(?:[^,;.]|{_INNER_COMMA}){{0,90}}\s)?(?:{alternatives(table['titles']['acting'])})\b)"
        ),
        expansions=dict(table["expansions"]),
        fields=re.compile(
            rf"(?<=\b(?:Bộ|Sở) )(?:{'|'.join(map(re.escape, sorted(fields, key=len, reverse=True)))})(?!\w)"
            rf"|(?<=\bPhòng )(?:{'|'.join(map(re.escape, sorted(fields, key=len, reverse=True)))})(?!\w)"
        ),
        field_names={fold(form): name for form, name in fields.items()},
        laws={fold(name): name for name in sorted(laws["names"], key=lambda name: (-len(name), name))},
        laws_not_after=re.compile(rf"\b(?:{alternatives(laws['not_after'])})\s$"),
        laws_not_before=re.compile(rf"\s(?:{alternatives(laws['not_before'])})\b"),
        programme_openings=alternatives(programmes["openings"]),
        drafts=re.compile(rf"\b(?:{alternatives(programmes['drafts'])})\s(?:cac\s)?$"),
        congress_words=frozenset(table["congresses"]["words"]),
        name_stops=frozenset(table["names"]["stops"]),
    )


def _document_type(row: dict[str, object]) -> DocumentType:
    unknown = row.keys() - _TYPE_KEYS
    name, prints, codes = row.get("name"), row.get("prints", []), row.get("codes", [])
    if unknown or not isinstance(name, str) or not isinstance(prints, list) or not isinstance(codes, list):
        raise ValueError(f"documents.toml has a type that cannot be read: {row}")
    if row["system"] not in _SYSTEMS:
        raise ValueError(f"documents.toml gives {name!r} an unknown system: {row['system']!r}")
    return DocumentType(name, (name, *prints), tuple(codes), str(row["system"]), row["bare"] is True)
