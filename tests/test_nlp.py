"""The extractors as components of a spaCy pipeline."""

import re
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.extract.nlp import COMPONENTS, WordTokenizer, vietnamese

TEXT = """KẾ HOẠCH
Nạo vét kênh mương năm 2022
Căn cứ Quyết định số 17/QĐ-UBND ngày 05/01/2022 của Ủy ban nhân dân huyện về giao chỉ tiêu thủy lợi;
I. TỔ CHỨC THỰC HIỆN
1. Công an xã bảo đảm an ninh trật tự, hoàn thành trước ngày 30/4/2022.
2. Mỗi thôn huy động ít nhất 40 ngày công."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return vietnamese()


def test_components_write_their_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    dates = {(span.text, span.label_, span._.value.edtf) for span in doc.spans["dates"]}
    assert ("ngày 05/01/2022", "reference", "2022-01-05") in dates
    assert ("ngày 30/4/2022", "deadline", "2022-04-30") in dates
    assert [(span._.value.number, span._.value.symbol) for span in doc.spans["references"]] == [("17", "QĐ-UBND")]
    assert "Công an xã" in {span.text for span in doc.spans["bodies"]}
    quantities = [quantity for span in doc.spans["criteria"] for quantity in span._.value.quantities]
    assert [(quantity.comparator, quantity.value, quantity.unit) for quantity in quantities] == [
        (">=", 40.0, "ngày công")
    ]


def test_words_of_two_syllables_are_one_token(nlp: Language) -> None:
    assert "thủy lợi" in {token.text for token in nlp.make_doc("Chỉ tiêu thủy lợi của xã.")}


@settings(max_examples=60)
@given(st.text(alphabet="Ủy bannhâdxã thôđ.,;-–/()“”0123456789\n\t ", max_size=60))
def test_the_text_is_never_changed(text: str) -> None:
    tokenizer = WordTokenizer(Vocab())
    assert tokenizer(text).text == text


def test_a_component_of_ones_own_sees_the_spans() -> None:
    @Language.component("count_dates")
    def count_dates(doc: Doc) -> Doc:
        doc.user_data["dates"] = len(doc.spans["dates"])
        return doc

    nlp = vietnamese()
    nlp.add_pipe("count_dates")
    assert nlp.pipe_names == [*COMPONENTS, "count_dates"]
    assert nlp(TEXT).user_data["dates"] >= 2


def test_the_spans_can_be_displayed(nlp: Language) -> None:
    html = displacy.render(nlp(TEXT), style="span", options={"spans_key": "dates"}, jupyter=False)
    assert "deadline" in html


def test_an_empty_text_gives_empty_groups(nlp: Language) -> None:
    doc = nlp("")
    assert {key: len(group) for key, group in doc.spans.items()} == dict.fromkeys(
        (name.removeprefix("kehoach_") for name in COMPONENTS), 0
    )


WHOLE = """ỦY BAN NHÂN DÂN
XÃ ĐỒI CỌ
Số: 17/KH-UBND
Đồi Cọ, ngày 05 tháng 4 năm 2022
KẾ HOẠCH
Phát động phong trào “Xanh ngõ, sạch làng” năm 2022
Căn cứ Quyết định số 9/QĐ-UBND ngày 02/3/2022 của Ủy ban nhân dân huyện;
I. MỤC TIÊU
Mỗi thôn trồng ít nhất 200 cây xanh.
II. TỔ CHỨC THỰC HIỆN
1. Công an xã báo cáo Ủy ban nhân dân xã trước ngày 30/6/2022.
Nơi nhận:
- UBND huyện (b/c);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Vi Văn Khơi"""


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_works_alone_on_plain_spacy(name: str) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe(name)
    doc = nlp(WHOLE)
    group = name.removeprefix("kehoach_")
    assert list(doc.spans) == [group]
    assert len(doc.spans[group]) >= 1
    assert all(span._.value is not None and span.label_ for span in doc.spans[group])
    html = displacy.render(doc, style="span", options={"spans_key": group}, jupyter=False)
    assert all(span.label_ in html for span in doc.spans[group])


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_that_finds_nothing_writes_an_empty_group(name: str) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe(name)
    assert {key: len(group) for key, group in nlp("Trời nắng.").spans.items()} == {name.removeprefix("kehoach_"): 0}


def test_a_deadline_carries_who_has_to_do_what(nlp: Language) -> None:
    doc = nlp(WHOLE)
    (span,) = doc.spans["deadlines"]
    assert span._.value.responsible == ("Công an xã",)
    assert (span.label_, span._.value.due.edtf) == ("before", "2022-06-30")


def test_the_example_of_the_documentation_runs() -> None:
    """What docs/extractors.md shows as Python is Python, and says what comes out."""
    text = (Path(__file__).parents[1] / "docs" / "extractors.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 2
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/extractors.md", "exec"), names)
