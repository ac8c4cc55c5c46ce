"""Which topics were ever written to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from infra.kafka.client import Reads, consumer
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import Topic


def used_topics(settings: KafkaSettings, topics: Sequence[Topic]) -> list[str]:
    """Return the names of those that hold records, or held some once."""
    with closing(consumer(settings, Reads(name="escalon-ends"))) as reader:
        places = [
            Partition(topic.name, number)
            for topic in topics
            for number in range(topic.partitions(settings.partitions))
        ]
        ends = reader.end_offsets(places)
    used = {place.topic for place in places if ends[place]}
    return [topic.name for topic in topics if topic.name in used]
