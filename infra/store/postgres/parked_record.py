"""A parked record as the table has it."""

from __future__ import annotations

from typing import Any, NamedTuple

from infra.kafka.protocols import Headers

COLUMNS = (
    "id, follower, key, is_alone, topic, partition, record_offset, position, record_key, value,"
    " header_names, header_values, error, parked_at, tried_at, asked"
)


class ParkedRecord(NamedTuple):
    """Times are in microseconds UTC; `asked` is 'redrive', 'drop' or `None`.

    One that is alone holds nobody up; of the others, later ones of the same key wait behind it.
    """

    id: int
    follower: str
    key: str
    is_alone: bool
    topic: str
    partition: int
    offset: int | None
    position: int | None
    record_key: bytes | None
    value: bytes | None
    headers: Headers
    error: str
    parked_at: int
    tried_at: int | None
    asked: str | None


def record_of(row: tuple[Any, ...]) -> ParkedRecord:
    """Return the record of a row of `COLUMNS`."""
    headers = list(zip(row[10], row[11], strict=True))
    return ParkedRecord._make((*row[:10], headers, *row[12:]))
