"""Draws further plans with complete gold: `python corpus/generator --count N --seed S --out DIR`.

Each plan is a folder `g<seed>-<number>` with plan.toml, gold.toml, plan.txt, gold.json and
errors.json (typing errors with what should stand there); with `--text-only` plan.txt and gold.json.
A plan follows from seed and number alone: the same command writes the same bytes.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from corpus.generator.files import all_files, generate, text_files
from corpus.planfile import CorpusError


def main() -> int:
    """The command: 0 when all plans are written, 1 when one could not be."""
    parser = argparse.ArgumentParser(
        prog="generator", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10, help="how many plans (10)")
    parser.add_argument("--seed", type=int, default=1, help="the draw (1)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first plan (0)")
    parser.add_argument("--errors", type=float, default=2.0, help="typing errors a plan, on average (2)")
    parser.add_argument("--text-only", action="store_true", help="write plan.txt and gold.json alone")
    parser.add_argument("--jobs", type=int, default=1, help="processes (1)")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the plans")
    arguments = parser.parse_args()
    write = partial(
        _write, seed=arguments.seed, errors=arguments.errors, out=arguments.out, text_only=arguments.text_only
    )
    numbers = range(arguments.first, arguments.first + arguments.count)
    try:
        if arguments.jobs > 1:
            with ProcessPoolExecutor(arguments.jobs) as workers:
                for _ in workers.map(write, numbers, chunksize=8):
                    pass
        else:
            for number in numbers:
                write(number)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _write(number: int, *, seed: int, errors: float, out: Path, text_only: bool) -> None:
    plan = generate(seed, number, errors=errors)
    files = text_files(plan) if text_only else all_files(plan, seed=seed, index=number)
    folder = out / f"g{seed}-{number:05}"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
