"""A whole plan: letterhead, text, recipients and signature, each line with what its words stand for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.generator.citations import preamble
from corpus.generator.draw import Draw
from corpus.generator.meanings import CampaignValue, Dated, Fixed, HeaderValue, Receives
from corpus.generator.outline import Line, draw_outline
from corpus.generator.sections import Sections
from corpus.generator.settings import Setting, draw_setting
from corpus.generator.tables import load_table
from corpus.generator.times import Calendar
from corpus.generator.words import Span, Words, fill
from corpus.goldfile import When
from models.record import DateRole

_PURPOSES = {"b/c": "để báo cáo", "p/h": "để phối hợp", "t/h": "để thực hiện"}


@dataclass(frozen=True)
class Composed:
    """What a plan prints, before typing errors; `signature` holds its printed values."""

    setting: Setting
    left: list[Words]
    number_line: Words
    place_date_line: Words
    title: Words
    body: list[Line]
    recipients_title: str
    recipients: list[Words]
    signature: list[str]
    signer: str
    rule: str
    number_is_written: bool
    day_is_written: bool


def compose(draw: Draw) -> Composed:
    """A plan in which everything fits the issuer, the day and the subject."""
    setting = draw_setting(draw)
    number_known, day_known = draw.chance(0.9), draw.chance(0.92)
    start, end = _running(draw, setting)
    dashes = setting.is_party and draw.chance(0.4)
    calendar = Calendar(draw, setting.issued, start, end, dashes=dashes, day_known=day_known)
    title, about, has_campaign = _title(draw, setting, calendar)
    outline = draw_outline(draw, party=setting.is_party)
    sections = Sections(draw, setting, calendar, outline, campaign=has_campaign)
    own_name = setting.named(setting.issuer["body"])
    lines = [Line(words) for words in preamble(draw, setting, calendar)]
    frame = draw.one(load_table("sentences")["preamble"])
    lines.append(Line(fill(frame, self=own_name, about=about)))
    lines += sections.all()
    closing = sections.clauses.closing(about, own_name)
    end_mark = "" if setting.is_party else draw.weighted({"./.": 0.7, ".": 0.2, " ./.": 0.1})
    closing = Words(closing.text.removesuffix("."), closing.spans) + (end_mark or ".")
    lines.append(Line(closing))
    heads = draw.one(setting.issuer["heads"])
    if setting.is_old and not setting.is_party:
        heads = [line.replace("TM.", "T/M").replace("KT.", "K/T") for line in heads]
    return Composed(
        setting=setting,
        left=_letterhead(setting),
        number_line=_number_line(draw, setting, known=number_known),
        place_date_line=_place_date_line(draw, setting, known=day_known),
        title=title.marked(HeaderValue("title")),
        body=lines,
        recipients_title="Nơi nhận:",
        recipients=_recipients(draw, setting),
        signature=list(heads),
        signer=_person(draw) if draw.chance(0.95) else "",
        rule="*" if setting.is_party else "",
        number_is_written=number_known and draw.chance(0.5),
        day_is_written=day_known and draw.chance(0.5),
    )


def _running(draw: Draw, setting: Setting) -> tuple[date, date]:
    """The days within which the plan runs, all in the plan's year."""
    first = max(setting.issued + timedelta(days=draw.number(3, 20)), date(setting.year, 1, 2))
    last = date(setting.year, 12, draw.one((15, 20, 25, 31)))
    if draw.chance(0.35):
        last = min(last, first + timedelta(days=draw.number(30, 120)))
    return first, max(last, first + timedelta(days=10))


def _title(draw: Draw, setting: Setting, calendar: Calendar) -> tuple[Words, Words, bool]:
    """The title, what the preamble calls the plan, and whether it launches a campaign."""
    subject = setting.subject
    number = draw.number(0, len(subject["titles"]) - 1)
    frame = subject["titles"][number]
    where = f"trên địa bàn {setting.place.full}"
    if setting.issuer["reach"] == "school":
        where = "trong nhà trường"
    year, first = setting.year, setting.year - (setting.year - 1) % 5
    era = calendar.years(first, first + 4, "giai đoạn", DateRole.PERIOD)
    has_campaign = "campaign" in subject and number in subject.get("campaign_titles", range(len(subject["titles"])))
    about = fill(frame, y=calendar.year(year), where=where, era=era)
    if has_campaign:
        about = _with_campaign(about, subject["campaign"].replace(" {y}", ""))
    shown = about if draw.chance(0.9) else _in_capitals(about)
    plain = frame.replace(" {y}", "").replace(" {where}", "").replace(" {era}", "")
    return shown, Words(plain[0].lower() + plain[1:]), has_campaign


def _with_campaign(title: Words, name: str) -> Words:
    start = title.text.find(name)
    if start < 0:
        return title
    years = [span for span in title.spans if isinstance(span.what, Dated)]
    end = start + len(name)
    if years and years[0].start == end + 1:
        end = years[0].end
    whole, bare = title.text[start:], name[0].upper() + name[1:]
    value = CampaignValue("name", bare + title.text[start + len(name) : end], (whole[0].upper() + whole[1:], bare))
    return Words(title.text, (Span(start, end, value), *title.spans))


def _in_capitals(title: Words) -> Words:
    """The title in capitals; a campaign's name is right in either letters."""
    spans = tuple(
        replace(span, what=replace(span.what, also=(*span.what.also, (span.what.value or "").upper())))
        if isinstance(span.what, CampaignValue)
        else span
        for span in title.spans
    )
    return Words(title.text.upper(), spans)


def _letterhead(setting: Setting) -> list[Words]:
    """The left column; the issuer may stand on two lines, which gold takes from the first."""
    issuer = setting.issuer
    value, also = setting.named(issuer["issuer"]), tuple(setting.named(name) for name in issuer.get("issuer_also", ()))
    lines = []
    for index, template in enumerate(issuer["left"]):
        words = Words(setting.named(template))
        if setting.is_old and not setting.is_party:
            words = Words(words.text.replace("ỦY BAN", "UỶ BAN"))
        if index == issuer["issuer_lines"][0]:
            words = words.marked(HeaderValue("issuer", value, also))
        elif index < issuer["issuer_lines"][0]:
            words = words.marked(HeaderValue("parent", setting.named(issuer["parent"])))
        lines.append(words)
    return lines


def _number_line(draw: Draw, setting: Setting, *, known: bool) -> Words:
    symbol = setting.issuer["symbol"]
    if setting.is_old and not setting.is_party:
        symbol = symbol.replace("UBND", "UB")
    number = f"{draw.number(3, 320):02}"
    marked = Words(number).marked(HeaderValue("number")) if known else Words("     ")
    if setting.is_party:
        kind, _, organ = symbol.partition("/")
        printed = Words(f"{kind}/{organ}").marked(HeaderValue("symbol", symbol))
        return Words(draw.one(("Số ", "Số: "))) + marked + "-" + printed
    gap = draw.weighted({"": 0.85, " ": 0.15}) if known else ""
    return Words(draw.one(("Số: ", "Số: ", "Số:"))) + marked + gap + "/" + Words(symbol).marked(HeaderValue("symbol"))


def _place_date_line(draw: Draw, setting: Setting, *, known: bool) -> Words:
    day = setting.issued
    month = f"{day.month:02}" if day.month <= 2 or draw.chance(0.15) else str(day.month)
    edtf = day.isoformat() if known else f"{day.year}-{day.month:02}-XX"
    printed = f"ngày {day.day:02} tháng {month} năm {day.year}" if known else f"ngày     tháng {month} năm {day.year}"
    dated = Words(printed).marked(HeaderValue("issued", edtf), Dated(When(edtf=edtf), DateRole.ISSUED), Fixed())
    return Words(setting.place.name).marked(HeaderValue("place")) + ", " + dated


def _recipients(draw: Draw, setting: Setting) -> list[Words]:
    kept = draw.some_in_order(setting.issuer["to"], 3, 6)
    end = "," if setting.is_party and draw.chance(0.6) else ";"
    lines = []
    for template in kept:
        text = setting.named(template)
        name, bracket, purpose = text.partition(" (")
        purpose = purpose.rstrip(")").removeprefix("để ")
        receives = Receives(_PURPOSES[purpose], (name,)) if bracket else Receives()
        lines.append("- " + Words(text).marked(receives) + end)
    lines.append("- " + Words(draw.one(setting.issuer["store"])).marked(Receives()) + ".")
    return lines


def _person(draw: Draw) -> str:
    names = load_table("units")
    return f"{draw.one(names['surnames'])} {draw.one(names['middle_names'])} {draw.one(names['given_names'])}"
