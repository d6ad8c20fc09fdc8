"""The end of a plan: recipients (*Nơi nhận*) left, signature right, or several signatures side by side.

Signals, in order of authority: the heading "Nơi nhận"; lines in capitals that name an
authority or a position, away from the left margin, or two lines in capitals side by side; no
full line of text below them. Between position and name of the signer lie seal and signature:
what was read there is no text of the plan. Left of them it is, however badly it was read.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and II.9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table
from models.page import Region
from pipeline.folding import fold, similarity
from pipeline.layout.runs import Piece, Row, Run, chain, key_of, merge, rows_of, share_of_capitals
from pipeline.positions import folded_positions

_HEADING_LIKENESS = 0.8
_POSITION_LIKENESS = 0.85
_FULL_LINE = 0.72  # of the text's width: no line of either column is as wide
_RIGHT_COLUMN = 0.55  # of the text's width: the centre of a line of the right column lies beyond
_EMS_ABOVE_RECIPIENTS = 6  # the authority's line may stand a line or two above "Nơi nhận"
_EMS_TO_SIGN = 3.5  # the least room for a hand between a position and what is printed below the name
_SURE = 0.6  # mean confidence below which capitals in a seal are no line
_WELL_READ = 0.9
_WORTHLESS = 0.3  # confidence of a word that is a scrap however long it is
_SHORT = 4  # characters of a scrap that the seal leaves beside the recipients
_SPECKS = "_-–—'\"`‘’“”~^*|:;,"
_SHORTEST_HEAD = 3  # letters
_SINGLE_LETTERS = set("YHKR")  # that names of the highland peoples begin with
_LONGEST_NAME_WORDS = 7  # "Thượng tá Nguyễn Thị Hồng Vân"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the region it stands in."""

    run: Run
    region: Region


@dataclass(frozen=True, slots=True)
class _Frame:
    em: float
    left: float
    right: float

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)

    def place(self, x: float) -> float:
        """Where between the margins a point lies, 0..1."""
        return (x - self.left) / self.width


def find_closing(pieces: Sequence[Piece], em: float, left: float, right: float) -> list[Placed]:
    """The lines of recipients and signatures in reading order, empty where the page has none.

    `left` and `right` are the margins of the text. Reading order is: signatures above the
    recipients, recipients, signature beside or below them.
    """
    frame = _Frame(em, left, right)
    rows = rows_of(chain(pieces, gap=1.6 * em))
    heading = next(((i, run) for i, row in enumerate(rows) for run in row[:1] if _is_heading(run, frame)), None)
    if heading is None:
        start = _body_end(rows, frame)
        first = _first_signature_row(rows[start:], frame)
        return [] if first is None else _signatures(rows[start + first :], frame)
    number, recipients = heading
    end = next((i for i, row in enumerate(rows[number:], start=number) if _is_full(row, frame)), len(rows))
    start = _body_end(rows[:number], frame)
    first = _first_signature_row(rows[start:number], frame)
    above = [] if first is None else rows[start + first : number]
    scraps = [
        Placed(run, Region.STAMP)
        for row in rows[start : number - len(above)]
        for run in row
        if _side(run, frame) == "right" and run.confidence < _SURE
    ]
    return scraps + _closing_from(above, rows[number:end], recipients, frame)


def _closing_from(above: Sequence[Row], below: Sequence[Row], recipients: Run, frame: _Frame) -> list[Placed]:
    """The closing of the rows from the first signature to the recipients, and of those from there on."""
    if any(_side(run, frame) == "left" for row in above for run in row):
        return _signatures(above, frame) + _beside(below, recipients, frame)
    lifted = [row for row in above if recipients.y0 - row[0].y1 < _EMS_ABOVE_RECIPIENTS * frame.em]
    return _beside([*lifted, *below], recipients, frame)


def _is_heading(run: Run, frame: _Frame) -> bool:
    if frame.place(run.x0) > 0.3 or not run.text.lstrip(" -–_*.").startswith(("N", "n0", "NƠ", "Ñ")):
        return False
    headings: list[str] = load_table("layout")["closing"]["recipients"]
    words = run.text.split()
    start = key_of(" ".join(words[:2])) if ":" not in words[0] else key_of(words[0])
    # Body text speaks of "nơi nhận" too, but goes on after it.
    is_short = len(words) <= 3 or any(":" in word for word in words[:3])
    start = start.replace(" ", "")
    return is_short and any(similarity(start, heading.replace(" ", "")) >= _HEADING_LIKENESS for heading in headings)


def is_position(run: Run) -> bool:
    """Whether a line names an authority or a position, as the first lines of a signature do."""
    if share_of_capitals(run.text) < 0.8 or not run.folded:
        return False
    mark = key_of(run.pieces[0].word.text).replace(" ", "")
    if any(run.folded.startswith(f"{authority} ") for authority in _authorities()):
        return True
    if mark in _authorities() and len(run.pieces) > 1:
        return True
    words = run.folded.split()
    return any(
        similarity(" ".join(words[: position.count(" ") + 1]), position) >= _POSITION_LIKENESS
        for position in folded_positions()
    )


def _is_full(row: Row, frame: _Frame) -> bool:
    """Whether a row is a line of running text: wide, without a gap, or with words before a full line's end."""
    run = max(row, key=lambda run: run.width)
    return run.width > _FULL_LINE * frame.width and run.confidence >= _SURE and not is_position(run)


def _body_end(rows: Sequence[Row], frame: _Frame) -> int:
    return max((i + 1 for i, row in enumerate(rows) if _is_full(row, frame)), default=0)


def _first_signature_row(rows: Sequence[Row], frame: _Frame) -> int | None:
    for number, row in enumerate(rows):
        cues = [run for run in row if is_position(run)]
        if len(cues) > 1 or any(_side(run, frame) == "right" for run in cues) or _is_joint(row, frame):
            while number > 0 and _names_units(rows[number - 1], row, frame):
                number, row = number - 1, rows[number - 1]
            return number
    named = next((number for number, row in enumerate(rows) if _is_names(row, frame)), None)
    if named is None:
        return None
    # Seals hid the heads: the block begins behind the last line that ends a sentence.
    ends = (number for number, row in enumerate(rows[:named]) if row[-1].text.endswith((".", ";", ":")))
    return max(ends, default=-1) + 1


def _is_names(row: Row, frame: _Frame) -> bool:
    """Whether a row holds the names of two who sign side by side."""
    names = [run for run in row if is_name(run) and has_family_name(run)]
    return len(names) > 1 and _side(names[0], frame) == "left" and _side(names[-1], frame) == "right"


def _is_joint(row: Row, frame: _Frame) -> bool:
    """Whether a row names two units side by side, as joint signatures do above their seals."""
    heads = [run for run in row if _is_head(run)]
    return len(heads) > 1 and _side(heads[0], frame) == "left" and _side(heads[-1], frame) == "right"


def _is_head(run: Run) -> bool:
    """Whether a run can stand at the head of a signature: two words or more in capitals, well read."""
    words = [piece for piece in run.pieces if piece.has_text]
    return len(words) > 1 and share_of_capitals(run.text) > 0.9 and run.confidence >= _SURE


def _names_units(row: Row, below: Row, frame: _Frame) -> bool:
    """Whether a row names the units whose heads sign in the row below."""
    is_close = below[0].y0 - row[0].y1 < 1.5 * frame.em
    in_capitals = all(share_of_capitals(run.text) > 0.9 for run in row)
    return is_close and in_capitals and (len(row) > 1 or _side(row[0], frame) == "right")


def _side(run: Run, frame: _Frame) -> str:
    return "right" if frame.place(run.centre) >= _RIGHT_COLUMN and frame.place(run.x0) > 0.3 else "left"


def _beside(rows: Sequence[Row], heading: Run, frame: _Frame) -> list[Placed]:
    """Recipients in the left column, signature in the right one; below them those who sign, too."""
    left: list[Run] = []
    right: list[Run] = []
    end = _further_signatures(rows, frame)
    for row in rows[:end]:
        for run in row:
            is_scrap = run is not row[0] and run.confidence < _SURE and len(run.folded) <= _SHORT
            (right if is_scrap or _side(run, frame) == "right" else left).append(run)
    recipients = [
        Placed(line, Region.RECIPIENTS if line.middle >= heading.middle - frame.em / 2 else Region.BODY)
        for line in _lines_of(left)
    ]
    further = _signatures(rows[end:], frame) if rows[end:] else []
    return recipients + _signature(_lines_of(right), frame) + further


def _further_signatures(rows: Sequence[Row], frame: _Frame) -> int:
    """The row below the first signature in which another authority or position stands; behind all where none does.

    The room for hand and seal lies between the two: no line of one head is so far from the next.
    """
    last: float | None = None
    for number, row in enumerate(rows):
        cues = [run for run in row if is_position(run)]
        if cues and last is not None and min(run.y0 for run in cues) - last > _EMS_TO_SIGN * frame.em:
            return number
        last = max((run.y1 for run in cues), default=last)
    return len(rows)


def _signatures(rows: Sequence[Row], frame: _Frame) -> list[Placed]:
    """Signatures side by side, one after the other: each line belongs to the nearest of the first lines."""
    first = [run for run in rows[0] if is_position(run) or _is_head(run)] or list(rows[0])
    names = next((row for row in rows if _is_names(row, frame)), ())
    if len(names) > len(first):
        first = list(names)
    beside: list[Run] = []
    columns: list[list[Run]] = [[] for _ in first]
    for row in rows:
        for run in row:
            if run not in first and all(_side(head, frame) == "right" for head in first) and _is_left_of(run, first):
                beside.append(run)
                continue
            nearest = min(range(len(first)), key=lambda i: abs(first[i].centre - run.centre))
            columns[nearest].append(run)
    return _unheaded(_lines_of(beside)) + [
        placed for column in columns for placed in _signature(_lines_of(column), frame)
    ]


def _is_left_of(run: Run, heads: Sequence[Run]) -> bool:
    return run.x1 < min(head.centre for head in heads) and run.centre < min(head.x0 for head in heads)


def _unheaded(lines: Sequence[Run]) -> list[Placed]:
    """The lines left of a signature where no "Nơi nhận" was read: recipients from the first dash on."""
    first = next((i for i, line in enumerate(lines) if line.text.startswith(("-", "–", "+"))), len(lines))
    return [Placed(line, Region.BODY if i < first else Region.RECIPIENTS) for i, line in enumerate(lines)]


def _signature(lines: Sequence[Run], frame: _Frame) -> list[Placed]:
    """Authority, position and name; seal lettering and pen strokes between them set apart."""
    lines = [part for line in lines for part in _without_scraps(line)]
    head = 0
    while head < len(lines) and (
        is_position(lines[head]) or (_is_in_capitals(lines[head]) and _near(lines, head, frame))
    ):
        head += 1
    names = [i for i, line in enumerate(lines) if i >= head and is_name(line)]
    name = names[-1] if names else None
    placed: list[Placed] = []
    for number, line in enumerate(lines):
        is_after_name = name is not None and number > name
        before = next((line for line in reversed(lines[:number]) if line.folded), None)
        is_after_position = before is not None and is_position(before) and line.y0 - before.y1 < 1.2 * frame.em
        belongs = (
            number < head
            or number == name
            or is_position(line)
            or (_is_in_capitals(line) and (is_after_name or is_after_position))
        )
        placed.append(Placed(line, Region.SIGNATURE if belongs else Region.STAMP))
    return placed


def _is_in_capitals(line: Run) -> bool:
    """Whether a line goes on with what a signature's head says; a letter or two are a scrap of the seal."""
    return line.confidence >= _SURE and share_of_capitals(line.text) > 0.8 and len(line.folded) >= _SHORTEST_HEAD


def _without_scraps(line: Run) -> list[Run]:
    """A position line, and apart from it scraps of the seal and the pen that were read among its words."""
    positions = folded_positions()
    if line.folded in positions and all(piece.has_text for piece in line.pieces):
        return [line]
    vocabulary = {word for position in positions for word in position.split()}
    words = [piece for piece in line.pieces if key_of(piece.word.text) in vocabulary]
    scraps = [piece for piece in line.pieces if piece not in words]
    is_scrap = [len(key_of(s.word.text)) <= 3 or (s.word.confidence or 0.0) < _WORTHLESS for s in scraps]
    if not words or Run(tuple(words)).folded not in positions or not all(is_scrap):
        return [line]
    if all(scrap.word.text.isupper() and (scrap.word.confidence or 0.0) >= _WELL_READ for scrap in scraps):
        return [line]  # "GIÁM ĐỐC SỞ Y TẾ"
    if any("." in scrap.word.text or key_of(scrap.word.text).replace(" ", "") in _authorities() for scrap in scraps):
        return [line]
    return [Run(tuple(words)), Run(tuple(scraps))]


def _authorities() -> list[str]:
    words: list[str] = load_table("layout")["closing"]["authorities"]
    return words


@cache
def _families() -> frozenset[str]:
    return frozenset(fold(name) for name in load_table("signature")["names"]["families"])


@cache
def _titles() -> tuple[str, ...]:
    """Degrees and ranks of more than one word that stand before a name, folded, with a space behind."""
    return tuple(f"{fold(title)} " for title in load_table("signature")["names"]["titles"] if " " in title)


def _near(lines: Sequence[Run], number: int, frame: _Frame) -> bool:
    return number == 0 or lines[number].y0 - lines[number - 1].y1 < 1.2 * frame.em


def is_name(line: Run) -> bool:
    """Whether a line reads like a person's name."""
    words = _words_of(line)
    if not 2 <= len(words) <= _LONGEST_NAME_WORDS or line.confidence < _SURE / 2:
        return False
    if any(len(word) == 1 and word not in _SINGLE_LETTERS for word in words[1:]):
        return False
    has_digit = any(character.isdigit() for character in line.text)
    rank = next((title for title in _titles() if fold(" ".join(words)).startswith(title)), "")
    own = words[len(rank.split()) :]  # "Đại tá Phạm Văn Hùng"
    if has_digit or is_position(line) or not own or not all(word[0].isupper() for word in own):
        return False
    # Capitals name an organ ("SỞ TƯ PHÁP") more often than a person.
    return share_of_capitals(line.text) < 0.9 or has_family_name(line)


def has_family_name(line: Run) -> bool:
    """Whether a name begins with a family name, behind titles and ranks: the seal covers first words first."""
    return any(fold(word.strip(".")) in _families() for word in _words_of(line)[:-1])


def _words_of(line: Run) -> list[str]:
    """The words with letters, without specks before and behind them."""
    words = (word.strip(_SPECKS) for word in line.text.replace(".", ". ").split())
    return [word for word in words if any(character.isalpha() for character in word)]


def _lines_of(runs: Sequence[Run]) -> list[Run]:
    return [merge(row) for row in rows_of(runs)]
