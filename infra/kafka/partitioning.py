"""Which partition a key belongs to: the same in all our topics, and for Kafka's own clients."""

from __future__ import annotations

from kafka.partitioner import murmur2

POSITIVE = 0x7FFF_FFFF


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of a key among so many: murmur2 of its UTF-8, as Java's clients do."""
    return int((murmur2(key.encode()) & POSITIVE) % partitions)
