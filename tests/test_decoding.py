"""Lines of a stream in any encoding, as they come."""

import io

import pytest

from models.errors import DamagedSourceError
from pipeline.textfiles.decoding import StreamEncoding, TextLine, read_lines
from pipeline.textfiles.legacy import Encoding
from tests.legacy_text import to_legacy

TEXT = "Ủy ban nhân dân xã ban hành kế hoạch trồng cây\ncủa các thôn trong năm nay và những năm sau.\n"


class Trickle(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(min(7, size or 7))


def texts(data: bytes, encoding: StreamEncoding = StreamEncoding.AUTO) -> list[str]:
    return [line.text for line in read_lines(io.BytesIO(data), encoding)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="line breaks of Windows"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="line breaks of old Macs"),
    ],
)
@pytest.mark.parametrize("stream", [io.BytesIO, Trickle])
def test_the_encoding_is_told(data: bytes, stream: type[io.BytesIO]) -> None:
    lines = list(read_lines(stream(data)))
    assert [line.text for line in lines] == TEXT.splitlines()
    assert [line.number for line in lines] == [1, 2]
    assert {line.end for line in lines} == {"\n"}


def test_old_encodings_are_told_and_named() -> None:
    data = to_legacy(TEXT.lower(), Encoding.TCVN3).encode("cp1252")
    assert texts(data) == TEXT.lower().splitlines()
    assert texts(data, StreamEncoding.TCVN3) == TEXT.lower().splitlines()


def test_a_stream_that_is_empty_has_no_lines() -> None:
    assert texts(b"") == []


def test_the_last_line_may_have_no_end() -> None:
    assert list(read_lines(io.BytesIO("một\nhai".encode()))) == [TextLine("một", "\n", 1), TextLine("hai", "", 2)]


def test_bytes_that_are_no_text_are_counted_with_their_line() -> None:
    data = (TEXT * 30).encode() + b"m\xc3t \xff\n"
    lines = list(read_lines(io.BytesIO(data)))
    assert lines[-1] == TextLine("m\ufffdt \ufffd", "\n", 61, 2)
    assert sum(line.unreadable for line in lines) == 2


@pytest.mark.parametrize("data", [b"%PDF-1.4\xff\xfe\xfd" * 20, bytes(range(128, 256)) * 4])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedSourceError, match="encoding is not known"):
        texts(data)


def test_a_very_long_line_comes_in_parts_that_make_it_up() -> None:
    line = "các thôn trồng cây " * 5000
    parts = list(read_lines(Trickle(f"{line}\nhai".encode()), StreamEncoding.UTF8))
    assert "".join(part.text + part.end for part in parts) == f"{line}\nhai"
    assert max(len(part.text) for part in parts) <= 1 << 14
    assert {part.number for part in parts[:-1]} == {1}
    assert parts[-1].number == 2


def test_a_very_long_word_is_cut() -> None:
    parts = texts(b"a" * 40_000)
    assert "".join(parts) == "a" * 40_000
    assert len(parts) == 3
