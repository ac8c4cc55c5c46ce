"""Workers that are killed and servers that are restarted while an organisation sends commands."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event, Thread

from domain import commands as c
from escalon.workers.starting import WORKERS
from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS
from infra.store.postgres.migrate import upgrade
from tests.acceptance.chaos_reading import follow
from tests.integration.workers import (
    ANNA,
    Process,
    desk_of,
    id_of,
    key_of,
    opening,
    publish,
    resolving,
)

SEED = 20_261_124
TARGET = 1_000_000
TIMER = "sla-timer"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is sent, and after how many commands (multiples of 3) what goes wrong.

    `timers` says how many SLA timers run from then on; `pace` and `patience` are in seconds.
    """

    tickets: int
    kill_every: int
    restart_postgres: Sequence[int]
    restart_kafka: Sequence[int]
    timers: Mapping[int, int] = field(default_factory=dict)
    pace: float = 0.015
    patience: float = 90

    @property
    def commands(self) -> int:
        return 3 * self.tickets

    @property
    def people(self) -> int:
        """So many that some come back once and nobody more often; an even number.

        So both tickets of one who comes back are resolved, or neither is.
        """
        return self.tickets * 2 // 5 * 2


class Supervisor:
    """Keeps processes of each worker running, as an operator's init system does."""

    def __init__(self, database: str, kafka: KafkaSettings) -> None:
        self._start = lambda name: Process(name, database, kafka)
        self._running = {(name, 0): self._start(name) for name in WORKERS}
        self._ended: list[Process] = []
        self.killed: Counter[str] = Counter()

    def scale(self, name: str, wanted: int) -> None:
        """Run so many of that worker: start some, or end some in order."""
        for key in [(name, number) for number in range(wanted)]:
            if key not in self._running:
                self._running[key] = self._start(name)
        for key in [key for key in self._running if key[0] == name and key[1] >= wanted]:
            process = self._running.pop(key)
            process.end(signal.SIGTERM)
            self._ended.append(process)

    def kill(self, chosen: random.Random) -> None:
        """Kill a worker in the middle of whatever it does, and start another."""
        name = chosen.choice(list(WORKERS))
        key = chosen.choice([key for key in self._running if key[0] == name])
        self._running[key].end(signal.SIGKILL)
        self.killed[name] += 1
        self.look()

    def look(self) -> None:
        """Start anew what has ended."""
        for key, process in self._running.items():
            if process.popen.poll() is not None:
                self._ended.append(process)
                self._running[key] = self._start(key[0])

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

    size: Size
    commands: list[c.Command] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)

    def next_of(self, number: int) -> list[c.Command]:
        name, person = f"ticket {number}", f"person {number % self.size.people}"
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
        return {id_of(f"ticket {number}") for number in range(1, self.size.tickets, 2)}


def note(name, at, number):
    id = id_of(f"note {number} {name}")
    return c.AddNote(command_id=id, at=at, actor=ANNA, ticket_id=id_of(name), text="seen")


class Chaos:
    """What goes wrong, and when: after so many commands, the same in every run."""

    def __init__(
        self, size: Size, supervisor: Supervisor, servers: Mapping[int, Callable[[], object]]
    ) -> None:
        self.random = random.Random(SEED)  # noqa: S311  # no secret
        self._size = size
        self._supervisor = supervisor
        self._restarts = {sent: Thread(target=restart) for sent, restart in servers.items()}

    def strike(self, sent: int) -> None:
        if sent in self._restarts:
            self._restarts[sent].start()
        if sent in self._size.timers:
            self._supervisor.scale(TIMER, self._size.timers[sent])
        if sent % self._size.kill_every == 0:
            self._supervisor.kill(self.random)
        self._supervisor.look()

    def calm(self) -> None:
        """Wait until the servers are back."""
        for thread in self._restarts.values():
            thread.join()


def send_all(plan, kafka, chaos):
    """Send everything, a tenth of it twice, and let things go wrong meanwhile."""
    receipts = []
    with closing(producer(kafka, Sends(name="organisation", patience=60))) as sender:
        for number in range(plan.size.tickets):
            for command in plan.next_of(number):
                key, value = key_of(command).encode(), value_of(command)
                times = 2 if chaos.random.random() < 0.1 else 1
                receipts += [sender.send(COMMANDS.name, value, key) for _ in range(times)]
                Event().wait(plan.size.pace)
            chaos.strike(len(plan.commands))
        chaos.calm()
        for receipt in receipts:
            receipt.get(60)


def told(broker, server, size):
    """Return what was sent through servers and workers that all went away and came back.

    Gives the database's URL, the settings of Kafka, the plan and the supervisor.
    """
    kafka = KafkaSettings(bootstrap=broker.bootstrap, partitions=3)
    database = server.create_database("chaos")
    upgrade(database)
    apply(kafka)
    with desk_of(database, kafka) as desk:
        desk.desk.execute_many([publish()])
    plan, supervisor = Plan(size), Supervisor(database, kafka)
    restarts = dict.fromkeys(size.restart_postgres, lambda: (server.stop(), server.start()))
    restarts |= dict.fromkeys(size.restart_kafka, broker.restart)
    try:
        send_all(plan, kafka, Chaos(size, supervisor, restarts))
        follow(database, plan, supervisor)
    finally:
        supervisor.stop()
    return database, kafka, plan, supervisor
