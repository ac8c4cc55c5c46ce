"""A distributed desk as its users meet it: servers, workers, commands, topics."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any

from consumers.relay import Relay
from domain import commands as c
from domain.actor import AGENT, REQUESTER, Actor
from domain.commands import Command
from domain.desk import Outcome
from domain.ids import NAMESPACE, derive
from domain.policy.catalogue import Catalogue
from escalon.distributed import Distributed, open_distributed
from escalon.workers.starting import work
from infra.clock import SystemClock
from infra.kafka.client import Reads, Sends, consumer, producer
from infra.kafka.commands import result_of, value_of
from infra.kafka.identity import identity
from infra.kafka.partitioning import partition_of
from infra.kafka.protocols import Partition, Record
from infra.kafka.publisher import Publisher
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS, RESULTS
from infra.log.feed import LogFeed
from infra.log.follower import catch_up
from infra.policies import read_policy, to_json
from projections.catalogue import ALL, build
from projections.outcomes import Outcome as Result
from projections.outcomes import outcomes
from projections.views import open_views

POLICY = """
policy: quick
tiers: [{name: front-line, team: support}, {name: technical, team: engineering}]
targets: [{metrics: {resolution: 1s}}]
repeat_contact: {contacts: 2, within: 24h, scope: requester}
escalation:
  - {name: up, when: sla_breached, metric: resolution, to: next}
"""
FOLLOWERS = ("relay", "sla-timer", "repeat-contacts", "escalation", "policy-moves")
ANNA = Actor(AGENT, "anna")
LOOK = 0.02
PATIENCE = 45.0


def now() -> int:
    return SystemClock().now()


def id_of(name: str) -> str:
    return derive(NAMESPACE, name)


def publish(text: str = POLICY) -> c.PublishPolicy:
    """Return the command to publish the policy."""
    return c.PublishPolicy(
        command_id=id_of("publish"),
        at=now(),
        actor=ANNA,
        policy="quick",
        document=to_json(read_policy(text, first_year=2026)),
    )


def opening(name: str, requester: str = "") -> c.OpenTicket:
    """Return the command to open the ticket of a name, by the requester of one."""
    return c.OpenTicket(
        command_id=id_of(f"open {name}"),
        at=now(),
        actor=Actor(REQUESTER, id_of(requester)) if requester else ANNA,
        ticket_id=id_of(name),
        external_id=name,
        requester=id_of(requester) if requester else "",
        policy="quick",
    )


def contact(name: str, requester: str = "") -> c.ReceiveContact:
    """Return the command to take in a contact on the ticket of a name."""
    return c.ReceiveContact(
        command_id=id_of(f"contact {name} {requester}"),
        at=now(),
        actor=Actor(REQUESTER, id_of(requester)) if requester else Actor(REQUESTER, "somebody"),
        ticket_id=id_of(name),
        requester=id_of(requester) if requester else "",
        text="Well?",
    )


def resolving(name: str, at: int) -> c.ResolveTicket:
    return c.ResolveTicket(
        command_id=id_of(f"resolve {name}"), at=at, actor=ANNA, ticket_id=id_of(name)
    )


def send(
    kafka: KafkaSettings, commands: Sequence[Command], *, times: int = 1, trace: str = ""
) -> None:
    """Send commands as an organisation does, each so many times in a row, in a trace if need be."""
    with closing(producer(kafka, Sends(name="test"))) as sender:
        sent = [
            sender.send(
                COMMANDS.name,
                key=key_of(command).encode(),
                value=value_of(command),
                headers=[("traceparent", trace.encode())] if trace else [],
            )
            for command in commands
            for _ in range(times)
        ]
        for one in sent:
            one.get(30)


def key_of(command: Command) -> str:
    return command.ticket_id if isinstance(command, c.TicketRequest) else str(command.policy)


def records(kafka: KafkaSettings, topic: str) -> list[Record]:
    """Return all that a reader may see of a topic, each partition in its order."""
    with closing(consumer(kafka, Reads(name="test"))) as reader:
        numbers = reader.partitions_for_topic(topic) or set()
        places = [Partition(topic, number) for number in sorted(numbers)]
        reader.assign(places)
        ends = reader.end_offsets(places)
        for place, first in reader.beginning_offsets(places).items():
            reader.seek(place, first)
        found: dict[Partition, list[Record]] = {place: [] for place in places}
        while any(reader.position(place) < ends[place] for place in places):
            for place, batch in reader.poll(timeout_ms=200).items():
                found[place] += batch
        return [record for place in places for record in found[place]]


def results(kafka: KafkaSettings) -> dict[str, list[Outcome]]:
    """Return all answers by the command ids that they are keyed by."""
    found: dict[str, list[Outcome]] = {}
    for record in records(kafka, RESULTS.name):
        found.setdefault((record.key or b"").decode(), []).append(result_of(record.value or b""))
    return found


def header(record: Record, name: str) -> str:
    return dict(record.headers)[name].decode()


def wait_until(holds: Callable[[], Any], what: str, patience: float = PATIENCE) -> None:
    """Wait for what other processes do; fails when it doesn't come to hold."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, f"not within {patience:g} s: {what}"
        Event().wait(LOOK)


@contextmanager
def desk_of(database: str, kafka: KafkaSettings) -> Iterator[Distributed]:
    cluster = identity(kafka).cluster
    with closing(open_distributed(database, kafka, cluster=cluster)) as desk:
        yield desk


@contextmanager
def in_threads(names: Iterable[str], database: str, kafka: KafkaSettings) -> Iterator[None]:
    """Run workers; whatever ended one of them is raised at the end."""
    stop, failed = Event(), []

    def run(name: str) -> None:
        try:
            work(name, database, kafka, stop)
        except BaseException as error:  # noqa: BLE001  # raised again by the test
            failed.append(error)

    threads = [Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]


class Process:
    """A worker in a process of its own, as an operator starts it; what it says is kept."""

    def __init__(self, name: str, database: str, kafka: KafkaSettings, **more: str) -> None:
        settings = {
            "ESCALON_DATABASE": database,
            "ESCALON_KAFKA": kafka.bootstrap,
            "ESCALON_KAFKA_PARTITIONS": str(kafka.partitions),
            "ESCALON_KAFKA_MEMBER": kafka.member,
            **more,
        }
        main = "from escalon.cli import main; main()"
        self.name = name
        self.popen = subprocess.Popen(
            [sys.executable, "-P", "-c", main, "work", name],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def has_said(self, words: str) -> bool:
        return any(words in line for line in list(self.said))

    def end(self, signal: int, patience: float = 30) -> int:
        """Send a signal, and return the exit code of the end."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal)
        return self.wait(patience)

    def wait(self, patience: float = 30) -> int:
        """Return the exit code once it has ended."""
        code = self.popen.wait(patience)
        self._listener.join()
        return code

    def _listen(self) -> None:
        assert self.popen.stderr is not None
        with self.popen.stderr as lines:
            self.said.extend(lines)


def publish_log(desk: Distributed, kafka: KafkaSettings) -> None:
    """Publish all that is recorded, as a relay does that then goes away."""
    with closing(Publisher(kafka)) as publisher:
        relay = Relay(desk.outbox, publisher, publisher.begin())
        while relay.step():
            pass


def log_of(desk: Distributed) -> list[tuple[int, Any]]:
    """Return the whole log: position and fact."""
    return [(fact.position, fact.event) for fact in desk.outbox.stored_behind(0, 1_000_000)]


def of(desk: Distributed, *names: str) -> list[Any]:
    """Return the facts of those names, in order."""
    return [event for _, event in log_of(desk) if event.TOPIC.removeprefix("escalon.") in names]


def folded_outcomes(desk: Distributed) -> list[Result]:
    """Return what read models say that are made of the log alone, without topics."""
    engine = open_views(None)
    catch_up(LogFeed(desk.recorder, desk.mapper), build(engine, ALL, Catalogue()), 1_000)
    found = list(outcomes(engine))
    engine.dispose()
    return found


def numbers_of(kafka: KafkaSettings, *names: str) -> set[int]:
    return {partition_of(id_of(name), kafka.partitions) for name in names}
