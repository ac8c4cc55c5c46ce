"""What every command carries: who asks, when, and why."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What every command carries; `at` is in microseconds since the Unix epoch, UTC.

    `causation_id` is the fact that led to the command, where there is one.
    `imported` says that the command retells the past, so that its age is no mistake.
    """

    command_id: str
    at: int
    actor: Actor
    causation_id: str = ""
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRequest(Request):
    """A command to one ticket."""

    ticket_id: str
