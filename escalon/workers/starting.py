"""Starting workers by their names."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from threading import Event, Thread
from typing import NamedTuple, Protocol

from escalon.distributed import Distributed, open_distributed
from escalon.signs import Signs
from escalon.workers.kinds import IN_REPLAYS, KINDS
from escalon.workers.outage import until_stopped
from escalon.workers.projecting import Projecting
from escalon.workers.publishing import Publishing
from escalon.workers.receiving import Receiving
from escalon.workers.share import Kind
from escalon.workers.shares import Shares
from escalon.workers.turns import TOLD, InTurns, ending_with_driver
from infra.journal import spoken_by
from infra.kafka.admin import check as differences
from infra.kafka.admin import missing
from infra.kafka.faults import refusals_in_sentences
from infra.kafka.identity import Identity, identity, must_be_known
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import READ
from infra.schema_ids.registry import Registry
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
    **{name: _in_turns(kind) for name, kind in IN_REPLAYS.items()},
}
"""The same in a database that holds a replay."""


class Servers(NamedTuple):
    """What a worker works on; `is_replay` says that it goes by turns there."""

    database: str
    kafka: KafkaSettings
    is_replay: bool


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


def must_have_registry(kafka: KafkaSettings) -> None:
    """Raise `RegistryMistake` unless the registry that is set answers, if one is."""
    if kafka.registry is not None:
        with Registry(kafka.registry) as registry:
            registry.must_answer()


def work(
    name: str, database: str, kafka: KafkaSettings, stop: Event, signs: Signs | None = None
) -> None:
    """Run one worker until told to stop; its `signs` are there to be looked at meanwhile.

    Refuses to start, and raises why, where a server can't be reached, topics are missing or the
    database isn't this version's or holds a replay that is over. Later it begins anew after each
    outage, and raises only what would leave something out or make something up.
    """
    told = signs or Signs(name)
    with spoken_by(name):
        must_have_topics(kafka)
        must_have_registry(kafka)
        check(database)
        stands = standing(database)
        if stands is Standing.OVER:
            raise HoldsReplay
        is_replay = stands is Standing.DRIVEN
        servers = Servers(database, kafka, is_replay)
        with ending_with_driver(database, stop) if is_replay else nullcontext():
            until_stopped(name, lambda: _attempt(told, servers, stop), stop)


def _attempt(signs: Signs, servers: Servers, stop: Event) -> None:
    with signs.attempt():
        found = identity(servers.kafka)
        _must_be_there(found)
        clock = TOLD if servers.is_replay else None
        with closing(
            open_distributed(servers.database, servers.kafka, cluster=found.cluster, clock=clock)
        ) as opened:
            must_be_known(opened.workspace.states, found)
            desk = replace(opened, signs=signs)
            desk.desk.heard = signs.recordings.heard
            workers = IN_TURNS if servers.is_replay else WORKERS
            with refusals_in_sentences(servers.kafka):
                workers[signs.worker](desk, stop).run()


def _must_be_there(found: Identity) -> None:
    """Raise `TopicsMissing` for topics that somebody deleted since the start."""
    gone = [topic.name for topic in READ if topic.name not in found.topics]
    if gone:
        raise TopicsMissing(" ".join(missing(name) for name in gone))


def work_all(database: str, kafka: KafkaSettings, stop: Event, signs: Sequence[Signs] = ()) -> None:
    """Run one of each kind in this process; when one ends with an error, all end with it.

    `signs` are one for each of `WORKERS`, in order.
    """
    failed: list[BaseException] = []

    def run(told: Signs) -> None:
        try:
            work(told.worker, database, kafka, stop, told)
        except BaseException as error:  # noqa: BLE001  # raised again by the thread that waits
            failed.append(error)
            told.has_failed = True
            stop.set()

    told = signs or [Signs(name) for name in WORKERS]
    threads = [Thread(target=run, args=(one,), name=one.worker) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
