"""A broker, a database and worker processes of a bench's own, all gone when it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from threading import Event
from time import monotonic
from typing import Any

import psycopg

from benches.cpu import cpu_seconds
from domain.actor import AGENT, Actor
from domain.commands import Command, PublishPolicy
from domain.ids import NAMESPACE, derive
from escalon.distributed import Distributed, open_distributed
from infra.clock import SystemClock
from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from infra.local.kafka import LocalKafka
from infra.local.postgres import LocalPostgres
from infra.policies import read_policy, to_json
from infra.store.postgres.migrate import upgrade

PROGRAM = Path(sys.executable).parent / "escalon"
ACTOR = Actor(AGENT, "bench")
AT_ONCE = 1_000
ENDING_SECONDS = 20
LOOK = 0.05


def now() -> int:
    """Return the present in microseconds."""
    return SystemClock().now()


def id_of(name: str) -> str:
    """Return the id of that name, the same in every run."""
    return derive(NAMESPACE, name)


class Stage:
    """What a bench works with, on servers that run; `broker` is the broker's process, 0: unknown.

    The database has its tables already; topics are made.
    """

    def __init__(self, database: str, kafka: KafkaSettings, broker: int = 0) -> None:
        self.database = database
        self.kafka = kafka
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self._broker = broker
        self._folder = Path(mkdtemp(prefix="escalon-said-"))
        apply(kafka)

    def close(self) -> None:
        """End the workers."""
        for worker in self.workers.values():
            worker.send_signal(signal.SIGTERM)
        for worker in self.workers.values():
            try:
                worker.wait(ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        shutil.rmtree(self._folder)

    def start(self, names: Sequence[str]) -> None:
        """Start a process of each of these workers; what they say is kept in the folder."""
        settings = {
            "ESCALON_DATABASE": self.database,
            "ESCALON_KAFKA": self.kafka.bootstrap,
            "ESCALON_KAFKA_PARTITIONS": str(self.kafka.partitions),
        }
        for name in names:
            with (self._folder / f"{name}.log").open("ab") as log:
                self.workers[name] = subprocess.Popen(  # noqa: S603  # our own program
                    [PROGRAM, "work", name], env=os.environ | settings, stdout=log, stderr=log
                )

    def desk(self) -> closing[Distributed]:
        """Open the desk in this process."""
        return closing(open_distributed(self.database, self.kafka))

    def execute(self, commands: Sequence[Command]) -> None:
        """Have the desk carry out many commands, past Kafka; none may be refused."""
        with self.desk() as desk:
            for start in range(0, len(commands), AT_ONCE):
                outcomes = desk.desk.execute_many(commands[start : start + AT_ONCE])
                refused = next((one.refusal for one in outcomes if one.refusal), "")
                assert not refused, refused

    def publish(self, policy: str, text: str) -> None:
        """Put a policy in use."""
        document = to_json(read_policy(text, first_year=2026))
        command = PublishPolicy(
            command_id=id_of(f"publish {policy}"),
            at=now(),
            actor=ACTOR,
            policy=policy,
            document=document,
        )
        self.execute([command])

    def ask(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def wait_for(self, query: str, least: int, patience: float) -> float:
        """Wait until a query's number is at least that; return the seconds that it took."""
        began = monotonic()
        while int(self.ask(query)[0][0] or 0) < least:
            self._must_work()
            assert monotonic() - began < patience, f"not within {patience:.0f} s: {query}"
            Event().wait(LOOK)
        return monotonic() - began

    def cpu(self) -> dict[str, float]:
        """Return the CPU seconds of each worker, the broker and the database so far."""
        pids = {name: worker.pid for name, worker in self.workers.items()}
        [(folder,)] = self.ask("SHOW data_directory")
        pids["PostgreSQL"] = int((Path(folder) / "postmaster.pid").read_text().split()[0])
        pids["Kafka"] = self._broker
        return {name: cpu_seconds(pid) for name, pid in pids.items() if pid}

    def _must_work(self) -> None:
        for name, worker in self.workers.items():
            if worker.poll() is not None:
                said = (self._folder / f"{name}.log").read_text(errors="replace")
                message = f"{name} ended with {worker.returncode}:\n{said[-2_000:]}"
                raise RuntimeError(message)


@contextmanager
def servers() -> Iterator[tuple[LocalKafka, LocalPostgres]]:
    """Give a broker and a database server that run; nothing of them is left afterwards."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that it clears up then too
    with TemporaryDirectory(prefix="escalon-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL's server is another user
        broker, postgres = LocalKafka(folder / "kafka"), LocalPostgres(folder / "postgres")
        try:
            broker.start()
            postgres.start()
            yield broker, postgres
        finally:
            broker.kill()
            if (folder / "postgres" / "data" / "postmaster.pid").exists():
                postgres.stop("immediate")


@contextmanager
def staged(partitions: int = 4) -> Iterator[Stage]:
    """Give a stage on servers of its own."""
    with servers() as (broker, postgres):
        database = postgres.create_database("bench")
        upgrade(database)
        kafka = KafkaSettings(bootstrap=broker.bootstrap, partitions=partitions)
        with closing(Stage(database, kafka, broker.pid or 0)) as stage:
            yield stage
