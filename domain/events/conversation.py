"""What is said on a ticket, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.events.ticket_event import TicketEvent


@dataclass(frozen=True, kw_only=True)
class ContactReceived(TicketEvent):
    """A requester wrote or called again."""

    TOPIC: ClassVar[str] = "escalon.ContactReceived"

    requester: str
    channel: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReplySent(TicketEvent):
    """A public answer went to the requester."""

    TOPIC: ClassVar[str] = "escalon.ReplySent"

    requester: str
    channel: str
    text: str
    automatic: bool


@dataclass(frozen=True, kw_only=True)
class NoteAdded(TicketEvent):
    """Somebody wrote an internal note."""

    TOPIC: ClassVar[str] = "escalon.NoteAdded"

    requester: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SatisfactionRated(TicketEvent):
    """The requester said how satisfied they are."""

    TOPIC: ClassVar[str] = "escalon.SatisfactionRated"

    requester: str
    score: int
    comment: str


@dataclass(frozen=True, kw_only=True)
class RequesterNotified(TicketEvent):
    """The requester is told, not before `deliver_at` (microseconds)."""

    TOPIC: ClassVar[str] = "escalon.RequesterNotified"

    requester: str
    subject: str
    rule: str
    deliver_at: int


@dataclass(frozen=True, kw_only=True)
class StaffNotified(TicketEvent):
    """People of the desk are told."""

    TOPIC: ClassVar[str] = "escalon.StaffNotified"

    audience: tuple[str, ...]
    subject: str
    rule: str
    policy: str
    policy_version: int
