"""Wires the distributed desk: PostgreSQL for the log, Kafka between its processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from domain.desk import Desk
from domain.events.policy import PolicyEvent
from domain.policy.catalogue import Catalogue
from escalon.signs import Signs
from infra.clock import Clock, SystemClock
from infra.kafka.settings import KafkaSettings
from infra.store.mapper import AvroMapper
from infra.store.postgres.claims import Claims
from infra.store.postgres.migrate import check
from infra.store.postgres.outbox import Outbox
from infra.store.postgres.parking import Parking
from infra.store.postgres.recorder import Recorder
from infra.store.postgres.workspace import PostgresWorkspace
from infra.time_zones import use_pinned_time_zones


@dataclass(frozen=True, kw_only=True)
class Distributed:
    """What every process of a distributed desk has."""

    desk: Desk
    clock: Clock
    recorder: Recorder
    mapper: AvroMapper
    workspace: PostgresWorkspace
    claims: Claims
    outbox: Outbox
    kafka: KafkaSettings
    database: str
    signs: Signs = field(default_factory=Signs)

    def policies(self) -> Catalogue:
        """Return all policy versions published so far."""
        catalogue = Catalogue()
        self.teach(catalogue)
        return catalogue

    def teach(self, catalogue: Catalogue) -> None:
        """Have the catalogue know all policy versions published so far."""
        for _, stored in self.recorder.policy_events(after=0):
            catalogue.learn(cast("PolicyEvent", self.mapper.to_domain_event(stored)))

    @property
    def parking(self) -> Parking:
        """The records that followers have put aside, in the transactions of the desk."""
        return Parking(lambda: self.recorder.datastore.transaction(commit=True))

    def close(self) -> None:
        """Let go of the database."""
        self.desk.close()


def open_distributed(
    database: str,
    kafka: KafkaSettings,
    *,
    cluster: str = "",
    clock: Clock | None = None,
    room: int = 20_000,
) -> Distributed:
    """Open the desk of a database; raises `NotMigrated` if its tables aren't this version's.

    `cluster` is the id of the Kafka cluster, for those who store offsets of it.
    """
    clock = clock or SystemClock()
    desk = open_desk(database, clock, room=room)
    recorder = cast("Recorder", desk.recorder)
    mapper = cast("AvroMapper", desk.mapper)
    return Distributed(
        desk=desk,
        clock=clock,
        recorder=recorder,
        mapper=mapper,
        workspace=PostgresWorkspace(recorder, mapper),
        claims=Claims(recorder.datastore, cluster),
        outbox=Outbox(recorder, mapper),
        kafka=kafka,
        database=database,
    )


def open_desk(database: str, clock: Clock, *, room: int) -> Desk:
    """Open the log of a database alone; raises `NotMigrated` as above."""
    use_pinned_time_zones()
    check(database)
    environment = {
        "PERSISTENCE_MODULE": "infra.store.postgres",
        "MAPPER_TOPIC": "infra.store.mapper:AvroMapper",
        "ESCALON_DATABASE": database,
    }
    return Desk(environment, clock=clock.now, room=room)
