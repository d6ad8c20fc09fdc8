import unicodedata

import pytest

from models.errors import DamagedSourceError
from pipeline.textfiles.encodings import decode_text, repair_legacy
from pipeline.textfiles.legacy import Encoding
from tests.legacy_text import to_legacy

_PLAN = "Ủy ban nhân dân huyện xây dựng kế hoạch tổ chức thực hiện phong trào thi đua yêu nước năm 2004 như sau"
_LOWER = _PLAN.lower()


def _bytes(shown: str) -> bytes:
    return b"".join(c.encode("latin-1") if 0x80 <= ord(c) < 0xA0 else c.encode("cp1252") for c in shown)


def test_text_in_no_old_encoding_stays() -> None:
    assert repair_legacy(_PLAN, None) == _PLAN


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(_PLAN.encode(), _PLAN, id="UTF-8"),
        pytest.param(_PLAN.encode("utf-8-sig"), _PLAN, id="UTF-8 with mark"),
        pytest.param(_PLAN.encode("utf-16"), _PLAN, id="UTF-16"),
        pytest.param(b"\xfe\xff" + _PLAN.encode("utf-16-be"), _PLAN, id="UTF-16, other byte order"),
        pytest.param(to_legacy(_LOWER, Encoding.TCVN3).encode("latin-1"), _LOWER, id="TCVN3"),
        pytest.param(to_legacy(_LOWER, Encoding.TCVN3).encode(), _LOWER, id="TCVN3 that was saved as UTF-8"),
        pytest.param(_bytes(to_legacy(_PLAN, Encoding.VNI)), _PLAN, id="VNI"),
        pytest.param(_bytes(to_legacy(_PLAN, Encoding.VISCII)), _PLAN, id="VISCII"),
        pytest.param(_bytes(to_legacy(_PLAN, Encoding.VPS)), _PLAN, id="VPS"),
        pytest.param(_PLAN.encode() + "ạ".encode()[:2], _PLAN + "\ufffd", id="UTF-8 cut in a letter"),
    ],
)
def test_encodings_of_files(data: bytes, text: str) -> None:
    assert decode_text(data) == text


def _to_windows_1258(text: str) -> bytes:
    made = b""
    for character in text:
        try:
            made += character.encode("cp1258")
        except UnicodeEncodeError:
            tone = next(c for c in unicodedata.normalize("NFD", character) if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", character).replace(tone, ""))
            made += base.encode("cp1258") + tone.encode("cp1258")
    return made


def test_windows_1258_is_composed() -> None:
    assert decode_text(_to_windows_1258(_PLAN)) == _PLAN


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("План мероприятий на год".encode("koi8-r") * 5, id="another language"),
        pytest.param(b"\xff\xfe\x00\xd8\x00", id="broken UTF-16"),
        pytest.param(bytes(range(128, 256)), id="no language"),
    ],
)
def test_an_unknown_encoding_is_an_error_that_says_what_to_do(data: bytes) -> None:
    with pytest.raises(DamagedSourceError, match="UTF-8"):
        decode_text(data)
