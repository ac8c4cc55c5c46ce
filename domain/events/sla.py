"""What the clocks, the repeat-contact rule and the process manager say of a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.model import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """A fact about a ticket in a stream of its own; `ticket_version` is what it was decided on."""

    ticket_id: str
    ticket_version: int


@dataclass(frozen=True, kw_only=True)
class ClockEvent(CaseEvent):
    """What one clock said, with all it takes to recompute it by hand.

    `target` and `paused_for` are lengths and `started_at` and `due_at` instants, in microseconds;
    `paused_for` is by the wall clock. `cycle` counts from 1, `revision` from 0.
    """

    metric: str
    cycle: int
    revision: int
    tier: str
    target: int
    calendar: str
    started_at: int
    paused_for: int
    due_at: int
    policy: str
    policy_version: int


@dataclass(frozen=True, kw_only=True)
class SlaWarned(ClockEvent):
    """A clock has used up a stated part of its target."""

    TOPIC: ClassVar[str] = "escalon.SlaWarned"

    milestone: str
    reached_at: int
    acts: bool


@dataclass(frozen=True, kw_only=True)
class SlaBreached(ClockEvent):
    """A clock has used up its target."""

    TOPIC: ClassVar[str] = "escalon.SlaBreached"

    acts: bool


@dataclass(frozen=True, kw_only=True)
class SlaOverdue(ClockEvent):
    """A stated time has passed since a breach."""

    TOPIC: ClassVar[str] = "escalon.SlaOverdue"

    milestone: str
    reached_at: int
    overdue_by: int
    acts: bool


@dataclass(frozen=True, kw_only=True)
class SlaMet(ClockEvent):
    """What a clock awaited happened in time."""

    TOPIC: ClassVar[str] = "escalon.SlaMet"

    elapsed: int


@dataclass(frozen=True, kw_only=True)
class SlaStopped(ClockEvent):
    """A clock ended without a verdict."""

    TOPIC: ClassVar[str] = "escalon.SlaStopped"

    reason: str
    elapsed: int


@dataclass(frozen=True, kw_only=True)
class SlaRetargeted(ClockEvent):
    """A running clock has another target."""

    TOPIC: ClassVar[str] = "escalon.SlaRetargeted"

    old_target: int
    old_due_at: int
    elapsed: int


@dataclass(frozen=True, kw_only=True)
class SlaBreachRetracted(ClockEvent):
    """A fact that came late shows that a recorded breach was none."""

    TOPIC: ClassVar[str] = "escalon.SlaBreachRetracted"

    breach_id: str
    fact_id: str


@dataclass(frozen=True, kw_only=True)
class RepeatContact(CaseEvent):
    """A requester came back: `contacts` of them within `within` microseconds."""

    TOPIC: ClassVar[str] = "escalon.RepeatContact"

    requester: str
    scope: str
    contacts: int
    within: int
    first_contact_at: int
    contact_id: str
    policy: str
    policy_version: int


@dataclass(frozen=True, kw_only=True)
class EscalationDeclined(CaseEvent):
    """A rule matched but didn't act; `why` says why not."""

    TOPIC: ClassVar[str] = "escalon.EscalationDeclined"

    rule: str
    reason: str
    why: str
    policy: str
    policy_version: int
