"""A record that can't be handled, as it came."""

from __future__ import annotations

from typing import NamedTuple

from infra.kafka.protocols import Headers, Partition, Record

UNPUBLISHED = -1
"""The offset of a record that is made of the log, before its topic has it."""


class Letter(NamedTuple):
    """`why` is a sentence; `position` is of the log, and `None` where the record doesn't say.

    Without an offset it came from the log, before its topic had it; without a value, too, there
    is no record: a ticket's clocks couldn't be fired.
    """

    place: Partition
    offset: int | None
    key: bytes | None
    value: bytes | None
    headers: Headers
    position: int | None
    why: str

    @property
    def name(self) -> str:
        """The key as a text; bytes that are none are written as such."""
        return key_text(self.key)


def letter_of(record: Record, position: int | None, why: str) -> Letter:
    """Return the record with the reason why it can't be handled."""
    return Letter(
        Partition(record.topic, record.partition),
        None if record.offset == UNPUBLISHED else record.offset,
        record.key,
        record.value,
        record.headers,
        position,
        why,
    )


def key_text(key: bytes | None) -> str:
    """Return a record's key as a text."""
    return (key or b"").replace(b"\0", b"\\x00").decode(errors="backslashreplace")
