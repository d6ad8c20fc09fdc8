"""What the headings around a paragraph say of the numbers in it: `read_headings`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.outline import Node
from pipeline.extract.criteria.cues import criterion_cues
from pipeline.folding import fold

# A part of a plan that says how things stand sets no targets.
_STATE_OF_THINGS = re.compile(
    r"(?:khai quat\s)?(?:dac diem|tinh hinh|thuc trang|ket qua|danh gia|boi canh|su can thiet)\b"
)
_PAPERS = re.compile(r"(?:thanh phan\s)?(?:ho so|thu tuc)\b")
_COUNTING = re.compile(r"\b(?:so luong|co cau|bien che)\b")


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings around a paragraph make of it.

    `is_state`: one of them says how things stand ("ĐẶC ĐIỂM TÌNH HÌNH"); `is_papers`: what is counted are
    papers ("Hồ sơ gồm"); `is_exclusions`: whom it names is ruled out ("Không xét khen thưởng …");
    `is_counting`: the innermost says that numbers follow ("THÀNH PHẦN, SỐ LƯỢNG").
    """

    is_state: bool = False
    is_papers: bool = False
    is_exclusions: bool = False
    is_counting: bool = False


def read_headings(chain: Sequence[Node]) -> Headings:
    """What the headings of the nodes around a paragraph say, the outermost first."""
    read = [_read_heading(node.heading) for node in chain if node.heading]
    return Headings(
        is_state=any(heading.is_state for heading in read),
        is_papers=any(heading.is_papers for heading in read),
        is_exclusions=any(heading.is_exclusions for heading in read),
        is_counting=bool(read) and read[-1].is_counting,
    )


@lru_cache(maxsize=1024)
def _read_heading(heading: str) -> Headings:
    folded = fold(heading)
    return Headings(
        is_state=bool(_STATE_OF_THINGS.match(folded)),
        is_papers=bool(_PAPERS.match(folded)),
        is_exclusions=bool(criterion_cues().condition.match(folded)),
        is_counting=bool(_COUNTING.search(folded)),
    )
