"""Fills an archive with finished records and measures it: intake, size, searches, facets.

usage: python -m corpus.archive_benchmark --plans 100000 [--archive TARGET] [--records FOLDER] [--out FILE]

A few hundred plans of the generator are read once by the pipeline and then varied: each copy has an
id, dates, numbers, units, persons and rare words of its own, so that what is found under a name, a
day or a word is as many documents as it would be, and evidence has pages and boxes as on a scan (one
a line). Each copy is saved under several ids. Searches are warm: each is asked once before it is timed.
The mix is in `SEARCHES`; what `{…}` stands for changes from one time to the next. Times are of the calls
of `Archive`: by the clock, and of the processor, which others on the machine delay less.
"""

import argparse
import hashlib
import json
import os
import platform
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.generator.files import generate
from models.record import PlanRecord
from pipeline.archive import Archive, Query, is_server, open_archive
from pipeline.archive.engines import FILE_NAME, postgres_engine, reading
from pipeline.corrections.values import with_true_dates
from pipeline.folding import fold
from pipeline.run import process_file

SEED = 20
_COPIES = 10  # plans that say the same under numbers of their own, as agencies repeat themselves
DISTINCT = 300  # plans of the generator that the others are made from
_AT_ONCE = 1_000  # plans that are saved together
_PAGE = 2_400  # characters of a page
_LINE = 90  # characters of a line
_FIRST_YEAR, _YEARS = 1998, 29
Times = tuple[float, float]  # milliseconds by the clock, and of the processor
_SYLLABLES = tuple(
    "an binh cao dong giang hai hoa khanh lam long minh nam phu quang son tan thanh thuy van yen".split()  # noqa: SIM905
)
_WARM, _TIMED = 1, 12  # times that each search is asked, untimed and timed

# One search of each sort that people make, alone and combined. `{year}`, `{unit}`, `{rare}` and so on vary.
SEARCHES = {
    "text, frequent": "thi đua",
    "text, in every plan": "kế hoạch",
    "text without diacritics": "khen thuong",
    "text, phrase": '"tổ chức thực hiện"',
    "text, prefix": "tuyên*",
    "text, rare": "{rare}",
    "text and due window": "báo cáo due:{year}-Q2",
    "text and body": 'thi đua body:"Phòng Nội vụ"',
    "text, due, body, role": 'báo cáo due:{year} body:"Phòng Nội vụ" role:lead',
    "text in a section": "khen thưởng section:rewards",
    "text, level, year": "tuyên truyền level:district year:{year}",
    "due day": "due:{year}-06-15",
    "due quarter": "due:{year}-Q3",
    "due quarter and body": 'due:{year}-Q3 body:"Công an"',
    "due year, body, role, section": 'due:{year} body:"UBND xã" role:assigned section:implementation',
    "body of a unit": 'body:"UBND {unit}"',
    "body and role": 'body:"Văn hóa" role:coordinate',
    "body, not renamed": 'body:"Sở Nội vụ" renamed:no',
    "issuer and year": 'issuer:"UBND {unit}" year:{year}',
    "issuer level and review": "level:commune review:yes",
    "place": 'place:"{unit}"',
    "cited document": "cites:{number}",
    "criterion": 'criterion:">=90%"',
    "criterion and body": 'criterion:"mô hình>=2" body:"Đoàn Thanh niên"',
    "campaign": 'campaign:"thi đua"',
    "confidence, sorted by review": "confidence:0.9 sort:review",
    "title order, one year": "year:{year} sort:title",
    "text and level": "thi đua level:province",
    "everything": "sort:issued",
    "all at once": 'thi đua due:{year} body:"Phòng Nội vụ" level:district section:implementation review:yes',
}


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--archive", help="where to make it; a temporary folder without it")
    parser.add_argument("--records", type=Path, help="records of generated plans (JSON files), instead of reading them")
    parser.add_argument("--out", type=Path, help="write the figures to this file, too")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kehoach-archive-"))
    try:
        figures = measure(arguments.plans, arguments.archive or str(folder / "archive"), arguments.records)
    finally:
        shutil.rmtree(folder)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if arguments.out:
        _keep(figures, arguments.out, "postgresql" if is_server(arguments.archive or "") else "sqlite")
    return 0


def _keep(figures: dict[str, Any], file: Path, database: str) -> None:
    """Write the figures of one database into a file, beside those of the other; the intake is that of the last fill."""
    every = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if not figures["intake"]:
        figures["intake"] = every.get(database, {}).get("intake", {})
    every[database] = figures
    file.write_text(json.dumps(every, ensure_ascii=False, indent=1) + "\n", "utf-8")


def measure(plans: int, target: str, records: Path | None) -> dict[str, Any]:
    """All figures of an archive with so many plans; one that is there already is not filled again."""
    originals = [_as_scanned(record) for record in (_kept(records) if records else _read())]
    with open_archive(target) as archive:
        have = archive.search(Query(limit=1)).total
        intake = _fill(archive, originals, range(have, plans)) if have < plans else {}
        searches = _time_searches(archive)
        facets = _time_facets(archive)
    every = [one for times in searches.values() for one in times]
    return {
        "measured_on": date.today().isoformat(),
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "load_average": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
            "database": "PostgreSQL" if is_server(target) else f"SQLite {sqlite3.sqlite_version}",
        },
        "plans": plans,
        "distinct_plans": len(originals),
        "characters_a_plan": round(sum(len(record.text) for record in originals) / len(originals)),
        "intake": intake,
        "kibibytes_a_plan": round(_size(target) / plans / 1024, 1),
        "searches_ms": {"all": _shares(every)} | {name: _shares(times) for name, times in searches.items()},
        "facets_ms": {name: _shares(times) for name, times in facets.items()},
    }


def _size(target: str) -> int:
    """Bytes on disk."""
    if is_server(target):
        engine = postgres_engine(target)
        with reading(engine) as connection:
            size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        engine.dispose()
        return int(size)
    with sqlite3.connect(Path(target) / FILE_NAME) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (Path(target) / FILE_NAME).stat().st_size


def _read() -> Iterator[PlanRecord]:
    """What the pipeline reads in generated plans."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(DISTINCT):
            path = Path(folder) / f"{number:04}.txt"
            path.write_text(generate(SEED, number).raw, "utf-8", newline="\n")
            yield process_file(path)


def _kept(folder: Path) -> Iterator[PlanRecord]:
    for path in islice(sorted(folder.glob("*.json")), DISTINCT):
        yield PlanRecord.model_validate_json(path.read_text("utf-8"))


def _as_scanned(record: PlanRecord) -> PlanRecord:
    """The record with pages and boxes as if its text had been read from a scan."""
    value = record.model_dump(mode="json")
    pages = range(1, len(record.text) // _PAGE + 2)
    page = {**value["source"]["pages"][0], "width": 595.0, "height": 842.0, "text_origin": "ocr", "dpi": 300}
    value["source"]["pages"] = [page | {"number": number, "text_start": (number - 1) * _PAGE} for number in pages]
    _place(value)
    return PlanRecord.model_validate(value)


def _place(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _place(item)
    elif isinstance(value, dict):
        if {"start", "end", "raw", "boxes"} <= set(value):
            lines = range(value["start"] // _LINE, max(value["end"] - 1, value["start"]) // _LINE + 1)
            value["page"] = value["start"] // _PAGE + 1
            value["boxes"] = [_box(line, value) for line in lines]
            value["ocr_confidence"] = 0.9 + value["start"] % 97 / 1000
        for child in value.values():
            _place(child)


def _box(line: int, evidence: dict[str, Any]) -> dict[str, float]:
    top = 60.25 + line * _LINE % _PAGE / _LINE * 27.5
    left = 85.1 + max(evidence["start"] - line * _LINE, 0) * 4.93
    right = 85.1 + min(evidence["end"] - line * _LINE, _LINE) * 4.93
    x0, x1 = round(left, 2), round(max(left, right), 2)
    return {"page": line * _LINE // _PAGE + 1, "x0": x0, "y0": round(top, 2), "x1": x1, "y1": round(top + 14.2, 2)}


def _fill(archive: Archive, originals: Sequence[PlanRecord], numbers: range) -> dict[str, float]:
    """Save the plans of these numbers; only saving them is timed, not making them."""
    spent = cpu = 0.0
    variants = [_Variants(record) for record in originals]
    rest = iter(numbers)
    alike: list[PlanRecord] = []
    while chunk := list(islice(rest, _AT_ONCE)):
        if chunk[0] // _AT_ONCE % _COPIES == 0 or len(alike) < len(chunk):
            alike = [variants[number % len(variants)].make(number) for number in chunk]
        records = [_own(record, number) for record, number in zip(alike, chunk, strict=False)]
        begun, begun_cpu = time.perf_counter(), time.process_time()
        archive.save_all(records, "1")
        spent += time.perf_counter() - begun
        cpu += time.process_time() - begun_cpu
    count = len(numbers)
    return {
        "records_a_second": round(count / spent),
        "records_a_second_of_processor_time": round(count / cpu),
        "seconds": round(spent, 1),
    }


def _own(record: PlanRecord, number: int) -> PlanRecord:
    """The record under an id, a path and a number of its own."""
    header = record.header
    if header.number:
        header = header.model_copy(update={"number": header.number.model_copy(update={"value": str(number % 400 + 1)})})
    return record.model_copy(
        update={
            "document_id": f"sha256:{hashlib.sha256(str(number).encode()).hexdigest()}",
            "source": record.source.model_copy(update={"path": f"kho/{number:06}.pdf"}),
            "header": header,
        }
    )


class _Variants:
    """Copies of one record that differ as plans of other years and units do.

    What is replaced keeps its length, so that every offset stays true.
    """

    def __init__(self, record: PlanRecord) -> None:
        self._json = record.model_dump_json(exclude={"document_id"})
        years = [int(year) for year in re.findall(r"(?:19|20)\d\d", record.text)]
        self._year = max(set(years), key=years.count) if years else 2020

    def make(self, number: int) -> PlanRecord:
        """The copy of this number; the same each time. Its id is not yet its own."""
        draw = random.Random(number)
        shift = _FIRST_YEAR + draw.randrange(_YEARS) - self._year
        words: dict[str, str] = {}

        def other_year(found: re.Match[str]) -> str:
            return str(int(found[0]) + shift)

        def other_number(found: re.Match[str]) -> str:
            return words.setdefault(found[0], str(draw.randrange(10 ** (len(found[0]) - 1), 10 ** len(found[0]))))

        def other_name(found: re.Match[str]) -> str:
            return found[1] + words.setdefault(found[2], _syllables(draw, len(found[2])))

        # Dates of February 29 would not exist in other years; years of records are moved by whole years.
        text = re.sub(r'(?<!\d)(?<!":)(?:19|20)\d\d(?!\d)', other_year, self._json.replace("-02-29", "-02-28"))
        text = re.sub(r"(?<=[Ss]ố )\d{2,4}(?=[/-])|(?<=[Ss]ố: )\d{2,4}(?=[/-])", other_number, text)
        text = re.sub(r"((?:huyện|xã|tỉnh|phường|quận|HUYỆN|XÃ|TỈNH) )(\w+ \w+)", other_name, text)
        value = with_true_dates(json.loads(text))
        value["document_id"] = f"sha256:{number:064}"
        return PlanRecord.model_validate(value)


def _syllables(draw: random.Random, length: int) -> str:
    """A name of so many characters."""
    name = " ".join(syllable.capitalize() for syllable in (draw.choice(_SYLLABLES), draw.choice(_SYLLABLES)))
    return (name + "anh")[:length].rstrip().ljust(length, "n") if length > 3 else "Ba"[:length].ljust(length, "n")


def _time_searches(archive: Archive) -> dict[str, list[Times]]:
    draw = random.Random(SEED)
    return {
        name: _timed(lambda question=question: archive.search(Query(q=_filled(question, draw))))  # type: ignore[misc]
        for name, question in SEARCHES.items()
    }


def _time_facets(archive: Archive) -> dict[str, list[Times]]:
    asked = {"of everything": Query(), "of a text": Query(q="thi đua"), "of a year": Query(q="year:2019")}
    asked["of a combined search"] = Query(q='báo cáo due:2019 body:"Phòng Nội vụ" role:lead')
    return {name: _timed(lambda query=query: archive.facets(query)) for name, query in asked.items()}  # type: ignore[misc]


def _timed(call: Callable[[], object]) -> list[Times]:
    """Milliseconds of each call by the clock and of the processor, without the first calls."""
    times = []
    for _ in range(_WARM + _TIMED):
        begun, begun_cpu = time.perf_counter(), time.process_time()
        call()
        times.append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - begun_cpu)))
    return times[_WARM:]


def _filled(question: str, draw: random.Random) -> str:
    return question.format(
        year=_FIRST_YEAR + draw.randrange(_YEARS),
        unit=" ".join(fold(_syllables(draw, 9)).split()),
        rare=f"{draw.choice(_SYLLABLES)}{draw.choice(_SYLLABLES)[:2]}",
        number=draw.randrange(10, 400),
    )


def _shares(times: Sequence[Times]) -> dict[str, float]:
    """The times that half, and 95 in a hundred, of the calls stay under."""
    figures: dict[str, float] = {}
    for name, column in (("clock", 0), ("processor", 1)):
        ordered = sorted(one[column] for one in times)
        for share in (50, 95):
            figures[f"{name}_p{share}"] = round(ordered[min(len(ordered) - 1, share * len(ordered) // 100)], 1)
    return figures


if __name__ == "__main__":
    sys.exit(main())
