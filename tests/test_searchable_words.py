"""Where the words of the clean text stand on the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Document, PlacedWord
from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.clean import build_document
from pipeline.searchable.words import TextLine, place_words
from tests.page_builders import HEIGHT, LETTER, placed_line


def document_of_words(raw: str, text: str, offsets: list[int]) -> Document:
    """A document whose words are those of `raw`, six points a letter, a line of print a line."""
    words, place = [], 0
    for row, line in enumerate(raw.split("\n")):
        x = 0.0
        for token in line.split(" "):
            y = 20.0 * row
            words.append(PlacedWord(place, place + len(token), 1, x, y, x + LETTER * len(token), y + HEIGHT, 0.9))
            x += LETTER * (len(token) + 1)
            place += len(token) + 1
    return Document(text, raw, (*offsets, len(raw)), (), words=tuple(words))


def placed(document: Document) -> list[list[tuple[str, float, float]]]:
    return [[(text.text, text.x0, text.x1) for text in line.texts] for line in place_words(document)]


@pytest.mark.parametrize(
    ("raw", "text", "offsets", "expected"),
    [
        pytest.param("kế hoạch", "kế hoạch", [*range(8)], [[("kế", 0, 12), ("hoạch", 18, 48)]], id="unchanged"),
        pytest.param("kê hoach", "kế hoạch", [*range(8)], [[("kế", 0, 12), ("hoạch", 18, 48)]], id="letters exchanged"),
        pytest.param(
            "ho ạch xã", "hoạch xã", [0, 1, 3, 4, 5, 6, 7, 8], [[("hoạch", 0, 36), ("xã", 42, 54)]], id="joined"
        ),
        pytest.param("củaxã", "của xã", [0, 1, 2, 2, 3, 4], [[("của xã", 0, 30)]], id="split"),
        pytest.param(
            "liên-\nthôn",
            "liên-thôn",
            [0, 1, 2, 3, 4, 6, 7, 8, 9],
            [[("liên-", 0, 30)], [("thôn", 0, 24)]],
            id="a word over the end of a line",
        ),
        pytest.param(
            "xã ~ Đông", "xã Đông", [0, 1, 2, 5, 6, 7, 8], [[("xã", 0, 12), ("Đông", 30, 54)]], id="struck out"
        ),
        pytest.param(
            "STT Tên",
            "STT | Tên",
            [0, 1, 2, 2, 2, 2, 4, 5, 6],
            [[("STT", 0, 18), ("Tên", 24, 42)]],
            id="the border between cells is no word",
        ),
        pytest.param(
            "a | b", "a | b", [*range(5)], [[("a", 0, 6), ("|", 12, 18), ("b", 24, 30)]], id="a printed stroke"
        ),
        pytest.param(
            "xã\nTrang 2",
            "xã",
            [0, 1],
            [[("xã", 0, 12)], [("Trang", 0, 30), ("2", 36, 42)]],
            id="a line that is no text of the plan",
        ),
    ],
)
def test_places(raw: str, text: str, offsets: list[int], expected: list[list[tuple[str, float, float]]]) -> None:
    assert placed(document_of_words(raw, text, offsets)) == expected


def test_letters_that_are_none_are_left_out() -> None:
    page = Page(1, 595, 842, (placed_line("2\x07 \u200b", 60, 800, region=Region.FURNITURE),), TextOrigin.OCR)
    (line,) = place_words(build_document([page]))
    assert [text.text for text in line.texts] == ["2"]


def test_plain_text_has_no_places() -> None:
    page = Page(1, 0, 0, (Line("Kế hoạch"),), TextOrigin.PLAIN_TEXT)
    assert place_words(build_document([page])) == ()


_word = st.text("aọoàáyúđƠhnKẾ1.,;|-(\u0301", min_size=1, max_size=6)
_lines = st.lists(
    st.tuples(st.lists(_word, min_size=1, max_size=6).map(" ".join), st.sampled_from([*Region])), max_size=6
)


@settings(max_examples=60)
@given(_lines)
def test_every_letter_of_the_text_is_written_in_order(lines: list[tuple[str, Region]]) -> None:
    page = Page(
        1,
        595,
        842,
        tuple(placed_line(text, 60, 20 * row, region=region) for row, (text, region) in enumerate(lines)),
        TextOrigin.OCR,
    )
    document = build_document([page])
    found: tuple[TextLine, ...] = place_words(document)
    letters = iter("".join(text.text for line in found for text in line.texts))
    assert all(letter in letters for letter in document.text if not letter.isspace())
    boxes = {(word.x0, word.y0) for line in page.lines for word in line.words}
    assert all((text.x0, text.y0) in boxes for line in found for text in line.texts)
