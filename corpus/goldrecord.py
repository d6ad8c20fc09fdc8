"""From a person's gold entries to the gold record: offsets, tree of sections, marks.

Checks what a person gets wrong: words that are not printed, dates and headings out of order,
bodies that a deadline names but the list of bodies does not hold.
"""

import re
from collections.abc import Sequence
from typing import Any

from corpus.goldfile import DatedPlace, GoldBody, GoldDeadline, GoldFile, GoldSignature, Place, Text, When
from corpus.headings import find_headings, path_at, section_tree
from corpus.locate import PlanText
from corpus.planfile import CorpusError
from models.evidence import Evidence
from models.gold import GoldRecord
from models.record import (
    Body,
    Campaign,
    Criterion,
    DatedValue,
    DateMention,
    Deadline,
    Duty,
    Header,
    PlanRecord,
    Quality,
    Recipient,
    Reference,
    Signature,
    SourceInfo,
    TextValue,
)

_OPTIONAL = re.compile(r"[a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*")
_Marks = dict[str, tuple[Any, ...]]


def build_gold(gold: GoldFile, text: PlanText, source: SourceInfo, document_id: str) -> GoldRecord:
    """The gold record of a plan.

    Raises:
        CorpusError: words are not printed or not clear, or entries do not fit together.
        pydantic.ValidationError: a mark points at nothing that is compared.
    """
    return _Builder(gold, text).build(source, document_id)


class _Builder:
    """The entries of one plan on their way to a record; collects the marks as it goes."""

    def __init__(self, gold: GoldFile, text: PlanText) -> None:
        self.gold = gold
        self.text = text
        self.alternatives: _Marks = {}
        self.optional: list[str] = []
        self.headings = find_headings(gold.sections, text)
        for heading in self.headings:
            self._also(heading.pointer, heading=heading.entry.also_heading, kinds=heading.entry.also_kinds)

    def build(self, source: SourceInfo, document_id: str) -> GoldRecord:
        """Everything put together."""
        gold = self.gold
        record = PlanRecord(
            document_id=document_id,
            source=source,
            text=self.text.text,
            header=self._header(),
            campaign=self._campaign(),
            sections=section_tree(self.headings),
            dates=self._dates(),
            deadlines=tuple(self._deadline(index, entry) for index, entry in enumerate(gold.deadlines)),
            bodies=tuple(self._body(index, entry) for index, entry in enumerate(gold.bodies)),
            criteria=self._criteria(),
            references=self._references(),
            recipients=self._recipients(),
            signature=self._signature("signature", gold.signature) if gold.signature else None,
            cosigners=tuple(self._signature(f"cosigners[{n}]", entry) for n, entry in enumerate(gold.cosigners)),
            quality=Quality(score=1.0),
        )
        self.optional += [self._pointer(mark) for mark in gold.optional]
        return GoldRecord(record=record, optional=tuple(self.optional), alternatives=self.alternatives)

    # --- where things are printed

    def _find(self, place: Place, entry: str, *, first: bool = False) -> Evidence:
        """The evidence at a place; with `first` the first of several where the person does not say which."""
        if first:
            return self.text.evidence(*self.text.candidates(place, entry)[0])
        return self.text.evidence(*self.text.find(place, entry))

    def _mention(self, mention: str | Place, entry: str) -> Evidence:
        place = Place(at=mention) if isinstance(mention, str) else mention
        return self._find(place, entry, first=True)

    def _path(self, offset: int) -> str | None:
        return path_at(self.text, self.headings, offset)

    # --- the parts

    def _header(self) -> Header:
        header = self.gold.header
        names = ("issuer", "parent", "doc_type", "number", "symbol", "place", "title")
        texts = {name: self._text(f"header.{name}", getattr(header, name)) for name in names}
        issuers = [self._text(f"header.issuers[{n}]", entry) for n, entry in enumerate(header.issuers)]
        return Header(
            **texts,
            issued=self._dated("header.issued", header.issued),
            issuers=tuple(issuer for issuer in issuers if issuer),
        )

    def _campaign(self) -> Campaign | None:
        campaign = self.gold.campaign
        if campaign is None:
            return None
        audience = [self._text(f"campaign.audience[{n}]", entry) for n, entry in enumerate(campaign.audience)]
        return Campaign(
            name=self._text("campaign.name", campaign.name),
            theme=self._text("campaign.theme", campaign.theme),
            slogan=self._text("campaign.slogan", campaign.slogan),
            period=self._dated("campaign.period", campaign.period),
            audience=tuple(value for value in audience if value),
        )

    def _text(self, entry: str, text: Text | None) -> TextValue | None:
        if text is None:
            return None
        if text.also:
            self.alternatives[f"{_as_pointer(entry)}/value"] = text.also
        evidence = self._find(text, entry, first=entry.startswith("header."))
        return TextValue(value=text.value, confidence=1.0, evidence=evidence)

    def _dated(self, entry: str, date: DatedPlace | None) -> DatedValue | None:
        if date is None:
            return None
        self._other_dates(f"{_as_pointer(entry)}/value", date)
        evidence = self._find(date, entry, first=entry.startswith("header."))
        return DatedValue(value=date.value(date.edtf), confidence=1.0, evidence=evidence)

    def _other_dates(self, pointer: str, when: When) -> None:
        if when.also_edtf:
            self.alternatives[pointer] = tuple(when.value(edtf).model_dump(mode="json") for edtf in when.also_edtf)

    def _dates(self) -> tuple[DateMention, ...]:
        """The dates, in printed order: words that are printed several times are taken behind the date before."""
        found: list[DateMention] = []
        for index, entry in enumerate(self.gold.dates):
            name = f"dates[{index}]"
            spans = self.text.candidates(entry, name)
            end = found[-1].evidence.end if found else 0
            later = [span for span in spans if span[0] >= end]
            if not later:
                before = f'"{self.gold.dates[index - 1].at}"'
                raise CorpusError(
                    f'{name}: "{entry.at}" is not printed behind dates[{index - 1}] {before}.',
                    "List every date in printed order, each once; an interval is one date.",
                )
            evidence = self.text.evidence(*later[0])
            pointer = f"/dates/{index}"
            self._other_dates(f"{pointer}/value", entry)
            if entry.also_roles:
                self.alternatives[f"{pointer}/role"] = entry.also_roles
            found.append(
                DateMention(
                    value=entry.value(entry.edtf),
                    role=entry.role,
                    section=self._path(evidence.start),
                    confidence=1.0,
                    evidence=evidence,
                )
            )
        return tuple(found)

    def _deadline(self, index: int, entry: GoldDeadline) -> Deadline:
        name, pointer = f"deadlines[{index}]", f"/deadlines/{index}"
        evidence = self._find(entry, name)
        responsible = (*entry.responsible, *entry.responsible_optional)
        report_to = (*entry.report_to, *entry.report_to_optional)
        self._other_dates(f"{pointer}/due", entry)
        self._deadline_bodies(name, f"{pointer}/responsible", responsible, entry.responsible_also)
        self._deadline_bodies(name, f"{pointer}/report_to", report_to, entry.report_to_also)
        for key, names, least in (
            ("responsible", responsible, len(entry.responsible)),
            ("report_to", report_to, len(entry.report_to)),
        ):
            self.optional += [f"{pointer}/{key}/{position}" for position in range(least, len(names))]
        return Deadline(
            task=entry.task,
            due=entry.value(entry.edtf),
            responsible=responsible,
            report_to=report_to,
            section=self._path(evidence.start),
            confidence=1.0,
            evidence=evidence,
        )

    def _deadline_bodies(self, name: str, pointer: str, names: Sequence[str], also: Sequence[str]) -> None:
        """Checks that each name is one of a body, and accepts the body's other names in its place."""
        for position, body_name in enumerate(names):
            body = next((body for body in self.gold.bodies if body_name in (body.name, *body.also)), None)
            if body is None:
                raise CorpusError(
                    f'{name}: {pointer.rpartition("/")[2]} names "{body_name}", which is no body of [[bodies]].',
                    "Use the body's name, or add the body.",
                )
            others = tuple(other for other in (body.name, *body.also, *also) if other != body_name)
            if others:
                self.alternatives[f"{pointer}/{position}"] = tuple(dict.fromkeys(others))

    def _body(self, index: int, entry: GoldBody) -> Body:
        name, pointer = f'bodies[{index}] "{entry.name}"', f"/bodies/{index}"
        mentions = tuple(self._mention(mention, f"{name}: mentions") for mention in entry.mentions)
        duties: list[Duty] = []
        for number, duty in enumerate(entry.duties):
            evidence = self._find(duty, f"{name}: duties[{number}]")
            text = duty.text or evidence.text
            duties.append(Duty(role=duty.role, text=text, section=self._path(evidence.start), evidence=evidence))
        printed = {duty.role for duty in duties}
        for role in entry.roles_optional:
            if role not in printed:  # a duty of that role would count neither way
                section = self._path(mentions[0].start)
                duties.append(Duty(role=role, text=mentions[0].text, section=section, evidence=mentions[0]))
        self.optional += [
            f"{pointer}/duties/{number}" for number, duty in enumerate(duties) if duty.role in entry.roles_optional
        ]
        if entry.also:
            self.alternatives[f"{pointer}/name"] = entry.also
        if entry.also_kinds:
            self.alternatives[f"{pointer}/kind"] = entry.also_kinds
        return Body(
            name=entry.name,
            kind=entry.kind,
            level=entry.level,
            unit=entry.unit,
            mentions=mentions,
            duties=tuple(duties),
        )

    def _criteria(self) -> tuple[Criterion, ...]:
        found = []
        for index, entry in enumerate(self.gold.criteria):
            evidence = self._find(entry, f"criteria[{index}]")
            self._also(f"/criteria/{index}", kind=entry.also_kinds, text=entry.also_text)
            found.append(
                Criterion(
                    kind=entry.kind,
                    subject=entry.subject,
                    text=entry.text,
                    quantities=entry.quantities,
                    section=self._path(evidence.start),
                    evidence=evidence,
                )
            )
        return tuple(found)

    def _references(self) -> tuple[Reference, ...]:
        found = []
        for index, entry in enumerate(self.gold.references):
            evidence = self._find(entry, f"references[{index}]")
            self._also(f"/references/{index}", issuer=entry.also_issuer, title=entry.also_title)
            others = tuple(self._mention(mention, f"references[{index}]: mentions") for mention in entry.mentions)
            found.append(
                Reference(
                    doc_type=entry.doc_type,
                    number=entry.number,
                    symbol=entry.symbol,
                    issued=entry.issued_value(),
                    issuer=entry.issuer,
                    title=entry.title,
                    evidence=evidence,
                    mentions=(evidence, *others),
                )
            )
        return tuple(found)

    def _recipients(self) -> tuple[Recipient, ...]:
        found = []
        for index, entry in enumerate(self.gold.recipients):
            evidence = self._in_tail(entry, f"recipients[{index}]")
            self._also(f"/recipients/{index}", name=entry.also)
            found.append(Recipient(name=entry.name, purpose=entry.purpose, evidence=evidence))
        return tuple(found)

    def _signature(self, name: str, entry: GoldSignature) -> Signature:
        evidence = self._in_tail(entry, name)
        self._also(_as_pointer(name), authority=entry.also_authority, position=entry.also_position)
        return Signature(authority=entry.authority, position=entry.position, name=entry.name, evidence=evidence)

    def _in_tail(self, place: Place, entry: str) -> Evidence:
        """The evidence among recipients and signatures, where the same words may stand above as well."""
        spans = self.text.candidates(place, entry)
        tail = [span for span in spans if self.text.tail_start <= span[0] < self.text.appendix_start]
        if not tail:
            raise CorpusError(f'{entry}: "{place.at}" is not printed among the recipients and signatures.')
        return self.text.evidence(*tail[0])

    def _also(self, pointer: str, **values: tuple[Any, ...]) -> None:
        for name, others in values.items():
            if others:
                self.alternatives[f"{pointer}/{name}"] = others

    def _pointer(self, mark: str) -> str:
        """ "dates[3]" as a JSON Pointer; headings are counted in printed order, whatever their level."""
        if not _OPTIONAL.fullmatch(mark):
            raise CorpusError(f'optional: "{mark}" is no place.', 'Write "dates[3]" or "header.place".')
        section = re.match(r"sections\[(\d+)\]", mark)
        if section is None:
            return _as_pointer(mark)
        if int(section[1]) >= len(self.headings):
            raise CorpusError(f'optional: there is no "{section[0]}".', "Entries are counted from 0.")
        return self.headings[int(section[1])].pointer + _as_pointer(mark[section.end() :].lstrip("."))


def _as_pointer(mark: str) -> str:
    return "".join(f"/{step}" for step in re.findall(r"[a-z_]+|\d+", mark))
