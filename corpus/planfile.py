"""What a composed plan prints: `plan.toml`, and its lines in reading order.

The keys follow the parts of a document in Nghị định 30/2020/NĐ-CP, Phụ lục I. Printing and gold
both take the plan from here, so that what is scanned and what is expected never differ.
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from models.base import Model
from models.errors import KehoachError

PLAN_FILE = "plan.toml"


class CorpusError(KehoachError):
    """A file of a composed plan is not as it has to be."""

    exit_code = 60


class Part(StrEnum):
    """The part of the print that a line belongs to."""

    LETTERHEAD_LEFT = "letterhead_left"
    LETTERHEAD_RIGHT = "letterhead_right"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    DOC_TYPE = "doc_type"
    TITLE = "title"
    BODY = "body"
    RECIPIENTS_TITLE = "recipients_title"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    APPENDIX = "appendix"


class Cosigner(Model):
    """A further signature, printed beside or below the first."""

    signature: tuple[str, ...]
    signer: str = ""


class Plan(Model):
    """A composed plan as it is printed. Braces hold what is written by hand."""

    letterhead_left: tuple[str, ...]
    letterhead_right: tuple[str, ...] = ()
    letterhead_rule: str = ""
    number_line: str = ""
    place_date_line: str = ""
    doc_type: str = "KẾ HOẠCH"
    title: str = ""
    stamps: tuple[str, ...] = ()
    body: str
    recipients_title: str = "Nơi nhận:"
    recipients: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    signer: str = ""
    cosigners: tuple[Cosigner, ...] = ()
    appendix: str = Field(default="")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A paragraph, heading or table row. `heading` counts the `#`; `cells` is empty outside tables."""

    part: Part
    text: str
    heading: int = 0
    cells: tuple[str, ...] = ()


def load_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file of the corpus.

    Raises:
        CorpusError: the file is missing, no TOML, or not NFC.
    """
    if not path.exists():
        raise CorpusError(
            f"{path.parent}: there is no {path.name}.", "Every plan folder holds plan.toml and gold.toml."
        )
    text = path.read_text("utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            raise CorpusError(f"{path}: line {number} is not in Unicode NFC.", "Save the file in composed form.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: {error}.", "Mend the TOML.") from error


def load_plan(folder: Path) -> Plan:
    """The plan of a folder.

    Raises:
        CorpusError: the file is missing, no TOML, has unknown keys, or a table is no table.
    """
    path = folder / PLAN_FILE
    try:
        plan = Plan.model_validate(load_toml(path))
    except ValidationError as error:
        raise CorpusError(f"{path}: {describe(error)}", "See the keys in corpus/planfile.py.") from error
    for line in (*flowing_lines(plan.body, Part.BODY), *flowing_lines(plan.appendix, Part.APPENDIX)):
        if line.cells and not any(character.isalnum() for character in line.text):
            raise CorpusError(f"{path}: the table row {line.text!r} holds no words.", "Leave out rules of Markdown.")
        if line.heading and not line.text:
            raise CorpusError(f"{path}: a heading marker stands alone.", "Write the heading behind it.")
    return plan


def describe(error: ValidationError) -> str:
    """What a type check found, in one line: the entry as `dates[3].edtf`, and what is wrong with it."""
    found = []
    for problem in error.errors():
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
        message = problem["msg"].removeprefix("Value error, ")
        found.append(f"{place or 'entry'}: {'unknown key' if problem['type'] == 'extra_forbidden' else message}")
    return "; ".join(found)


def printed_lines(plan: Plan) -> list[PrintedLine]:
    """What is printed, in reading order; hand-written figures stay in their braces."""
    lines = [PrintedLine(Part.LETTERHEAD_LEFT, text) for text in plan.letterhead_left]
    lines += [PrintedLine(Part.LETTERHEAD_LEFT, plan.letterhead_rule)]
    lines += [PrintedLine(Part.LETTERHEAD_RIGHT, text) for text in plan.letterhead_right]
    lines += [PrintedLine(Part.NUMBER, plan.number_line), PrintedLine(Part.PLACE_DATE, plan.place_date_line)]
    lines += [PrintedLine(Part.DOC_TYPE, plan.doc_type), PrintedLine(Part.TITLE, " ".join(plan.title.split()))]
    lines += flowing_lines(plan.body, Part.BODY)
    if plan.recipients:
        lines.append(PrintedLine(Part.RECIPIENTS_TITLE, plan.recipients_title))
    lines += [PrintedLine(Part.RECIPIENTS, text) for text in plan.recipients]
    for signature, signer in ((plan.signature, plan.signer), *((c.signature, c.signer) for c in plan.cosigners)):
        lines += [PrintedLine(Part.SIGNATURE, text) for text in (*signature, signer)]
    lines += flowing_lines(plan.appendix, Part.APPENDIX)
    return [line for line in lines if line.text.strip()]


def flowing_lines(text: str, part: Part) -> list[PrintedLine]:
    """The paragraphs, headings and table rows of a body or appendix."""
    lines = []
    for source in text.strip().split("\n"):
        stripped = source.strip()
        if stripped.startswith("|"):
            cells = tuple(cell.strip() for cell in stripped.strip("|").split("|"))
            lines.append(PrintedLine(part, " | ".join(cells), cells=cells))
            continue
        level = len(stripped) - len(stripped.lstrip("#"))
        lines.append(PrintedLine(part, stripped[level:].strip(), heading=level))
    return [line for line in lines if line.text or line.heading]


def without_braces(text: str) -> str:
    """A printed line with what is written by hand as plain words."""
    return text.replace("{", "").replace("}", "")


def plan_text(plan: Plan) -> str:
    """The text of `plan.txt`: what is printed, in reading order, one paragraph a line."""
    return "\n".join(without_braces(line.text) for line in printed_lines(plan)) + "\n"
