"""What happens to a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.events.ticket_event import TicketEvent


@dataclass(frozen=True, kw_only=True)
class TierMoved(TicketEvent):
    """A move on the ladder: why, by which rule of which policy version, on which metric."""

    from_tier: str
    to_tier: str
    reason: str
    rule: str
    metric: str
    policy: str
    policy_version: int

    @property
    def is_reorganisation(self) -> bool:
        """Whether it moved because its tier was removed: no rule and nobody asked for it."""
        return self.reason == "policy" and not self.rule


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent):
    """A requester's question came in."""

    TOPIC: ClassVar[str] = "escalon.TicketOpened"

    external_id: str
    requester: str
    requester_group: str
    customer: str
    subject: str
    channel: str
    priority: str
    queue: str
    category: str
    tags: tuple[str, ...]
    tier: str
    policy: str
    policy_version: int


@dataclass(frozen=True, kw_only=True)
class TicketAcknowledged(TicketEvent):
    """Somebody in the tier has seen the ticket."""

    TOPIC: ClassVar[str] = "escalon.TicketAcknowledged"

    tier: str


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent):
    """An agent has the ticket."""

    TOPIC: ClassVar[str] = "escalon.TicketAssigned"

    assignee: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class TicketUnassigned(TicketEvent):
    """No agent has the ticket any more."""

    TOPIC: ClassVar[str] = "escalon.TicketUnassigned"

    previous: str


@dataclass(frozen=True, kw_only=True)
class PriorityChanged(TicketEvent):
    """The priority is another."""

    TOPIC: ClassVar[str] = "escalon.PriorityChanged"

    old: str
    new: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class TicketRouted(TicketEvent):
    """The ticket is in another queue or category."""

    TOPIC: ClassVar[str] = "escalon.TicketRouted"

    old_queue: str
    queue: str
    old_category: str
    category: str


@dataclass(frozen=True, kw_only=True)
class TicketHeld(TicketEvent):
    """The ticket waits for somebody."""

    TOPIC: ClassVar[str] = "escalon.TicketHeld"

    on: str


@dataclass(frozen=True, kw_only=True)
class TicketResumed(TicketEvent):
    """The ticket waits no longer."""

    TOPIC: ClassVar[str] = "escalon.TicketResumed"

    was_on: str


@dataclass(frozen=True, kw_only=True)
class TierEscalated(TierMoved):
    """The ticket moved up."""

    TOPIC: ClassVar[str] = "escalon.TierEscalated"


@dataclass(frozen=True, kw_only=True)
class TierDeescalated(TierMoved):
    """The ticket moved down."""

    TOPIC: ClassVar[str] = "escalon.TierDeescalated"


@dataclass(frozen=True, kw_only=True)
class TicketResolved(TicketEvent):
    """The question is answered."""

    TOPIC: ClassVar[str] = "escalon.TicketResolved"

    resolution: str
    requester: str
    assignee: str
    tier: str


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent):
    """A resolved or closed ticket was taken up again."""

    TOPIC: ClassVar[str] = "escalon.TicketReopened"

    was: str


@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketEvent):
    """The ticket ended."""

    TOPIC: ClassVar[str] = "escalon.TicketClosed"

    was: str


@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketEvent):
    """Another ticket has to do with this one."""

    TOPIC: ClassVar[str] = "escalon.TicketLinked"

    other: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketEvent):
    """The ticket is the same question as another, which goes on."""

    TOPIC: ClassVar[str] = "escalon.TicketMerged"

    into: str
    requester: str


@dataclass(frozen=True, kw_only=True)
class PolicyApplied(TicketEvent):
    """Another policy version holds for the ticket."""

    TOPIC: ClassVar[str] = "escalon.PolicyApplied"

    policy: str
    old_version: int
    policy_version: int
    mode: str


@dataclass(frozen=True, kw_only=True)
class PolicyWithdrawn(TicketEvent):
    """No policy holds for the ticket any more."""

    TOPIC: ClassVar[str] = "escalon.PolicyWithdrawn"

    policy: str
    policy_version: int
