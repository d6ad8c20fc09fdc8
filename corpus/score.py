"""Scores the program on the composed plans: their text, and their scans by degradation level.

usage: python -m corpus.score [--split SPLIT] [--level N]... [--texts] [--out DIR] [--result FILE] [--against FILE]

Each plan of the manifest (of one split, or all) is printed and scanned at each level, read by
`kehoach run` as a person would, and compared with its gold record. A scan that lies in DIR
already is not made again: the same plan, level and seed give the same scan. Results are the
same from run to run; FILE holds no clock.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from corpus.scanner import save_scan, scan_plan

CORPUS = Path(__file__).parent
PLANS = CORPUS / "plans"
SEED = 1


def main() -> int:
    """The command: the exit code of `kehoach score`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "dev", "test"), help="only plans of this split")
    parser.add_argument("--level", type=int, action="append", choices=range(5), help="may be given several times")
    parser.add_argument("--texts", action="store_true", help="no scans, only the plans' text")
    parser.add_argument("--out", type=Path, default=Path("out/score"))
    parser.add_argument("--result", type=Path, help="write the figures to this file")
    parser.add_argument("--against", type=Path, help="show gains and losses since this file")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    splits = _splits()
    plans = [plan for plan, split in splits.items() if arguments.split in (None, split)]
    levels = [] if arguments.texts else sorted(set(range(5) if arguments.level is None else arguments.level))
    out: Path = arguments.out
    inputs = _inputs(plans, levels, out, arguments.jobs)
    records = out / "records"
    shutil.rmtree(records, ignore_errors=True)
    kehoach = str(Path(sys.executable).parent / "kehoach")
    run = [kehoach, "run", str(inputs), "--json-dir", str(records), "--archive", str(out / "archive"), "--no-join"]
    shutil.rmtree(out / "archive", ignore_errors=True)
    subprocess.run([*run, "--jobs", str(arguments.jobs)], check=False)
    manifest = out / "manifest.json"
    documents = {
        name: {"plan": plan, "level": level, "split": splits[plan]}
        for plan in plans
        for name, level in ((plan, None), *((f"{plan}@L{number}", f"L{number}") for number in levels))
    }
    manifest.write_text(json.dumps(documents, indent=1), "utf-8")
    score = [kehoach, "score", str(PLANS), str(records), "--level-of", str(manifest)]
    for option in ("result", "against"):
        path = getattr(arguments, option)
        score += [{"result": "--out", "against": "--against"}[option], str(path)] if path else []
    return subprocess.run(score, check=False).returncode


def _splits() -> dict[str, str]:
    manifest = tomllib.loads((CORPUS / "manifest.toml").read_text("utf-8"))
    return {plan: row["split"] for plan, row in sorted(manifest["plans"].items())}


def _inputs(plans: list[str], levels: list[int], out: Path, jobs: int) -> Path:
    """A folder with the text of each plan and its scans at each level, made where they are missing."""
    scans, inputs = out / "scans", out / "inputs"
    missing = [
        (plan, level) for plan in plans for level in levels if not _is_current(scans / f"{plan}@L{level}.pdf", plan)
    ]
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(_scan, missing, [scans] * len(missing)))
    shutil.rmtree(inputs, ignore_errors=True)
    inputs.mkdir(parents=True)
    for plan in plans:
        shutil.copy(PLANS / plan / "plan.txt", inputs / f"{plan}.txt")
        for level in levels:
            shutil.copy(scans / f"{plan}@L{level}.pdf", inputs)
    return inputs


def _is_current(scan: Path, plan: str) -> bool:
    return scan.exists() and scan.stat().st_mtime >= (PLANS / plan / "plan.toml").stat().st_mtime


def _scan(place: tuple[str, int], scans: Path) -> None:
    plan, level = place
    save_scan(scan_plan(PLANS / plan, level, SEED), scans)


if __name__ == "__main__":
    sys.exit(main())
