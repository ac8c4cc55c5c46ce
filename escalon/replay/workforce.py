"""The workers of a replay: processes of this one, which end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

PROGRAM = (sys.executable, "-P", "-c", "from escalon.cli import main; main()", "work")
PATIENCE = 20.0
"""Seconds that a worker may take to end once it is told to."""
LAST_LINES = 5


class WorkerEnded(RuntimeError):
    """A worker ended before the replay; the sentence has its last words."""

    def __init__(self, name: str, code: int, said: str) -> None:
        last = " ".join(line.strip() for line in said.splitlines()[-LAST_LINES:])
        words = f"its last words: {last}" if last else "it said nothing"
        super().__init__(f"A worker of {name} ended with exit code {code}; {words}")


class _Worker(NamedTuple):
    name: str
    process: subprocess.Popen[bytes]
    said: Path


class Workforce:
    """Processes of `escalon work`, each with a file for what it says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._workers: list[_Worker] = []

    def start(self, name: str) -> None:
        """Start one more of a kind; in a session of its own, so that an interrupt isn't its too."""
        member = f"replay-{os.getpid()}-{len(self._workers)}"
        said = self._folder / f"{len(self._workers)}.txt"
        with said.open("wb") as file:
            process = subprocess.Popen(  # noqa: S603  # our own program
                [*PROGRAM, name, "--health="],  # an address is of one process, as a name is
                env=os.environ | {"ESCALON_KAFKA_MEMBER": member, "ESCALON_LOG": "text"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=file,
                start_new_session=True,
            )
        self._workers.append(_Worker(name, process, said))

    def must_live(self) -> None:
        """Raise `WorkerEnded` when one has ended."""
        for worker in self._workers:
            code = worker.process.poll()
            if code is not None:
                said = worker.said.read_text("utf-8", "replace")
                raise WorkerEnded(worker.name, code, said)

    def end(self) -> None:
        """Have all end, and wait for it."""
        for worker in self._workers:
            worker.process.send_signal(signal.SIGTERM)
        for worker in self._workers:
            try:
                worker.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()


@contextmanager
def workforce(processes: Mapping[str, int]) -> Iterator[Workforce]:
    """Run so many workers of each kind until the end of the block, however that comes."""
    with TemporaryDirectory(prefix="escalon-workers-") as folder:
        workers = Workforce(Path(folder))
        try:
            for name, count in processes.items():
                for _ in range(count):
                    workers.start(name)
            yield workers
        finally:
            workers.end()
