"""Scoring of folders: which record belongs to which gold, results as files, the command."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import Draft, record

from models.errors import GoldError, OutputAccessError, ResultError, SourceNotFoundError
from models.record import PlanRecord
from pipeline import __version__
from pipeline.cli import main
from pipeline.score.agreement import MatchLevel
from pipeline.score.documents import read_cases
from pipeline.score.run import read_result, result_json, score_folders, write_result
from pipeline.score.text_errors import TextMeasure

STRICT, FOLDED, SIMILAR = MatchLevel
PLAN = record()
WORSE = PLAN.model_copy(
    update={
        "dates": (),
        "text": PLAN.text.replace("HUYỆN", "HUYÊN"),
        "header": PLAN.header.model_copy(update={"place": Draft().value("Sơn Từ", "Hà Nội", 0.95)}),
    }
)
Folders = tuple[Path, Path]


def write(folder: Path, **records: PlanRecord | str) -> None:
    """Files of records; in names, "__" stands for "@"."""
    for name, content in records.items():
        text = content if isinstance(content, str) else content.model_dump_json()
        (folder / f"{name.replace('__', '@')}.json").write_text(text, "utf-8")


def manifest_of(folder: Path, **entries: dict[str, Any]) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps({name.replace("__", "@"): entry for name, entry in entries.items()}), "utf-8")
    return path


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    gold, predicted = tmp_path / "gold", tmp_path / "predicted"
    gold.mkdir()
    predicted.mkdir()
    return gold, predicted


def test_figures_over_two_plans(folders: Folders) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], lang=PLAN, xa=WORSE)
    result = score_folders(*folders)
    dates, place = result.total.fields["dates.value"], result.total.fields["header.place"]
    assert (dates.support, dates.levels[STRICT].precision, dates.levels[STRICT].recall) == (2, 1.0, 0.5)
    assert dates.levels[STRICT].f1.value == round(2 / 3, 6)
    assert dates.levels[STRICT].f1.interval == (0.0, 1.0)
    assert list(dates.levels) == [STRICT]
    assert place.confident is not None
    assert (place.confident.given, place.confident.wrong[SIMILAR], place.confident.wrong_rate[SIMILAR]) == (2, 1, 0.5)
    assert place.place is not None
    assert (place.place.right, place.place.total) == (1, 1)  # the other text is not the gold's
    characters = result.total.text[TextMeasure.CHARACTERS]
    assert (characters.errors, characters.length) == (1, 2 * len(PLAN.text))
    assert result.total.flawless[SIMILAR] == 1
    assert result.total.evidence.total > result.total.evidence.right > 0
    assert result.documents["xa"].fields["dates.value"][STRICT] == (0, 0, 1)
    assert result.program_version == __version__
    scores = [result.documents[name].whole_record[STRICT] for name in ("lang", "xa")]
    assert result.total.whole_record[STRICT].value == round(sum(scores) / 2, 6)


def test_degradation_levels_by_name_are_copies_of_one_plan(folders: Folders) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], lang__L0=PLAN, lang__L3=WORSE, xa__L0=PLAN)
    result = score_folders(*folders)
    assert list(result.documents) == ["lang@L0", "lang@L3", "xa@L0", "xa@L3"]
    assert result.problems == {"xa@L3": "missing"}
    assert (result.total.documents, result.total.plans) == (4, 2)
    assert list(result.by_level) == ["L0", "L3"]
    assert result.by_level["L0"].whole_record[STRICT].value == 1.0
    assert result.by_level["L3"].fields["dates.value"].levels[STRICT].missed == 2


def test_the_manifest_says_plan_level_and_split(folders: Folders) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], a1=PLAN, a2=WORSE, b1=PLAN, thua=PLAN)
    manifest = manifest_of(
        folders[0],
        a1={"plan": "lang", "level": 0, "split": "test", "seed": 7},
        a2={"plan": "lang", "level": "L4", "split": "test"},
        b1={"plan": "xa", "level": 0, "split": "train"},
    )
    result = score_folders(*folders, manifest=manifest, split="test")
    assert list(result.documents) == ["a1", "a2"]
    assert [(it.plan, it.level, it.split) for it in result.documents.values()] == [
        ("lang", "L0", "test"),
        ("lang", "L4", "test"),
    ]
    assert result.total.plans == 1
    assert result.total.whole_record[STRICT].interval is None
    assert score_folders(*folders, manifest=manifest).unscored == ("thua",)


def test_a_split_of_plans_holds_for_all_their_levels(folders: Folders) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], lang__L1=PLAN, xa__L1=PLAN)
    manifest = manifest_of(folders[0].parent, lang={"split": "test"}, xa={"split": "train"})
    result = score_folders(*folders, manifest=manifest, split="test")
    assert {name: (it.plan, it.level) for name, it in result.documents.items()} == {"lang@L1": ("lang", "L1")}


def test_a_missing_prediction_is_named_and_missed(folders: Folders) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], lang=PLAN, thua=PLAN)
    result = score_folders(*folders)
    assert result.problems == {"xa": "missing"}
    assert result.unscored == ("thua",)
    assert result.total.fields["deadlines"].levels[SIMILAR].missed == 2
    assert result.documents["xa"].whole_record == dict.fromkeys(MatchLevel, 0.0)


def test_a_broken_prediction_is_a_missing_one(folders: Folders) -> None:
    write(folders[0], lang=PLAN)
    write(folders[1], lang='{"text": 1}')
    assert score_folders(*folders).problems["lang"].startswith("no plan record: ")


def test_gold_may_be_marked(folders: Folders) -> None:
    marked = {"record": PLAN.model_dump(mode="json"), "optional": ["/dates/0", "/header/place"]}
    write(folders[0], lang=json.dumps(marked))
    write(folders[1], lang=WORSE)
    result = score_folders(*folders)
    assert "header.place" not in result.total.fields
    assert "dates.value" not in result.total.fields


def test_gold_may_lie_in_a_folder_of_its_plan(folders: Folders) -> None:
    (folders[0] / "xa.so-1").mkdir()
    (folders[0] / "xa.so-1" / "gold.json").write_text(PLAN.model_dump_json(), "utf-8")
    (folders[1] / "xa.so-1@L2.json").write_text(PLAN.model_dump_json(), "utf-8")
    result = score_folders(*folders)
    assert list(result.documents) == ["xa.so-1@L2"]
    assert result.total.whole_record[STRICT].value == 1.0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no JSON"),
        ('{"text": 1}', "no gold record"),
        ("[]", "no gold record"),
        (PLAN.model_copy(update={"text": ""}).model_dump_json(), "does not hold the evidence"),
    ],
)
def test_a_gold_file_that_is_not_valid_is_named(folders: Folders, content: str, message: str) -> None:
    write(folders[0], lang=content)
    with pytest.raises(GoldError, match=message) as raised:
        read_cases(*folders)
    assert "lang.json" in raised.value.cause


def test_bad_input_is_told(folders: Folders) -> None:
    gold, predicted = folders
    with pytest.raises(GoldError, match="no gold records"):
        read_cases(gold, predicted)
    with pytest.raises(SourceNotFoundError, match="no folder"):
        read_cases(gold, predicted / "khong-co")
    write(gold, lang=PLAN)
    with pytest.raises(GoldError, match="Name a manifest"):
        read_cases(gold, predicted, split="test")
    manifest = manifest_of(gold, lang={"split": "train"}, xa={"split": "dev"})
    with pytest.raises(GoldError, match=r"no split 'test'.*dev, train"):
        read_cases(gold, predicted, manifest, "test")
    with pytest.raises(GoldError, match="no gold record of xa"):
        read_cases(gold, predicted, manifest)
    with pytest.raises(SourceNotFoundError, match="no manifest"):
        read_cases(gold, predicted, gold / "khong-co.json")
    manifest.write_text("[]", "utf-8")
    with pytest.raises(GoldError, match="is no manifest"):
        read_cases(gold, predicted, manifest)
    manifest.write_text("{}", "utf-8")
    with pytest.raises(GoldError, match="names no documents"):
        read_cases(gold, predicted, manifest)


def test_results_are_the_same_byte_for_byte_and_read_back(folders: Folders, tmp_path: Path) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], lang=WORSE, xa=PLAN)
    results = [score_folders(*folders) for _ in range(2)]
    assert result_json(results[0]) == result_json(results[1])
    write_result(results[0], tmp_path / "results" / "one.json")
    assert read_result(tmp_path / "results" / "one.json") == results[0]
    assert json.loads(result_json(results[0]))["schema_version"] == "1.0"
    with pytest.raises(OutputAccessError):
        write_result(results[0], folders[0] / "lang.json" / "result.json")


def test_gains_and_losses_by_document_and_field(folders: Folders, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    write(folders[0], lang=PLAN, xa=PLAN, cu=PLAN)
    write(folders[1], lang=WORSE, xa=PLAN, cu=PLAN)
    write_result(score_folders(*folders), earlier)
    write(folders[1], lang=PLAN, xa=WORSE)
    (folders[0] / "cu.json").rename(folders[0] / "moi.json")
    comparison = score_folders(*folders, against=earlier).comparison
    assert comparison is not None
    assert (comparison.documents, comparison.only_before, comparison.only_after) == (2, ("cu",), ("moi",))
    changes = {(it.document, it.field): (it.before, it.after, it.is_gain) for it in comparison.changes}
    assert changes["lang", "dates.value"] == (0.0, 1.0, True)
    assert changes["xa", "dates.value"] == (1.0, 0.0, False)
    rate = round(1 / len(PLAN.text), 6)
    assert changes["xa", "text.characters"] == (0.0, rate, False)
    assert {field for _, field in changes} >= {"header.place", "text.words"}
    assert comparison.whole_record_before == comparison.whole_record_after


def test_an_earlier_result_must_be_one(folders: Folders, tmp_path: Path) -> None:
    write(folders[0], lang=PLAN)
    with pytest.raises(SourceNotFoundError):
        score_folders(*folders, against=tmp_path / "khong-co.json")
    with pytest.raises(ResultError, match="no result"):
        score_folders(*folders, against=folders[0] / "lang.json")
    other = score_folders(*folders).model_copy(update={"schema_version": "0.9"})
    write_result(other, tmp_path / "old.json")
    with pytest.raises(ResultError, match=r"version 0\.9"):
        read_result(tmp_path / "old.json")


@pytest.fixture
def score(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command: exit code, output, errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kehoach", "score", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


def test_the_command_shows_tables_within_100_columns(
    folders: Folders, score: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    write(folders[0], lang=PLAN, xa=PLAN)
    write(folders[1], lang__L0=PLAN, lang__L4=WORSE, xa__L0=PLAN)
    code, out, err = score(*folders, "--out", tmp_path / "result.json")
    assert code == 0
    assert "No prediction for xa@L4 (missing)" in err
    assert max(map(len, out.splitlines())) <= 100
    for words in ("4 documents of 2 plans", "deadlines.responsible", "words any order"):
        assert words in out
    code, out, _ = score(*folders, "--against", tmp_path / "result.json")
    assert code == 0
    assert "0 gains, 0 losses" in out
    write(folders[1], lang__L4=PLAN, xa__L0=WORSE)
    code, out, _ = score(*folders, "--against", tmp_path / "result.json")
    assert "By field" in out
    assert "By document" in out
    assert max(map(len, out.splitlines())) <= 100


def test_the_command_writes_json(folders: Folders, score: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    write(folders[0], lang=PLAN)
    write(folders[1], lang=PLAN)
    code, out, err = score(*folders, "--json", "--out", tmp_path / "result.json")
    assert (code, err) == (0, "")
    assert out == (tmp_path / "result.json").read_text("utf-8")
    assert json.loads(out)["total"]["whole_record"]["strict"]["value"] == 1.0


def test_the_command_tells_bad_input(folders: Folders, score: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = score(*folders)
    assert (code, out) == (GoldError.exit_code, "")
    assert "no gold records" in err
    assert "Traceback" not in err
