"""What recognition takes for what: counted from aligned lines, kept as costs, and read again."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.aligned import AlignedLine
from corpus.train_confusions import Counts, confusions, count_lines, merged, render, table_of
from models.page import Line, Word
from pipeline.clean.confusions import load_confusions


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [
        pytest.param("tổ", "tố", [("ổ", "ố")], id="a mark"),
        pytest.param("mừng", "mìmg", [("ừn", "ìm")], id="strokes"),
        pytest.param("trung", "tưng", [("ru", "ư")], id="two letters for one"),
        pytest.param("hội,", "hội.", [(",", ".")], id="punctuation"),
        pytest.param("tổ chức", "tổchức", [(" ", "")], id="a space lost"),
        pytest.param("nghiêm", "ngh iêm", [("", " ")], id="a space too many"),
        pytest.param("bản", "bàn", [("ả", "à")], id="another tone"),
        pytest.param("điều", "đêêu", [("iề", "êê")], id="two letters at once"),
        pytest.param("kính gửi", "xxxxx gửi", [], id="print that was not read"),
        pytest.param("như", "như", [], id="nothing"),
    ],
)
def test_what_differs(printed: str, read: str, expected: list[tuple[str, str]]) -> None:
    assert list(confusions(printed, read)) == expected


def aligned(printed: str, read: str, confidence: float = 0.9) -> AlignedLine:
    words = tuple(Word(word, 0, 0, 1, 1, confidence) for word in read.split())
    pairs = tuple(((place,), (place,)) for place in range(len(words)))
    return AlignedLine(1, 0, Line(read, words), tuple(printed.split()), pairs)


def counted(*pairs: tuple[str, str], times: int = 50) -> Counts:
    counts = Counts()
    for printed, read in pairs:
        count_lines([aligned(printed, read)] * times, counts)
    return counts


def test_costs_follow_counts() -> None:
    table = table_of(counted(("tổ chức các thôn", "tố chức các thôn"), ("tổ dân phố", "tổ dân phố"), times=200))
    assert table["ổ"]["ổ"] == pytest.approx(0.69, abs=0.1)  # half of them
    assert table["ổ"]["ố"] == pytest.approx(0.69, abs=0.1)
    assert table["t"]["t"] == 0.0


def test_counts_of_parts_add_up() -> None:
    parts = [("tổ chức", "tố chức"), ("hội họp", "hội hợp")]
    assert merged([counted(part) for part in parts]) == counted(*parts)
    assert merged([]) == Counts()


def test_what_was_never_seen_follows_its_like() -> None:
    counts = counted(("tổ hổ sổ", "tố hố số"), ("ế ề đ d", "ế ề đ d"), times=300)
    table = table_of(counts)
    assert table["ẩ"]["ấ"] < table["ẩ"]["ẫ"]  # the hook was taken for the acute elsewhere
    assert table["đ"]["đ"] < table["đ"]["d"]


def test_readings_in_another_order_do_not_count() -> None:
    counts = counted(("thôn", "Nghĩa"))
    assert not counts.read


def test_figures_written_by_hand_make_no_confusion_of_runs() -> None:
    assert "03" not in table_of(counted(("03/KH", "(2/KH")))


def test_the_table_is_toml_that_says_what_it_was_made_from() -> None:
    counts = counted(('tổ "chức"', 'tố "chức"'), ("mừng \\", "mìmg \\"))
    text = render(counts, "Learned from nothing.")
    table = tomllib.loads(text)
    assert text.startswith("# Learned from nothing.\n")
    assert table["read"]['"']['"'] == 0.0
    assert table["read"]["ừn"]["ìm"] < 3
    lengths = {len(table["confidence"][key]) for key in ("upper", "wrong", "wrong_marks")}
    assert lengths == {1}
    assert render(counts, "Learned from nothing.") == text


def test_the_shipped_table_knows_what_is_often_confused() -> None:
    channel = load_confusions()
    for printed, read, other in [
        ("tổ", "tố", "tạ"),
        ("được", "dược", "bược"),
        ("mừng", "mìmg", "mằxg"),
        ("II", "I", "V"),
    ]:
        assert channel.cost(printed, printed) < channel.cost(printed, read) < channel.cost(printed, other)
    assert [printed for printed, _ in channel.sources["ê"]][:3]
    assert all(cost >= 0 for row in channel.readings.values() for cost in row.values())


def test_doubt_falls_with_confidence() -> None:
    channel = load_confusions()
    assert channel.share_wrong(0.2) > channel.share_wrong(0.8) > channel.share_wrong(0.99)
    assert channel.share_wrong(None) == channel.share_wrong(1.0)
    assert channel.share_wrong(0.9, marks_only=True) < channel.share_wrong(0.9)


_WORDS = st.text(alphabet="aăâdđeêghinmoôơrtuưáàảãạổốồừìI1", max_size=7)


@given(_WORDS, _WORDS)
def test_no_word_is_read_as_another_at_more_than_letter_by_letter(printed: str, read: str) -> None:
    channel = load_confusions()
    cost = channel.cost(printed, read)
    letters = len(printed) * channel.other_lost + len(read) * channel.other_added
    assert 0 <= cost <= max(letters, channel.cost(printed, printed)) + 1e-6


@given(_WORDS, _WORDS)
def test_costs_add_up_along_a_word(left: str, right: str) -> None:
    channel = load_confusions()
    assert channel.cost(left + right, left + right) == pytest.approx(
        channel.cost(left, left) + channel.cost(right, right)
    )
