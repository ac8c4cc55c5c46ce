"""The last record of a partition that a reader may see, however much behind it came to nothing."""

from __future__ import annotations

from collections.abc import Callable

from infra.kafka.faults import KafkaUnreachable
from infra.kafka.protocols import Consumer, Partition, Record
from infra.kafka.settings import KafkaSettings

WINDOW = 8
"""How many offsets are looked through first; then eight times as many, and so on."""
POLL_MS = 200


class Tail:
    """Looks at the ends of partitions, with a consumer that is used for nothing else."""

    def __init__(self, reader: Consumer, settings: KafkaSettings) -> None:
        self._reader = reader
        self._settings = settings

    def last(self, place: Partition, is_ours: Callable[[Record], bool]) -> Record | None:
        """Return the last record of ours that is committed; `None` where there is none.

        Raises `KafkaUnreachable` when nothing comes for as long as the settings allow.
        """
        self._reader.assign([place])
        first = self._reader.beginning_offsets([place])[place]
        end = self._reader.end_offsets([place])[place]
        start, window = end, WINDOW
        while start > first:
            start = max(first, end - window)
            found = [record for record in self._between(place, start, end) if is_ours(record)]
            if found:
                return found[-1]
            window *= WINDOW
        return None

    def _between(self, place: Partition, start: int, end: int) -> list[Record]:
        self._reader.seek(place, start)
        found: list[Record] = []
        reached, looks = start, 0
        while reached < end:
            for records in self._reader.poll(timeout_ms=POLL_MS).values():
                found += records
            before, reached = reached, self._reader.position(place)
            looks = 0 if reached > before else looks + 1
            if looks * POLL_MS > self._settings.patience * 1_000:
                raise KafkaUnreachable(self._settings)
        return found
