import unicodedata

import pytest

from models.errors import DamagedSourceError
from pipeline.textfiles.encodings import decode_text, from_tcvn3, from_vni, legacy_encoding, repair_legacy

_PLAN = "Ủy ban nhân dân huyện xây dựng kế hoạch tổ chức thực hiện phong trào thi đua yêu nước năm 2004 như sau"
_LOWER = _PLAN.lower()


def _to_tcvn3(text: str) -> str:
    back = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0xFF)}
    return "".join(back.get(character, character) for character in text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc", id="motto"),
        pytest.param("KÕ ho¹ch ph¸t triÓn", "Kế hoạch phát triển", id="capital without tone"),
        pytest.param("ph­êng", "phường", id="u with horn has the place of the soft hyphen"),
    ],
)
def test_tcvn3(old: str, new: str) -> None:
    assert from_tcvn3(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc", id="motto"),
        pytest.param("KEÁ HOAÏCH THI ÑUA", "KẾ HOẠCH THI ĐUA", id="capitals"),
        pytest.param("phöôøng, kyø, nghóa, thò xaõ, kyõ thuaät", "phường, kỳ, nghĩa, thị xã, kỹ thuật", id="letters"),
    ],
)
def test_vni(old: str, new: str) -> None:
    assert from_vni(old) == new


def test_unicode_text_is_no_old_encoding() -> None:
    assert legacy_encoding(_PLAN) is None
    assert legacy_encoding("This is an English text about the plan and its aims for the next year.") is None
    assert repair_legacy(_PLAN, None) == _PLAN


def test_the_old_encoding_is_told_by_what_makes_sense() -> None:
    assert legacy_encoding(_to_tcvn3(_LOWER)) == "TCVN3"
    assert legacy_encoding("Uûy ban nhaân daân huyeän xaây döïng keá hoaïch toå chöùc thöïc hieän phong traøo") == "VNI"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(_PLAN.encode(), _PLAN, id="UTF-8"),
        pytest.param(_PLAN.encode("utf-8-sig"), _PLAN, id="UTF-8 with mark"),
        pytest.param(_PLAN.encode("utf-16"), _PLAN, id="UTF-16"),
        pytest.param(b"\xfe\xff" + _PLAN.encode("utf-16-be"), _PLAN, id="UTF-16, other byte order"),
        pytest.param(_to_tcvn3(_LOWER).encode("latin-1"), _LOWER, id="TCVN3"),
        pytest.param(_to_tcvn3(_LOWER).encode(), _LOWER, id="TCVN3 that was saved as UTF-8"),
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
