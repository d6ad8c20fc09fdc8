"""Builds plan.txt and gold.json of composed plans from plan.toml and gold.toml.

usage: python corpus/gold.py [PLAN_DIR...] [--check]

Without a folder, every folder of corpus/plans. plan.txt is the printed text in reading order;
gold.json is the gold record with offsets into the text (see models/gold.py). The text is
plan.txt in the program's own spelling. `--check` writes nothing and fails where a file on disk
differs from what would be written.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

from pydantic import ValidationError

if __package__ in (None, ""):  # run as a file: the folder above is where the packages are
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.goldfile import GoldFile
from corpus.goldrecord import build_gold
from corpus.locate import PlanText, read_plan_text
from corpus.planfile import CorpusError, describe, load_plan, load_toml
from models.gold import GoldRecord
from models.record import SourceInfo, SourcePage, TextOrigin

PLANS = Path(__file__).resolve().parent / "plans"
GOLD_FILE = "gold.toml"
# What looks like a date; what of it no entry of [[dates]] covers is shown, for a person to judge.
_DATE_LIKE = re.compile(
    r"(?<![\d./])\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?![\d/])|(?<![\d/])\d{1,2}/(?:19|20)\d\d(?!/[A-ZĐ])"
    r"|\b(?:ngày|tháng|năm|quý|tuần) (?:\d|[IV]+\b|học)|\bnăm (?:nay|sau|trước)"
    r"|\b(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm)|\b\d{1,3} ngày\b",
    re.IGNORECASE,
)


def build_files(folder: Path) -> dict[str, str]:
    """The contents of the files that are made for a plan, by name.

    Raises:
        CorpusError: plan.toml or gold.toml is not as it has to be; the message names the entry.
    """
    plan_text = read_plan_text(load_plan(folder))
    gold = _gold_record(folder, plan_text)
    dumped = json.dumps(gold.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return {"plan.txt": plan_text.raw, "gold.json": dumped + "\n"}


def unlisted_dates(folder: Path) -> list[str]:
    """Words that look like a date and stand in no entry of [[dates]], each with its surroundings.

    Raises:
        CorpusError: as `build_files`.
    """
    plan_text = read_plan_text(load_plan(folder))
    record = _gold_record(folder, plan_text).record
    spans = [(date.evidence.start, date.evidence.end) for date in record.dates]
    found = []
    for match in _DATE_LIKE.finditer(plan_text.text):
        start, end = match.span()
        in_tail = plan_text.tail_start <= start < plan_text.appendix_start
        if not in_tail and not any(left < end and start < right for left, right in spans):
            spans.append((start, end + 12))  # the rest of "ngày 5 tháng 6 năm 2024" is no further date
            found.append(plan_text.text[max(0, start - 40) : end + 20].replace("\n", "⏎"))
    return found


def _gold_record(folder: Path, plan_text: PlanText) -> GoldRecord:
    path = folder / GOLD_FILE
    data = load_toml(path)
    if "split" in data:
        raise CorpusError(f"{path}: split: the split is given by corpus/manifest.toml.", "Leave the key out.")
    try:
        gold = GoldFile.model_validate(data)
    except ValidationError as error:
        raise CorpusError(f"{path}: {describe(error)}", "See the keys in corpus/goldfile.py.") from error
    raw = plan_text.raw.encode()
    page = SourcePage(number=1, width=0.0, height=0.0, text_origin=TextOrigin.PLAIN_TEXT)
    source = SourceInfo(path="plan.txt", media_type="text/plain", byte_size=len(raw), pages=(page,))
    try:
        return build_gold(gold, plan_text, source, f"sha256:{hashlib.sha256(raw).hexdigest()}")
    except CorpusError as error:
        raise CorpusError(f"{path}: {error.cause}", error.remedy) from error
    except ValidationError as error:
        raise CorpusError(f"{path}: {describe(error)}") from error


def main() -> int:
    """The command: 0 when all plans are built (or up to date), 1 when one is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is out of date")
    arguments = parser.parse_args()
    failed = 0
    for folder in arguments.folders or sorted(path for path in PLANS.iterdir() if path.is_dir()):
        try:
            files = build_files(folder)
            hints = unlisted_dates(folder)
        except CorpusError as error:
            print(error, file=sys.stderr)
            failed += 1
            continue
        stale = [name for name, content in files.items() if _content(folder / name) != content]
        if arguments.check and stale:
            print(f"{folder}: {', '.join(stale)} out of date. Run python corpus/gold.py {folder}", file=sys.stderr)
            failed += 1
            continue
        for name in stale:
            (folder / name).write_text(files[name], "utf-8", newline="\n")
        print(f"{folder}: {'up to date' if not stale else 'wrote ' + ', '.join(stale)}")
        for hint in hints:
            print(f"  looks like a date, but is not in [[dates]]: …{hint}…")
    return 1 if failed else 0


def _content(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
