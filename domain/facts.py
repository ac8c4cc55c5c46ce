"""What the log says of a ticket so far: what clocks, rules and matches read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from domain.events.conversation import ReplySent
from domain.events.ticket import (
    PolicyApplied,
    PolicyWithdrawn,
    PriorityChanged,
    TicketAcknowledged,
    TicketAssigned,
    TicketClosed,
    TicketHeld,
    TicketMerged,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    TicketResumed,
    TicketRouted,
    TicketUnassigned,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent
from domain.ticket.status import CLOSED, HELD, MERGED, NEW, OPEN, RESOLVED


class TicketFacts(NamedTuple):
    """A ticket as of its event number `version`; instants are microseconds UTC.

    `effective_at` is max(`occurred_at`, that of the event before): it never goes back.
    """

    ticket_id: str
    version: int
    effective_at: int
    opened_at: int
    policy: str
    policy_version: int
    tier: str
    priority: str
    queue: str
    category: str
    channel: str
    customer: str
    requester: str
    requester_group: str
    tags: tuple[str, ...]
    tier_entered_at: int
    status: str = NEW
    held_on: str = ""
    assignee: str = ""
    acknowledged: bool = False
    answered: bool = False
    move_reason: str = ""
    move_metric: str = ""

    def after(self, event: TicketEvent) -> TicketFacts:
        """Return the facts once the event is known too."""
        at = max(event.occurred_at, self.effective_at)
        change = CHANGES.get(type(event))
        changed = {} if change is None else change(self, event)
        return self._replace(version=event.originator_version, effective_at=at, **changed)


def first_facts(event: TicketOpened) -> TicketFacts:
    """Return what the opening says."""
    return TicketFacts(
        ticket_id=event.originator_id,
        version=event.originator_version,
        effective_at=event.occurred_at,
        opened_at=event.occurred_at,
        policy=event.policy,
        policy_version=event.policy_version,
        tier=event.tier,
        priority=event.priority,
        queue=event.queue,
        category=event.category,
        channel=event.channel,
        customer=event.customer,
        requester=event.requester,
        requester_group=event.requester_group,
        tags=tuple(event.tags),
        tier_entered_at=event.occurred_at,
    )


Changed = dict[str, Any]


def _taken_up(facts: TicketFacts) -> str:
    return OPEN if facts.status == NEW else facts.status


def _replied(facts: TicketFacts, event: ReplySent) -> Changed:
    by_person = not (event.automatic or event.actor.is_machine)
    return {"status": _taken_up(facts), "answered": facts.answered or by_person}


def _acknowledged(facts: TicketFacts, event: TicketAcknowledged) -> Changed:
    by_person = not event.actor.is_machine
    return {"status": _taken_up(facts), "acknowledged": facts.acknowledged or by_person}


def _assigned(facts: TicketFacts, event: TicketAssigned) -> Changed:
    by_person = not event.actor.is_machine
    return {
        "status": _taken_up(facts),
        "assignee": event.assignee,
        "acknowledged": facts.acknowledged or by_person,
    }


def _moved(facts: TicketFacts, event: TierMoved) -> Changed:
    return {
        "tier": event.to_tier,
        "tier_entered_at": max(event.occurred_at, facts.effective_at),
        "assignee": "",
        "acknowledged": False,
        "move_reason": event.reason,
        "move_metric": event.metric,
    }


CHANGES: Mapping[type[TicketEvent], Callable[[TicketFacts, Any], Changed]] = {
    ReplySent: _replied,
    TicketAcknowledged: _acknowledged,
    TicketAssigned: _assigned,
    TicketUnassigned: lambda _, __: {"assignee": ""},
    PriorityChanged: lambda _, event: {"priority": event.new},
    TicketRouted: lambda _, event: {"queue": event.queue, "category": event.category},
    TicketHeld: lambda _, event: {"status": HELD, "held_on": event.on},
    TicketResumed: lambda _, __: {"status": OPEN, "held_on": ""},
    TierEscalated: _moved,
    TierDeescalated: _moved,
    TicketResolved: lambda _, __: {"status": RESOLVED, "held_on": ""},
    TicketReopened: lambda _, __: {"status": OPEN},
    TicketClosed: lambda _, __: {"status": CLOSED, "held_on": ""},
    TicketMerged: lambda _, __: {"status": MERGED, "held_on": ""},
    PolicyApplied: lambda _, event: {
        "policy": event.policy,
        "policy_version": event.policy_version,
    },
    PolicyWithdrawn: lambda _, __: {"policy_version": 0},
}
