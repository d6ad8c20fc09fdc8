"""The passages of a document that show the words that were looked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.archive.terms import Term, as_phrase, find_spans

_MAX_PASSAGES = 3
_WIDTH = 160  # characters around the first hit; a paragraph may have thousands
_LEAD = 50  # of them before the hit
_ELLIPSIS = "…"

Span = tuple[int, int, int, bool]  # start, end, number of the term, spelled as typed


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paragraph; `marks` are the hits' places in `text`, the rest are offsets into the document."""

    text: str
    start: int
    end: int
    first_hit: int
    marks: tuple[tuple[int, int], ...]


def find_passages(
    terms: Sequence[Term], text: str, folded: str, within: Sequence[tuple[int, int]] | None = None
) -> tuple[Passage, ...]:
    """Up to three passages, in reading order, that show the most of the terms.

    Where all terms stand in a row somewhere, only such places are shown. Those spelled as typed
    come before those that are only alike without diacritics.

    `folded` is the text after `fold`. With `within` only hits inside one of these spans count, and
    there are none unless every term stands inside one of them.
    """
    phrase = as_phrase(terms)
    in_a_row = find_passages([phrase], text, folded, within) if phrase else ()
    if in_a_row:
        return in_a_row
    spans = [
        span
        for span in find_spans(terms, text, folded)
        if within is None or any(start <= span[0] < end for start, end in within)
    ]
    if len({number for _, _, number, _ in spans}) < len(terms):
        return ()
    paragraphs: dict[int, list[Span]] = {}
    for span in spans:
        paragraphs.setdefault(_paragraph_start(text, span[0]), []).append(span)

    def value(start: int) -> tuple[int, int, int]:
        hits = paragraphs[start]
        exact = {number for _, _, number, is_exact in hits if is_exact}
        return -len({number for _, _, number, _ in hits}), -len(exact), start

    ranked = sorted(paragraphs, key=value)
    best = [start for start in ranked if value(start)[0] == value(ranked[0])[0]]
    return tuple(_passage(text, start, paragraphs[start]) for start in sorted(best[:_MAX_PASSAGES]))


def _paragraph_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _passage(text: str, paragraph: int, hits: Sequence[Span]) -> Passage:
    """The piece of the paragraph around its first hit, cut between words."""
    end = text.find("\n", hits[0][1])
    end = len(text) if end < 0 else end
    first, last = paragraph, end
    if last - first > _WIDTH:
        first = max(paragraph, min(hits[0][0] - _LEAD, end - _WIDTH))
        first = first if first == paragraph else text.find(" ", first - 1, hits[0][0]) + 1 or hits[0][0]
        last = max(hits[0][1], first + _WIDTH)
        last = end if last >= end else max(hits[0][1], text.rfind(" ", first, last))
    lead = "" if first == paragraph else _ELLIPSIS
    shift = len(lead) - first
    shown = text[first:last].replace("\n", " ")
    return Passage(
        text=f"{lead}{shown}{'' if last == end else _ELLIPSIS}",
        start=first,
        end=last,
        first_hit=hits[0][0],
        marks=_merged((start + shift, stop + shift) for start, stop, _, _ in hits if stop <= last),
    )


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted spans, those that overlap or are next to each other as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
