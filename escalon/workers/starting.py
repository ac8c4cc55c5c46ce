"""Starting workers by their names."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from threading import Event, Thread
from typing import Protocol

from escalon.distributed import Distributed, open_distributed
from escalon.workers.kinds import KINDS
from escalon.workers.outage import until_stopped
from escalon.workers.projecting import Projecting
from escalon.workers.publishing import Publishing
from escalon.workers.receiving import Receiving
from escalon.workers.shares import Kind, Shares
from escalon.workers.turns import TOLD, InTurns, ending_with_driver
from infra.kafka.admin import check as differences
from infra.kafka.admin import missing
from infra.kafka.faults import refusals_in_sentences
from infra.kafka.identity import Identity, identity, must_be_known
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import READ
from infra.store.postgres.migrate import check
from infra.store.postgres.retold import HoldsReplay, Standing, standing

log = logging.getLogger(__name__)


class Worker(Protocol):
    """Works until its stop is set."""

    def run(self) -> None:
        """Work."""
        ...


def _shares(kind: Kind) -> Callable[[Distributed, Event], Worker]:
    return lambda desk, stop: Shares(desk, kind, stop)


def _in_turns(kind: Kind) -> Callable[[Distributed, Event], Worker]:
    return lambda desk, stop: InTurns(desk, kind, stop)


WORKERS: Mapping[str, Callable[[Distributed, Event], Worker]] = {
    "relay": Publishing,
    "commands": Receiving,
    **{name: _shares(kind) for name, kind in KINDS.items()},
    "projections": Projecting,
}
"""Every kind of worker."""
IN_TURNS: Mapping[str, Callable[[Distributed, Event], Worker]] = {
    **WORKERS,
    **{name: _in_turns(kind) for name, kind in KINDS.items()},
}
"""The same in a database that holds a replay."""


class TopicsMissing(RuntimeError):
    """The cluster isn't ready for workers; the sentences say what to do."""


def must_have_topics(kafka: KafkaSettings) -> None:
    """Raise `TopicsMissing` unless all topics are there with their partitions.

    Settings that differ are only told of: they lose nothing that is read at once.
    """
    told = differences(kafka)
    wrong = [one for one in told if " is missing; " in one or " partitions, and " in one]
    for one in told:
        log.warning("%s", one)
    if wrong:
        raise TopicsMissing(" ".join(wrong))


def work(name: str, database: str, kafka: KafkaSettings, stop: Event) -> None:
    """Run one worker until told to stop.

    Refuses to start, and raises why, where a server can't be reached, topics are missing or the
    database isn't this version's or holds a replay that is over. Later it begins anew after each
    outage, and raises only what would leave something out or make something up.
    """
    must_have_topics(kafka)
    check(database)
    stands = standing(database)
    if stands is Standing.OVER:
        raise HoldsReplay
    is_replay = stands is Standing.DRIVEN
    workers = IN_TURNS if is_replay else WORKERS

    def attempt() -> None:
        found = identity(kafka)
        _must_be_there(found)
        clock = TOLD if is_replay else None
        with closing(open_distributed(database, kafka, cluster=found.cluster, clock=clock)) as desk:
            must_be_known(desk.workspace.states, found)
            with refusals_in_sentences(kafka):
                workers[name](desk, stop).run()

    with ending_with_driver(database, stop) if is_replay else nullcontext():
        until_stopped(name, attempt, stop)


def _must_be_there(found: Identity) -> None:
    """Raise `TopicsMissing` for topics that somebody deleted since the start."""
    gone = [topic.name for topic in READ if topic.name not in found.topics]
    if gone:
        raise TopicsMissing(" ".join(missing(name) for name in gone))


def work_all(database: str, kafka: KafkaSettings, stop: Event) -> None:
    """Run one of each kind in this process; when one ends with an error, all end with it."""
    failed: list[BaseException] = []

    def run(name: str) -> None:
        try:
            work(name, database, kafka, stop)
        except BaseException as error:  # noqa: BLE001  # raised again by the thread that waits
            failed.append(error)
            stop.set()

    threads = [Thread(target=run, args=(name,), name=name) for name in WORKERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
