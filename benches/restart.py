"""How soon an SLA timer with 1,000,000 open clocks fires on time again, and what it needs.

    python benches/restart.py [CLOCKS]

On a broker and a PostgreSQL of its own, with 12 partitions. Prints when the process that was
started says its first milestone, from when on all are said within 250 ms, and its memory.
"""

from __future__ import annotations

import os
import platform
import signal
import sys
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from domain.events.sla import SlaBreached
from escalon.distributed import Distributed
from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from infra.local.kafka import LocalKafka
from infra.local.postgres import LocalPostgres
from infra.store.postgres.migrate import upgrade
from tests.integration.open_clocks import model, resident, store_clocks, tickets, used
from tests.integration.workers import Process, desk_of, in_threads, now, wait_until

CLOCKS = 1_000_000
PARTITIONS = 12
SECOND = 1_000_000
EVERY = 20_000
"""A clock falls due each so many microseconds, before the start as behind it."""
NEAR = 15_000
"""So many of them are due within the next minutes, the others in a year."""
YEAR = 365 * 24 * 60 * 60 * SECOND
DOWN = 30 * SECOND
"""So long nobody had said what was due."""
WATCHED = 20 * SECOND
ON_TIME = 250_000
PATIENCE = 120


def breaches(desk: Distributed) -> list[tuple[int, int]]:
    """Return when each breach was recorded, and how late that was; microseconds."""
    return [
        (fact.recorded_at, fact.recorded_at - fact.event.due_at)
        for fact in desk.outbox.stored_behind(0, 1_000_000)
        if isinstance(fact.event, SlaBreached)
    ]


def measure(desk: Distributed, database: str, kafka: KafkaSettings) -> None:
    """Start the timer, watch it until it is on time and for a while, and print."""
    began = now()
    timer = Process("sla-timer", database, kafka)
    try:
        wait_until(lambda: breaches(desk), "a milestone", PATIENCE)
        worked = used(timer.popen.pid)
        wait_until(lambda: breaches(desk)[-1][1] < ON_TIME, "it to be on time", PATIENCE)
        end = now() + WATCHED
        wait_until(lambda: now() > end, "the time to pass", PATIENCE)
        held, most = resident(timer.popen.pid)
    finally:
        timer.end(signal.SIGTERM)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores", end=", ")
    print(f"load {os.getloadavg()[0]:.1f}")
    print_times(breaches(desk), began, worked)
    print(f"memory {held} MiB, at most {most} MiB")


def print_times(said: list[tuple[int, int]], began: int, worked: float) -> None:
    """Print when the first was said, from when on all were in time, and how late they were then."""
    late = [at for at, lateness in said if lateness > ON_TIME]
    after = sorted(lateness / 1_000 for at, lateness in said if at > max(late))
    print(f"first milestone after {(said[0][0] - began) / SECOND:.2f} s ({worked:.2f} s of CPU)")
    from_then = (max(late) - began) / SECOND
    print(f"within {ON_TIME // 1_000} ms from {from_then:.2f} s on; {len(late)} before that")
    print(f"then {len(after)}: p50 {after[len(after) // 2]:.1f} ms, max {after[-1]:.1f} ms")


def main() -> None:
    """Make the store, and measure."""
    clocks = int(sys.argv[1]) if len(sys.argv) > 1 else CLOCKS
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's server is another user
        broker, server = LocalKafka(Path(folder) / "kafka"), LocalPostgres(Path(folder) / "db")
        try:
            broker.start()
            server.start()
            run(broker, server, clocks)
        finally:
            broker.kill()
            server.stop("immediate")


def run(broker: LocalKafka, server: LocalPostgres, clocks: int) -> None:
    """Make the store on servers that run, and measure."""
    kafka = KafkaSettings(bootstrap=broker.bootstrap, partitions=PARTITIONS)
    apply(kafka)
    database = server.create_database("bench")
    upgrade(database)
    with desk_of(database, kafka) as desk:
        text, began = model(desk), now()
        names = tickets(clocks)
        far = count(began + YEAR, SECOND)
        store_clocks(database, text, PARTITIONS, zip(islice(names, clocks - NEAR), far))  # noqa: B905  # the far ones never end
        store_clocks(database, text, PARTITIONS, zip(names, count(now() - DOWN, EVERY)))
        took = (now() - began) / SECOND
        print(f"{clocks} open clocks of {len(text.text)} bytes, made in {took:.0f} s")
        with in_threads(["relay"], database, kafka):
            measure(desk, database, kafka)


if __name__ == "__main__":
    main()
