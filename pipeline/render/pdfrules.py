"""The ruled lines that are drawn on a PDF page: borders of tables, cells and framed stamps.

Word processors draw a border as a thin filled rectangle or a stroked line, one for each cell or
one along the whole table; pieces that lie end to end are put together. Curves, slanting lines
and filled areas are no rules.
"""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.layout import Rule
from pipeline.render.pdfplane import PagePlane, PlacedBox

_THICKEST = 3.0  # points; a border is 0.5 to 2.25
_SHORTEST = 9.0  # points: lower than a row of one line
_LEVEL = 1.0  # points that a line may slant
_MOST = 4000  # rules of a page; beyond, it is a drawing
_JOINING = 1.5  # points between pieces of one border

_Point = tuple[float, float]


def read_pdf_rules(page: pdfium.PdfPage, depth: int) -> list[Rule]:
    """The rules of a page, in points from its top-left corner; forms are looked into `depth` deep."""
    plane = PagePlane(page)
    found: list[Rule] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=depth):
        found += filter(None, (_rule(plane.box(*box)) for box in _boxes(item)))
        if len(found) > _MOST:
            return []
    return _joined(found)


def _boxes(path: pdfium.PdfObject) -> Iterator[PlacedBox]:
    """The boxes, in user space, of a path's straight strokes and of the rectangles it fills."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    for points in _subpaths(path):
        if stroke.value:
            yield from (_around(pair) for pair in pairwise(points))
        elif fill.value and len(points) >= 4:
            yield _around(points)


def _around(points: Sequence[_Point]) -> PlacedBox:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(path: pdfium.PdfObject) -> Iterator[list[_Point]]:
    """The corners of each part of a path, back at its first one where it is closed; parts with curves are left out."""
    matrix = path.get_matrix()
    points: list[_Point] = []
    is_straight = True
    for number in range(max(raw.FPDFPath_CountSegments(path), 0)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if is_straight and len(points) > 1:
                yield points
            points, is_straight = [], True
        is_straight = is_straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if is_straight and len(points) > 1:
        yield points


def _rule(box: PlacedBox) -> Rule | None:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    is_thin = min(width, height) <= _THICKEST and max(width, height) >= _SHORTEST
    return Rule(x0, y0, x1, y1) if is_thin else None


def _joined(rules: list[Rule]) -> list[Rule]:
    """The rules, those end to end with each other as one."""
    level = sorted((r for r in rules if r.is_horizontal), key=lambda r: (round(r.middle), r.x0))
    upright = sorted((r for r in rules if not r.is_horizontal), key=lambda r: (round(r.middle), r.y0))
    whole: list[Rule] = []
    for rule in [*level, *upright]:
        last = whole[-1] if whole else None
        if last is not None and _goes_on(last, rule):
            whole[-1] = Rule(min(last.x0, rule.x0), min(last.y0, rule.y0), max(last.x1, rule.x1), max(last.y1, rule.y1))
        else:
            whole.append(rule)
    return whole


def _goes_on(last: Rule, rule: Rule) -> bool:
    if last.is_horizontal != rule.is_horizontal or abs(last.middle - rule.middle) > _LEVEL:
        return False
    gap = rule.x0 - last.x1 if rule.is_horizontal else rule.y0 - last.y1
    return gap <= _JOINING
