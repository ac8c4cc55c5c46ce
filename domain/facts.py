"""What the log says of a ticket so far: what clocks, rules and matches read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from domain.actor import REQUESTER
from domain.events.conversation import ContactReceived, ReplySent
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
from domain.model import Event
from domain.ticket.status import CLOSED, HELD, MERGED, NEW, OPEN, RESOLVED, WAITING

NEVER = -1


class Hold(NamedTuple):
    """A time in which nobody had to work on the ticket: for whom it waited, or how it had ended."""

    start: int
    end: int
    on: str


class TicketFacts(NamedTuple):
    """A ticket as of its event number `version`; instants are microseconds UTC.

    `effective_at` is max(`occurred_at`, that of the event before): it never goes back.
    `tier_entered_at` is when work in the tier began: `NEVER` while a ticket that moved after its
    end wasn't taken up again. `stays`, `questions` and `replies` count stays in tiers, contacts
    that opened a question after the first answer, and answers by people. `first_asked_at` is the
    first contact before that answer; `opened_by_requester` is false where an agent or a program
    opened the ticket.
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
    stays: int = 1
    questions: int = 0
    asked_at: int = NEVER
    replies: int = 0
    replied_at: int = NEVER
    held_since: int = NEVER
    ended_since: int = NEVER
    holds: tuple[Hold, ...] = ()
    first_asked_at: int = NEVER
    opened_by_requester: bool = True

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
        opened_by_requester=event.actor.kind == REQUESTER,
    )


def facts_after(facts: TicketFacts | None, event: Event) -> TicketFacts | None:
    """Return the facts once an event is known too; `None` before the opening.

    One that isn't the ticket's own, or is known already, changes nothing.
    """
    if isinstance(event, TicketOpened):
        return first_facts(event)
    if facts is None or not isinstance(event, TicketEvent):
        return facts
    return facts.after(event) if event.originator_version > facts.version else facts


Changed = dict[str, Any]


def _taken_up(facts: TicketFacts) -> str:
    return OPEN if facts.status == NEW else facts.status


def _contacted(facts: TicketFacts, event: ContactReceived) -> Changed:
    if event.actor.is_machine or facts.asked_at != NEVER:
        return {}
    if not facts.answered:
        is_first = facts.first_asked_at == NEVER
        return {"first_asked_at": _at(facts, event)} if is_first else {}
    return {"questions": facts.questions + 1, "asked_at": _at(facts, event)}


def _replied(facts: TicketFacts, event: ReplySent) -> Changed:
    if event.automatic or event.actor.is_machine:
        return {"status": _taken_up(facts)}
    return {
        "status": _taken_up(facts),
        "answered": True,
        "asked_at": NEVER,
        "replies": facts.replies + 1,
        "replied_at": _at(facts, event),
    }


def _acknowledged(facts: TicketFacts, event: TicketAcknowledged | TicketAssigned) -> Changed:
    by_person = not event.actor.is_machine
    return {"status": _taken_up(facts), "acknowledged": facts.acknowledged or by_person}


def _assigned(facts: TicketFacts, event: TicketAssigned) -> Changed:
    return {**_acknowledged(facts, event), "assignee": event.assignee}


def _moved(facts: TicketFacts, event: TierMoved) -> Changed:
    why = {"move_reason": event.reason, "move_metric": event.metric}
    return {
        **({} if event.is_reorganisation else why),
        "tier": event.to_tier,
        "tier_entered_at": _at(facts, event) if facts.status in WAITING else NEVER,
        "stays": facts.stays + 1,
        "assignee": "",
        "acknowledged": False,
    }


def _held(facts: TicketFacts, event: TicketHeld) -> Changed:
    over = _no_longer_held(facts, event)
    return {**over, "status": HELD, "held_on": event.on, "held_since": _at(facts, event)}


def _no_longer_held(facts: TicketFacts, event: TicketEvent) -> Changed:
    if facts.held_since == NEVER:
        return {}
    hold = Hold(facts.held_since, _at(facts, event), facts.held_on)
    return {"held_on": "", "held_since": NEVER, "holds": (*facts.holds, hold)}


def _resumed(facts: TicketFacts, event: TicketResumed) -> Changed:
    return {**_no_longer_held(facts, event), "status": OPEN}


def _ended(status: str) -> Callable[[TicketFacts, TicketEvent], Changed]:
    def change(facts: TicketFacts, event: TicketEvent) -> Changed:
        over = {**_no_longer_held(facts, event), **_no_longer_ended(facts, event)}
        return {**over, "status": status, "ended_since": _at(facts, event)}

    return change


def _no_longer_ended(facts: TicketFacts, event: TicketEvent) -> Changed:
    if facts.ended_since == NEVER:
        return {}
    end = Hold(facts.ended_since, _at(facts, event), facts.status)
    return {"ended_since": NEVER, "holds": (*facts.holds, end)}


def _reopened(facts: TicketFacts, event: TicketReopened) -> Changed:
    entered_at = facts.tier_entered_at
    return {
        **_no_longer_ended(facts, event),
        "status": OPEN,
        "tier_entered_at": _at(facts, event) if entered_at == NEVER else entered_at,
    }


def _at(facts: TicketFacts, event: TicketEvent) -> int:
    return max(event.occurred_at, facts.effective_at)


CHANGES: Mapping[type[TicketEvent], Callable[[TicketFacts, Any], Changed]] = {
    ContactReceived: _contacted,
    ReplySent: _replied,
    TicketAcknowledged: _acknowledged,
    TicketAssigned: _assigned,
    TicketUnassigned: lambda _, __: {"assignee": ""},
    PriorityChanged: lambda _, event: {"priority": event.new},
    TicketRouted: lambda _, event: {"queue": event.queue, "category": event.category},
    TicketHeld: _held,
    TicketResumed: _resumed,
    TierEscalated: _moved,
    TierDeescalated: _moved,
    TicketResolved: _ended(RESOLVED),
    TicketReopened: _reopened,
    TicketClosed: _ended(CLOSED),
    TicketMerged: _ended(MERGED),
    PolicyApplied: lambda _, event: {
        "policy": event.policy,
        "policy_version": event.policy_version,
    },
    PolicyWithdrawn: lambda _, __: {"policy_version": 0},
}
"""What each kind of fact changes."""
