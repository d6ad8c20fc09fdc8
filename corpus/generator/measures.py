"""Criteria with figures, from rows such as "{>=80-95 %} hộ gia đình …"."""

import re
from collections.abc import Sequence

from corpus.generator.draw import Draw
from corpus.generator.meanings import Assigned, BodyRef, Fixed, Measure, Mention
from corpus.generator.words import Span, Words
from models.record import BodyKind, Comparator, CriterionKind, CriterionSubject, DutyRole, Quantity

# {comparator least-most[:step][+] unit}: a plus puts the comparator behind ("từ 85% trở lên").
_FIGURE = re.compile(r"\{(>=|<=|>|<|=|about)(\d+)-(\d+)(?::(\d+))?(\+?) ([^}]+)\}")
_COMPARATORS = {
    Comparator.AT_LEAST: ("ít nhất ", "tối thiểu ", "không dưới "),
    Comparator.MORE_THAN: ("trên ", "hơn "),
    Comparator.LESS_THAN: ("dưới ",),
    Comparator.AT_MOST: ("không quá ", "tối đa "),
    Comparator.EXACTLY: ("",),
    Comparator.ABOUT: ("khoảng ",),
}
_MULTIPLES = {"nghìn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}
# Whether a number is asked for, allowed or required is a matter of reading.
_OTHER_KINDS = {
    CriterionKind.TARGET: (CriterionKind.QUOTA, CriterionKind.STANDARD),
    CriterionKind.QUOTA: (CriterionKind.TARGET, CriterionKind.STANDARD),
    CriterionKind.STANDARD: (CriterionKind.CONDITION, CriterionKind.ELIGIBILITY, CriterionKind.TARGET),
    CriterionKind.CONDITION: (CriterionKind.STANDARD, CriterionKind.ELIGIBILITY, CriterionKind.TARGET),
}


def measure(draw: Draw, row: Sequence[str]) -> Words:
    """The sentence of a row (kind, subject, sentence) with its figures drawn, as a criterion."""
    kind, subject, sentence = row
    quantities: list[Quantity] = []
    pieces: list[Words] = []
    position = 0
    for match in _FIGURE.finditer(sentence):
        words, quantity = _figure(draw, match)
        pieces += [Words(sentence[position : match.start()]), words]
        quantities.append(quantity)
        position = match.end()
    text = Words("")
    for piece in (*pieces, Words(sentence[position:])):
        text = text + piece
    of_kind = CriterionKind(kind)
    of_subject = CriterionSubject(subject) if subject else None
    text = _with_subject(text)
    return text.marked(Measure(of_kind, of_subject, tuple(quantities), _OTHER_KINDS[of_kind]))


def _with_subject(text: Words) -> Words:
    """The sentence without the brackets around whom it binds ("[mỗi đơn vị] …"), who can be read as a body."""
    if not text.text.startswith("["):
        return text
    end = text.text.index("]") - 1
    name = text.text[1 : end + 1]
    each = BodyRef(name[0].upper() + name[1:], BodyKind.COMMUNITY, also=(name.removeprefix("mỗi ").capitalize(),))
    duty = Assigned(each, DutyRole.ASSIGNED, optional=True)
    plain = Words(text.text.replace("[", "", 1).replace("]", "", 1), tuple(span.moved(-2) for span in text.spans))
    return Words(plain.text, (Span(0, end, Mention(each)), Span(0, end, Fixed()), *plain.spans)).marked(duty)


def _figure(draw: Draw, match: re.Match[str]) -> tuple[Words, Quantity]:
    sign, least, most, step, behind, unit = match.groups()
    comparator = Comparator(sign)
    value = draw.number(int(least), int(most), int(step or 1))
    if value == 100 and comparator is Comparator.AT_LEAST:
        comparator = Comparator.EXACTLY
    percent = unit == "%"
    number = f"{value:,}".replace(",", ".") if percent or value >= 10 or draw.chance(0.15) else f"{value:02}"
    multiple, _, rest = unit.partition(" ")
    factor = _MULTIPLES.get(multiple, 1)
    figure = f"{number}%" if percent else f"{number} {unit}"
    if behind:
        text = f"từ {figure} trở lên"
        comparator = Comparator.AT_LEAST
    else:
        text = draw.one(_COMPARATORS[comparator]) + figure
    quantity = Quantity(comparator=comparator, value=float(value * factor), unit=rest if factor > 1 else unit)
    return Words(text).marked(Fixed()), quantity
