"""That a replay through Kafka gives every ticket the same bytes, and how long it takes.

    python benches/through_kafka.py                          both logs, all forms
    python benches/through_kafka.py servicenow 12 1          one log, partitions and processes

Starts a Kafka and a PostgreSQL of its own for each; replays the log embedded once for comparison.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.local.kafka import LocalKafka
from infra.local.postgres import LocalPostgres

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ESCALON_SHARED", ROOT.parent / "shared"))
LOGS = {name: SHARED / "data" / f"{name}-incidents.csv.gz" for name in ("servicenow", "volvo")}
PROGRAM = Path(sys.executable).parent / "escalon"
FORMS = [(partitions, processes) for partitions in (1, 12) for processes in (1, 3)]


def main() -> None:
    """Replay, compare and print."""
    names = sys.argv[1:2] or list(LOGS)
    forms = [(int(sys.argv[2]), int(sys.argv[3]))] if len(sys.argv) > 3 else FORMS  # noqa: PLR2004  # log and form
    print(f"{os.cpu_count()} cores")
    for name in names:
        if not LOGS[name].exists():
            sys.exit(f"There is no {LOGS[name]}; name the folder of shared data.")
        embedded = run("replay", LOGS[name], "--format", name, "--json")
        show(f"{name}, embedded", embedded)
        for partitions, processes in forms:
            with servers(partitions):
                told = ["--through", "kafka", "--processes", processes, "--json"]
                report = run("replay", LOGS[name], "--format", name, *told)
            same = report["tickets_digest"] == embedded["tickets_digest"]
            form = f"{partitions} partitions, {processes} processes of each worker"
            show(f"{name}, {form}, {'same' if same else 'OTHER'} tickets", report)


def run(*arguments: object) -> dict[str, object]:
    """Run the program and return its report."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  # our own program
        [PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, check=True, text=True
    )
    report: dict[str, object] = json.loads(done.stdout) if done.stdout else {}
    return report | {"wall": time.monotonic() - began}


def show(what: str, report: dict[str, object]) -> None:
    """Print one line."""
    print(
        f"{what}: {report['events']} events, {report['wall']:.0f} s,"
        f" tickets_digest {str(report['tickets_digest'])[:12]}",
        flush=True,
    )


@contextmanager
def servers(partitions: int) -> Iterator[None]:
    """Have empty servers with all tables and topics in the settings of the process."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's server may be another user
        kafka, postgres = LocalKafka(Path(folder) / "kafka"), LocalPostgres(Path(folder) / "pg")
        try:
            kafka.start()
            postgres.start()
            os.environ["ESCALON_KAFKA"] = kafka.bootstrap
            os.environ["ESCALON_KAFKA_PARTITIONS"] = str(partitions)
            os.environ["ESCALON_DATABASE"] = postgres.create_database("replay")
            for command in (("db", "upgrade"), ("topics", "apply")):
                subprocess.run([PROGRAM, *command], stdout=subprocess.DEVNULL, check=True)  # noqa: S603  # our own
            yield
        finally:
            kafka.kill()
            postgres.stop("immediate")


if __name__ == "__main__":
    main()
