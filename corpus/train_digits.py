"""Trains the reader of handwritten digits and writes the weights that ship with the program.

    python -m corpus.train_digits FOLDER [--samples N] [--epochs N]

FOLDER holds the digits of MNIST as `mnist.npz` (arrays x_train, y_train, x_test, y_test). Needs
PyTorch, which the program itself does not: the weights are read with numpy. The serif fonts of the
corpus must be installed. One core takes about 15 minutes. What comes out is written to
models/trained/digits.npz, and its figures on digits held out are printed for the card beside it.
"""

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from corpus.digit_lines import Composer, Hands, Sample, find_fonts
from corpus.printing.fonts import FONT_FOLDERS
from pipeline.ocr.handwriting.decode import Decoded, decode
from pipeline.ocr.handwriting.network import read_network

_CHANNELS = (16, 24, 32, 48, 96)
_CLASSES = 21  # nothing, ten written digits, ten printed ones
_BATCH = 64
_CHUNK = 2_000
_HELD_OUT_SEED = 1_000_000
_RATE = 3e-3
_TEMPERATURES = (0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
_FLOOR = 1e-6  # the least likelihood that counts, so that one hopeless field does not decide
_SURE = 0.97
_SORTS: dict[str, Callable[[Sample], bool]] = {
    "written": lambda sample: bool(sample.digits) and not sample.is_printed,
    "printed": lambda sample: sample.is_printed,
    "blank": lambda sample: not sample.digits,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the training; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains the reader of handwritten digits.")
    parser.add_argument("folder", type=Path, help="holds mnist.npz")
    parser.add_argument("--samples", type=int, default=72_000)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--held-out", type=int, default=4_000)
    parser.add_argument("--out", type=Path, default=Path("models/trained/digits.npz"))
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    torch.manual_seed(1)
    samples = _compose(options.folder, "train", options.samples, 1)
    print(f"{len(samples)} fields composed", flush=True)
    weights = _weights(_train(samples, options.epochs))
    write_weights(options.out, weights, _compose(options.folder, "test", options.held_out, _HELD_OUT_SEED))
    return 0


def write_weights(path: Path, weights: dict[str, npt.NDArray[np.float16]], held_out: Sequence[Sample]) -> None:
    """Writes the weights with the temperature at which they are as sure as they are right on held-out fields."""
    best, least = 1.0, math.inf
    for temperature in _TEMPERATURES:
        np.savez_compressed(path, **weights, temperature=np.float32(temperature))
        network = read_network(path)
        found = [decode(network.read(sample.strip), _any_digits) for sample in held_out]
        loss = -sum(
            math.log(max(_likelihood(one, sample.digits), _FLOOR)) for one, sample in zip(found, held_out, strict=True)
        )
        if loss < least:
            best, least, chosen = temperature, loss, found
    np.savez_compressed(path, **weights, temperature=np.float32(best))
    print(f"temperature {best}")
    for name, is_wanted in _SORTS.items():
        pairs = [(one.readings[0], sample) for one, sample in zip(chosen, held_out, strict=True) if is_wanted(sample)]
        right = sum(reading.digits == sample.digits for reading, sample in pairs)
        sure = [(reading, sample) for reading, sample in pairs if reading.probability >= _SURE]
        wrong = sum(reading.digits != sample.digits for reading, sample in sure)
        print(f"{name}: {right} of {len(pairs)} right; {len(sure)} at {_SURE} or more, {wrong} of them wrong")


def _any_digits(digits: str) -> bool:
    return bool(digits)


def _likelihood(found: Decoded, digits: str) -> float:
    return next((reading.probability for reading in found.readings if reading.digits == digits), 0.0)


def _compose(folder: Path, part: str, count: int, seed: int) -> list[Sample]:
    sizes = [min(_CHUNK, count - start) for start in range(0, count, _CHUNK)]
    with ProcessPoolExecutor(2) as pool:
        chunks = pool.map(_compose_chunk, [(folder, part, size, seed + at) for at, size in enumerate(sizes)])
        return [sample for chunk in chunks for sample in chunk]


def _compose_chunk(job: tuple[Path, str, int, int]) -> list[Sample]:
    folder, part, count, seed = job
    return Composer(Hands.load(folder, part), find_fonts(FONT_FOLDERS), seed).take(count)


def _network() -> nn.Sequential:
    """Five convolutions that fold the strip's height into one row, two along the row, one column every 2 pixels."""

    def block(before: int, after: int, size: tuple[int, int], stride: int, padding: tuple[int, int]) -> list[nn.Module]:
        convolution = nn.Conv2d(before, after, size, stride=stride, padding=padding, bias=False)
        return [convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True)]

    a, b, c, d, e = _CHANNELS
    return nn.Sequential(
        *block(1, a, (5, 5), 2, (2, 2)),
        *block(a, b, (3, 3), 1, (1, 1)),
        nn.MaxPool2d((2, 1)),
        *block(b, c, (3, 3), 1, (1, 1)),
        nn.MaxPool2d((2, 1)),
        *block(c, d, (3, 3), 1, (1, 1)),
        *block(d, e, (5, 3), 1, (0, 1)),
        nn.Dropout(0.1),
        *block(e, e, (1, 5), 1, (0, 2)),
        nn.Dropout(0.1),
        nn.Conv2d(e, _CLASSES, (1, 3), padding=(0, 1)),
    )


def _train(samples: Sequence[Sample], epochs: int) -> nn.Sequential:
    strips = np.stack([np.round(sample.strip * 255).astype(np.uint8) for sample in samples])
    targets = [_target(sample) for sample in samples]
    network = _network().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-3)
    steps = epochs * (len(samples) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.15)
    loss_of = nn.CTCLoss(zero_infinity=True)
    random = np.random.default_rng(7)
    network.train()
    for epoch in range(epochs):
        order = random.permutation(len(samples))
        losses = []
        for start in range(0, len(samples) - _BATCH + 1, _BATCH):
            chosen = order[start : start + _BATCH]
            scores = network(_tensor(strips[chosen])).squeeze(2).permute(2, 0, 1).log_softmax(2)
            wanted = [targets[index] for index in chosen]
            loss = loss_of(
                scores,
                torch.tensor([label for labels in wanted for label in labels], dtype=torch.long),
                torch.full((_BATCH,), scores.shape[0], dtype=torch.long),
                torch.tensor([len(labels) for labels in wanted], dtype=torch.long),
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
            if len(losses) % 100 == 0:
                print(f"epoch {epoch + 1} batch {len(losses)}: loss {np.mean(losses[-100:]):.4f}", flush=True)
    return network.eval()


def _tensor(strips: npt.NDArray[np.uint8]) -> torch.Tensor:
    ink = torch.from_numpy(strips.astype(np.float32) / 255.0)[:, None]
    return ink.contiguous(memory_format=torch.channels_last)


def _target(sample: Sample) -> list[int]:
    return [1 + int(digit) + 10 * sample.is_printed for digit in sample.digits]


def _weights(network: nn.Sequential) -> dict[str, npt.NDArray[np.float16]]:
    """The convolutions with their normalisation folded in, as `w0`, `b0`, `w1`, …"""
    layers = list(network)
    found: dict[str, npt.NDArray[np.float16]] = {}
    number = 0
    for layer, after in zip(layers, [*layers[1:], None], strict=True):
        if not isinstance(layer, nn.Conv2d):
            continue
        weight = layer.weight.detach()
        bias = layer.bias.detach() if layer.bias is not None else torch.zeros(weight.shape[0])
        if isinstance(after, nn.BatchNorm2d):
            scale = after.weight.detach() / torch.sqrt(after.running_var + after.eps)
            weight = weight * scale[:, None, None, None]
            bias = (bias - after.running_mean) * scale + after.bias.detach()
        found[f"w{number}"] = weight.numpy().astype(np.float16)
        found[f"b{number}"] = bias.numpy().astype(np.float16)
        number += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
