"""Takes text out of a scanned page that nobody can see: what another recognition left there.

Such a layer was refused when the page was read; left in place, a search would find its errors.
Text is hidden if it is set in rendering mode 3, or if it was drawn before the image that covers
the page. What can be seen is never touched, and pages without hidden text keep their streams.
"""

from dataclasses import dataclass, replace

from pikepdf import Name, Object, Page, Pdf, Stream, parse_content_stream, unparse_content_stream

_INVISIBLE_MODES = {3, 7}
_COVERING = 0.5  # of the page


@dataclass(frozen=True, slots=True)
class _State:
    """Of the graphics state, what decides on hiding: text mode, font, how large a unit square is drawn."""

    mode: int = 0
    font: str = ""
    matrix: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 1.0)

    def scaled(self, a: float, b: float, c: float, d: float) -> "_State":
        e, f, g, h = self.matrix
        return replace(self, matrix=(a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h))

    @property
    def area(self) -> float:
        a, b, c, d = self.matrix
        return abs(a * d - b * c)


def remove_hidden_text(pdf: Pdf, page: Page) -> bool:
    """Whether there was hidden text on the page, which is then gone."""
    left, bottom, right, top = (float(value) for value in page.mediabox)
    page_area = abs((right - left) * (top - bottom))
    kept, is_changed = _without_hidden(page.obj, page_area)
    if is_changed:
        page.obj.Contents = pdf.make_indirect(Stream(pdf, kept))
    for form in _forms(page.obj, set()):
        kept, is_form_changed = _without_hidden(form, page_area=None)
        if is_form_changed:
            form.write(kept)
            is_changed = True
    return is_changed


def _without_hidden(contents: Object, page_area: float | None) -> tuple[bytes, bool]:
    """The content stream without hidden text, and whether there was some."""
    instructions = list(parse_content_stream(contents))
    images = _images(contents)
    states = [_State()]
    fonts: dict[int, str] = {}  # of what shows text, by its number
    hidden: set[int] = set()
    for number, instruction in enumerate(instructions):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                states.append(states[-1])
            case "Q" if len(states) > 1:
                states.pop()
            case "cm":
                states[-1] = states[-1].scaled(*(float(value) for value in list(operands)[:4]))
            case "Tr":
                states[-1] = replace(states[-1], mode=int(operands[0]))
            case "Tf":
                states[-1] = replace(states[-1], font=str(operands[0]))
            case "Tj" | "TJ" | "'" | '"':
                fonts[number] = states[-1].font
                if states[-1].mode in _INVISIBLE_MODES:
                    hidden.add(number)
            case "Do" if page_area and str(operands[0]) in images and states[-1].area >= _COVERING * page_area:
                hidden.update(fonts)
    if not hidden:
        return b"", False
    needed = {font for number, font in fonts.items() if number not in hidden}
    kept = [
        instruction
        for number, instruction in enumerate(instructions)
        if number not in hidden
        and not (str(instruction.operator) == "Tf" and str(instruction.operands[0]) not in needed)
    ]
    return unparse_content_stream(kept), True


def _images(contents: Object) -> set[str]:
    return {name for name, item in _drawn(contents) if item.get(Name.Subtype) == Name.Image}


def _forms(contents: Object, seen: set[tuple[int, int]]) -> list[Object]:
    """The forms that a page draws, and those that they draw."""
    found = []
    for _, item in _drawn(contents):
        if item.get(Name.Subtype) == Name.Form and item.objgen not in seen:
            seen.add(item.objgen)
            found += [item, *_forms(item, seen)]
    return found


def _drawn(contents: Object) -> list[tuple[str, Object]]:
    resources = Page(contents).resources if contents.get(Name.Type) == Name.Page else contents.get(Name.Resources)
    drawn = resources.get(Name.XObject) if resources is not None else None
    return [] if drawn is None else [(name, item) for name, item in drawn.items() if isinstance(item, Stream)]
