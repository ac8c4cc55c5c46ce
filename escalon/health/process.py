"""All of a process's workers, and the servers that they need, as its health is judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from escalon.health.asking import Asking
from escalon.health.database import AskingDatabase, OfDatabase
from escalon.health.kafka import AskingKafka
from escalon.signs import Signs
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings

CLOCKS = "sla-timer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """What is known; the servers' latest answers are asked for beside the work."""

    workers: Sequence[Signs]
    database: Asking[OfDatabase]
    kafka: Asking[Mapping[Partition, int]]

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask the servers for as long as somebody wants to know."""
        with self.database, self.kafka:
            yield

    def lags(self) -> Iterator[tuple[str, Partition, int]]:
        """Yield worker, partition and how many records it has yet to handle there."""
        ends = self.kafka.answer
        for signs in self.workers:
            for place, offset in signs.offsets.items():
                if place in ends:
                    yield signs.worker, place, max(0, ends[place] - offset)


def observed(database: str, kafka: KafkaSettings, workers: Sequence[Signs]) -> Process:
    """Return the process of these workers; its servers are not asked yet."""

    def shares() -> Collection[str]:
        own = (signs for signs in workers if signs.worker == CLOCKS)
        return {f"{CLOCKS}:{number}" for signs in own for number in signs.partitions}

    def places() -> Collection[Partition]:
        return {place for signs in workers for place in signs.offsets}

    nothing: Mapping[Partition, int] = {}
    return Process(
        workers=workers,
        database=Asking("database", AskingDatabase(database, shares), OfDatabase()),
        kafka=Asking("kafka", AskingKafka(kafka, places), nothing),
    )
