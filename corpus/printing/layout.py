"""A plan laid out on A4, after Nghị định 30/2020/NĐ-CP, Phụ lục I, and Hướng dẫn 36-HD/VPTW for the Party.

Letterhead in two columns, number left and place and date right, document type and title centred,
justified body with first-line indent, Nơi nhận beside the signature, an appendix on a page of its
own. Party documents have a `*` below the body's name instead of a rule, and no motto. Words are
placed in the reading order of `plan.txt`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import ImageFont

from corpus.planfile import CorpusError, Cosigner, Part, Plan, flowing_lines, printed_lines, without_braces
from corpus.printing.fonts import FAMILIES, FONT_FOLDERS, Fonts
from corpus.printing.pen import handwriting_width, sign, write_by_hand
from corpus.printing.press import Press
from corpus.printing.sheet import Kind, PlacedText, Sheet, wrap
from corpus.printing.stamps import arrival_stamp, seal, urgency_mark
from corpus.printing.style import Hand, PrintStyle

_DIGITS_MM = 5.6
# "ỦY BAN NHÂN DÂN / PHƯỜNG …": both lines are the issuer, so both are bold.
_UNIT_LINE = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|PHƯỜNG|XÃ|ĐẶC KHU)\s")


def print_plan(
    plan: Plan, style: PrintStyle, random: np.random.Generator, *, dpi: int, folders: tuple[Path, ...] = FONT_FOLDERS
) -> list[Sheet]:
    """The pages of a plan as they leave the office: printed, numbered by hand, signed and sealed.

    Raises:
        CorpusError: a line cannot be printed as it is written.
    """
    family = next(family for family in FAMILIES if family.name == style.family)
    press = Press(Fonts(family, dpi, folders), style, random)
    press.new_page()
    _letterhead(press, plan)
    _title(press, plan)
    press.flow(flowing_lines(plan.body, Part.BODY))
    _tail(press, plan)
    if plan.appendix.strip():
        press.new_page()
        press.flow(flowing_lines(plan.appendix, Part.APPENDIX), centre_headings=True)
    _number_lines(press.sheets, plan)
    return press.sheets


def _number_lines(sheets: Sequence[Sheet], plan: Plan) -> None:
    """Gives each word of the plan the number of its line in plan.txt: both have the same words in the same order.

    Raises:
        CorpusError: they do not, so the plan cannot be printed as it is written.
    """
    wanted = [
        (word, number)
        for number, line in enumerate(printed_lines(plan))
        for text in (line.cells or (line.text,))
        for word in without_braces(text).split()
    ]
    printed = 0
    for sheet in sheets:
        for index, word in enumerate(sheet.words):
            if word.kind not in (Kind.PRINT, Kind.HAND):
                continue
            if printed == len(wanted) or wanted[printed][0] != word.text:
                raise CorpusError(
                    f'"{word.text}" is not printed where plan.txt has it.', "Look at the plan's lines there."
                )
            sheet.words[index] = replace(word, line=wanted[printed][1])
            printed += 1
    if printed < len(wanted):
        raise CorpusError(f'"{wanted[printed][0]}" of plan.txt is not printed.', "Look at the plan's lines there.")


def _letterhead(press: Press, plan: Plan) -> None:
    width = press.right - press.left
    left_centre, right_centre = press.left + width * 0.22, press.left + width * 0.715
    left_bottom = _issuer(press, plan, left_centre, width * 0.44)
    right_bottom = _motto(press, plan, right_centre, width * 0.58)
    press.y = max(left_bottom, right_bottom) + press.pt(24)
    number_end = _filled_line(press, plan.number_line, left_centre, Part.NUMBER, italic=False)
    date_start = press.left + width * 0.44
    _filled_line(
        press, plan.place_date_line, right_centre, Part.PLACE_DATE, italic=True, least=max(date_start, number_end)
    )
    for number, words in enumerate(plan.stamps):
        x = left_centre - press.mm(20)
        urgency_mark(press.sheet, words, x, press.y + press.mm(4 + 11 * number), press.fonts, press.random)
    if press.style.arrival is not None:
        x = press.left - press.mm(8) + press.mm(float(press.random.uniform(0, 8)))
        y = press.y + press.mm(5 + 11 * len(plan.stamps))
        arrival_stamp(press.sheet, press.style.arrival, x, y, press.fonts, press.random)
    press.y += press.pt(26) + press.mm(11 * len(plan.stamps))
    if press.style.arrival is not None:
        press.y += press.mm(18)


def _issuer(press: Press, plan: Plan, centre: float, width: float) -> float:
    """The left column: the parent regular, the issuer bold, and a rule or star below; returns its bottom."""
    lines = plan.letterhead_left
    first_bold = len(lines) - 1
    if len(lines) > 1 and _UNIT_LINE.match(lines[-1]):
        first_bold -= 1
    y = press.y
    font = press.fonts.font(13, bold=True)
    length = 0.0
    for number, line in enumerate(lines):
        font = press.fonts.font(13, bold=number >= first_bold)
        for words in wrap(line, font, width):
            y += press.pt(17)
            left, right = press.sheet.put_centred(words, centre, y, font, Part.LETTERHEAD_LEFT)
            length = right - left
    if plan.letterhead_rule:
        y += press.pt(15)
        press.sheet.put_centred(plan.letterhead_rule, centre, y, press.fonts.font(14, bold=True), Part.LETTERHEAD_LEFT)
    elif lines:
        press.sheet.rule(centre - length * 0.22, y + press.pt(4.5), centre + length * 0.22, y + press.pt(4.5))
    return y


def _motto(press: Press, plan: Plan, centre: float, width: float) -> float:
    """The right column: the state's name and motto, or the Party's name; returns its bottom."""
    y = press.y
    left = right = centre
    for number, line in enumerate(plan.letterhead_right):
        points = 13.0 if number == 0 and len(plan.letterhead_right) > 1 else 13.5
        font = press.fonts.font(points, bold=True)
        if font.getlength(line) > width:
            font = press.fonts.font(points * width / font.getlength(line), bold=True)
        y += press.pt(17)
        left, right = press.sheet.put_centred(line, centre, y, font, Part.LETTERHEAD_RIGHT)
    if plan.letterhead_right:
        press.sheet.rule(left, y + press.pt(4.5), right, y + press.pt(4.5))
    return y


def _filled_line(press: Press, line: str, centre: float, part: Part, *, italic: bool, least: float = 0.0) -> float:
    """A line of the letterhead with what is written by hand; it does not begin left of `least`. Returns its end."""
    if not line:
        return 0.0
    font = press.fonts.font(13.5, italic=italic)
    fallback = press.fonts.font(17, italic=True)
    is_typed = press.style.hand is Hand.TYPED
    pieces = [(text, number % 2 == 1 and not is_typed) for number, text in enumerate(re.split(r"[{}]", line))]
    gap = press.mm(0.8)
    widths = [
        handwriting_width(press.sheet, text, _DIGITS_MM) + 2 * gap if by_hand else font.getlength(text)
        for text, by_hand in pieces
    ]
    x = max(centre - sum(widths) / 2, min(least + press.mm(2), press.right - sum(widths)))
    before = len(press.sheet.words)
    for (text, by_hand), width in zip(pieces, widths, strict=True):
        if by_hand:
            write_by_hand(
                press.sheet,
                text,
                x + gap,
                press.y,
                part,
                press.random,
                height_mm=_DIGITS_MM,
                colour=press.style.pen,
                fallback=fallback,
                is_neat=press.style.hand is Hand.NEAT,
            )
        else:
            _put_spaced(press.sheet, text, x, press.y, font, part)
        x += width
    _join_words(press.sheet, before, without_braces(line).split())
    return x


def _put_spaced(sheet: Sheet, text: str, x: float, y: float, font: ImageFont.FreeTypeFont, part: Part) -> None:
    """Words where their spaces put them: a blank for a number or day stays as wide as it is typed."""
    for match in re.finditer(r"\S+", text):
        sheet.put(match[0], x + font.getlength(text[: match.start()]), y, font, part)


def _join_words(sheet: Sheet, first: int, words: Sequence[str]) -> None:
    """Joins what was placed in pieces ("Số:", "46", "/KH-UBND") to the words that are read ("46/KH-UBND")."""
    pieces = sheet.words[first:]
    joined = []
    for word in words:
        taken = [pieces.pop(0)]
        while "".join(piece.text for piece in taken) != word:
            taken.append(pieces.pop(0))
        sides = list(zip(*(piece.box for piece in taken), strict=True))
        kind = Kind.HAND if any(piece.kind is Kind.HAND for piece in taken) else Kind.PRINT
        box = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
        joined.append(PlacedText(word, taken[0].part, kind, box))
    sheet.words[first:] = joined


def _title(press: Press, plan: Plan) -> None:
    centre = (press.left + press.right) / 2
    if plan.doc_type:
        press.y += press.pt(18)
        press.sheet.put_centred(plan.doc_type, centre, press.y, press.fonts.font(14, bold=True), Part.DOC_TYPE)
    font = press.fonts.font(14, bold=True)
    for line in wrap(plan.title, font, (press.right - press.left) * 0.86):
        press.y += press.pt(18)
        press.sheet.put_centred(line, centre, press.y, font, Part.TITLE)
    half = press.mm(19)
    press.sheet.rule(centre - half, press.y + press.pt(7), centre + half, press.y + press.pt(7))
    press.y += press.pt(16)


def _tail(press: Press, plan: Plan) -> None:
    """Nơi nhận on the left, the signature with its seal on the right, level with it; cosigners below."""
    list_step, sign_step = press.pt(13.4), press.pt(17.5)
    column = (press.right - press.left) * 0.47
    font = press.fonts.font(11)
    wrapped = [words for line in plan.recipients for words in wrap(line, font, column)]
    height = max(press.pt(20) + len(wrapped) * list_step, len(plan.signature) * sign_step + press.mm(38))
    press.y += press.pt(8)
    press.need(min(height, press.bottom - press.mm(30)))
    top = press.y
    if plan.recipients:
        head = press.fonts.font(12, bold=True, italic=True)
        press.sheet.put(plan.recipients_title, press.left, top + press.pt(15), head, Part.RECIPIENTS_TITLE)
    y = top + press.pt(15)
    for words in wrapped:
        y += list_step
        press.sheet.put(words, press.left, y, font, Part.RECIPIENTS)
    centre = press.right - (press.right - press.left) * 0.24
    lettering = " ".join(plan.letterhead_left)
    bottom = _signature_block(press, Cosigner(signature=plan.signature, signer=plan.signer), centre, top, lettering)
    press.y = max(y, bottom) + press.pt(10)
    if plan.cosigners:
        _cosigners(press, plan)


def _cosigners(press: Press, plan: Plan) -> None:
    """Further signatures, side by side, in the order of the plan."""
    count = len(plan.cosigners)
    most = max(len(cosigner.signature) for cosigner in plan.cosigners)
    press.need(most * press.pt(17.5) + press.mm(40))
    top, width = press.y, (press.right - press.left) / count
    bottoms = [
        _signature_block(press, cosigner, press.left + (number + 0.5) * width, top, cosigner.signature[0])
        for number, cosigner in enumerate(plan.cosigners)
    ]
    press.y = max(bottoms)


def _signature_block(press: Press, block: Cosigner, centre: float, top: float, lettering: str) -> float:
    """Authority and position, signature and seal, the signer's name; returns its bottom."""
    if not block.signature and not block.signer:
        return top
    font = press.fonts.font(13.5, bold=True)
    y = top
    for line in block.signature:
        for words in wrap(line, font, (press.right - press.left) * 0.5):
            y += press.pt(17)
            press.sheet.put_centred(words, centre, y, font, Part.SIGNATURE)
    name_line = y + press.mm(31)
    middle = y + press.mm(18)
    sign(press.sheet, centre + press.mm(4), middle + press.mm(6), press.random, press.style.pen)
    jitter = press.random.uniform(-1, 1, 2)
    x = centre - press.mm(19 + 4 * float(jitter[0]))
    seal(press.sheet, x, middle + press.mm(3 * float(jitter[1])), lettering.upper()[:60], press.fonts, press.random)
    if block.signer:
        press.sheet.put_centred(block.signer, centre, name_line, font, Part.SIGNATURE)
    return name_line
