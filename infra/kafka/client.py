"""Clients with every option said on which a promise of ours rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.coordinator.assignors.range import RangePartitionAssignor

from infra.kafka.opening import opened
from infra.kafka.protocols import Admin, Consumer, Producer
from infra.kafka.settings import KafkaSettings
from infra.kafka.translated import TranslatedConsumer, TranslatedProducer
from infra.schema_ids.registry import Registry
from infra.schema_ids.translation import Translation

RETRY_MS = 5
"""With the library's 100 a transaction takes 231 ms, with this 31 ms."""
HEARTBEAT_MS = 1_000
"""A hand-over of partitions takes one heartbeat."""
METADATA_MS = 60_000
"""When topics are asked for anew though nothing failed."""
SESSION_MS = 10_000
"""When a member of a group that says nothing is given up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sends:
    """How a producer sends; with a transactional id it fences off those who had it before.

    `linger` is how many milliseconds a record waits for company; `patience` is how many seconds
    a record may take to arrive before its receipt says that it didn't.
    """

    name: str
    transactional: str = ""
    linger: int = 0
    patience: float = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reads:
    """How a consumer reads; without a group it reads the partitions that it is given.

    `member` is the name of a member that keeps its partitions over a restart.
    `otherwise` says where to begin in a partition where nothing else is known: `none` raises,
    since an offset of ours that Kafka doesn't have is a mistake that nobody should read over.
    `measured` has the library count what it does, which costs it time at each record.
    """

    name: str
    group: str = ""
    member: str = ""
    otherwise: str = "none"
    at_most: int = 1_000
    measured: bool = False


def producer(settings: KafkaSettings, sends: Sends) -> Producer:
    """Return a producer whose records arrive once and in order; raises `KafkaMistake`."""
    patience = int(sends.patience * 1_000)
    options: dict[str, Any] = {
        "acks": "all",
        "enable_idempotence": True,
        "max_in_flight_requests_per_connection": 5,
        "allow_auto_create_topics": False,
        "linger_ms": sends.linger,
        "delivery_timeout_ms": patience,
        "request_timeout_ms": min(patience, 10_000),
        "max_block_ms": patience,
        "metrics_enabled": False,
    }
    if sends.transactional:
        options |= {"transactional_id": sends.transactional, "retry_backoff_ms": RETRY_MS}
    translation = _translation(settings)
    made = cast("Producer", opened(KafkaProducer, settings, sends.name, options))
    return cast("Producer", TranslatedProducer(made, translation)) if translation else made


def consumer(settings: KafkaSettings, reads: Reads) -> Consumer:
    """Return a consumer that sees what is committed and never commits; raises `KafkaMistake`."""
    options: dict[str, Any] = {
        "group_id": reads.group or None,
        "group_instance_id": reads.member or None,
        "auto_offset_reset": reads.otherwise,
        "enable_auto_commit": False,
        "isolation_level": "read_committed",
        "allow_auto_create_topics": False,
        "max_poll_records": reads.at_most,
        "heartbeat_interval_ms": HEARTBEAT_MS,
        "session_timeout_ms": SESSION_MS,
        "metadata_max_age_ms": METADATA_MS,
        # It gives the same partition of every topic to the same member: what is merged is whole.
        "partition_assignment_strategy": [RangePartitionAssignor],
        "metrics_enabled": reads.measured,
    }
    translation = _translation(settings)
    made = cast("Consumer", opened(KafkaConsumer, settings, reads.name, options))
    return cast("Consumer", TranslatedConsumer(made, translation)) if translation else made


def admin(settings: KafkaSettings, name: str = "escalon-topics") -> Admin:
    """Return what looks after topics; raises `KafkaMistake`."""
    return cast("Admin", opened(KafkaAdminClient, settings, name, {}))


def _translation(settings: KafkaSettings) -> Translation | None:
    return Translation(Registry(settings.registry)) if settings.registry else None
