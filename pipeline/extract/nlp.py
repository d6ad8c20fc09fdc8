"""The extractors as spaCy components, for use in other people's pipelines.

    >>> from pipeline.extract.nlp import vietnamese
    >>> nlp = vietnamese()
    >>> doc = nlp("Các thôn báo cáo về Ủy ban nhân dân xã trước ngày 25 hằng tháng.")
    >>> [(span.text, span._.value.rrule) for span in doc.spans["dates"]]
    [('ngày 25 hằng tháng', 'FREQ=MONTHLY;BYMONTHDAY=25')]

Words are segmented by underthesea (offline, its CRF model). Each component writes one group of
`doc.spans` ("dates", "deadlines", "bodies" …), with the role, kind or type as the span's label and the
record's value as `span._.value`; `displacy.render(doc, style="span", options={"spans_key": "dates"})`
shows it. Every component works alone, in any pipeline of any tokenizer that keeps the text. A component
of your own is a function from `Doc` to `Doc` under `@Language.component`; what the components before it
found is in `doc.spans` by then. docs/extractors.md shows both.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import spacy
import underthesea
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from models.document import Document, Paragraph
from models.evidence import Evidence
from models.outline import Outline
from models.record import Body, Campaign, DateMention, Header, Reference
from pipeline.extract.bodies import find_bodies
from pipeline.extract.campaign import find_campaign
from pipeline.extract.criteria import find_criteria
from pipeline.extract.dates import find_dates
from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.header import find_header
from pipeline.extract.recipients import find_recipients
from pipeline.extract.references import find_references
from pipeline.extract.signature import find_signatures
from pipeline.segment import build_sections, outline_document

_TOKENIZER = "kehoach.WordTokenizer.v1"
_PLAN = "kehoach_plan"  # where a Doc keeps what its components share


def vietnamese() -> Language:
    """A Vietnamese spaCy pipeline with word segmentation and all components of this module."""
    tokenizer = {"tokenizer": {"@tokenizers": _TOKENIZER}}
    nlp = spacy.blank("xx", config={"nlp": tokenizer})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


class WordTokenizer:
    """Words as underthesea segments them ("thi đua" is one token), each at its own place.

    The text is never changed: `doc.text == text` holds, tone placement included.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Takes the vocabulary that the tokens' words are kept in."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a Doc; line breaks and further spaces are tokens of their own."""
        words: list[str] = []
        end = 0
        for line in text.splitlines(keepends=True):
            for word in underthesea.word_tokenize(line, use_token_normalize=False):
                start = text.find(word, end)
                if start < 0:  # the segmenter rewrote the word: it stays part of the gap
                    continue
                words += _gap(text[end:start])
                words.append(word)
                end = start + len(word)
        words += _gap(text[end:])
        return _doc(self.vocab, words)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep: the tokenizer has no settings."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> "WordTokenizer":
        """The tokenizer itself: there is nothing to read."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to keep: the tokenizer has no settings."""

    def from_disk(self, _path: Any, **_: Any) -> "WordTokenizer":
        """The tokenizer itself: there is nothing to read."""
        return self


def _gap(text: str) -> list[str]:
    """What stands between two words, as tokens; a single space belongs to the word before."""
    return [text] if text else []


def _doc(vocab: Vocab, pieces: list[str]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    for piece in pieces:
        if piece.startswith(" ") and words and not spaces[-1]:
            spaces[-1] = True
            piece = piece[1:]
        if piece:
            words.append(piece)
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


@registry.tokenizers(_TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy ships no types for it
def _create_tokenizer() -> Callable[[Language], WordTokenizer]:
    def create(nlp: Language) -> WordTokenizer:
        return WordTokenizer(nlp.vocab)

    return create


@dataclass(frozen=True)
class _Plan:
    """What the components of one Doc share: its text as a document, and what more than one of them needs."""

    document: Document
    outline: Outline

    @cached_property
    def header(self) -> Header:
        return find_header(self.document, self.outline)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        return find_references(self.document, self.outline)

    @cached_property
    def campaign(self) -> Campaign | None:
        return find_campaign(self.document, self.outline, self.header)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return find_dates(self.document, self.outline, self.header, self.references, self.campaign)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        return find_bodies(self.document, self.outline, self.header)


def _plan(doc: Doc) -> _Plan:
    """The Doc's text as a document of one paragraph a line, made once a Doc."""
    if _PLAN not in doc.user_data:
        paragraphs, start = [], 0
        for line in doc.text.split("\n"):
            if line.strip():
                paragraphs.append(Paragraph(start, start + len(line), 1))
            start += len(line) + 1
        document = Document(doc.text, doc.text, range(len(doc.text) + 1), tuple(paragraphs))
        doc.user_data[_PLAN] = _Plan(document, outline_document(document))
    plan: _Plan = doc.user_data[_PLAN]
    return plan


_Found = Iterable[tuple[Evidence, str, object]]


def _header_values(plan: _Plan) -> _Found:
    for name in ("issuer", "parent", "doc_type", "number", "symbol", "place", "issued", "title"):
        if (value := getattr(plan.header, name)) is not None:
            yield value.evidence, name, value.value


def _campaign_values(plan: _Plan) -> _Found:
    for name in ("name", "theme", "slogan", "period"):
        if plan.campaign and (value := getattr(plan.campaign, name)) is not None:
            yield value.evidence, name, value.value


def _sections(plan: _Plan) -> _Found:
    waiting = list(build_sections(plan.document, plan.outline))
    while waiting:
        section = waiting.pop(0)
        yield plan.document.evidence(section.start, section.end), section.kinds[0].value, section
        waiting = [*section.children, *waiting]


def _mentions(plan: _Plan) -> _Found:
    mentions = ((mention, body.kind.value, body) for body in plan.bodies for mention in body.mentions)
    return sorted(mentions, key=lambda row: (row[0].start, row[0].end))


def _deadlines(plan: _Plan) -> _Found:
    found = find_deadlines(plan.document, plan.outline, plan.dates, plan.bodies)
    return ((one.evidence, one.due.bound.value if one.due.bound else "due", one) for one in found)


def _signatures(plan: _Plan) -> _Found:
    signature, cosigners = find_signatures(plan.document, plan.outline)
    signed = [(signature, "signature")] if signature else []
    return ((one.evidence, label, one) for one, label in [*signed, *((other, "cosigner") for other in cosigners)])


# Each component: the group of `doc.spans` that it writes, and what it writes there (place, label, value).
_WRITERS: dict[str, Callable[[_Plan], _Found]] = {
    "sections": _sections,
    "header": _header_values,
    "campaign": _campaign_values,
    "references": lambda plan: ((one.evidence, one.doc_type, one) for one in plan.references),
    "dates": lambda plan: ((one.evidence, one.role.value, one.value) for one in plan.dates),
    "bodies": _mentions,
    "deadlines": _deadlines,
    "criteria": lambda plan: (
        (one.evidence, one.kind.value, one) for one in find_criteria(plan.document, plan.outline)
    ),
    "recipients": lambda plan: (
        (one.evidence, one.purpose or "recipient", one) for one in find_recipients(plan.document, plan.outline)
    ),
    "signature": _signatures,
}

COMPONENTS = tuple(f"kehoach_{group}" for group in _WRITERS)
"""The names of all components, in the order in which `vietnamese` adds them; each works alone."""


def _add_spans(doc: Doc, group: str) -> Doc:
    """Writes a group of spans; a value that begins inside a token is widened to the token."""
    spans = []
    for evidence, label, value in _WRITERS[group](_plan(doc)):
        span = doc.char_span(evidence.start, evidence.end, label=label, alignment_mode="expand")
        if span is not None:
            span._.value = value
            spans.append(span)
    doc.spans[group] = spans
    return doc


for _group in _WRITERS:
    Language.component(f"kehoach_{_group}", func=partial(_add_spans, group=_group))

if not Span.has_extension("value"):
    Span.set_extension("value", default=None)
