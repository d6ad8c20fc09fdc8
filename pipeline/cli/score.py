"""`kehoach score`: how much of the records is right, against gold."""

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli import filters
from pipeline.cli.display import plain, result_console
from pipeline.score.agreement import MatchLevel
from pipeline.score.result import Comparison, DocumentScore, FieldScore, Figure, Measure, ScoreResult, Slice
from pipeline.score.run import result_json, score_folders, write_result
from pipeline.score.text_errors import TextMeasure

_ALL = "all"
_WIDTH = 100  # characters: tables of figures are no use when they are broken
_WITH_INTERVAL = (TextMeasure.CHARACTERS, TextMeasure.WORDS)  # of all five there is no room; --json has them
_LOWEST_SHOWN = 10  # documents; --json has all
_CHANGES_SHOWN = 20  # documents with changes; --json has all


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(score)


def score(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="A folder of gold records, <name>.json or <name>/gold.json.")
    ],
    predicted: Annotated[
        Path, typer.Argument(metavar="PREDICTED_DIR", help="A folder with records of the same names, or <name>@L2.")
    ],
    level_of: Annotated[
        Path | None,
        typer.Option(metavar="MANIFEST", help='JSON: {name: {"plan", "level", "split"}}, which documents there are.'),
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only documents of this split of the manifest.")] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="RESULT", help="An earlier result: show gains and losses since.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="RESULT", help="Write the result to this JSON file.")] = None,
    as_json: filters.AsJson = False,
) -> None:
    """Compare records with gold records: how much is right, and how sure one can be of it.

    Values are matched one to one and judged at three levels: strict (the same letters), folded
    (without capitals, diacritics and punctuation) and similar (0.8 and more). Intervals are 95 %
    bootstrap intervals over plans. Numbers and dates are judged strictly only.
    """
    result = score_folders(gold, predicted, manifest=level_of, split=split, against=against)
    if out:
        write_result(result, out)
    _warn(result)
    if as_json:
        typer.echo(result_json(result), nl=False)
    else:
        _print(result, result_console())


def _warn(result: ScoreResult) -> None:
    for name, problem in result.problems.items():
        typer.echo(f"No prediction for {name} ({problem}): all of its gold counts as missed.", err=True)
    if result.unscored:
        typer.echo(f"No gold for {', '.join(result.unscored)}: left out.", err=True)


def _print(result: ScoreResult, console: Console) -> None:
    console.width = max(console.width, _WIDTH)
    total = result.total
    of_split = f" of split {result.split}" if result.split else ""
    console.print(Text(f"{total.documents} documents of {total.plans} plans{of_split}", style="bold"))
    slices = {_ALL: total, **result.by_level}
    tables = [_fields(total), _text(slices), _records(slices), _calibration(total), _lowest(result)]
    if result.by_level:
        tables.insert(1, _fields_by_level(slices))
    for table in tables:
        console.print()
        console.print(table)
    if result.comparison:
        console.print()
        _print_comparison(result.comparison, console)


def _fields(total: Slice) -> Table:
    table = _table("Fields, %", "Field", "Gold", "P", "R", "F1", "95 %", "Folded", "Similar", "Sure", "Wrong")
    part = ""
    for name, field in total.fields.items():
        if part and name.partition(".")[0] != part:
            table.add_section()
        part = name.partition(".")[0]
        strict = field.levels[MatchLevel.STRICT]
        table.add_row(
            plain(name),
            str(field.support),
            _percent(strict.precision),
            _percent(strict.recall),
            _percent(strict.f1.value),
            _interval(strict.f1),
            *(_f1(field.levels.get(level)) for level in (MatchLevel.FOLDED, MatchLevel.SIMILAR)),
            *_confident(field),
        )
    table.caption = (
        "P, R, F1, 95 %: strict match; Folded, Similar: F1. Sure: values given with a confidence of 0.9 or more; "
        "Wrong: how many of them in a hundred are wrong even at the field's loosest level."
    )
    return table


def _confident(field: FieldScore) -> tuple[str, str]:
    if field.confident is None:
        return "", ""
    return str(field.confident.given), _percent(list(field.confident.wrong_rate.values())[-1])


def _text(slices: dict[str, Slice]) -> Table:
    columns = [measure.replace("characters_without", "without").replace("_", " ") for measure in TextMeasure]
    table = _table("Text errors, % (95 %)", "", *columns)
    for name, it in slices.items():
        rates = {measure: it.text[measure].rate for measure in TextMeasure}
        table.add_row(
            name,
            *(
                _with_interval(rate, 2) if measure in _WITH_INTERVAL else _percent(rate.value, 2)
                for measure, rate in rates.items()
            ),
        )
    return table


def _records(slices: dict[str, Slice]) -> Table:
    table = _table("Whole records, % (95 %)", "", "Docs", *(level.value for level in MatchLevel), "Flawless", "Offsets")
    for name, it in slices.items():
        table.add_row(
            name,
            str(it.documents),
            *(_with_interval(it.whole_record[level]) for level in MatchLevel),
            "/".join(str(it.flawless[level]) for level in MatchLevel),
            _percent(it.evidence.rate, 2),
        )
    table.caption = (
        "Mean F1 of a record's parts. Flawless: records with nothing extra or missed, strict/folded/similar. "
        "Offsets: evidence that holds its text."
    )
    return table


def _fields_by_level(slices: dict[str, Slice]) -> Table:
    table = _table("Fields by degradation level, F1 at the field's loosest level, %", "Field", *slices)
    for name in slices[_ALL].fields:
        scores = [it.fields.get(name) for it in slices.values()]
        table.add_row(plain(name), *(_f1(list(field.levels.values())[-1]) if field else "" for field in scores))
    return table


def _calibration(total: Slice) -> Table:
    table = _table("Calibration: share right", "Confidence", "Values", "Mean", *(level.value for level in MatchLevel))
    levels = [total.calibration[level].bins for level in MatchLevel]
    for bins in zip(*levels, strict=True):  # the bins of a level hold the same values as those of another
        first = bins[0]
        table.add_row(
            f"{first.low:.1f} – {first.high:.1f}",
            str(first.given),
            f"{first.mean_confidence:.2f}",
            *(f"{it.right / it.given:.2f}" for it in bins),
        )
    errors = [total.calibration[level].expected_error for level in MatchLevel]
    table.add_section()
    table.add_row("expected error", "", "", *("–" if error is None else f"{error:.3f}" for error in errors))
    return table


def _lowest(result: ScoreResult) -> Table:
    lowest = sorted(result.documents.items(), key=lambda entry: entry[1].whole_record[MatchLevel.SIMILAR])
    shown = lowest[:_LOWEST_SHOWN]
    table = _table(
        f"Documents, % (the lowest {len(shown)} of {len(lowest)})",
        "Document",
        "Record",
        "Char. errors",
        "Weakest fields",
    )
    for name, document in shown:
        errors = document.text[TextMeasure.CHARACTERS]
        table.add_row(
            plain(name),
            _percent(document.whole_record[MatchLevel.SIMILAR]),
            _percent(errors.errors / errors.length if errors.length else None, 2),
            plain(document.problem or ", ".join(_weakest(document))),
        )
    return table


def _weakest(document: DocumentScore, number: int = 3) -> list[str]:
    """The fields of a document with the most values wrong at their loosest level."""
    wrong = {name: sum(list(levels.values())[-1][1:]) for name, levels in document.fields.items()}
    return [name for name in sorted(wrong, key=lambda name: -wrong[name]) if wrong[name]][:number]


def _print_comparison(comparison: Comparison, console: Console) -> None:
    gains = sum(change.is_gain for change in comparison.changes)
    console.print(
        Text(
            f"Against the earlier result, {comparison.documents} documents of both: "
            f"{gains} gains, {len(comparison.changes) - gains} losses",
            style="bold",
        )
    )
    for words, names in (("only before", comparison.only_before), ("only now", comparison.only_after)):
        if names:
            console.print(plain(f"{words}: {', '.join(names)}"))
    for level in MatchLevel:
        before, after = comparison.whole_record_before[level], comparison.whole_record_after[level]
        console.print(f"record score, {level}: {_percent(before, 2)} → {_percent(after, 2)}")
    for title, key in (("By field", "field"), ("By document", "document")):
        table = _changes(comparison, title, key)
        if table.row_count:
            console.print()
            console.print(table)


def _changes(comparison: Comparison, title: str, key: str) -> Table:
    """Gains and losses by field or by document, those with most losses first."""
    other = "document" if key == "field" else "field"
    table = _table(title, key.capitalize(), "Gains", "Losses", f"Lost: {other}")
    entries: dict[str, tuple[list[str], list[str]]] = {}
    for change in comparison.changes:
        gained, lost = entries.setdefault(getattr(change, key), ([], []))
        (gained if change.is_gain else lost).append(getattr(change, other))
    ordered = sorted(entries.items(), key=lambda entry: (-len(entry[1][1]), -len(entry[1][0]), entry[0]))
    for name, (gained, lost) in ordered[:_CHANGES_SHOWN]:
        table.add_row(plain(name), str(len(gained)), str(len(lost)), plain(", ".join(lost)))
    if len(ordered) > _CHANGES_SHOWN:
        table.caption = f"and {len(ordered) - _CHANGES_SHOWN} more; --json has all"
    return table


def _table(title: str, first: str, *columns: str) -> Table:
    """A table of figures; columns of words stand left, all others right."""
    table = Table(title=title, title_justify="left", title_style="bold", caption_justify="left", box=SIMPLE_HEAD)
    table.add_column(first, overflow="fold", min_width=4)
    for column in columns:
        is_words = column.startswith(("Weakest", "Lost"))
        table.add_column(column, justify="left" if is_words else "right", overflow="fold", no_wrap=not is_words)
    return table


def _percent(rate: float | None, digits: int = 1) -> str:
    return "–" if rate is None else f"{100 * rate:.{digits}f}"


def _f1(measure: Measure | None) -> str:
    return "" if measure is None else _percent(measure.f1.value)


def _interval(figure: Figure, digits: int = 0) -> str:
    return "" if figure.interval is None else "–".join(_percent(end, digits) for end in figure.interval)


def _with_interval(figure: Figure, digits: int = 1) -> str:
    interval = _interval(figure, digits)
    return _percent(figure.value, digits) + (f" ({interval})" if interval else "")
