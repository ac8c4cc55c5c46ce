"""A stored event with the ticket it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from eventsourcing.persistence import StoredEvent


@dataclass(frozen=True)
class FiledEvent(StoredEvent):
    """`ticket_id` is empty for what concerns no single ticket."""

    ticket_id: str = ""
