"""The digit reader's network: a strip in, how likely each digit is at each column out.

Six convolutions and a last one that scores the classes, in numpy; the weights were trained by
`corpus/train_digits.py` (see models/trained/README.md). The first convolution halves the strip,
pooling and the fifth fold its height into one row, so that one column of the answer stands for two
of the strip.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from models.errors import TrainedTableError
from models.trained import trained_file
from pipeline.ocr.handwriting.strip import Strip

COLUMNS_A_STEP = 2  # columns of a strip for each row of the answer
CLASSES = 21  # nothing, written digits 0 to 9, printed digits 0 to 9
WEIGHTS = "digits.npz"

_SMALL_PRODUCT = 200_000  # multiplications, below which OpenBLAS starts no threads

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Layer:
    """How a convolution is applied: step, white around (rows, columns), and whether rows are halved behind it."""

    stride: int
    padding: tuple[int, int]
    halves_rows: bool = False


# Of corpus/train_digits.py: there, the same network in PyTorch.
_LAYERS = (
    _Layer(2, (2, 2)),
    _Layer(1, (1, 1), halves_rows=True),
    _Layer(1, (1, 1), halves_rows=True),
    _Layer(1, (1, 1)),
    _Layer(1, (0, 1)),
    _Layer(1, (0, 2)),
    _Layer(1, (0, 1)),
)


@dataclass(frozen=True)
class Network:
    """Weights, by layer: (rows, columns, before, after) and biases; `temperature` softens what it answers."""

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    temperature: float

    def read(self, strip: Strip) -> Floats:
        """The probability of each of `CLASSES` at each step from left to right; every row sums to 1."""
        values = strip[:, :, None]
        last = len(_LAYERS) - 1
        for number, (layer, weight, bias) in enumerate(zip(_LAYERS, self.weights, self.biases, strict=True)):
            values = _convolve(values, weight, bias, layer)
            if number < last:
                values = np.maximum(values, 0.0)
            if layer.halves_rows:
                rows = values.shape[0] // 2
                values = np.maximum(values[0 : 2 * rows : 2], values[1 : 2 * rows : 2])
        scores = values[0] / self.temperature
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def load_network() -> Network:
    """The network that ships with the program, loaded once.

    Raises:
        TrainedTableError: its weights are missing or damaged.
    """
    try:
        return read_network(trained_file(WEIGHTS))
    except FileNotFoundError as error:
        raise TrainedTableError.missing(WEIGHTS) from error


def read_network(path: Path) -> Network:
    """The network of a weights file.

    Raises:
        TrainedTableError: the file is none, or its weights do not fit together.
    """
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as data:
            weights = [np.asarray(data[f"w{number}"], dtype=np.float32) for number in range(len(_LAYERS))]
            biases = [np.asarray(data[f"b{number}"], dtype=np.float32) for number in range(len(_LAYERS))]
            temperature = float(data["temperature"])
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise TrainedTableError.damaged(path.name) from error
    before = 1
    for weight, bias in zip(weights, biases, strict=True):
        if weight.ndim != 4 or weight.shape[1] != before or bias.shape != weight.shape[:1]:
            raise TrainedTableError.damaged(path.name)
        before = weight.shape[0]
    if before != CLASSES or not temperature > 0 or not all(np.isfinite(part).all() for part in (*weights, *biases)):
        raise TrainedTableError.damaged(path.name)
    return Network(
        tuple(np.ascontiguousarray(weight.transpose(2, 3, 1, 0)) for weight in weights), tuple(biases), temperature
    )


def _convolve(values: Floats, weight: Floats, bias: Floats, layer: _Layer) -> Floats:
    rows, columns = layer.padding
    padded = np.pad(values, ((rows, rows), (columns, columns), (0, 0)))
    height, width = weight.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(0, 1))
    windows = windows[:: layer.stride, :: layer.stride].transpose(0, 1, 3, 4, 2)
    shape = windows.shape[:2]
    flat = windows.reshape(shape[0] * shape[1], -1)
    kernel = weight.reshape(-1, weight.shape[3])
    # Small products: a large one is shared among threads, which takes ten times as long where cores are busy.
    rows_each = max(_SMALL_PRODUCT // kernel.size, 1)
    parts = [flat[start : start + rows_each] @ kernel for start in range(0, len(flat), rows_each)]
    return np.asarray(np.concatenate(parts).reshape(*shape, -1) + bias, dtype=np.float32)
