"""A parked record as people look at it."""

from __future__ import annotations

from typing import Any

from infra.kafka.feed import NOT_READABLE
from infra.store.postgres.parked_record import ParkedRecord
from schemas.codec import decode


def shown(parked: ParkedRecord) -> dict[str, Any]:
    """Return all of the record by names; what can't be decoded is in hexadecimal.

    Times are in microseconds UTC.
    """
    record = parked._asdict()
    record["record_key"] = text_or_hex(parked.record_key)
    record["headers"] = {name: text_or_hex(value) for name, value in parked.headers}
    record["value"] = _hex(parked.value)
    record["holds"], record["fields"] = _decoded(parked.value)
    return record


def text_or_hex(value: bytes | None) -> str | None:
    """Return bytes as the text that they are, or else in hexadecimal behind `0x`."""
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"0x{value.hex()}"


def _decoded(value: bytes | None) -> tuple[str | None, dict[str, object] | None]:
    try:
        return decode(value or b"")
    except NOT_READABLE:
        return None, None


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()
