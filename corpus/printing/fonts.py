"""The serif families plans are printed in, each with every Vietnamese letter.

Plans are set in Times New Roman (Nghị định 30/2020/NĐ-CP, Phụ lục I), which is not free. FreeSerif
is nearest to it; the others vary the shapes of the letters. `scale` brings a wide family to the
line length of Times at the same nominal points. Of Debian's Times look-alikes Nimbus Roman and
Tinos lack letters such as ộ, and Linux Libertine's bold italic lacks ơ, so they are not here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from corpus.planfile import CorpusError

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
_NO_LETTER = "\ue123"  # private use: every font draws its box for a missing letter


@dataclass(frozen=True, slots=True)
class Family:
    """A font family: its Debian package and the files of regular, bold, italic and bold italic."""

    name: str
    package: str
    files: tuple[str, str, str, str]
    scale: float


FAMILIES = (
    Family(
        "free-serif",
        "fonts-freefont-ttf",
        ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
        1.0,
    ),
    Family(
        "dejavu-serif-condensed",
        "fonts-dejavu-extra",
        (
            "DejaVuSerifCondensed.ttf",
            "DejaVuSerifCondensed-Bold.ttf",
            "DejaVuSerifCondensed-Italic.ttf",
            "DejaVuSerifCondensed-BoldItalic.ttf",
        ),
        0.9,
    ),
    Family(
        "noto-serif",
        "fonts-noto-core",
        ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf", "NotoSerif-BoldItalic.ttf"),
        0.87,
    ),
    Family(
        "dejavu-serif",
        "fonts-dejavu-extra",
        ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf"),
        0.83,
    ),
    Family(
        "charis-sil",
        "fonts-sil-charis",
        ("CharisSIL-Regular.ttf", "CharisSIL-Bold.ttf", "CharisSIL-Italic.ttf", "CharisSIL-BoldItalic.ttf"),
        0.9,
    ),
)


@dataclass(frozen=True)
class Fonts:
    """A family that is installed, at a resolution."""

    family: Family
    dpi: int
    folders: tuple[Path, ...] = FONT_FOLDERS
    _sizes: dict[tuple[float, bool, bool], ImageFont.FreeTypeFont] = field(default_factory=dict, repr=False)

    def font(self, points: float, *, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
        """The font at a nominal size in points."""
        key = (points, bold, italic)
        if key not in self._sizes:
            path = find_files(self.family, self.folders)[bold + 2 * italic]
            pixels = points * self.family.scale * self.dpi / 72
            # The basic layout engine is in every Pillow, so that all machines print the same.
            self._sizes[key] = ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)
        return self._sizes[key]


def installed_families(folders: tuple[Path, ...] = FONT_FOLDERS) -> list[Family]:
    """The families whose four files are on this machine, in the order of `FAMILIES`.

    Raises:
        CorpusError: none is.
    """
    found = [family for family in FAMILIES if len(find_files(family, folders)) == 4]
    if not found:
        packages = ", ".join(sorted({family.package for family in FAMILIES}))
        raise CorpusError("No serif font with every Vietnamese letter is installed.", f"Install one of: {packages}.")
    return found


def families_for(text: Iterable[str], folders: tuple[Path, ...] = FONT_FOLDERS) -> list[Family]:
    """The installed families that hold every character of the text.

    Raises:
        CorpusError: no installed family does; the message names the characters.
    """
    characters = "".join(sorted({character for part in text for character in part if not character.isspace()}))
    installed = installed_families(folders)
    missing = {family.name: missing_letters(family, characters, folders) for family in installed}
    found = [family for family in installed if not missing[family.name]]
    if not found:
        fewest = min(missing.values(), key=len)
        raise CorpusError(f"No installed font holds these characters: {fewest!r}.", "Write the plan without them.")
    return found


@cache
def missing_letters(family: Family, characters: str, folders: tuple[Path, ...] = FONT_FOLDERS) -> str:
    """Those of the characters that one of the family's four fonts cannot draw."""
    missing = []
    for path in find_files(family, folders):
        font = ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC)
        empty = _drawn(font, _NO_LETTER)
        missing += [character for character in characters if _drawn(font, character) == empty]
    return "".join(dict.fromkeys(missing))


@cache
def find_files(family: Family, folders: tuple[Path, ...] = FONT_FOLDERS) -> tuple[Path, ...]:
    """The files of a family that are found, in the order of its `files`."""
    by_name = _font_files(folders)
    return tuple(by_name[name] for name in family.files if name in by_name)


@cache
def _font_files(folders: tuple[Path, ...]) -> dict[str, Path]:
    paths = (path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.?tf")))
    found: dict[str, Path] = {}
    for path in paths:
        found.setdefault(path.name, path)
    return found


def _drawn(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    tile = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(tile).text((16, 8), character, 255, font)
    return tile.tobytes()
