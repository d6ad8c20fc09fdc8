"""The lines of a stream of bytes as they come, whichever encoding they are in.

What `encodings` does for a file at hand is done here with the first piece of a stream: which
encoding it is in shows in what has come by then. The rest is decoded piece by piece.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from models.errors import DamagedSourceError
from pipeline.textfiles.encodings import repair_legacy
from pipeline.textfiles.legacy import Encoding, is_vietnamese, legacy_encoding

_CHUNK = 1 << 16
_LEAST_TOLD = 1 << 12  # bytes from which an encoding is told, where as many come
_MAX_LINE = 1 << 14  # characters; a longer line is handed on in parts, cut at a space where it has one
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNREADABLE = "\ufffd"
_MAX_UNREADABLE = 0.01  # share of the beginning that UTF-8 with damage may have


class StreamEncoding(StrEnum):
    """The encodings that a stream can be said to be in; `AUTO` is told by its beginning."""

    AUTO = "auto"
    UTF8 = "utf-8"
    UTF16 = "utf-16"
    CP1258 = "cp1258"
    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    VPS = "vps"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or a part of a very long one. `end` is what stood behind it: a line break, a space, or nothing."""

    text: str
    end: str
    number: int  # from 1
    unreadable: int = 0  # characters that could not be told, shown as U+FFFD


@dataclass(frozen=True, slots=True)
class _Decoding:
    codec: str
    legacy: Encoding | None = None


def read_lines(stream: IO[bytes], encoding: StreamEncoding = StreamEncoding.AUTO) -> Iterator[TextLine]:
    """The lines of a stream, each as soon as it is complete; line breaks of all kinds are taken for one.

    Bytes that are no text in the encoding become U+FFFD and are counted with their line.

    Raises:
        DamagedSourceError: the encoding is to be told, and the beginning makes sense in none.
    """
    has_mark = encoding in (StreamEncoding.AUTO, StreamEncoding.UTF16)
    piece = _beginning(stream) if has_mark else _read(stream)
    decoding = _told(piece) if encoding is StreamEncoding.AUTO else _named(encoding, piece)
    decoder = io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(decoding.codec)(errors="replace"), translate=True
    )
    number = 1
    rest = ""
    while True:
        rest += decoder.decode(piece, final=not piece)
        *lines, rest = rest.split("\n")
        for line in lines:
            *parts, last = _parts(line)
            yield from (_line(text, end, number, decoding) for text, end in [*parts, (last[0], "\n")])
            number += 1
        *parts, (rest, _) = _parts(rest)
        yield from (_line(text, end, number, decoding) for text, end in parts)
        if not piece:
            break
        piece = _read(stream)
    if rest:
        yield _line(rest, "", number, decoding)


def _line(text: str, end: str, number: int, decoding: _Decoding) -> TextLine:
    return TextLine(repair_legacy(text, decoding.legacy), end, number, text.count(_UNREADABLE))


def _parts(line: str) -> list[tuple[str, str]]:
    """A line in parts of bearable length, each with what parts it from the next."""
    parts = []
    start = 0
    while len(line) - start > _MAX_LINE:
        space = line.rfind(" ", start + 1, start + _MAX_LINE)
        cut = space if space > 0 else start + _MAX_LINE
        parts.append((line[start:cut], " " if space > 0 else ""))
        start = cut + (space > 0)
    return [*parts, (line[start:], "")]


def _read(stream: IO[bytes]) -> bytes:
    """What is at hand of a stream, without waiting until a buffer is full; nothing at its end."""
    return stream.read1(_CHUNK) if isinstance(stream, io.BufferedIOBase) else stream.read(_CHUNK)


def _beginning(stream: IO[bytes]) -> bytes:
    """What comes first: enough to tell the encoding by, or all there is."""
    first = b""
    while len(first) < _LEAST_TOLD:
        piece = _read(stream)
        if not piece:
            break
        first += piece
    return first


def _named(encoding: StreamEncoding, first: bytes) -> _Decoding:
    if encoding is StreamEncoding.UTF16 and not first.startswith(_UTF16_MARKS):
        return _Decoding("utf-16-le")  # what Windows writes
    if encoding is StreamEncoding.UTF8:
        return _Decoding("utf-8-sig")
    if encoding in (StreamEncoding.UTF16, StreamEncoding.CP1258):
        return _Decoding(encoding.value)
    return _Decoding("cp1252", Encoding[encoding.name])


def _told(first: bytes) -> _Decoding:
    """How a stream is to be decoded that begins so; its last character may be cut."""
    if first.startswith(_UTF16_MARKS):
        return _Decoding("utf-16")
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(first)
    except UnicodeDecodeError:
        return _told_unmarked(first)
    return _Decoding("utf-8-sig", legacy_encoding(text))


def _told_unmarked(first: bytes) -> _Decoding:
    legacy = legacy_encoding(first.decode("cp1252", errors="ignore"))
    if legacy:
        return _Decoding("cp1252", legacy)
    if is_vietnamese(first.decode("cp1258", errors="ignore")):
        return _Decoding("cp1258")
    damaged = first.decode("utf-8", errors="replace")
    if damaged.count(_UNREADABLE) <= max(1.0, _MAX_UNREADABLE * len(damaged)) and is_vietnamese(damaged):
        return _Decoding("utf-8-sig")
    raise DamagedSourceError("The text's encoding is not known.", "Name it with --encoding, or save the text as UTF-8.")
