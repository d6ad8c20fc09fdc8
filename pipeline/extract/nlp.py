"""The extractors as spaCy components, for use in other people's pipelines.

    >>> from pipeline.extract.nlp import vietnamese
    >>> nlp = vietnamese()
    >>> doc = nlp("Các thôn báo cáo về Ủy ban nhân dân xã trước ngày 25 hằng tháng.")
    >>> [(span.text, span._.value.rrule) for span in doc.spans["dates"]]
    [('ngày 25 hằng tháng', 'FREQ=MONTHLY;BYMONTHDAY=25')]

Words are segmented by underthesea (offline, its CRF model). Each component writes one group of
`doc.spans`, with the role, kind or type as the span's label and the record's value as
`span._.value`; `displacy.render(doc, style="span", options={"spans_key": "dates"})` shows it.
A component of your own is a function from `Doc` to `Doc` under `@Language.component`; what
these components found is in `doc.spans` by then.
"""

from collections.abc import Callable, Iterable
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
from models.record import Header
from pipeline.extract.bodies import find_bodies
from pipeline.extract.criteria import find_criteria
from pipeline.extract.dates import find_dates
from pipeline.extract.header import find_header
from pipeline.extract.references import find_references
from pipeline.segment import outline_document

COMPONENTS = ("kehoach_references", "kehoach_dates", "kehoach_bodies", "kehoach_criteria")

_TOKENIZER = "kehoach.WordTokenizer.v1"
_PLAN = "kehoach_plan"  # where a Doc keeps its Document, Outline and Header between components


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


def _plan(doc: Doc) -> tuple[Document, Outline, Header]:
    """The Doc's text as a document of one paragraph a line, made once a Doc."""
    if _PLAN not in doc.user_data:
        paragraphs, start = [], 0
        for line in doc.text.split("\n"):
            if line.strip():
                paragraphs.append(Paragraph(start, start + len(line), 1))
            start += len(line) + 1
        document = Document(doc.text, doc.text, range(len(doc.text) + 1), tuple(paragraphs))
        outline = outline_document(document)
        doc.user_data[_PLAN] = (document, outline, find_header(document, outline))
    plan: tuple[Document, Outline, Header] = doc.user_data[_PLAN]
    return plan


def _add_spans(doc: Doc, key: str, found: Iterable[tuple[Evidence, str, object]]) -> Doc:
    """Writes a group of spans; a value that begins inside a token is widened to the token."""
    spans = []
    for evidence, label, value in found:
        span = doc.char_span(evidence.start, evidence.end, label=label, alignment_mode="expand")
        if span is not None:
            span._.value = value
            spans.append(span)
    doc.spans[key] = spans
    return doc


@Language.component("kehoach_dates")
def _dates(doc: Doc) -> Doc:
    document, outline, header = _plan(doc)
    references = find_references(document, outline)
    dates = find_dates(document, outline, header, references, None)
    return _add_spans(doc, "dates", ((date.evidence, date.role.value, date.value) for date in dates))


@Language.component("kehoach_references")
def _references(doc: Doc) -> Doc:
    document, outline, _ = _plan(doc)
    found = find_references(document, outline)
    return _add_spans(doc, "references", ((one.evidence, one.doc_type, one) for one in found))


@Language.component("kehoach_bodies")
def _bodies(doc: Doc) -> Doc:
    document, outline, header = _plan(doc)
    bodies = find_bodies(document, outline, header)
    mentions = ((mention, body.kind.value, body) for body in bodies for mention in body.mentions)
    return _add_spans(doc, "bodies", sorted(mentions, key=lambda row: (row[0].start, row[0].end)))


@Language.component("kehoach_criteria")
def _criteria(doc: Doc) -> Doc:
    document, outline, _ = _plan(doc)
    found = find_criteria(document, outline)
    return _add_spans(doc, "criteria", ((one.evidence, one.kind.value, one) for one in found))


if not Span.has_extension("value"):
    Span.set_extension("value", default=None)
