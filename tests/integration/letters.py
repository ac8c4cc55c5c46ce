"""Records that can't be handled, and workers that stumble over what others don't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any

import psycopg

from consumers.sla_timer import SlaTimer
from escalon.distributed import Distributed
from escalon.workers.outage import until_stopped
from escalon.workers.share import Kind
from escalon.workers.shares import Shares
from infra.kafka.client import Sends, producer
from infra.kafka.partitioning import partition_of
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import BY_NAME, POLICIES, TICKETS
from infra.store.postgres import parked
from infra.store.postgres.parked_record import ParkedRecord
from tests.integration.workers import desk_of, id_of

Bug = Callable[[Any], bool]
"""Whether a fact is one that the rule can't handle."""


def put(
    kafka: KafkaSettings,
    topic: str,
    value: bytes | None,
    key: str,
    headers: list[tuple[str, bytes]] | None = None,
) -> tuple[int, int]:
    """Put a record on a topic as somebody does who shouldn't; return partition and offset."""
    number = partition_of(key, kafka.partitions) if BY_NAME[topic].is_spread else 0
    with closing(producer(kafka, Sends(name="somebody else"))) as sender:
        sending = sender.send(topic, value, key.encode(), headers or [], partition=number)
        return number, sending.get(10).offset


class TouchyTimer(SlaTimer):
    """A timer with a bug in how it folds facts, and one in how it fires clocks."""

    touchy: Touchy

    def _fold(self, facts):
        listed = list(facts)
        for fact in listed:
            if self.touchy.bug(fact):
                message = f"no rule for {fact.TOPIC}"
                raise ZeroDivisionError(message)
        return super()._fold(listed)

    def _fire(self, tickets, now):
        if self.touchy.cannot_fire & set(tickets):
            message = "no time for it"
            raise ZeroDivisionError(message)
        super()._fire(tickets, now)


class Touchy:
    """A kind of timer that stumbles until its bugs are mended."""

    def __init__(self, bug: Bug = lambda _: False, cannot_fire: tuple[str, ...] = ()) -> None:
        self.bug = bug
        self.cannot_fire = frozenset(id_of(name) for name in cannot_fire)

    def mend(self) -> None:
        self.bug, self.cannot_fire = (lambda _: False), frozenset()

    def kind(self) -> Kind:
        def make(desk, policies, share):
            timer = TouchyTimer(desk.desk, desk.workspace, policies, *share)
            timer.touchy = self
            return timer, timer

        return Kind(name="touchy", topics=(TICKETS.name, POLICIES.name), make=make)


@contextmanager
def at_work(kind: Kind, database: str, kafka: KafkaSettings) -> Iterator[None]:
    """Run a worker of that kind; whatever ended it is raised at the end."""
    stop, failed = Event(), []

    def attempt() -> None:
        with desk_of(database, kafka) as desk:
            Shares(desk, kind, stop).run()

    def run() -> None:
        try:
            until_stopped(kind.name, attempt, stop)
        except BaseException as error:  # noqa: BLE001  # raised again by the test
            failed.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if failed:
        raise failed[0]


def parked_of(desk: Distributed, follower: str = "", name: str = "") -> list[ParkedRecord]:
    """Return what is parked, of a follower or of the ticket of a name."""
    with psycopg.connect(desk.database) as database:
        wanted = parked.Filter(follower, id_of(name) if name else "")
        return list(parked.found(database, wanted))


def redrive(desk: Distributed, name: str = "") -> int:
    """Ask for a redrive of the ticket of a name, or of all."""
    with psycopg.connect(desk.database) as database:
        wanted = parked.Filter(ticket=id_of(name) if name else "")
        return parked.ask_redrive(database, wanted)


def drop(desk: Distributed, id: int) -> None:
    with psycopg.connect(desk.database) as database:
        parked.ask_drop(database, id)


def stalled(desk: Distributed) -> list[tuple[str, str]]:
    with psycopg.connect(desk.database) as database:
        return [(one.ticket_id, one.follower) for one in parked.stalled(database)]
