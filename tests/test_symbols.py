"""A document's symbol is made what the same document has elsewhere, and never anything else."""

import pytest

from pipeline.clean.symbols import find_symbol_repairs


def repaired(*texts: str) -> list[str]:
    found = list(texts)
    for number, repair in find_symbol_repairs(texts):
        found[number] = found[number][: repair.start] + repair.after + found[number][repair.end :]
    return found


def test_the_code_that_stands_elsewhere_confirms() -> None:
    texts = ["Số 55-KH/ĐƯ", "Thực hiện Kế hoạch số 12-KH/ĐU", "và Kế hoạch số 31-KH/ĐU của Đảng ủy"]
    assert repaired(*texts) == ["Số 55-KH/ĐU", *texts[1:]]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Số 55-KH/ĐƯ"], id="it stands nowhere else"),
        pytest.param(["Số 55-KH/ĐƯ", "Kế hoạch số 12-KH/ĐU"], id="one against one"),
        pytest.param(["09-KH/TƯ", "12-KH/TU", "15-KH/TU", "18-KL/TW"], id="codes of two organs"),
        pytest.param(["195/KH-UBND", "30/2020/NĐ-CP", "12/QĐ-UBND"], id="other codes"),
        pytest.param(["tỷ lệ 1/2, 3-5 hộ, 24/24 giờ"], id="no symbols"),
    ],
)
def test_without_confirmation_nothing_is_changed(texts: list[str]) -> None:
    assert repaired(*texts) == texts
