"""The dates of a plan: every temporal expression of its text with value, role and evidence.

Values come from the grammar of `temporal`. What an expression leaves open is filled only from
the plan itself, and `resolved_from` says from where: a missing year from the heading above,
the sentence, the title or the date of issue; "ngày ban hành Kế hoạch" and "từ nay" from the
date of issue where it is legible; the end of the campaign from its period.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.dates import Bound, DateValue, ResolvedFrom
from models.document import Document
from models.outline import Outline, Zone
from models.record import Campaign, DateMention, DateRole, Header, Reference, SectionKind
from pipeline.extract.dates.anchors import anchored_value
from pipeline.extract.dates.roles import ACTING, AIMING, RoleContext, date_role, is_time_heading, kinds_at
from pipeline.extract.frame_lines import read_confidence
from pipeline.extract.temporal import TemporalKind, TemporalMatch, find_temporal, with_year
from pipeline.folding import fold

_CERTAIN = 0.95
# A reading that is doubtful stays below the level at which a person is asked to look (0.6).
_DOUBT = {
    "repaired": 0.5,
    "weekday": 0.5,
    "two_digit_year": 0.55,
    "half_span": 0.5,
    "illegible": 0.7,
    "year_inferred": 0.7,
}
_RESOLVED = {
    ResolvedFrom.SECTION: 0.85,
    ResolvedFrom.ISSUE_DATE: 0.85,
    ResolvedFrom.DOCUMENT_YEAR: 0.75,
    ResolvedFrom.CAMPAIGN_PERIOD: 0.75,
}
_OVERDUE = 0.55
_HALF_A_YEAR = 183
_UNSURE_ROLES = {DateRole.EVENT: 0.85, DateRole.OTHER: 0.8, DateRole.HISTORICAL: 0.9}
# Other dates take no year from a citation, an anniversary or a name.
_GIVE_NO_YEAR = {DateRole.REFERENCE, DateRole.HISTORICAL, DateRole.OTHER, DateRole.ISSUED}
_RELATIVE_YEAR = re.compile(
    r",? (?:của )?năm (?:(?P<next>sau|tới|tiếp theo|kế tiếp|liền kề|kế)|(?P<last>trước|ngoái)(?! \w)|nay|này)(?!\w)"
)
_NOTHING_PRINTED = ("XXXX", "../XXXX")
_SIGNED_LATE_DAYS = 45  # so long before its issue may a plan's schedule have begun
_TOLD_WITHIN = 80  # characters before a time in which it is told as past
_PAST = re.compile(r"(?<!\w)(?:đã|so với|cùng kỳ|vừa qua|trước đây|đến nay|kết quả)(?!\w)")
_SCHOOL_YEAR_STARTS = 8  # a school year's first month, for months without a year


def find_dates(
    document: Document,
    outline: Outline,
    header: Header,
    references: Sequence[Reference],
    campaign: Campaign | None,
) -> tuple[DateMention, ...]:
    """Every temporal expression of the document in reading order, an interval as one."""
    context = RoleContext.of(document, outline, header, references)
    matches = find_temporal(document.text)
    roles = {match.start: date_role(match, context) for match in matches if match.pattern and not match.lacks_year}
    givers = [match for match in matches if roles.get(match.start, DateRole.OTHER) not in _GIVE_NO_YEAR]
    years = _Years(document, outline, context, givers)
    mentions: list[DateMention] = []
    dated = [resolved for match in matches if (resolved := years.resolve(match))]
    for resolved in dated:
        value = anchored_value(resolved, context, campaign, dated)
        role = roles.get(resolved.start) or date_role(resolved, context)
        if role is DateRole.EVENT and resolved.kind is TemporalKind.DAY and value.bound is None:
            value = value.model_copy(update={"bound": Bound.AT})
        evidence = document.evidence(resolved.start, resolved.end)
        mentions.append(
            DateMention(
                value=value,
                role=role,
                section=outline.path_at(resolved.start),
                confidence=read_confidence(evidence, _confidence(resolved, value, role, context.issued)),
                evidence=evidence,
            )
        )
    return tuple(mentions)


def _confidence(match: TemporalMatch, value: DateValue, role: DateRole, issued: date | None) -> float:
    """How sure value and role are together, 0..1."""
    sure = min(_CERTAIN, _UNSURE_ROLES.get(role, _CERTAIN))
    if match.doubt:
        sure = min(sure, _DOUBT[match.doubt])
    if value.resolved_from is not None:
        sure = min(sure, _RESOLVED.get(value.resolved_from, _CERTAIN))
    if role is DateRole.DEADLINE and issued and value.latest and (issued - value.latest).days > _HALF_A_YEAR:
        sure = min(sure, _OVERDUE)  # nothing is due so long before the plan: a digit of the year was misread
    return sure


class _Years:
    """Fills in the years that expressions leave out, from the nearest place that prints one.

    `givers` are the expressions with a year from which others may take it.
    """

    def __init__(
        self, document: Document, outline: Outline, context: RoleContext, givers: Sequence[TemporalMatch]
    ) -> None:
        self._document = document
        self._outline = outline
        self._issued = context.issued
        self._dated = givers
        self._title = self._title_span(context)
        issued = context.header.issued.value.edtf if context.header.issued else None
        self._begins_at_once = self._issued is not None and any(
            self._issued < each.value.earliest and each.value.earliest.year == self._issued.year
            for each in self._dated
            if each.value.earliest and each.kind in (TemporalKind.DAY, TemporalKind.INTERVAL)
        )
        self._issue_year = int(issued[:4]) if issued and issued[:4].isdecimal() else None

    def resolve(self, match: TemporalMatch) -> TemporalMatch | None:
        """The match with its year, unchanged where the plan gives none, `None` for a day that never is.

        `None` also for "cả năm" in a plan of no known year.
        """
        if not match.lacks_year:
            return match
        if relative := self._relative_year(match):
            return relative
        year = self._section_year(match)
        if year is not None:
            return with_year(match, year, ResolvedFrom.SECTION)
        of_sentence, of_title = self._sentence_year(match), self._title_year(match)
        year = of_sentence or of_title or self._issue_year
        if year is None:
            return None if match.pattern in _NOTHING_PRINTED else match
        resolved = with_year(match, year, ResolvedFrom.DOCUMENT_YEAR)
        early = resolved.value.earliest if resolved else None
        if (
            early
            and self._issued
            and early > self._issued
            and kinds_at(self._outline, match.start) == {SectionKind.OTHER}
        ):
            return with_year(match, year - 1, ResolvedFrom.DOCUMENT_YEAR)  # how things are has come before the plan
        late = resolved.value.latest if resolved else None
        if late is None or self._issued is None or late >= self._issued:
            return resolved
        # what is due cannot have been due before the plan was issued, nor was its schedule over long before
        is_limit = match.value.bound in (Bound.BEFORE, Bound.BY)
        is_long_over = (self._issued - late).days > _SIGNED_LATE_DAYS
        may_go_on = of_title is None and year == self._issued.year
        if is_limit or (may_go_on and is_long_over and self._is_planned(match)):
            return with_year(match, year + 1, ResolvedFrom.DOCUMENT_YEAR)
        return resolved

    def _is_planned(self, match: TemporalMatch) -> bool:
        """Whether a time stands in what is to be done and is not told as past."""
        kinds = kinds_at(self._outline, match.start)
        paragraph = self._document.paragraph_at(match.start)
        before = self._document.text[max(paragraph.start, match.start - _TOLD_WITHIN) : match.start].lower()
        return bool(kinds & ACTING) and not _PAST.search(before)

    def _relative_year(self, match: TemporalMatch) -> TemporalMatch | None:
        """The match with the year that its words count from the plan's own: "trước ngày 15/01 năm sau"."""
        found = _RELATIVE_YEAR.match(self._document.text, match.end)
        own_year = self._title_year(match) or self._issue_year
        if found is None or own_year is None:
            return None
        resolved = with_year(match, own_year, ResolvedFrom.DOCUMENT_YEAR)
        ends_next = resolved is not None and resolved.value.latest is not None and resolved.value.latest.year > own_year
        if not (found["next"] and ends_next):  # "từ tháng 11 đến tháng 4 năm sau" begins in the plan's own year
            year = own_year + (1 if found["next"] else -1 if found["last"] else 0)
            resolved = with_year(match, year, ResolvedFrom.DOCUMENT_YEAR)
        return replace(resolved, end=found.end()) if resolved else None

    def _section_year(self, match: TemporalMatch) -> int | None:
        for node in reversed(self._outline.chain_at(match.start)):
            if not node.is_section and not is_time_heading(node, self._document):
                continue
            end = node.heading_end if node.is_section else node.head_end
            years = {
                other.value.earliest.year
                for other in self._dated
                if node.start <= other.start < end and other.value.earliest and other.start != match.start
                if other.value.latest and other.value.latest.year == other.value.earliest.year
            }
            if len(years) == 1:
                return years.pop()
        return None

    def _sentence_year(self, match: TemporalMatch) -> int | None:
        """The year of the nearest date before it in the paragraph."""
        paragraph = self._document.paragraph_at(match.start)
        for other in reversed(self._dated):
            if paragraph.start <= other.start < match.start:
                year = self._given_year(other, match)
                if year is not None and not self._is_past(year, match):
                    return year
        return None

    def _given_year(self, giver: TemporalMatch, match: TemporalMatch) -> int | None:
        """The year that a span of one year or of days gives; of a school year the one that the month falls in."""
        if giver.value.earliest is None or giver.value.latest is None:
            return None
        first, last = giver.value.earliest.year, giver.value.latest.year
        if first == last:
            return first
        is_school_year = fold(self._document.text[giver.start : giver.end]).startswith(("nam hoc", "nien khoa"))
        month = re.search(r"XXXX-(\d\d)", match.pattern or "")
        if is_school_year and last == first + 1 and month and int(month[1]) <= 12:
            # a plan issued before its school year begins prepares it: "Tuyển sinh … năm học 2023 - 2024" of April
            is_ahead = self._issued is not None and self._issued.year == first
            starts = min(_SCHOOL_YEAR_STARTS, self._issued.month) if self._issued and is_ahead else _SCHOOL_YEAR_STARTS
            return first if int(month[1]) >= starts else last
        is_of_years = re.fullmatch(r"\d{4}/\d{4}", giver.value.edtf or "") is not None
        return None if is_of_years else last

    def _is_past(self, year: int, match: TemporalMatch) -> bool:
        """Whether what is still to be done would fall in a year before the plan's issue.

        "trồng rừng tăng 5% so với năm 2018, trong đó hoàn thành 300 ha trong quý II" means the quarter to come.
        """
        kinds = {kind for node in self._outline.chain_at(match.start) for kind in node.kinds}
        is_ahead = match.value.bound in (Bound.BEFORE, Bound.BY, Bound.DURING) and bool(kinds & (ACTING | AIMING))
        return is_ahead and self._issue_year is not None and year < self._issue_year

    def _title_span(self, context: RoleContext) -> tuple[int, int]:
        if Zone.TITLE in self._outline.zones:
            return self._outline.zones[Zone.TITLE]
        title = context.header.title
        return (title.evidence.start, title.evidence.end) if title else (0, 0)

    def _title_year(self, match: TemporalMatch) -> int | None:
        """The year a plan is for; of a school year the one that the month falls in."""
        start, end = self._title
        for other in self._dated:
            if not start <= other.start < end:
                continue
            if (year := self._given_year(other, match)) is not None:
                return year - 1 if self._is_before_new_year(year, match, other) else year
        return None

    def _is_before_new_year(self, year: int, match: TemporalMatch, giver: TemporalMatch) -> bool:
        """Whether a plan for `year` means a day or month of the year before it, in which it is issued.

        So where it is for a New Year's feast ("Tết", "Xuân") or prepares for a day, or prints days of that year that
        are still to come.
        """
        found = re.match(r"XXXX-(\d\d)(?:-(\d\d))?", match.pattern or "")
        if self._issued is None or self._issued.year != year - 1 or found is None or int(found[1]) > 12:
            return False
        title = self._document.text[slice(*self._title)].lower()
        is_of_feast = re.search(r"(?<!\w)(?:tết|xuân)(?!\w)", title) is not None
        day = int(found[2]) if found[2] else self._issued.day
        is_to_come = (int(found[1]), day) >= (self._issued.month, self._issued.day)
        return is_to_come and (is_of_feast or giver.kind is TemporalKind.DAY or self._begins_at_once)
