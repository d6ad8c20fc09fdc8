"""The documents a plan is founded on, in the spellings that plans use."""

from dataclasses import dataclass
from datetime import date, timedelta

from corpus.generator.draw import Draw
from corpus.generator.meanings import Cited, Dated, Fixed, TitleOf
from corpus.generator.settings import Setting
from corpus.generator.times import Calendar
from corpus.generator.words import Words, joined
from corpus.goldfile import When
from models.record import DateRole

# Laws by name with the day they were passed; cited only where the plan is younger.
_LAWS = {
    "Luật Thi đua, Khen thưởng": date(2003, 11, 26),
    "Luật Phổ biến, giáo dục pháp luật": date(2012, 6, 20),
    "Luật Hòa giải ở cơ sở": date(2013, 6, 20),
    "Luật Tổ chức chính quyền địa phương": date(2015, 6, 19),
    "Luật Cán bộ, công chức": date(2008, 11, 13),
    "Luật Viên chức": date(2010, 11, 15),
    "Luật Phòng, chống bệnh truyền nhiễm": date(2007, 11, 21),
    "Luật Phòng, chống tham nhũng": date(2018, 11, 20),
    "Luật Công nghệ thông tin": date(2006, 6, 29),
    "Luật Giao dịch điện tử": date(2005, 11, 29),
    "Luật Bảo vệ môi trường": date(2020, 11, 17),
    "Luật An toàn thực phẩm": date(2010, 6, 17),
    "Luật Phòng, chống thiên tai": date(2013, 6, 19),
    "Luật Trẻ em": date(2016, 4, 5),
    "Luật Công đoàn": date(2012, 6, 20),
    "Bộ luật Lao động": date(2019, 11, 20),
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A sort of cited document: its symbol and who issues it; forms of the issuer first, then its name."""

    doc_type: str
    symbol: str
    issuers: tuple[str, ...]
    issuer: str
    party: bool = False
    of_year: bool = False


_STATE = (
    _Kind("Nghị quyết", "NQ-CP", ("Chính phủ",), "Chính phủ"),
    _Kind("Quyết định", "QĐ-TTg", ("Thủ tướng Chính phủ",), "Thủ tướng Chính phủ"),
    _Kind("Chỉ thị", "CT-TTg", ("Thủ tướng Chính phủ",), "Thủ tướng Chính phủ"),
    _Kind("Nghị định", "NĐ-CP", ("Chính phủ",), "Chính phủ", of_year=True),
    _Kind("Thông tư", "TT-BNV", ("Bộ Nội vụ",), "Bộ Nội vụ", of_year=True),
    _Kind("Thông tư", "TT-BTC", ("Bộ Tài chính", "Bộ trưởng Bộ Tài chính"), "Bộ Tài chính", of_year=True),
)
_ABOVE = (
    _Kind("Kế hoạch", "KH-UBND", ("UBND {a}", "Ủy ban nhân dân {a}"), "Ủy ban nhân dân {a}"),
    _Kind("Quyết định", "QĐ-UBND", ("UBND {a}", "Ủy ban nhân dân {a}"), "Ủy ban nhân dân {a}"),
    _Kind("Chỉ thị", "CT-UBND", ("UBND {a}",), "Ủy ban nhân dân {a}"),
    _Kind("Nghị quyết", "NQ-HĐND", ("HĐND {a}", "Hội đồng nhân dân {a}"), "Hội đồng nhân dân {a}"),
    _Kind("Công văn", "UBND-NC", ("UBND {a}",), "Ủy ban nhân dân {a}"),
    _Kind("Hướng dẫn", "HD-SNV", ("Sở Nội vụ",), "Sở Nội vụ"),
)
_PARTY = (
    _Kind("Chỉ thị", "CT/TW", ("Bộ Chính trị", "Ban Bí thư"), "", party=True),
    _Kind("Nghị quyết", "NQ/TW", ("Bộ Chính trị",), "Bộ Chính trị", party=True),
    _Kind("Kế hoạch", "KH/TU", ("Ban Thường vụ Tỉnh ủy", "Tỉnh ủy"), "", party=True),
    _Kind("Hướng dẫn", "HD/BTGTU", ("Ban Tuyên giáo Tỉnh ủy",), "Ban Tuyên giáo Tỉnh ủy", party=True),
    _Kind("Kết luận", "KL/TW", ("Ban Bí thư", "Bộ Chính trị"), "", party=True),
)


def preamble(draw: Draw, setting: Setting, calendar: Calendar) -> list[Words]:
    """The paragraphs that cite what the plan is founded on."""
    kinds = [*(_PARTY if setting.is_party or draw.chance(0.15) else ()), *_ABOVE]
    kinds += [] if setting.is_party else _STATE
    known = [law for law in setting.subject["laws"] if _LAWS[law] < setting.issued]
    laws = [_law(draw, law, calendar) for law in draw.some(known, 0, 2)]
    documents = [_document(draw, setting, calendar, kind) for kind in draw.some(kinds, 1, 4)]
    style = draw.weighted({"each": 0.55, "one": 0.35, "mixed": 0.1})
    if style == "one" or setting.is_party:
        lead = draw.one(("Thực hiện ", "Căn cứ ", "Triển khai thực hiện "))
        # A sentence that runs on into the next paragraph, or stands alone.
        return [lead + joined((*laws, *documents), "; ") + draw.one((",", ",", ";", "."))]
    end = draw.one((";", ";", "."))
    lines = [Words("Căn cứ ") + law + end for law in laws]
    for index, document in enumerate(documents):
        lead = "Căn cứ " if style == "each" and index < len(documents) - 1 else draw.one(("Căn cứ ", "Thực hiện "))
        lines.append(lead + document + end)
    return lines


def _law(draw: Draw, name: str, calendar: Calendar) -> Words:
    passed = _LAWS[name]
    form = draw.weighted({"day": 0.5, "year": 0.2, "name": 0.3})
    issued = {"day": passed.isoformat(), "year": str(passed.year), "name": None}[form]
    cited = Cited(name.split(" ")[0] if name.startswith("Luật") else "Bộ luật", issued=issued, title=name)
    words = Words(name).marked(Fixed())
    if form == "day":
        words = words + " " + calendar.reference(passed)
    elif form == "year":
        when = When(edtf=issued)
        others = (DateRole.OTHER, DateRole.HISTORICAL)
        words = words + " " + Words(f"năm {issued}").marked(Dated(when, DateRole.REFERENCE, others), Fixed())
    return words.marked(cited)


def _document(draw: Draw, setting: Setting, calendar: Calendar, kind: _Kind) -> Words:
    passed = setting.issued - timedelta(days=draw.number(4, 500 if kind.of_year else 150))
    above = setting.place.above_type if setting.issuer["level"] != "province" else setting.place.type
    printed = draw.one(kind.issuers).replace("{a}", above)
    issuer = kind.issuer.replace("{a}", above) or printed
    number = str(draw.number(2, 190)) if kind.party or kind.of_year else str(draw.number(3, 4200))
    number = number.zfill(2)
    symbol = f"{passed.year}/{kind.symbol}" if kind.of_year else kind.symbol
    if setting.is_old and not kind.party:
        symbol = symbol.replace("UBND", "UB")
    whole = f"{number}-{symbol}" if kind.party else f"{number}/{symbol}"
    dated = draw.chance(0.9)
    titled = draw.chance(0.75)
    cited = Cited(
        kind.doc_type,
        number,
        symbol,
        passed.isoformat() if dated else None,
        issuer,
        tuple(dict.fromkeys((printed, f"{issuer} {setting.place.above_name}"))),
    )
    no_word = draw.chance(0.08)
    words = Words(kind.doc_type + (" " if no_word else " số ") + whole).marked(Fixed())
    if dated:
        words = words + draw.one((", ", " ") if kind.party else (" ", " ", " ", ", ")) + calendar.reference(passed)
    words = words + " của " + Words(printed).marked(Fixed())
    if titled:
        about = draw.one(setting.subject["about"])
        if kind.doc_type == "Công văn":
            about = about.replace("về ", "về việc triển khai ", 1)
        words = words + " " + Words(about).marked(TitleOf(cited))
    return words.marked(cited)
