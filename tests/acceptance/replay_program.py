"""The program `escalon replay` as its user runs it, and small logs to run it on."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from fcntl import LOCK_EX, flock
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from infra.store.sqlite.summary import Summary

PROGRAM = Path(sys.executable).with_name("escalon")
REPOSITORY = Path(__file__).resolve().parents[2]
SERVICENOW = "data/servicenow-incidents.csv.gz"
TOO_LONG = 300
HEADER = (
    "number,incident_state,caller_id,opened_at,sys_updated_by,sys_updated_at,contact_type,"
    "category,priority,assignment_group,assigned_to"
)


class Replayed(NamedTuple):
    """A replay that went well: its store, its report, and the bytes of its outcomes."""

    store: Path
    report: Mapping[str, Any]
    outcomes: bytes

    @property
    def digests(self) -> tuple[str, str]:
        return self.report["log_digest"], self.report["tickets_digest"]

    def tickets(self) -> list[dict[str, str]]:
        """Return the lines of the outcomes, in their order."""
        return list(csv.DictReader(self.outcomes.decode().splitlines()))


def environment(**more: str) -> dict[str, str]:
    """Return this process's own, without what it says to the program."""
    return {name: it for name, it in os.environ.items() if not name.startswith("ESCALON_")} | more


def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program to the end of all its processes."""
    return subprocess.run(
        [PROGRAM, *arguments],
        env=environment(**more),
        cwd=REPOSITORY / "tests",  # no settings lie about there
        capture_output=True,
        text=True,
        check=False,
        timeout=TOO_LONG,
    )


def replay(log: Path, store: Path, *options: str, **more: str) -> Replayed:
    """Replay a log into a store; it must go well."""
    outcomes = store.with_suffix(".csv")
    format = () if "--format" in options else ("--format", "servicenow")
    ran = run(
        "replay", log, *format, "--store", store, "--outcomes", outcomes, "--json", *options, **more
    )
    assert ran.returncode == 0, ran.stderr
    return Replayed(store, json.loads(ran.stdout), outcomes.read_bytes())


def replay_once(folder: Path, log: Path, *options: str) -> Replayed:
    """Replay a log into a folder that all workers of a run share: the first of them does it.

    However the tests of a file are dealt out, the whole log is told once.
    """
    report = folder / "report.json"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)  # until it is closed
        if not report.exists():
            report.write_text(json.dumps(replay(log, folder / "store", *options).report))
    outcomes = (folder / "store.csv").read_bytes()
    return Replayed(folder / "store", json.loads(report.read_text()), outcomes)


def shared_by_workers(factory: pytest.TempPathFactory) -> Path:
    """Return the temporary folder of the whole run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def log_digest(store: Path) -> str:
    """Return the fingerprint of a store's log as it is."""
    with closing(open_embedded(store, VirtualClock())) as desk:
        return Summary(desk.recorder.datastore).log_digest()


def first_incidents(shared: Path, path: Path, rows: int) -> Path:
    """Write the incidents that lie whole within the first rows of the ServiceNow log."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_first(shared, rows))
    return path


def _first(shared: Path, count: int) -> Iterator[list[str]]:
    with gzip.open(shared / SERVICENOW, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        yield next(reader)
        rows = [row for _, row in zip(range(count), reader, strict=False)]
    yield from takewhile(lambda row: row[0] != rows[-1][0], rows)


def written(path: Path, *lines: str) -> Path:
    """Write a ServiceNow log with those rows, of the columns that are read."""
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path
