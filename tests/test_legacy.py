import pytest

from pipeline.textfiles.legacy import (
    Encoding,
    LegacyFont,
    encoding_of_font,
    font_encoding,
    from_legacy,
    legacy_encoding,
    repair_capitals,
)
from tests.legacy_text import to_legacy

_PLAN = "Ủy ban nhân dân huyện xây dựng kế hoạch tổ chức thực hiện phong trào thi đua yêu nước năm 2004 như sau"
_SMALL = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


@pytest.mark.parametrize("encoding", Encoding)
def test_every_small_letter_has_a_place(encoding: Encoding) -> None:
    old = to_legacy(_SMALL, encoding)
    assert from_legacy(old, encoding) == _SMALL
    assert not set(old) & set("ảạăằẳẵắặầẩẫấậẻẽẹềểễếệỉĩịỏọồổỗốộơờởỡớợủũụưừửữứựỳỷỹỵđ")


@pytest.mark.parametrize(
    ("encoding", "old", "new"),
    [
        pytest.param(Encoding.TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc", id="TCVN3"),
        pytest.param(Encoding.TCVN3, "KÕ ho¹ch ph¸t triÓn", "Kế hoạch phát triển", id="TCVN3, capital without tone"),
        pytest.param(Encoding.TCVN3, "ph\xadêng", "phường", id="u with horn has the place of the soft hyphen"),
        pytest.param(Encoding.TCVN3, "t- t-ëng", "tư tưởng", id="which many programs write as a hyphen"),
        pytest.param(Encoding.TCVN3, "tr-íc", "trước", id="with an acute"),
        pytest.param(Encoding.TCVN3, "12/KH-UBND, 5 - 7", "12/KH-UBND, 5 - 7", id="hyphens that are none"),
        pytest.param(Encoding.VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc", id="VNI"),
        pytest.param(Encoding.VNI, "KEÁ HOAÏCH THI ÑUA", "KẾ HOẠCH THI ĐUA", id="VNI, capitals"),
        pytest.param(
            Encoding.VNI, "phöôøng, kyø, nghóa, thò xaõ, kyõ thuaät", "phường, kỳ, nghĩa, thị xã, kỹ thuật",
            id="VNI, letters",
        ),
        pytest.param(Encoding.VISCII, "Ðµc l§p - Tñ do - HÕnh phúc", "Độc lập - Tự do - Hạnh phúc", id="VISCII"),
        pytest.param(Encoding.VPS, "ñ¶c lÆp", "Độc lập", id="VPS"),
    ],
)  # fmt: skip
def test_old_text_in_unicode(encoding: Encoding, old: str, new: str) -> None:
    assert from_legacy(old, encoding) == new


@pytest.mark.parametrize("encoding", Encoding)
def test_the_encoding_is_told_by_what_makes_sense(encoding: Encoding) -> None:
    assert legacy_encoding(to_legacy(_PLAN.lower(), encoding)) is encoding


@pytest.mark.parametrize(
    "text", [_PLAN, "This is an English text about the plan and its aims for the next year.", "", "1 2 3"]
)
def test_text_that_is_in_no_old_encoding(text: str) -> None:
    assert legacy_encoding(text) is None


@pytest.mark.parametrize(
    ("name", "font"),
    [
        (".VnTime", LegacyFont(Encoding.TCVN3)),
        ("ABCDEF+.VnTimeH,Bold", LegacyFont(Encoding.TCVN3, draws_capitals=True)),
        (".VnArialH-BoldItalic", LegacyFont(Encoding.TCVN3, draws_capitals=True)),
        ("VnArial", LegacyFont(Encoding.TCVN3)),
        (".VnCentury Schoolbook", LegacyFont(Encoding.TCVN3)),
        ("VNI-Times", LegacyFont(Encoding.VNI)),
        ("QWERTY+VNI-Helve-Condense,Bold", LegacyFont(Encoding.VNI)),
        ("VPS Times", LegacyFont(Encoding.VPS)),
        ("VI Times,Italic", LegacyFont(Encoding.VISCII)),
        ("TimesNewRomanPS-BoldMT", None),
        ("Vineta BT", None),
        ("Arial", None),
        ("", None),
    ],
)
def test_font_names(name: str, font: LegacyFont | None) -> None:
    assert font_encoding(name) == font


@pytest.mark.parametrize(
    ("text", "font", "encoding"),
    [
        pytest.param("KÕ ho¹ch", LegacyFont(Encoding.TCVN3), Encoding.TCVN3, id="a heading of two words"),
        pytest.param("Kế hoạch", LegacyFont(Encoding.TCVN3), None, id="a file that was converted and kept the name"),
        pytest.param("TT 12/2004", LegacyFont(Encoding.TCVN3), None, id="nothing to convert"),
        pytest.param("KÕ ho¹ch", None, None, id="too little to tell without a name"),
        pytest.param(to_legacy(_PLAN, Encoding.VNI), None, Encoding.VNI, id="told by the text alone"),
    ],
)
def test_a_name_proves_nothing_by_itself(text: str, font: LegacyFont | None, encoding: Encoding | None) -> None:
    assert encoding_of_font([text], font) is encoding


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("Kế HOạCH THI ĐUA", "KẾ HOẠCH THI ĐUA"),
        ("Uỷ BAN NHÂN DÂN HUYệN", "UỶ BAN NHÂN DÂN HUYỆN"),
        ("Kế hoạch số 12/KH-UBND", "Kế hoạch số 12/KH-UBND"),
        ("của Sở VHTT tỉnh", "của Sở VHTT tỉnh"),
        ("Số: 45/KH-UBND", "Số: 45/KH-UBND"),
        ("", ""),
    ],
)
def test_capitals(line: str, repaired: str) -> None:
    assert repair_capitals(line) == repaired
