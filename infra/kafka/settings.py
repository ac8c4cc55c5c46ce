"""Where Kafka is, and how large what we keep there is."""

from __future__ import annotations

from dataclasses import dataclass, field

from infra.kafka.security import Security
from infra.schema_ids.settings import RegistrySettings


@dataclass(frozen=True, kw_only=True, slots=True)
class KafkaSettings:
    """What every client needs.

    `bootstrap` names hosts with ports, separated by commas; `partitions` is how many each topic
    has that is spread; `replication` is how many brokers keep each, 0 for the cluster's default;
    `member` names a process among its like, so that it has its partitions at once when it is
    started again; `patience` is how many seconds a client may take to find the cluster;
    with a `registry` records carry its ids of our schemas instead of the pinned ones.
    """

    bootstrap: str
    partitions: int = 12
    replication: int = 0
    member: str = ""
    security: Security = field(default_factory=Security)
    patience: float = 10.0
    registry: RegistrySettings | None = None
