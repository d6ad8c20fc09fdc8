"""A font that takes up room and draws nothing, for text that is found but not seen.

It has two glyphs: the one that every font must have, and one that all characters share. The
outline of the latter is a single line there and back: programs that measure letters by their
ink find the full box of half an em by one em, and even one that would paint the text paints
nothing. Tables as in the OpenType specification; those that a font inside a PDF needs (ISO
32000-1, 9.9) are all there is.
"""

import struct

EM = 1000
ADVANCE = 500  # width of every character
ASCENT, DESCENT = 800, -200

_MAGIC = 0x5F0F3CF5
_CHECKSUM = 0xB1B0AFBA
_ON_CURVE = 1


def build_font() -> bytes:
    """The TrueType file; always the same bytes."""
    glyph = _glyph()
    tables = {
        b"glyf": glyph,
        b"head": _head(0),
        b"hhea": struct.pack(
            ">4H4h3hh4hhH", 1, 0, ASCENT, DESCENT & 0xFFFF, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0, 0, 0, 0, 0, 0, 1
        ),
        b"hmtx": struct.pack(">Hhh", ADVANCE, 0, 0),
        b"loca": struct.pack(">3H", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">I14H", 0x00010000, 2, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    file = _assemble(tables)
    # The directory keeps the sum of "head" as it is before the sum of the whole file is put in.
    return file.replace(tables[b"head"], _head((_CHECKSUM - _sum(file)) & 0xFFFFFFFF))


def _glyph() -> bytes:
    header = struct.pack(">5h", 1, 0, DESCENT, ADVANCE, ASCENT)
    points = struct.pack(">HH2B2h2h", 1, 0, _ON_CURVE, _ON_CURVE, 0, ADVANCE, DESCENT, ASCENT - DESCENT)
    return header + points


def _head(adjustment: int) -> bytes:
    return struct.pack(
        ">4I2H2q4h2H3h",
        0x00010000,
        0x00010000,
        adjustment,
        _MAGIC,
        0,
        EM,
        0,
        0,
        0,
        DESCENT,
        ADVANCE,
        ASCENT,
        0,
        8,  # the least size in pixels that can be read
        2,
        0,
        0,
    )


def _assemble(tables: dict[bytes, bytes]) -> bytes:
    """The file of the tables; sorted by name, each on a multiple of four bytes."""
    power = len(tables).bit_length() - 1
    directory = struct.pack(">I4H", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    body = b""
    start = len(directory) + 16 * len(tables)
    for name, table in sorted(tables.items()):
        directory += struct.pack(">4s3I", name, _sum(table), start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return directory + body


def _sum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    numbers: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(numbers) & 0xFFFFFFFF
