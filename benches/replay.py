"""How fast a real log is replayed through the whole pipeline, and that its length doesn't matter.

    python benches/replay.py                  the whole ServiceNow log
    python benches/replay.py --lengths        its first 5,000 rows, once, 4 times and 16 times

Runs the program itself, read models in a second process; prints rows a second, the CPU seconds of
both processes and the memory of the larger one.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import resource
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ESCALON_SHARED", ROOT.parent / "shared"))
LOG = SHARED / "data" / "servicenow-incidents.csv.gz"
PROGRAM = Path(sys.executable).parent / "escalon"
FIRST = 5_000


def main() -> None:
    """Measure and print."""
    if not LOG.exists():
        sys.exit(f"There is no {LOG}; name the folder of shared data with ESCALON_SHARED.")
    print(f"{os.cpu_count()} cores")
    if "--lengths" in sys.argv[1:]:
        with TemporaryDirectory() as folder:
            for times in (1, 4, 16):
                run(replicated(Path(folder), times), f"{times:2} times")
    else:
        run(LOG, "whole log")


def run(log: Path, name: str) -> None:
    """Replay one file and print a line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = ["replay", str(log), "--format", "servicenow", "--json"]
    done = subprocess.run(  # noqa: S603  # our own program
        [PROGRAM, *arguments], capture_output=True, check=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{name}: {report['rows']} rows, {report['events']} events,"
        f" {report['seconds']:.1f} s, {report['rows_per_second']:.0f} rows/s,"
        f" {cpu:.1f} s of CPU, {after.ru_maxrss // 1024} MB"
    )


def replicated(folder: Path, times: int) -> Path:
    """Write the first incidents of the log so many times over, each under numbers of its own."""
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        rows = [row for _, row in zip(range(FIRST), reader, strict=False)]
    last = rows[-1][0]
    whole = list(takewhile(lambda row: row[0] != last, rows))
    path = folder / f"{times}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for copy in range(times):
            writer.writerows([f"{row[0]}-{copy}", *row[1:]] for row in whole)
    return path


if __name__ == "__main__":
    main()
