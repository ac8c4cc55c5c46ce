"""How fast the queues are built again from Kafka, beside the library's own runner.

    python benches/rebuild_kafka.py [--report] [--tickets 6000] [--library 4000]

Both read the same facts and write the same read model to PostgreSQL. Ours reads topics and writes
in batches; the library's `ProjectionRunner` reads the log from PostgreSQL and handles one event in
a transaction, with its tracking record, as it does by itself. It stops after `--library` facts:
its rate doesn't change with their number.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder  # noqa: TID251  # what is compared
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from benches.figures import Verdict, print_machine
from benches.stage import Stage, staged
from benches.throughput import POLICY, lives
from consumers.relay import Relay
from domain.policy.catalogue import Catalogue
from escalon.workers.models import LIMIT
from escalon.workers.projecting import views_url
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.publisher import Publisher
from infra.kafka.topics import POLICIES, SLA, TICKETS
from infra.log.recorded import Recorded
from projections.catalogue import ALL, build
from projections.projection import Setting
from projections.queues import NAME, tickets
from projections.views import open_views, writing


class Rate(NamedTuple):
    """How many facts were handled, in how many seconds, of which this process worked so many."""

    facts: int
    seconds: float
    cpu: float

    @property
    def a_second(self) -> float:
        """Facts a second."""
        return self.facts / self.seconds


class Log(Application[str]):
    """The log as the library reads it."""

    name = "desk"


class LibraryView(PostgresTrackingRecorder):
    """Where the library's projection keeps how far it has come."""


class LibraryQueues(Projection[LibraryView]):
    """The queues of generation 2, kept event by event."""

    name = "library_queues"

    def __init__(self, view: LibraryView) -> None:
        super().__init__(view)
        self._policies = Catalogue()
        self._engine = writing(open_views(None, _views))
        tickets(2).metadata.create_all(self._engine)
        setting = Setting(2, self._engine.dialect, self._policies)
        self._model = ALL[NAME].model(setting)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        self.view.datastore.close()

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Write what the event changes, and that it was seen, in one transaction."""
        recorded = Recorded(tracking.notification_id, domain_event)
        if domain_event.TOPIC == "escalon.PolicyPublished":
            self._policies.learn(domain_event)
        with self._engine.begin() as connection:
            self._model.project(connection, [recorded])
            raw: Any = connection.connection.driver_connection
            with raw.cursor(row_factory=dict_row) as cursor:
                self.view._insert_tracking(cursor, tracking)  # noqa: SLF001  # as its own recorders do


_views = ""
"""The library makes the projection itself, and hands it nothing else than its view."""


def environment(database: str) -> Mapping[str, str]:
    """Return the settings of the library: our log, and its own tracking recorder."""
    parts = conninfo_to_dict(database)
    tracking = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts["dbname"],
        "POSTGRES_HOST": parts["host"],
        "POSTGRES_PORT": parts["port"],
        "POSTGRES_USER": parts["user"],
        "POSTGRES_PASSWORD": "",
    }
    return {
        "PERSISTENCE_MODULE": "infra.store.postgres",
        "MAPPER_TOPIC": "infra.store.mapper:AvroMapper",
        "ESCALON_DATABASE": database,
        **{f"LIBRARY_QUEUES_{key}": str(value) for key, value in tracking.items()},
    }


def library(stage: Stage, facts: int) -> Rate:
    """Have the library's runner project that many facts."""
    global _views  # noqa: PLW0603  # see there
    _views = views_url(stage.database)
    began, cpu = perf_counter(), process_time()
    runner = ProjectionRunner(
        application_class=Log,
        projection_class=LibraryQueues,
        view_class=LibraryView,
        env=dict(environment(stage.database)),
    )
    with runner:
        runner.wait(facts, timeout=600)
        rate = Rate(facts, perf_counter() - began, process_time() - cpu)
    runner.projection.close()
    return rate


def ours(stage: Stage, facts: int) -> Rate:
    """Build the queues from the topics, as the worker of the read models does."""
    numbers = range(stage.kafka.partitions)
    places = [Partition(topic.name, n) for topic in (TICKETS, SLA) for n in numbers]
    begins = dict.fromkeys([*places, Partition(POLICIES.name, 0)], Begin())
    engine = open_views(None, views_url(stage.database))
    began, cpu = perf_counter(), process_time()
    with stage.desk() as desk, closing(KafkaFeed(stage.kafka, desk.mapper, begins)) as feed:
        [queues] = build(engine, [NAME], Catalogue())
        while queues.position() < facts:
            feed.poll(0.02)
            while batch := feed.views[0].read(queues.position(), LIMIT):
                queues.handle(batch)
            feed.views[0].forget(queues.position())
    engine.dispose()
    return Rate(facts, perf_counter() - began, process_time() - cpu)


def publish(stage: Stage) -> int:
    """Publish the whole log, and return how many facts it has."""
    with stage.desk() as desk, closing(Publisher(stage.kafka)) as publisher:
        relay = Relay(desk.outbox, publisher, publisher.begin())
        while relay.step():
            pass
        return relay.position


def must_agree(stage: Stage, facts: int) -> None:
    """Compare the rows of tickets that the library has seen the whole life of."""
    rows = stage.ask(
        "SELECT count(*), count(*) FILTER (WHERE one.state = other.state)"
        " FROM views.queues_1 AS one JOIN views.queues_2 AS other USING (ticket_id)"
        " WHERE NOT EXISTS (SELECT 1 FROM events AS e"
        "  WHERE e.ticket_id = one.ticket_id AND e.position > %s)",
        (facts,),
    )
    assert rows[0][0] == rows[0][1] > 0, f"{rows[0][1]} of {rows[0][0]} rows agree"


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--tickets", type=int, default=6_000)
    arguments.add_argument("--library", type=int, default=4_000)
    asked = arguments.parse_args()
    verdict = Verdict()
    with staged() as stage:
        stage.publish("bench", POLICY)
        stage.execute(list(lives("rebuilt", 5 * asked.tickets)))
        facts = publish(stage)
        print_machine(facts=facts, partitions=stage.kafka.partitions, batch=LIMIT)
        rates = {
            "from Kafka": ours(stage, facts),
            "ProjectionRunner": library(stage, asked.library),
        }
        must_agree(stage, asked.library)
    for name, rate in rates.items():
        print(
            f"  {name:18} {rate.facts:7,} facts in {rate.seconds:5.1f} s, {rate.a_second:8,.0f}/s,"
            f" {rate.cpu / rate.facts * 1e6:6.0f} µs of CPU a fact in the process"
        )
    times = rates["from Kafka"].a_second / rates["ProjectionRunner"].a_second
    verdict.at_least("times the library's rate (goal 20)", times, 10)
    verdict.exit()


if __name__ == "__main__":
    main()
