"""What is stamped on a page, by hand or by a signing program: no text of the plan.

- the arrival stamp ("ĐẾN Số: … Ngày: … Chuyển: …"), in a frame or, where its frame was not read,
  left below the letterhead, where nothing is printed;
- the block that electronic signing prints ("Ký bởi: … Email: … Cơ quan: … Thời gian ký: …"),
  told by its labels, of which a sentence has none at its beginning;
- marks of urgency and secrecy, and of copies, which stand alone and in capitals.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and III (signing, urgency, copies), Phụ lục IV
(the arrival stamp).
"""

from collections.abc import Sequence
from itertools import takewhile

from models.lexicon import load_table
from pipeline.folding import similarity
from pipeline.layout.letterhead import Letterhead, is_number_line
from pipeline.layout.paragraphs import Margins
from pipeline.layout.runs import Piece, Run, chain, key_of, share_of_capitals, without
from pipeline.layout.tables import Frame

_EMS_TO_STAMP = 30  # from the head of the letterhead to the foot of an arrival stamp below it
_READABLE = 0.75
_READ_UNDER_STAMP = 0.4
_MARK_LIKENESS = 0.85
_SHORTEST_LIKE = 6  # letters of a mark that is known with one of them damaged
_FEWEST_LABELS = 2  # of a signing program's block
_EMS_IN_BLOCK = 2.0  # from line to line of it
_EMS_BESIDE = 4.0  # by which its lines begin further left or right


def is_stamp_frame(frame: Frame, inside: Sequence[Piece], margins: Margins, em: float) -> bool:
    """Whether a frame is that of the stamp an office puts on what it receives.

    It is small and reaches out of the text, as no table does, or says so ("ĐẾN Số: Ngày:").
    """
    if frame.x1 - frame.x0 > 0.5 * margins.width or frame.y1 - frame.y0 > 12 * em:
        return False
    words = {word for piece in inside for word in key_of(piece.word.text).split()}
    says_so = "den" in words and len(words & {"so", "ngay", "chuyen", "cv", "gio"}) >= 2
    return says_so or frame.x0 < margins.left - 3 * em or frame.x1 > margins.right + 3 * em


def in_stamp(frame: Frame, pieces: Sequence[Piece], left: float, em: float) -> list[Piece]:
    """The words of a framed stamp; the text beside has its left margin at `left`."""
    near = [piece for piece in pieces if frame.holds(piece, 1.5 * em)]
    numbers = [run for run in chain(near, gap=3 * em) if is_number_line(run.text)]
    # Office and border of a stamp are printed over one another: its name was read above the frame.
    above = without([piece for piece in near if not frame.holds(piece)], numbers)
    inside = [*(piece for piece in near if frame.holds(piece)), *above]
    return without(inside, _printed_across(frame, pieces, left, em))


def find_arrival(runs: Sequence[Run], letterhead: Letterhead, margins: Margins, em: float) -> list[Run]:
    """The lines of an arrival stamp whose frame is not known: left below the letterhead.

    Between letterhead and title, and left of the title, nothing is printed there. Further down, what
    is badly read around the word "ĐẾN" belongs to the stamp.
    """
    foot = letterhead.y0 + _EMS_TO_STAMP * em
    below = [part for run in runs if letterhead.y0 < run.y0 < foot for part in _title_apart(run)]
    left = [run for run in below if run.x1 < margins.centre]
    titles: list[str] = load_table("layout")["letterhead"]["titles"]
    title = next((run for run in below if run.folded in titles and run.x1 > margins.centre), None)
    above_title = [] if title is None else [run for run in left if run.middle < title.y1 and run.x1 < title.x0]
    mark = next((run for run in left if any("ĐẾN" in piece.word.text for piece in run.pieces)), None)
    around = [] if mark is None else [run for run in left if abs(run.middle - mark.middle) < 6 * em]
    unsure = [run for run in around if run is mark or run.confidence < _READABLE]
    return [run for run in left if run in above_title or run in unsure]


def find_signing(runs: Sequence[Run], em: float) -> list[Run]:
    """The lines of the blocks that signing programs printed, from top to bottom.

    Lines between labelled ones belong to the block: a long name takes two.
    """
    found: list[Run] = []
    for first in filter(_is_labelled, runs):
        if first in found:
            continue
        block = [first]
        for run in runs:
            if run.y0 > block[-1].y0 and run.y0 - block[-1].y1 < _EMS_IN_BLOCK * em and _is_below(first, run, em):
                block.append(run)
        while not _is_labelled(block[-1]):
            block.pop()
        if sum(map(_is_labelled, block)) >= _FEWEST_LABELS and any(map(is_signing_line, block)):
            found += [run for run in block if run not in found]
    return found


def is_signing_line(run: Run) -> bool:
    """Whether a line is of a signing program beyond doubt, also by itself ("Ký bởi: …")."""
    labels: list[str] = load_table("layout")["stamp"]["signing"]
    return _label_of(run) in labels


def is_mark(run: Run) -> bool:
    """Whether a line is a mark of urgency, secrecy or a copy: it stands alone and in capitals."""
    marks: list[str] = load_table("layout")["stamp"]["marks"]
    if share_of_capitals(run.text) < 0.8:
        return False
    return run.folded in marks or any(
        len(mark) >= _SHORTEST_LIKE and similarity(run.folded, mark) >= _MARK_LIKENESS for mark in marks
    )


def _is_labelled(run: Run) -> bool:
    beside: list[str] = load_table("layout")["stamp"]["signing_beside"]
    return is_signing_line(run) or (":" in run.text and _label_of(run) in beside)


def _label_of(run: Run) -> str | None:
    """What a line says before its colon, or all of it; "(email: …)" is a sentence that goes on and has no label."""
    label, _, _ = run.text.partition(":")
    return key_of(label) if label[:1].isupper() else None


def _is_below(head: Run, run: Run, em: float) -> bool:
    return abs(run.x0 - head.x0) < _EMS_BESIDE * em


def _printed_across(frame: Frame, pieces: Sequence[Piece], left: float, em: float) -> list[Run]:
    """The words of running text over whose beginning the stamp was put."""
    found = []
    for run in chain(pieces, gap=em):
        inside = [piece for piece in run.pieces if frame.holds(piece)]
        after = [piece for piece in run.pieces if not frame.holds(piece) and piece.x0 > frame.x1 - em]
        sure = takewhile(lambda piece: _is_readable(piece) and piece.x0 > left - em, reversed(inside))
        words = tuple(sure)[::-1]
        if words and len(after) > 2:
            found.append(Run(words))
    return found


def _is_readable(piece: Piece) -> bool:
    return piece.has_text and (piece.word.confidence is None or piece.word.confidence >= _READ_UNDER_STAMP)


def _title_apart(run: Run) -> list[Run]:
    """A run in two where it ends with the name of a document type that a stamp's last line runs into."""
    titles: list[str] = load_table("layout")["letterhead"]["titles"]
    for start in range(1, len(run.pieces)):
        rest = Run(run.pieces[start:])
        if rest.folded in titles and share_of_capitals(rest.text) > 0.9:
            return [Run(run.pieces[:start]), rest]
    return [run]
