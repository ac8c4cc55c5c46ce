"""Starting workers by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from threading import Event, Thread
from typing import Protocol

from escalon.distributed import Distributed, open_distributed
from escalon.workers.kinds import KINDS
from escalon.workers.projecting import Projecting
from escalon.workers.publishing import Publishing
from escalon.workers.receiving import Receiving
from escalon.workers.shares import Kind, Shares
from infra.kafka.settings import KafkaSettings


class Worker(Protocol):
    """Works until its stop is set."""

    def run(self) -> None:
        """Work."""
        ...


def _shares(kind: Kind) -> Callable[[Distributed, Event], Worker]:
    return lambda desk, stop: Shares(desk, kind, stop)


WORKERS: Mapping[str, Callable[[Distributed, Event], Worker]] = {
    "relay": Publishing,
    "commands": Receiving,
    **{name: _shares(kind) for name, kind in KINDS.items()},
    "projections": Projecting,
}
"""Every kind of worker."""


def work(name: str, database: str, kafka: KafkaSettings, stop: Event) -> None:
    """Run one worker until told to stop; raises what ends it."""
    with closing(open_distributed(database, kafka)) as desk:
        WORKERS[name](desk, stop).run()


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
