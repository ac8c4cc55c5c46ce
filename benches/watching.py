"""What a reader of the topics and of the read models sees, and when."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import closing
from threading import Event, Thread
from typing import NamedTuple

import psycopg

from benches.stage import Stage, now
from infra.kafka.client import Reads, consumer
from infra.kafka.headers import position_of
from infra.kafka.protocols import Partition
from infra.kafka.topics import SLA, TICKETS

LOOK = 0.004
REACHED = "SELECT position FROM views.positions WHERE projection = 'queues_1'"
FACTS = (
    "SELECT position, recorded_at, topic, ticket_id, state FROM events"
    " WHERE position > %s AND topic = ANY(%s) ORDER BY position"
)


class Watch:
    """Notes when each fact can be read from its topic, and when the queues know of it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._stop = Event()
        self._ready = [Event(), Event()]
        self.arrived: dict[int, int] = {}
        self._reached: list[int] = []
        self._reached_at: list[int] = []
        self._threads = [Thread(target=self._read), Thread(target=self._look)]

    def begin(self) -> None:
        """Watch from now on."""
        for thread in self._threads:
            thread.start()
        for ready in self._ready:
            assert ready.wait(30), "the watch didn't begin"

    def end(self) -> None:
        """Watch no more."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def visible_at(self, position: int) -> int | None:
        """Return when the queues knew that position."""
        at = bisect_left(self._reached, position)
        return self._reached_at[at] if at < len(self._reached) else None

    def _read(self) -> None:
        with closing(consumer(self._stage.kafka, Reads(name="bench"))) as reader:
            numbers = range(self._stage.kafka.partitions)
            places = [Partition(topic.name, n) for topic in (TICKETS, SLA) for n in numbers]
            reader.assign(places)
            for place, end in reader.end_offsets(places).items():
                reader.seek(place, end)
            self._ready[0].set()
            while not self._stop.is_set():
                found = reader.poll(timeout_ms=100)
                at = now()
                for batch in found.values():
                    for record in batch:
                        self.arrived.setdefault(position_of(record.headers) or 0, at)

    def _look(self) -> None:
        with psycopg.connect(self._stage.database, autocommit=True) as connection:
            self._ready[1].set()
            while not self._stop.wait(LOOK):
                row = connection.execute(REACHED, prepare=True).fetchone()
                position = int(row[0]) if row else 0
                if not self._reached or position > self._reached[-1]:
                    self._reached.append(position)
                    self._reached_at.append(now())


class Fact(NamedTuple):
    """A fact of the log as the database has it."""

    position: int
    recorded_at: int
    name: str
    ticket: str
    state: bytes


def facts(stage: Stage, after: int, *names: str) -> list[Fact]:
    """Return the facts of those names behind a position."""
    listed = [f"escalon.{name}" for name in names]
    return [Fact(*row) for row in stage.ask(FACTS, (after, listed))]
