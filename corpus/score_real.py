"""Runs the program over the real plans beside the checkout and compares it with their gold.

usage: python -m corpus.score_real [REAL_DIR] [--jobs N] [--out DIR]

REAL_DIR (default ../shared/real) holds texts/, scans/, gold/ and transcripts/; the scorer is
looked for beside it as score/evaluate.py. Three sets are scored apart: texts, simulated scans
by profile, and real scans. Prints the tables and the character error rate against the
transcripts.
"""

import argparse
import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

from rapidfuzz.distance import Levenshtein


def main() -> int:
    """The command: 0 when everything ran, 1 when the real plans are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("real", nargs="?", type=Path, default=Path("../shared/real"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("out/score-real"))
    parser.add_argument("--per-document", action="store_true")
    arguments = parser.parse_args()
    real: Path = arguments.real
    if not (real / "gold").is_dir():
        print(f"{real} holds no gold/: the real plans are not beside this checkout.", file=sys.stderr)
        return 1
    out: Path = arguments.out
    shutil.rmtree(out, ignore_errors=True)
    records = out / "records"
    command = ["kehoach", "run", str(real / "texts"), str(real / "scans"), "--archive", str(out / "archive")]
    command[0] = str(Path(sys.executable).parent / "kehoach")
    subprocess.run([*command, "--json-dir", str(records), "--jobs", str(arguments.jobs)], check=False)
    for name, suffix in (("texts", ""), ("office scans", "_office"), ("photocopies", "_photocopy"), ("real scans", "")):
        _score_set(name, real, records, out / name.replace(" ", "-"), suffix, per_document=arguments.per_document)
    _print_error_rates(real, records)
    return 0


def _score_set(name: str, real: Path, records: Path, folder: Path, suffix: str, *, per_document: bool) -> None:
    gold, predicted = folder / "gold", folder / "predicted"
    gold.mkdir(parents=True, exist_ok=True)
    predicted.mkdir(exist_ok=True)
    for path in sorted((real / "gold").glob("*.json")):
        if path.stem.startswith("scan") != (name == "real scans") or (suffix and path.stem.startswith("text")):
            continue
        shutil.copy(path, gold)
        record = records / f"{path.stem}{suffix}.json"
        if record.exists():
            shutil.copy(record, predicted / path.name)
    print(f"\n== {name}", flush=True)
    scorer = real.parent / "score" / "evaluate.py"
    options = ["--per-doc"] if per_document else []
    subprocess.run([sys.executable, str(scorer), str(gold), str(predicted), *options], check=False)


def _print_error_rates(real: Path, records: Path) -> None:
    """Character error rate of the records' text, by scan, all white space made equal."""
    print("\n== character error rate of the clean text against the transcripts")
    for record in sorted(records.glob("*.json")):
        stem = record.stem.removesuffix("_office").removesuffix("_photocopy")
        pages = sorted((real / "transcripts").glob(f"{stem}_p*.txt")) or [real / "transcripts" / f"{stem}.txt"]
        if not pages[0].exists() or (stem == record.stem and not stem.startswith("scan")):
            continue
        truth = _plain("\n".join(page.read_text("utf-8") for page in pages))
        read = _plain(json.loads(record.read_text("utf-8"))["text"])
        errors = Levenshtein.distance(truth, read)
        print(f"{record.stem:16} {100 * errors / len(truth):6.2f} %  ({errors} of {len(truth)})")


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    for dashes, dash in (("–—", "-"), ("“”", '"'), ("’‘", "'")):
        for character in dashes:
            text = text.replace(character, dash)
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
