"""Where the partitions end that a process reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kafka.errors import KafkaError

from infra.kafka.client import Reads, consumer
from infra.kafka.faults import KafkaUnreachable
from infra.kafka.protocols import Consumer, Partition
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import WATERMARKS

PATIENCE = 2.0
ALWAYS = frozenset({Partition(WATERMARKS.name, 0)})


class AskingKafka:
    """Asks with a client of its own; `places` gives the partitions that are ours now."""

    def __init__(
        self, settings: KafkaSettings, places: Callable[[], Collection[Partition]]
    ) -> None:
        self._settings = replace(settings, patience=PATIENCE)
        self._places = places
        self._reader: Consumer | None = None

    def __call__(self) -> Mapping[Partition, int]:
        """Return the offset behind each partition's last record that can be read.

        Raises `KafkaMistake` or the library's error when Kafka doesn't answer.
        """
        try:
            if self._reader is None:
                self._reader = consumer(self._settings, Reads(name="escalon-health"))
            places = sorted(ALWAYS.union(self._places()))
            for topic in {place.topic for place in places}:
                self._reader.partitions_for_topic(topic)  # else it may not know a leader yet
            return self._reader.end_offsets(places)
        except KafkaError:
            self.close()
            raise
        except KeyError:  # the answer lacks a partition that has no leader now
            raise KafkaUnreachable(self._settings) from None

    def close(self) -> None:
        """Let go of the client."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
