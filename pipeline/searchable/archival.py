"""What PDF/A-2 (ISO 19005-2) forbids: taken out of a document where its pages stay the same, else named.

Mended without a trace on the page: actions and scripts, form fields and notes (their looks become
part of the page), switches of layers, smoothing of images, transfer functions, old filters, foreign
metadata. Only named, because the page could look different without care: fonts that are not in the
file, and colours for a printing press. The compressed bytes of images are never touched.
"""

from collections.abc import Iterator

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    Operator,
    Page,
    Pdf,
    PdfError,
    Stream,
    String,
    parse_content_stream,
)

_CATALOG_EXTRAS = (
    "/AA",
    "/AcroForm",
    "/AF",
    "/Collection",
    "/NeedsRendering",
    "/Perms",
    "/Requirements",
    "/Metadata",
)
_ALLOWED_ACTIONS = {Name.GoTo, Name.GoToR, Name.URI, Name.Named, Name.Thread}
_PRINTED = 4  # annotation flag
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_CMYK_OPERATORS = {Operator("k"), Operator("K")}


def make_archival(pdf: Pdf) -> tuple[str, ...]:
    """Take out what an archived PDF may not hold; says, fit for a user, what was lost by it."""
    notes = []
    root = pdf.Root
    if _is_signed(pdf):
        notes.append("The electronic signature holds for the source only: keep the source as well.")
    if pdf.attachments:
        count = len(pdf.attachments)
        notes.append(f"{count} attached {'file is' if count == 1 else 'files are'} not in the copy.")
    if Name.AcroForm in root and root.AcroForm.get(Name.NeedAppearances):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    _drop(root, *_CATALOG_EXTRAS)
    opening = root.get(Name.OpenAction)
    if isinstance(opening, Dictionary) and opening.get(Name.S) != Name.GoTo:
        del root.OpenAction
    names = root.get(Name.Names)
    if names is not None:
        _drop(names, "/JavaScript", "/EmbeddedFiles", "/AlternatePresentations")
    _mend_layers(root)
    for page in pdf.pages:
        _drop(page.obj, "/AA", "/PresSteps")
        _keep_links(page)
    for found in _dictionaries(pdf):
        _mend(found)
    return tuple(notes)


def find_obstacles(pdf: Pdf) -> tuple[str, ...]:
    """What makes the document no PDF/A and cannot be mended, fit for a user; empty where all is well."""
    found: dict[str, int] = {}
    for number, page in enumerate(pdf.pages, start=1):
        for font in _fonts(page.obj, set()):
            if not _is_embedded(font):
                name = str(font.get(Name.BaseFont, "/?")).removeprefix("/")
                found.setdefault(f"the font {name} is not in the file", number)
        if _has_press_colours(page):
            found.setdefault("colours are those of a printing press (CMYK)", number)
    return tuple(f"{what} (page {number})" for what, number in found.items())


def _is_signed(pdf: Pdf) -> bool:
    form = pdf.Root.get(Name.AcroForm)
    return form is not None and bool(int(form.get(Name.SigFlags, 0)) & 1)


def _mend_layers(root: Object) -> None:
    """Give each setting of optional layers a name, list all layers in it, and let nothing switch them (6.9)."""
    layers = root.get(Name.OCProperties)
    if layers is None:
        return
    for number, setting in enumerate([layers.D, *layers.get(Name.Configs, Array())], start=1):
        setting.Name = String(f"{number}")
        setting.Order = layers.OCGs
        _drop(setting, "/AS")


def _keep_links(page: Page) -> None:
    """Of what is left of the annotations only links that lead somewhere stay."""
    kept = Array()
    for note in page.obj.get(Name.Annots, Array()):
        action = note.get(Name.A)
        if note.get(Name.Subtype) == Name.Link and (action is None or action.get(Name.S) in _ALLOWED_ACTIONS):
            note.F = _PRINTED
            _drop(note, "/AA")
            kept.append(note)
    if len(kept):
        page.obj.Annots = kept
    else:
        _drop(page.obj, "/Annots")


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """All dictionaries and streams, those inside others too."""
    waiting = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Stream | Dictionary):
            yield item
            waiting += [value for value in item.values() if not _is_reference(value)]
        elif isinstance(item, Array):
            waiting += [value for value in item if not _is_reference(value)]


def _is_reference(value: object) -> bool:
    """Whether a value is none to look into, or one of its own in the file, which is visited as such."""
    return not isinstance(value, Object) or value.is_indirect


def _mend(item: Object) -> None:
    if isinstance(item, Stream):
        _mend_stream(item)
    if Name.TR in item and item.get(Name.Type) in (None, Name.ExtGState):
        _drop(item, "/TR")
    if item.get(Name.TR2) != Name.Default:
        _drop(item, "/TR2")
    _drop(item, "/HTP")


def _mend_stream(item: Stream) -> None:
    if item.get(Name.Interpolate):
        item.Interpolate = False
    _drop(item, "/Alternates", "/OPI", "/Metadata", "/PS", "/Subtype2")
    filters = item.get(Name.Filter)
    names = list(filters) if isinstance(filters, Array) else [filters]
    if Name.LZWDecode in names or Name.Crypt in names:
        item.write(item.read_bytes())


def _drop(item: Object, *keys: str) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _resources(contents: Object) -> Object | None:
    return Page(contents).resources if contents.get(Name.Type) == Name.Page else contents.get(Name.Resources)


def _fonts(contents: Object, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """The fonts that a page and the forms on it write with; one that is named and not used does not count."""
    resources = _resources(contents)
    if resources is None:
        return
    fonts = resources.get(Name.Font, Dictionary())
    yield from (fonts[name] for name in _written_with(contents) if name in fonts)
    for item in resources.get(Name.XObject, Dictionary()).values():
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form and item.objgen not in seen:
            seen.add(item.objgen)
            yield from _fonts(item, seen)


def _written_with(contents: Object) -> list[str]:
    """The names of fonts under which letters are shown, in order."""
    names: dict[str, None] = {}
    fonts: list[str | None] = [None]
    for instruction in parse_content_stream(contents):
        match str(instruction.operator):
            case "q":
                fonts.append(fonts[-1])
            case "Q" if len(fonts) > 1:
                fonts.pop()
            case "Tf":
                fonts[-1] = str(instruction.operands[0])
            case "Tj" | "TJ" | "'" | '"' if fonts[-1] is not None:
                names.setdefault(fonts[-1])
    return list(names)


def _is_embedded(font: Object) -> bool:
    if font.get(Name.Subtype) == Name.Type3:
        return True
    for inner in font.get(Name.DescendantFonts, [font]):
        descriptor = inner.get(Name.FontDescriptor)
        if descriptor is None or not any(key in descriptor for key in _FONT_FILES):
            return False
    return True


def _has_press_colours(page: Page) -> bool:
    resources = page.resources
    spaces: list[Object | None] = list(resources.get(Name.ColorSpace, Dictionary()).values())
    spaces += [
        item.get(Name.ColorSpace)
        for item in resources.get(Name.XObject, Dictionary()).values()
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Image
    ]
    if Name.DeviceCMYK in spaces:
        return True
    try:
        return any(
            instruction.operator in _CMYK_OPERATORS or Name.DeviceCMYK in list(instruction.operands)
            for instruction in parse_content_stream(page)
        )
    except PdfError:
        return False
