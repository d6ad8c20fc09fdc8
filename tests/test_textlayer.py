import pytest

from pipeline.render.textlayer import judge_text_layer

_BODY = ["Các cơ quan, đơn vị, địa phương tổ chức thực hiện nghiêm túc kế hoạch này"] * 12
_FOREIGN = ["Cac co quan, don vi, dia phuong t6 chirc thuc hien nghiern tuc ke hoach nay"] * 12


@pytest.mark.parametrize(
    ("lines", "coverage", "shapes"),
    [
        pytest.param(_BODY, 0.0, 0, id="born digital"),
        pytest.param(_BODY, 1.0, 0, id="a good recognition behind a scan"),
        pytest.param(_BODY, 0.4, 0, id="with a large picture"),
        pytest.param(_BODY, 0.0, 900, id="with ruled tables"),
        pytest.param(["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Trần Văn An"], 0.05, 0, id="last page"),
        pytest.param(["STT", "1", "2", "3.500", "UBND"], 0.0, 0, id="figures alone"),
        pytest.param([*_BODY, "Sử dụng internet, website, camera, logo, email"], 0.0, 0, id="with foreign words"),
        pytest.param(["\uf0b7 " + line for line in _BODY], 0.0, 0, id="with bullets of a symbol font"),
        pytest.param(["Kế hoạch", *_BODY], 0.0, 0, id="decomposed letters"),
    ],
)
def test_layers_to_be_used(lines: list[str], coverage: float, shapes: int) -> None:
    verdict = judge_text_layer(lines, image_coverage=coverage, shapes=shapes)
    assert verdict.is_used
    assert verdict.reason is None


@pytest.mark.parametrize(
    ("lines", "coverage", "shapes", "reason"),
    [
        pytest.param([], 1.0, 0, "no text layer", id="none"),
        pytest.param(["www.example.vn"], 1.0, 0, "few words", id="watermark on a scan"),
        pytest.param(["Ký bởi: Ủy ban nhân dân huyện", "Ngày ký: 05/3/2021"], 0.9, 0, "few words", id="signature"),
        pytest.param(["Trang 2"], 0.3, 0, "beside a picture", id="page number on a half scan"),
        pytest.param(["Ký bởi: Văn phòng"], 0.0, 4000, "curves", id="letters drawn as curves"),
        pytest.param(_FOREIGN, 1.0, 0, "no Vietnamese marks", id="foreign recognition"),
        pytest.param(["6Ӣ C‘NG 7+ѬѪ1* &Ӝ1* H“A XÃ"] * 9, 0.0, 0, "broken font map", id="broken font map"),
        pytest.param(["6Ӣ 7+ѬѪ1* YLӋF FKҩS", *_BODY * 5], 0.0, 0, "broken font map", id="one broken heading"),
        pytest.param(["Uû ban nh©n d©n huyÖn x©y dùng kÕ ho¹ch tæ chøc thùc hiÖn"] * 9, 0.0, 0, "TCVN3", id="TCVN3"),
        pytest.param(["Uûy ban nhaân daân huyeän xaây döïng keá hoaïch naøy"] * 9, 0.0, 0, "VNI", id="VNI"),
        pytest.param(
            ["Cơ quán đơn vị địađ phưong tồ chíc thục hiẹnh"] * 9, 1.0, 0, "not Vietnamese", id="bad behind scan"
        ),
        pytest.param(["\ue001\ue002 \ue003\ue004\ue005 \ue006\ue007"] * 5, 0.0, 0, "broken", id="private characters"),
    ],
)
def test_layers_not_to_be_believed(lines: list[str], coverage: float, shapes: int, reason: str) -> None:
    verdict = judge_text_layer(lines, image_coverage=coverage, shapes=shapes)
    assert not verdict.is_used
    assert reason in (verdict.reason or "")


def test_the_score_is_the_share_of_syllables() -> None:
    assert judge_text_layer(_BODY).score == 1.0
    assert judge_text_layer(_FOREIGN).score < 0.7
