"""Publishing in transactions: a batch is there as a whole, with the watermark that says so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import NamedTuple

from infra.kafka.client import Reads, Sends, consumer, producer
from infra.kafka.closing import close
from infra.kafka.feed import NOT_READABLE
from infra.kafka.headers import position_of
from infra.kafka.protocols import Headers, Partition, Producer, Record, Sending
from infra.kafka.settings import KafkaSettings
from infra.kafka.tail import Tail
from infra.kafka.topics import OF_EVENTS, WATERMARKS
from infra.kafka.watermarks import LOG, from_value, to_value

TRANSACTIONAL = "escalon-relay"
"""The one transactional id of the log's relays: the broker refuses a deposed one."""


class Published(NamedTuple):
    """A record for a topic."""

    topic: str
    key: str
    value: bytes
    headers: Headers


class Publisher:
    """The leader's side of the topics; `begin` fences off whoever published before."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._producer: Producer | None = None
        self._ends: dict[Partition, int] = {}

    def begin(self) -> int:
        """Take over, and return the position up to which everything was published.

        What a predecessor had begun and not committed is gone when this returns.
        """
        sends = Sends(name="escalon-relay", transactional=TRANSACTIONAL)
        self._producer = producer(self._settings, sends)
        self._producer.init_transactions()
        places = self._places(self._producer)
        with closing(consumer(self._settings, Reads(name="escalon-relay-tail"))) as reader:
            self._ends = dict(reader.end_offsets(places))
            tail = Tail(reader, self._settings)
            mark = tail.last(Partition(WATERMARKS.name, 0), _is_mark)
            if mark is not None:
                return from_value(mark.value or b"").position
            # Watermarks are kept for a day; what they told of is kept for ever.
            records = [record for place in places if (record := tail.last(place, _is_placed))]
        return max((_stated_position(record) for record in records), default=0)

    def publish(self, records: Sequence[Published], position: int, recorded_at: int) -> None:
        """Publish records and a watermark at the position, all or nothing.

        Raises the library's error when a successor has taken over, or when nobody can say whether
        it was published: then only a new `begin` tells. That aborts what was begun; nobody sees
        any of it before. Not here: the library would wait for ever where a topic is gone.
        """
        assert self._producer is not None  # noqa: S101  # begun before
        self._producer.begin_transaction()
        sent = [self._send(record) for record in records]
        for sending in sent:
            receipt = sending.get(timeout=self._settings.patience)
            place = Partition(receipt.topic, receipt.partition)
            self._ends[place] = max(self._ends.get(place, 0), receipt.offset + 1)
        value = to_value(position, recorded_at, self._ends)
        mark = self._producer.send(WATERMARKS.name, key=LOG.encode(), value=value, partition=0)
        mark.get(timeout=self._settings.patience)  # a commit of what can't arrive never returns
        self._producer.commit_transaction()

    def close(self) -> None:
        """Let go."""
        if self._producer is not None:
            close(self._producer)

    def _send(self, record: Published) -> Sending:
        assert self._producer is not None  # noqa: S101  # begun before
        return self._producer.send(
            record.topic, key=record.key.encode(), value=record.value, headers=record.headers
        )

    def _places(self, sender: Producer) -> list[Partition]:
        return [
            Partition(topic.name, number)
            for topic in OF_EVENTS
            for number in sorted(sender.partitions_for(topic.name))
        ]


def _is_mark(record: Record) -> bool:
    try:
        from_value(record.value or b"")
    except NOT_READABLE:
        return False
    return True


def _is_placed(record: Record) -> bool:
    return _stated_position(record) > 0


def _stated_position(record: Record) -> int:
    """Return the log position that the record states, or 0 where it isn't ours."""
    try:
        return position_of(record.headers) or 0
    except ValueError:
        return 0
