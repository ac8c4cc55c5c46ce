"""Which partitions a process works on, as its group decides."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from kafka import ConsumerRebalanceListener

from infra.kafka.client import Reads, consumer
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]  # the library ships no types
    """A member of a consumer group that reads nothing itself; `topics` are spread alike."""

    def __init__(self, settings: KafkaSettings, group: str, topics: Sequence[str]) -> None:
        self._lock = Lock()
        self._changed = False
        reads = Reads(name=f"{group}-member", group=group, otherwise="latest")
        self._consumer = consumer(settings, reads)
        self._consumer.subscribe(topics, listener=self)

    def on_partitions_assigned(self, assigned: Sequence[Partition]) -> None:
        """Note that something changed; this runs on the library's own thread."""
        if assigned:
            self._consumer.pause(*assigned)
        with self._lock:
            self._changed = True

    def on_partitions_revoked(self, revoked: Sequence[Partition]) -> None:
        """Note that something changed."""
        with self._lock:
            self._changed = True

    def poll(self) -> set[int] | None:
        """Stay a member; return the numbers of the partitions that are ours if they changed."""
        self._consumer.poll(timeout_ms=0)
        with self._lock:
            changed, self._changed = self._changed, False
        return {place.partition for place in self._consumer.assignment()} if changed else None

    def close(self) -> None:
        """Leave the group."""
        self._consumer.close()
