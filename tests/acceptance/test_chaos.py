"""Workers are killed and servers restarted while commands come: nothing is lost or twice."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event, Thread

import psycopg
import pytest

from domain import commands as c
from escalon.workers.projecting import views_url
from escalon.workers.starting import WORKERS
from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS, CONTACTS, OF_EVENTS
from infra.store.postgres.migrate import upgrade
from projections.catalogue import ALL
from projections.generations import position_of
from projections.outcomes import outcomes
from projections.views import open_views
from schemas.codec import decode
from tests.integration.workers import (
    ANNA,
    Process,
    desk_of,
    folded_outcomes,
    header,
    id_of,
    key_of,
    opening,
    publish,
    records,
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
        and too_much <= withdrawn
    )


@pytest.fixture
def told(own_kafka, own_postgres):  # noqa: F811  # the fixtures
    """The story: what was sent, through servers and workers that all went away and came back."""
    kafka = KafkaSettings(bootstrap=own_kafka.bootstrap, partitions=3)
    database = own_postgres.create_database("chaos")
    upgrade(database)
    apply(kafka)
    with desk_of(database, kafka) as desk:
        desk.desk.execute_many([publish()])
    plan, supervisor = Plan(), Supervisor(database, kafka)
    try:
        restarts = {
            RESTART_POSTGRES: lambda: (own_postgres.stop(), own_postgres.start()),
            RESTART_KAFKA: own_kafka.restart,
        }
        send_all(plan, kafka, Chaos(supervisor, restarts))
        follow(database, plan, supervisor)
    finally:
        supervisor.stop()
    return database, kafka, plan, supervisor


def follow(database, plan, supervisor):
    """Wait until all is recorded that follows, and the read models know it."""
    wait_until(lambda: supervisor.look() or is_settled(database, plan), "the end", PATIENCE)
    last = Log(database).rows[-1][0]
    engine = open_views(None, views_url(database))
    wait_until(
        lambda: supervisor.look() or min(position_of(engine, name) for name in ALL) >= last,
        "the read models",
        PATIENCE,
    )
    engine.dispose()


def test_nothing_is_lost_and_nothing_is_twice(told):
    database, kafka, plan, supervisor = told
    log = Log(database)

    assert supervisor.kills >= 10
    assert supervisor.tracebacks() == []
    must_be_done_once(plan, log)
    must_have_whole_streams(log)
    must_be_breached_as_the_model_says(plan, log)
    must_be_moved_once(plan, log)
    must_be_published_once_in_order(kafka, log)
    must_be_folded(database, kafka)


def must_be_folded(database, kafka):
    engine = open_views(None, views_url(database))
    kept = list(outcomes(engine))
    engine.dispose()
    with desk_of(database, kafka) as desk:
        assert kept == folded_outcomes(desk)


def must_be_done_once(plan, log):
    asked = {command.command_id for command in plan.commands}
    recorded = Counter(record["command_id"] for _, _, _, _, record in log.rows)

    assert len(asked) == COMMANDS_SENT
    assert [refusal for command, refusal in log.outcomes if command in asked and refusal] == []
    assert {command: recorded[command] for command in asked} == dict.fromkeys(asked, 1)


def must_have_whole_streams(log):
    versions = {}
    for _, _, stream, version, _ in log.rows:
        versions.setdefault(stream, []).append(version)

    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())


def must_be_breached_as_the_model_says(plan, log):
    """Whoever is never resolved breaches once, when due; others never, or it is taken back."""
    breaches = log.of("SlaBreached")
    withdrawn = Counter(record["breach_id"] for record in log.of("SlaBreachRetracted"))
    standing = [one for one in breaches if one["event_id"] not in withdrawn]

    assert Counter(one["ticket_id"] for one in standing) == Counter(plan.unresolved())
    assert all(one["due_at"] == plan.opened[one["ticket_id"]] + TARGET for one in breaches)
    assert max(Counter(one["ticket_id"] for one in breaches).values()) == 1
    assert set(withdrawn.values()) <= {1}
    assert withdrawn.keys() <= {one["event_id"] for one in breaches}


def must_be_moved_once(plan, log):
    breaches = {one["event_id"]: one["ticket_id"] for one in log.of("SlaBreached")}
    moves = log.of("TierEscalated")
    moved = Counter(one["ticket_id"] for one in moves)

    assert set(moved.values()) == {1}
    assert moved.keys() >= plan.unresolved()
    assert all(breaches[one["causation_id"]] == one["ticket_id"] for one in moves)
    repeats = Counter(one["requester"] for one in log.of("RepeatContact"))
    assert max(repeats.values()) == 1


def must_be_published_once_in_order(kafka, log):
    expected = {record["event_id"]: at for at, _, _, _, record in log.rows}
    found, last = {}, {}
    for topic in OF_EVENTS:
        for one in records(kafka, topic.name):
            position, place = int(header(one, "position")), (one.topic, one.partition)
            assert position > last.get(place, 0)
            last[place] = position
            if topic != CONTACTS:
                assert header(one, "ce_id") not in found
                found[header(one, "ce_id")] = position
            else:
                assert expected[header(one, "ce_id")] == position

    assert found == expected
