"""Gold entries of a drawn plan: every span, found again in the clean text, as `gold.toml` would hold it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corpus.generator.lines import Drawn
from corpus.generator.meanings import (
    Assigned,
    BodyRef,
    CampaignPeriod,
    CampaignValue,
    Cited,
    Dated,
    Due,
    Headed,
    HeaderValue,
    HeadingOf,
    Measure,
    Mention,
    Receives,
    TaskOf,
    TitleOf,
    Widened,
)
from corpus.goldfile import (
    DatedPlace,
    GoldBody,
    GoldCampaign,
    GoldCriterion,
    GoldDate,
    GoldDeadline,
    GoldDuty,
    GoldFile,
    GoldHeader,
    GoldRecipient,
    GoldReference,
    GoldSection,
    GoldSignature,
    Place,
    Text,
)
from corpus.locate import PlanText
from corpus.planfile import CorpusError, printed_lines, without_braces
from models.record import DutyRole

_MOST_MENTIONS = 6


class KnownText(PlanText):
    """A plan's text that remembers where words stand; what is looked for is taken from the text itself."""

    @cached_property
    def _known(self) -> dict[str, list[tuple[int, int]]]:
        return {}

    def occurrences(self, words: str) -> list[tuple[int, int]]:
        """Every span in which the words stand as whole words, as `PlanText` finds them."""
        found = self._known.get(words)
        if found is None:
            # Words in another spelling than the text's ("UỶ BAN") are left to the slower search.
            found = self._known[words] = list(self._search(words)) or super().occurrences(words)
        return found

    def _search(self, words: str) -> Iterator[tuple[int, int]]:
        text, length = self.text, len(words)
        start = text.find(words)
        while start >= 0:
            end = start + length
            open_before = start == 0 or not (_in_word(words[0]) and _in_word(text[start - 1])) or not words[0].isalnum()
            open_behind = end == len(text) or not words[-1].isalnum() or not _in_word(text[end])
            if open_before and open_behind:
                yield start, end
                start = text.find(words, end)
            else:
                start = text.find(words, start + 1)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


@dataclass(frozen=True, slots=True)
class _Found:
    """A meaning with its span in the clean text."""

    start: int
    end: int
    what: Any


def gold_entries(drawn: Drawn, text: PlanText) -> GoldFile:
    """The gold of a plan, in the form that people write.

    Raises:
        CorpusError: words of the plan are not in its clean text.
    """
    return _Entries(drawn, text).file()


class _Entries:
    """The spans of one plan on their way to gold entries."""

    def __init__(self, drawn: Drawn, text: PlanText) -> None:
        self._drawn = drawn
        self._text = text
        self._found: dict[type, list[_Found]] = defaultdict(list)
        offset = 0
        for words, printed in zip(drawn.lines, printed_lines(drawn.plan), strict=True):
            if words.text.strip() != without_braces(printed.text):
                raise CorpusError(f"The line {words.text!r} is printed as {printed.text!r}.")
            shift = offset - (len(words.text) - len(words.text.lstrip()))
            for span in words.spans:
                start, end = self._clean(shift + span.start, shift + span.end)
                self._found[type(span.what)].append(_Found(start, end, span.what))
            offset += len(without_braces(printed.text)) + 1
        for found in self._found.values():
            found.sort(key=lambda one: (one.start, -one.end))
        self._optional: list[str] = []

    def file(self) -> GoldFile:
        """All entries."""
        return GoldFile(
            header=self._header(),
            campaign=self._campaign(),
            sections=tuple(self._sections()),
            dates=tuple(self._dates()),
            bodies=tuple(self._bodies()),
            deadlines=tuple(self._deadlines()),
            criteria=tuple(self._criteria()),
            references=tuple(self._references()),
            recipients=tuple(self._recipients()),
            signature=self._signature(),
            optional=tuple(self._optional),
        )

    # --- places

    def _clean(self, start: int, end: int) -> tuple[int, int]:
        """A span of the raw text in the clean text, without blanks at its ends."""
        offsets, raw = self._text.raw_offsets, self._text.raw
        while start < end and raw[start].isspace():
            start += 1
        while end > start and raw[end - 1].isspace():
            end -= 1
        # The last letter is looked for itself: what joins cells has the place of the cell before.
        return bisect_left(offsets, start), bisect_left(offsets, end - 1) + 1

    def _words(self, found: _Found) -> str:
        return self._text.text[found.start : found.end]

    def _at(self, found: _Found) -> dict[str, Any]:
        """The `at` and `nth` that lead to a span."""
        words = self._words(found)
        spans = self._text.occurrences(words)
        if (found.start, found.end) not in spans:
            raise CorpusError(f'"{words}" is not printed as words of its own.')
        return {"at": words, "nth": spans.index((found.start, found.end)) + 1 if len(spans) > 1 else None}

    def _spans(self, of: type) -> list[_Found]:
        return self._found.get(of, [])

    # --- the parts

    def _header(self) -> GoldHeader:
        values: dict[str, Any] = {"doc_type": Text(value="Kế hoạch", at="KẾ HOẠCH", nth=None)}
        for found in self._spans(HeaderValue):
            what: HeaderValue = found.what
            if what.name == "issued":
                values["issued"] = DatedPlace(edtf=what.value, **self._at(found))
            elif what.name == "issuer" and len(self._drawn.composed.setting.issuer["issuer_lines"]) > 1:
                lines = "\n".join(self._drawn.plan.letterhead_left)
                values["issuer"] = Text(value=what.value or "", also=what.also, at=lines)
            else:
                value = what.value or self._words(found)
                values[what.name] = Text(value=value, also=what.also, **self._at(found))
        return GoldHeader(**values)

    def _campaign(self) -> GoldCampaign | None:
        found = self._spans(CampaignValue)
        if not any(one.what.name == "name" for one in found):
            return None
        values: dict[str, Any] = {}
        for one in found:
            what: CampaignValue = one.what
            text = Text(value=what.value or self._words(one), also=what.also, **self._at(one))
            values[what.name] = (text,) if what.name == "audience" else text
        for period in self._spans(CampaignPeriod)[:1]:
            values["period"] = DatedPlace(edtf=period.what.edtf, **self._at(period))
        if "period" not in values:  # its name may print the year
            self._optional.append("campaign.period")
        return GoldCampaign(**values)

    def _sections(self) -> Iterator[GoldSection]:
        headings = {id(found.what.headed): found for found in self._spans(HeadingOf)}
        for index, found in enumerate(self._spans(Headed)):
            what: Headed = found.what
            if what.optional:
                self._optional.append(f"sections[{index}]")
            heading = self._words(headings[id(what)])
            whole = self._words(found)
            also = (whole,) if whole.lower().startswith("phần") else ()
            yield GoldSection(
                label=what.label,
                heading=heading,
                level=what.level,
                kinds=what.kinds,
                also_heading=also,
                also_kinds=what.also_kinds,
                **self._at(found),
            )

    def _dates(self) -> Iterator[GoldDate]:
        for index, found in enumerate(self._spans(Dated)):
            what: Dated = found.what
            if what.optional:
                self._optional.append(f"dates[{index}]")
            when = {name: getattr(what.when, name) for name in type(what.when).model_fields}
            yield GoldDate(role=what.role, also_roles=what.also_roles, **when, **self._at(found))

    def _deadlines(self) -> Iterator[GoldDeadline]:
        tasks = {id(found.what.due): found for found in self._spans(TaskOf)}
        for index, found in enumerate(self._merged(Due)):
            what: Due = found.what
            if what.optional:
                self._optional.append(f"deadlines[{index}]")
            when = {name: getattr(what.when, name) for name in type(what.when).model_fields}
            yield GoldDeadline(
                task=self._words(tasks[id(what)]),
                responsible=tuple(body.name for body in what.responsible),
                responsible_optional=_names(what.responsible_optional, what.responsible),
                report_to=tuple(body.name for body in what.report_to),
                report_to_optional=_names(what.report_to_optional, what.report_to),
                **when,
                **self._at(found),
            )

    def _merged(self, of: type) -> list[_Found]:
        """One span a meaning, from its first words to its last."""
        merged: dict[int, _Found] = {}
        for found in self._spans(of):
            known = merged.get(id(found.what), found)
            merged[id(found.what)] = _Found(min(known.start, found.start), max(known.end, found.end), found.what)
        return list(merged.values())

    def _bodies(self) -> Iterator[GoldBody]:
        duties: dict[BodyRef, list[_Found]] = defaultdict(list)
        mentions: dict[BodyRef, list[_Found]] = defaultdict(list)
        for found in self._spans(Assigned):
            duties[found.what.body].append(found)
        for found in self._spans(Mention):
            mentions[found.what.body].append(found)
        for index, (body, given) in enumerate(duties.items()):
            required = [one for one in given if not one.what.optional]
            roles: set[DutyRole] = {one.what.role for one in required}
            if not required:
                self._optional.append(f"bodies[{index}]")
            yield GoldBody(
                name=body.name,
                also=body.also,
                kind=body.kind,
                also_kinds=self._drawn.composed.setting.body_kinds(body),
                level=body.level,
                unit=body.unit,
                mentions=tuple(Place(**self._at(one)) for one in mentions[body][:_MOST_MENTIONS]),
                duties=tuple(GoldDuty(role=one.what.role, **self._at(one)) for one in required),
                roles_optional=tuple(dict.fromkeys(one.what.role for one in given if one.what.role not in roles)),
            )

    def _criteria(self) -> Iterator[GoldCriterion]:
        wider = {id(found.what.measure): self._words(found) for found in self._spans(Widened)}
        for index, found in enumerate(self._spans(Measure)):
            what: Measure = found.what
            if what.optional:
                self._optional.append(f"criteria[{index}]")
            yield GoldCriterion(
                kind=what.kind,
                subject=what.subject,
                text=self._words(found),
                quantities=what.quantities,
                also_text=(wider[id(what)],) if id(what) in wider else (),
                also_kinds=what.also_kinds,
                **self._at(found),
            )

    def _references(self) -> Iterator[GoldReference]:
        titles = {id(found.what.cited): self._words(found) for found in self._spans(TitleOf)}
        for found in self._spans(Cited):
            what: Cited = found.what
            also = tuple(name for name in what.also_issuer if name != what.issuer)
            yield GoldReference(
                doc_type=what.doc_type,
                number=what.number,
                symbol=what.symbol,
                issued=what.issued,
                issuer=what.issuer,
                also_issuer=also,
                title=titles.get(id(what), what.title),
                **self._at(found),
            )

    def _recipients(self) -> Iterator[GoldRecipient]:
        for found in self._spans(Receives):
            what: Receives = found.what
            yield GoldRecipient(name=self._words(found), purpose=what.purpose, also=what.also, **self._at(found))

    def _signature(self) -> GoldSignature:
        lines = [line for line in (*self._drawn.plan.signature, self._drawn.plan.signer) if line]
        heads = self._drawn.plan.signature
        return GoldSignature(
            authority=" ".join(heads[:-1]) or None,
            also_authority=heads[:-1] if len(heads) > 2 else (),
            position=heads[-1],
            name=self._drawn.plan.signer or None,
            at="\n".join(lines),
        )


def _names(bodies: tuple[BodyRef, ...], without: tuple[BodyRef, ...]) -> tuple[str, ...]:
    return tuple(body.name for body in bodies if body not in without)
