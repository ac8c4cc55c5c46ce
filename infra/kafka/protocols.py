"""The parts of kafka-python that we use; it ships no types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

Headers = Sequence[tuple[str, bytes]]

if TYPE_CHECKING:

    class Partition(NamedTuple):
        """A partition of a topic."""

        topic: str
        partition: int

else:  # it wants its own
    from kafka import TopicPartition as Partition


class Record(Protocol):
    """What a consumer read; `timestamp` is in milliseconds."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


class Receipt(Protocol):
    """Where a record was stored."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...


class Sending(Protocol):
    """A record on its way."""

    def get(self, timeout: float | None = None) -> Receipt:
        """Wait for the receipt (seconds), or raise why there is none."""
        ...

    def add_errback(self, told: Callable[[Exception], object]) -> object:
        """Have `told` hear why there is no receipt, on a thread of the producer's."""
        ...


class Producer(Protocol):
    """Sends records; those of one partition arrive once, in their order."""

    def send(  # noqa: PLR0913  # the library's signature
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        headers: Headers | None = None,
        *,
        partition: int | None = None,
        timestamp_ms: int | None = None,
    ) -> Sending:
        """Send a record soon; only the receipt says that it is there."""
        ...

    def flush(self, timeout: float | None = None) -> None:
        """Wait until everything is sent or has failed (seconds)."""
        ...

    def partitions_for(self, topic: str) -> set[int]:
        """Return the partitions of a topic."""
        ...

    def init_transactions(self) -> None:
        """Fence off whoever had this transactional id before."""
        ...

    def begin_transaction(self) -> None:
        """Begin a transaction."""
        ...

    def commit_transaction(self) -> None:
        """Make what was sent visible, all of it, or raise."""
        ...

    def abort_transaction(self) -> None:
        """Let nothing of it be seen."""
        ...

    def close(self, timeout: float | None = None) -> None:
        """Send what is left, and let go."""
        ...


class Listener(Protocol):
    """Hears of partitions on the consumer's own thread: it may seek and pause, not ask."""

    def on_partitions_assigned(self, assigned: Sequence[Partition]) -> None:
        """Learn what is ours now."""
        ...

    def on_partitions_revoked(self, revoked: Sequence[Partition]) -> None:
        """Learn what soon is another's."""
        ...


class Consumer(Protocol):
    """Reads records, as a member of its group or of partitions that it is given."""

    def subscribe(
        self, topics: Sequence[str] = (), pattern: str | None = None, listener: Any = None
    ) -> None:
        """Ask the group for partitions of these topics."""
        ...

    def assign(self, partitions: Sequence[Partition]) -> None:
        """Read these partitions, whoever else does."""
        ...

    def assignment(self) -> set[Partition]:
        """Return what it reads now."""
        ...

    def poll(
        self, timeout_ms: int = 0, max_records: int | None = None
    ) -> Mapping[Partition, Sequence[Record]]:
        """Return what has come, waiting for something that long."""
        ...

    def seek(self, partition: Partition, offset: int) -> None:
        """Read on from that offset."""
        ...

    def position(self, partition: Partition) -> int:
        """Return the offset of the next record to come."""
        ...

    def pause(self, *partitions: Partition) -> None:
        """Have nothing come from these."""
        ...

    def resume(self, *partitions: Partition) -> None:
        """Go on with these."""
        ...

    def commit(self, offsets: Mapping[Partition, Any]) -> None:
        """Have the group remember offsets; raises the library's error where it isn't ours."""
        ...

    def beginning_offsets(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """Return the first offset that each still has."""
        ...

    def end_offsets(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """Return the offset behind the last record of each that this consumer may see."""
        ...

    def metrics(self) -> Mapping[str, Mapping[str, float]]:
        """Return what it has measured, by group and name; it does so only if asked to."""
        ...

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        """Return the partitions of a topic, or `None` if there is no such topic."""
        ...

    def close(self, *, timeout_ms: int | None = None) -> None:
        """Leave the group and let go."""
        ...


class Admin(Protocol):
    """Looks after topics."""

    def describe_topics(self, topics: Sequence[str] | None = None) -> Sequence[Mapping[str, Any]]:
        """Return what the cluster knows of topics, with their partitions."""
        ...

    def create_topics(
        self, new_topics: Mapping[str, Any], *, wait_for_metadata: bool = False
    ) -> object:
        """Create topics."""
        ...

    def delete_topics(self, topics: Sequence[str]) -> object:
        """Delete topics with all that they hold."""
        ...

    def describe_configs(
        self, config_resources: Sequence[Any], *, config_filter: str = "modified"
    ) -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]:
        """Return settings by kind, name and key."""
        ...

    def alter_configs(self, config_resources: Sequence[Any]) -> Mapping[str, Mapping[str, str]]:
        """Change settings, and return `OK` or why not, by kind and name."""
        ...

    def describe_cluster(self) -> Mapping[str, Any]:
        """Return the cluster's id and brokers."""
        ...

    def close(self) -> None:
        """Let go."""
        ...
