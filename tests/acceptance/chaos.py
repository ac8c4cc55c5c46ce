"""Workers that are killed and servers that are restarted while an organisation sends commands."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

import psycopg

from domain import commands as c
from escalon.workers.projecting import views_url
from escalon.workers.starting import WORKERS
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS
from projections.catalogue import ALL
from projections.generations import position_of
from projections.views import open_views
from schemas.codec import decode
from tests.integration.workers import (
    ANNA,
    Process,
    id_of,
    key_of,
    opening,
    resolving,
    wait_until,
)
from tests.services import own_kafka, own_postgres  # noqa: F401  # fixtures

SEED = 20_261_124
TICKETS, PEOPLE = 500, 400
COMMANDS_SENT = 3 * TICKETS
KILL_EVERY = 99
RESTART_POSTGRES, RESTART_KAFKA = 501, 999
PACE = 0.015
TARGET = 1_000_000
PATIENCE = 90
QUIET_SECONDS = 15


class Supervisor:
    """Keeps one process of each worker running, as an operator's init system does."""

    def __init__(self, database: str, kafka: KafkaSettings) -> None:
        self._start = lambda name: Process(name, database, kafka)
        self._running = {name: self._start(name) for name in WORKERS}
        self._ended: list[Process] = []
        self.kills = 0

    def kill(self, name: str) -> None:
        """Kill a worker in the middle of whatever it does, and start another."""
        self._running[name].end(signal.SIGKILL)
        self.kills += 1
        self.look()

    def look(self) -> None:
        """Start anew what has ended."""
        for name, process in self._running.items():
            if process.popen.poll() is not None:
                self._ended.append(process)
                self._running[name] = self._start(name)

    def stop(self) -> None:
        for process in self._running.values():
            process.end(signal.SIGTERM)
            self._ended.append(process)

    def tracebacks(self) -> list[str]:
        """Return what ended a worker that had no sentence for it."""
        return [
            "".join(one.said[-12:]) for one in self._ended if one.has_said("Traceback (most recent")
        ]


@dataclass
class Plan:
    """The commands, in order; tickets of even numbers are resolved in time, others never."""

    commands: list[c.Command] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)

    def next_of(self, number: int) -> list[c.Command]:
        name, person = f"ticket {number}", f"person {number % PEOPLE}"
        first = opening(name, person)
        self.opened[first.ticket_id] = first.at
        third = resolving(name, first.at + 2) if number % 2 == 0 else note(name, first.at + 2, 2)
        made = [first, note(name, first.at + 1, 1), third]
        self.commands += made
        return made

    def came_back_unresolved(self) -> set[str]:
        """Return who opened two tickets of which none is ever resolved: a repeat whatever lags."""
        by_ticket = {one.ticket_id: one for one in self.commands if isinstance(one, c.OpenTicket)}
        asked = Counter(by_ticket[ticket].requester for ticket in self.unresolved())
        return {requester for requester, times in asked.items() if times > 1}

    def unresolved(self) -> set[str]:
        return {id_of(f"ticket {number}") for number in range(1, TICKETS, 2)}


def note(name, at, number):
    id = id_of(f"note {number} {name}")
    return c.AddNote(command_id=id, at=at, actor=ANNA, ticket_id=id_of(name), text="seen")


class Chaos:
    """What goes wrong, and when: after so many commands, the same in every run."""

    def __init__(self, supervisor: Supervisor, servers: Mapping[int, Callable[[], object]]) -> None:
        self.random = random.Random(SEED)  # noqa: S311  # no secret
        self._supervisor = supervisor
        self._restarts = {sent: Thread(target=restart) for sent, restart in servers.items()}

    def strike(self, sent: int) -> None:
        if sent in self._restarts:
            self._restarts[sent].start()
        if sent % KILL_EVERY == 0:
            self._supervisor.kill(self.random.choice(list(WORKERS)))
        self._supervisor.look()

    def calm(self) -> None:
        """Wait until the servers are back."""
        for thread in self._restarts.values():
            thread.join()


def send_all(plan, kafka, chaos):
    """Send everything, a tenth of it twice, and let things go wrong meanwhile."""
    receipts = []
    with closing(producer(kafka, Sends(name="organisation", patience=60))) as sender:
        for number in range(TICKETS):
            for command in plan.next_of(number):
                key, value = key_of(command).encode(), value_of(command)
                times = 2 if chaos.random.random() < 0.1 else 1
                receipts += [sender.send(COMMANDS.name, value, key) for _ in range(times)]
                Event().wait(PACE)
            chaos.strike(len(plan.commands))
        chaos.calm()
        for receipt in receipts:
            receipt.get(60)


class Log:
    """What the database holds, read by SQL and Avro alone."""

    def __init__(self, database: str) -> None:
        with psycopg.connect(database) as connection:
            rows = connection.execute(
                "SELECT position, topic, originator_id, originator_version, state"
                " FROM events ORDER BY position"
            ).fetchall()
            self.outcomes = connection.execute(
                "SELECT command_id, refusal FROM processed_commands"
            ).fetchall()
        self.rows = [
            (at, name, stream, version, decode(s)[1]) for at, name, stream, version, s in rows
        ]

    def of(self, name):
        return [record for _, kind, _, _, record in self.rows if kind == f"escalon.{name}"]


def is_settled(database, plan):
    """Return whether all commands are done and all that follows from them is recorded."""
    log, unresolved = Log(database), plan.unresolved()
    withdrawn = {record["breach_id"] for record in log.of("SlaBreachRetracted")}
    too_much = {r["event_id"] for r in log.of("SlaBreached") if r["ticket_id"] not in unresolved}
    return (
        {command for command, _ in log.outcomes} >= {one.command_id for one in plan.commands}
        and {record["ticket_id"] for record in log.of("TierEscalated")} >= unresolved
        and {record["requester"] for record in log.of("RepeatContact")}
        >= plan.came_back_unresolved()
        and too_much <= withdrawn
    )


class Quiet:
    """Whether nothing was recorded for longer than a killed member's partitions may rest."""

    def __init__(self, database):
        self._database = database
        self._since = monotonic()
        self.last = 0

    def is_long(self):
        with psycopg.connect(self._database) as connection:
            last = connection.execute("SELECT max(position) FROM events").fetchone()[0]
        if last != self.last:
            self.last, self._since = last, monotonic()
        return monotonic() - self._since > QUIET_SECONDS


def follow(database, plan, supervisor):
    """Wait until all is recorded that follows, and the read models know it."""
    wait_until(lambda: supervisor.look() or is_settled(database, plan), "the end", PATIENCE)
    quiet = Quiet(database)
    wait_until(lambda: supervisor.look() or quiet.is_long(), "the log to be quiet", PATIENCE)
    last = quiet.last
    engine = open_views(None, views_url(database))
    wait_until(
        lambda: supervisor.look() or min(position_of(engine, name) for name in ALL) >= last,
        "the read models",
        PATIENCE,
    )
    engine.dispose()
