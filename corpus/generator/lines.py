"""From a composed plan to what is printed, line by line, and to the plan that the scanner prints."""

from dataclasses import dataclass, replace

from corpus.generator.compose import Composed, compose
from corpus.generator.draw import Draw
from corpus.generator.outline import Line
from corpus.generator.slips import Slip, old_tones, with_slips
from corpus.generator.words import Words, joined
from corpus.planfile import Plan


@dataclass(frozen=True)
class Drawn:
    """A plan with the words of each printed line, in the order of `planfile.printed_lines`, and its errors by line."""

    plan: Plan
    lines: list[Words]
    slips: dict[int, list[Slip]]
    composed: Composed


def draw_plan(seed: int, index: int, *, errors: float) -> Drawn:
    """The plan number `index` of a seed with `errors` typing errors on average."""
    draw = Draw(seed, index)
    composed = compose(draw)
    body = composed.body
    if draw.chance(0.75 if composed.setting.issued.year < 2012 else 0.2):
        body = [replace(line, words=old_tones(line.words), cells=tuple(map(old_tones, line.cells))) for line in body]
    slips: dict[int, list[Slip]] = {}
    if errors > 0:
        body, slips = with_slips(draw, body, draw.number(0, max(1, round(2 * errors))))
    return _printed(composed, body, slips)


def _printed(composed: Composed, body: list[Line], slips: dict[int, list[Slip]]) -> Drawn:
    setting = composed.setting
    before = [*composed.left, *([Words(composed.rule)] if composed.rule else []), *map(Words, setting.headline)]
    before += [composed.number_line, composed.place_date_line, Words("KẾ HOẠCH"), composed.title]
    behind = [Words(composed.recipients_title), *composed.recipients, *map(Words, composed.signature)]
    behind += [Words(composed.signer)] if composed.signer else []
    lines = [*before, *(joined(line.cells, " | ") if line.cells else line.words for line in body), *behind]
    plan = Plan(
        letterhead_left=tuple(words.text for words in composed.left),
        letterhead_right=setting.headline,
        letterhead_rule=composed.rule,
        number_line=_by_hand(composed.number_line.text, composed.number_is_written),
        place_date_line=_by_hand(composed.place_date_line.text, composed.day_is_written),
        title=composed.title.text,
        body="\n".join(_source(line) for line in body),
        recipients_title=composed.recipients_title,
        recipients=tuple(words.text for words in composed.recipients),
        signature=tuple(composed.signature),
        signer=composed.signer,
    )
    return Drawn(plan, lines, {len(before) + index: found for index, found in slips.items()}, composed)


def _source(line: Line) -> str:
    """A line as `plan.toml` holds it: marks for headings, bars around the cells of a row."""
    if line.cells:
        return f"| {' | '.join(cell.text for cell in line.cells)} |"
    return f"{'#' * line.heading} {line.words.text}" if line.heading else line.words.text


def _by_hand(text: str, written: bool) -> str:
    """The line with its first number in braces where it is written by hand."""
    digits = next((index for index, letter in enumerate(text) if letter.isdecimal()), None)
    if not written or digits is None:
        return text
    end = digits
    while end < len(text) and text[end].isdecimal():
        end += 1
    return f"{text[:digits]}{{{text[digits:end]}}}{text[end:]}"
