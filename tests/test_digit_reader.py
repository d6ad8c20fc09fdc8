"""The digit reader: its weights, and what it makes of what it sees."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digit_lines import Composer, find_fonts
from corpus.printing.fonts import FONT_FOLDERS
from models.errors import TrainedTableError
from models.trained import trained_file
from pipeline.ocr.handwriting import network as network_module
from pipeline.ocr.handwriting.decode import Reading, decode
from pipeline.ocr.handwriting.network import CLASSES, WEIGHTS, load_network, read_network
from pipeline.ocr.handwriting.strip import HEIGHT


def _any(digits: str) -> bool:
    return True


def _steps(*rows: dict[int, float]) -> np.ndarray:
    """Steps by the likelihood of their classes; what is missing to 1 is nothing."""
    likely = np.zeros((len(rows), CLASSES), dtype=np.float32)
    for number, row in enumerate(rows):
        for at, value in row.items():
            likely[number, at] = value
        likely[number, 0] += 1.0 - sum(row.values())
    return likely


def _written(digit: int, likely: float = 1.0) -> dict[int, float]:
    return {1 + digit: likely}


@pytest.mark.parametrize(
    ("rows", "digits"),
    [
        ([{}, {}], ""),
        ([_written(1), {}, _written(1)], "11"),
        ([_written(1), _written(1)], "1"),
        ([_written(2), _written(4), {}, _written(6)], "246"),
        ([{11 + 7: 1.0}, {1 + 8: 1.0}], "78"),
    ],
    ids=["nothing", "two with a gap are two", "two without a gap are one", "three", "printed and written alike"],
)
def test_steps_are_read_as_digits(rows: list[dict[int, float]], digits: str) -> None:
    assert decode(_steps(*rows), _any).readings[0] == Reading(digits, 1.0)


def test_each_reading_is_as_likely_as_its_steps() -> None:
    found = decode(_steps({1 + 1: 0.6, 1 + 7: 0.4}, {}, {1 + 9: 0.75, 1 + 4: 0.25}), _any).readings
    assert [(reading.digits, round(reading.probability, 3)) for reading in found[:4]] == [
        ("19", 0.45),
        ("79", 0.3),
        ("14", 0.15),
        ("74", 0.1),
    ]


def test_readings_that_cannot_be_are_left_out() -> None:
    found = decode(_steps({1 + 3: 0.9, 1 + 1: 0.1}, {}, _written(9)), lambda digits: int(digits) <= 31)
    assert [reading.digits for reading in found.readings if reading.digits] == ["19"]
    assert found.readings[0].probability == pytest.approx(0.1, abs=1e-6)


def test_print_is_told_from_writing() -> None:
    assert decode(_steps({11 + 7: 1.0}, {}, {11 + 8: 0.8, 1 + 8: 0.2}), _any).printed_share == pytest.approx(0.9)
    assert decode(_steps({}), _any).printed_share == 0.0


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_likelihoods_never_sum_to_more_than_one(steps: int, seed: int) -> None:
    likely = np.random.default_rng(seed).dirichlet(np.full(CLASSES, 0.1), steps).astype(np.float32)
    readings = decode(likely, _any).readings
    assert sum(reading.probability for reading in readings) <= 1.0 + 1e-5
    assert [reading.probability for reading in readings] == sorted((r.probability for r in readings), reverse=True)


def test_the_shipped_network_answers_every_strip_with_probabilities() -> None:
    network = load_network()
    for width in (1, 2, 57, 400):
        likely = network.read(np.zeros((HEIGHT, width), dtype=np.float32))
        assert likely.shape == ((width + 1) // 2, CLASSES)
        assert likely.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_what_the_reader_is_sure_of_is_right() -> None:
    """A small check of the figures in models/trained/README.md, on drawn fields that it was not trained with."""
    network, composer = load_network(), Composer(None, find_fonts(FONT_FOLDERS), 4711)
    found = [(sample, decode(network.read(sample.strip), _any).readings[0]) for sample in composer.take(200)]
    sure = [(sample, best) for sample, best in found if sample.digits and best.probability >= 0.97]
    assert len(sure) > 80
    assert sum(best.digits != sample.digits for sample, best in sure) <= 1
    blanks = [best for sample, best in found if not sample.digits]
    assert len(blanks) > 5
    assert not [best for best in blanks if best.digits]


def test_fields_are_composed_alike_from_one_seed() -> None:
    first, second = (Composer(None, find_fonts(FONT_FOLDERS), 7).take(5) for _ in range(2))
    assert [sample.digits for sample in first] == [sample.digits for sample in second]
    assert all(np.array_equal(one.strip, other.strip) for one, other in zip(first, second, strict=True))


def test_fields_cannot_be_composed_without_fonts() -> None:
    with pytest.raises(ValueError, match="none of the serif fonts"):
        Composer(None, [], 1)


def _weights() -> dict[str, np.ndarray]:
    with np.load(trained_file(WEIGHTS)) as data:
        return dict(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda weights: weights.pop("w3"),
        lambda weights: weights.pop("temperature"),
        lambda weights: weights.update(temperature=np.float32(0.0)),
        lambda weights: weights.update(w2=weights["w3"]),
        lambda weights: weights.update(b6=weights["b6"][:5]),
        lambda weights: weights.update(b0=np.full_like(weights["b0"], np.nan)),
        lambda weights: weights.update(w0=np.array(["a"])),
    ],
    ids=["a layer missing", "no temperature", "temperature 0", "wrong order", "too few classes", "no numbers", "text"],
)
def test_damaged_weights_are_refused(tmp_path: Path, change: Callable[[dict[str, np.ndarray]], object]) -> None:
    weights = _weights()
    change(weights)
    path = tmp_path / "digits.npz"
    np.savez(path, **weights)
    with pytest.raises(TrainedTableError, match=r"digits\.npz is damaged") as raised:
        read_network(path)
    assert raised.value.remedy == "Install kehoach again."


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY", b"text"])
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "digits.npz"
    path.write_bytes(content)
    with pytest.raises(TrainedTableError, match="damaged"):
        read_network(path)


def test_missing_weights_are_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_module, "WEIGHTS", "nowhere.npz")
    load_network.cache_clear()
    try:
        with pytest.raises(TrainedTableError, match=r"lacks the trained table nowhere\.npz") as raised:
            load_network()
    finally:
        load_network.cache_clear()
    assert (raised.value.remedy, raised.value.exit_code) == ("Install kehoach again.", 34)


def test_the_weights_are_small() -> None:
    assert trained_file(WEIGHTS).stat().st_size < 1_000_000
