"""Which partitions a process works on, as its group decides."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic, thread_time

from kafka import ConsumerRebalanceListener
from kafka.errors import (
    CommitFailedError,
    FencedInstanceIdError,
    IllegalGenerationError,
    KafkaError,
    KafkaTimeoutError,
    RebalanceInProgressError,
    UnknownTopicOrPartitionError,
)
from kafka.structs import OffsetAndMetadata

from infra.kafka.client import SESSION_MS, Reads, consumer
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings

AGAIN_SECONDS = 2.0
"""Longer than a hand-over takes: a process that was deposed learns by then what is still its."""
POLL_MS = 200
"""A poll that doesn't wait never ends joining: the library would begin to join again and again."""
SPINNING, REST_SECONDS = 0.2, 1.0
"""A poll waits; one that used so much of its time on a processor didn't."""
SILENT_SECONDS = 3 * SESSION_MS / 1_000
"""A member whose heartbeat stopped isn't told that the group has given it up, nor asks."""


class MemberTaken(RuntimeError):
    """Two processes with one name would put each other out for ever."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another process of the group is named '{name}' too; give each its own"
            " ESCALON_KAFKA_MEMBER."
        )


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]  # the library ships no types
    """A member of a consumer group that reads nothing itself; `topics` are spread alike.

    It has a thread of its own, so that nobody's work waits while the group makes up its mind.
    Until it has, work goes on with what was ours: epochs see to it that nothing is done twice.
    """

    def __init__(self, settings: KafkaSettings, group: str, topics: Sequence[str]) -> None:
        self._lock = Lock()
        self._given: set[int] | None = None
        self._given_at = 0.0
        self._told: set[int] | None = None
        self._again: float | None = None
        self._failed: Exception | None = None
        self._stop = Event()
        self._in_doubt = Event()
        self._name = settings.member
        self._topics = topics
        reads = Reads(
            name=f"{group}-member",
            group=group,
            member=settings.member,
            otherwise="latest",
            measured=True,
        )
        self._consumer = consumer(settings, reads)
        for topic in topics:  # before joining: whoever leads the group spreads what it knows of
            self._consumer.partitions_for_topic(topic)
        self._consumer.subscribe(topics, listener=self)
        self._thread = Thread(target=self._stay, name=f"{group}-member")
        self._thread.start()

    def on_partitions_assigned(self, assigned: Sequence[Partition]) -> None:
        """Note what is ours now; this runs on the library's own thread."""
        if assigned:
            self._consumer.pause(*assigned)
        with self._lock:
            self._given = {place.partition for place in assigned}
            self._given_at = monotonic()

    def on_partitions_revoked(self, revoked: Sequence[Partition]) -> None:
        """Wait for what is ours instead."""

    def poll(self) -> set[int] | None:
        """Return the numbers of the partitions that are ours if that is news.

        Raises the library's error when this is no member any more, `MemberTaken` when another
        process has its name.
        """
        with self._lock:
            if self._failed is not None:
                raise self._failed
            is_asked = self._again is not None and monotonic() >= self._again
            if self._given is None or (self._given == self._told and not is_asked):
                return None
            self._told, self._again = self._given, None
            return self._given

    def ask_again(self) -> None:
        """Have `poll` say soon what is ours, though it be no news.

        For one who was deposed: by the partition's new owner, or by a process that slept through
        the hand-over to us and will hear only now that it isn't its turn.
        """
        self._again = monotonic() + AGAIN_SECONDS
        self._in_doubt.set()

    def close(self) -> None:
        """Leave the group."""
        self._stop.set()
        self._thread.join()
        self._consumer.close()

    def _stay(self) -> None:
        try:
            while not self._stop.is_set():
                self._poll()
                self._must_be_heard()
                self._must_be_there()
                if self._name and self._in_doubt.is_set():
                    self._prove()
        except FencedInstanceIdError:
            self._end(MemberTaken(self._name))
        except KafkaError as error:
            self._end(error)

    def _poll(self) -> None:
        """Poll, and rest after one that spun: the library does while no heartbeat is answered."""
        used, began = thread_time(), monotonic()
        self._consumer.poll(timeout_ms=POLL_MS)
        if thread_time() - used > SPINNING * (monotonic() - began):
            self._stop.wait(REST_SECONDS)

    def _must_be_heard(self) -> None:
        """Raise where no heartbeat was sent for long, though the library takes us for a member."""
        if self._given is None or monotonic() - self._given_at < SILENT_SECONDS:
            return
        found = self._consumer.metrics()["consumer-coordinator-metrics"]
        if found["last-heartbeat-seconds-ago"] > SILENT_SECONDS:
            message = f"no heartbeat was sent for {SILENT_SECONDS:.0f} s"
            raise KafkaTimeoutError(message)

    def _must_be_there(self) -> None:
        """Raise if a topic is gone: the library would wait for it, and nobody would be told.

        It asks the cluster anew once a minute, and soon after a read that failed.
        """
        for topic in self._topics:
            if not self._consumer.partitions_for_topic(topic):
                raise UnknownTopicOrPartitionError(topic)

    def _prove(self) -> None:
        """Have the broker say whether the name is still ours: the library keeps that to itself.

        By a commit, which nobody reads: what counts is stored with its effects.
        """
        self._in_doubt.clear()
        places = self._consumer.assignment()
        with suppress(CommitFailedError, RebalanceInProgressError, IllegalGenerationError):
            self._consumer.commit({place: OffsetAndMetadata(0, "", -1) for place in places})

    def _end(self, error: Exception) -> None:
        with self._lock:
            self._failed = error
