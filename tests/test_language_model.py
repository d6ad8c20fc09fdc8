"""The syllable model: what it finds likely, how it is kept in its file, and how it is made."""

import lzma
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.train_language_model import train_model
from models.trained import trained_file
from pipeline.clean.language_model import LanguageModel, Vocabulary, open_model, shipped_model, split_keys, write_model
from pipeline.clean.tokens import BREAK, NUMBER, TOKEN, UNKNOWN, model_word

LINES = [
    "Ủy ban nhân dân xã ban hành kế hoạch nạo vét kênh mương năm 2021.",
    "Các thôn tổ chức ra quân nạo vét kênh mương trước ngày 15/4.",
    "Hội Nông dân phối hợp với các thôn tổ chức ra quân.",
]


def likelihood(model: LanguageModel, text: str) -> float:
    """The logarithm of a sentence's probability."""
    words = [BREAK, BREAK, *map(model_word, TOKEN.findall(text)), BREAK]
    ids = model.ids(words)
    return float(model.score(ids[:-2], ids[1:-1], ids[2:]).sum())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "plain.txt").write_text("\n".join(LINES * 100), "utf-8")
    (folder / "packed.txt.xz").write_bytes(lzma.compress("\n".join(LINES * 100).encode()))
    out = folder / "small.bin"
    train_model(folder, out, {"plain": 2.0, "names": 0.1}, bigrams=500, trigrams=500)
    return open_model(out)


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        pytest.param("tổ chức thực hiện", "tố chức thực hiện", id="a mark"),
        pytest.param("phối hợp với các cơ quan", "phối họp với các cơ quan", id="a word that is one, too"),
        pytest.param("Ủy ban nhân dân huyện", "Ủy ban nhân dân huyền", id="a name of a body"),
        pytest.param("trước ngày 30 tháng 6", "trước ngày 30 thang 6", id="a lost mark"),
    ],
)
def test_what_is_said_is_likelier(likely: str, unlikely: str) -> None:
    model = shipped_model()
    assert likelihood(model, likely) > likelihood(model, unlikely) + 3


def test_shipped_model_is_small_and_knows_syllables() -> None:
    model = shipped_model()
    assert trained_file("syllables.bin").stat().st_size < 12_000_000
    assert model.is_syllable("nghiêng")
    assert not model.is_syllable("ubnd")
    assert "ubnd" in model.words
    assert not model.is_syllable(BREAK)
    assert all(model.is_syllable(word) for word in model.syllables())


def test_probabilities_of_a_context_add_up_to_one() -> None:
    model = shipped_model()
    context = model.ids(["tổ", "chức"])
    every = np.arange(1, len(model.words))
    scores = model.score(np.full_like(every, context[0]), np.full_like(every, context[1]), every)
    assert np.exp(scores).sum() == pytest.approx(1.0, abs=0.06)  # bytes keep steps of a sixteenth


def test_a_trained_model_prefers_its_own_sentences(small: LanguageModel) -> None:
    assert likelihood(small, LINES[1]) > likelihood(small, "Các thôn tổ hành ra dân nạo chức kênh quân.")
    ids = small.ids(["nạo", "vét", "kênh"])
    assert small.has(ids[:1], ids[1:2], ids[2:]).tolist() == [True]
    assert small.has(ids[2:], ids[1:2], ids[:1]).tolist() == [False]


def test_training_twice_gives_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("\n".join(LINES * 20), "utf-8")
    for name in ("a.bin", "b.bin"):
        train_model(tmp_path, tmp_path / name, {"names": 1.0}, bigrams=300, trigrams=300)
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()


@pytest.mark.parametrize("content", [b"", b"no model at all\n", b'{"format": "another 7"}\n', b"[1]\n"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="no language model"):
        open_model(path)


def test_a_vocabulary_begins_with_the_special_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="first words"):
        write_model(tmp_path / "a.bin", Vocabulary(["ủy", "ban"], 2), {})
    assert Vocabulary([UNKNOWN, BREAK, NUMBER], 3).first_other == 3


@settings(max_examples=30)
@given(st.lists(st.integers(0, (1 << 45) - 1), min_size=1, max_size=50), st.integers(0, 12))
def test_keys_fall_into_buckets(keys: list[int], bits: int) -> None:
    bucket, low = split_keys(np.array(keys, dtype=np.int64), 1 << bits)
    assert bucket.min() >= 0
    assert bucket.max() < 1 << bits
    again = split_keys(np.array(keys, dtype=np.int64), 1 << bits)
    assert (again[0] == bucket).all()
    assert (again[1] == low).all()
