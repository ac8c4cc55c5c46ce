"""Each fact in words for people; what requesters and agents wrote is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from domain.durations import SECOND, format_duration
from domain.events.conversation import (
    ContactReceived,
    NoteAdded,
    ReplySent,
    RequesterNotified,
    SatisfactionRated,
    StaffNotified,
)
from domain.events.policy import PolicyPublished, PolicyRetired
from domain.events.sla import (
    ClockEvent,
    EscalationDeclined,
    RepeatContact,
    SlaBreached,
    SlaBreachRetracted,
    SlaMet,
    SlaOverdue,
    SlaRetargeted,
    SlaStopped,
    SlaWarned,
)
from domain.events.ticket import (
    PolicyApplied,
    PolicyWithdrawn,
    PriorityChanged,
    TicketAcknowledged,
    TicketAssigned,
    TicketClosed,
    TicketHeld,
    TicketLinked,
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
from domain.model import Event

APPLIED = {
    "from_now": "from now on",
    "retroactive": "from the start",
}
"""How a policy version reaches a ticket, in words."""


def sentence(event: Event) -> str:
    """Return what happened, in one sentence without a full stop."""
    return SENTENCES[type(event)](event)


@lru_cache(maxsize=4_096)
def _length(micros: int) -> str:
    """Return a length of time without the fractions of a second that nobody reads."""
    whole = micros // SECOND * SECOND
    return format_duration(whole or micros)


def _metric(event: ClockEvent) -> str:
    name = event.metric.replace("_", " ")
    return f"{name}, question {event.cycle}" if event.metric == "next_response" else name


def _published(event: PolicyPublished) -> str:
    note = f": {event.note}" if event.note else ""
    return f"Policy {event.policy} version {event.policy_version} published{note}"


def _opened(event: TicketOpened) -> str:
    queue = f", queue {event.queue}" if event.queue else ""
    return (
        f"Opened by {event.channel} in {event.tier}, priority {event.priority}{queue},"
        f" under policy {event.policy} version {event.policy_version}"
    )


def _assigned(event: TicketAssigned) -> str:
    taken = f", taken from {event.previous}" if event.previous else ""
    return f"Assigned to {event.assignee}{taken}"


def _priority_changed(event: PriorityChanged) -> str:
    return f"Priority changed from {event.old} to {event.new}{_by(event.rule)}"


def _routed(event: TicketRouted) -> str:
    changes = []
    if event.queue != event.old_queue:
        changes.append(f"queue {event.old_queue or 'none'} to {event.queue or 'none'}")
    if event.category != event.old_category:
        changes.append(f"category {event.old_category or 'none'} to {event.category or 'none'}")
    return f"Routed: {', '.join(changes)}"


def _moved(event: TierMoved) -> str:
    way = "up" if isinstance(event, TierEscalated) else "down"
    metric = f" ({event.metric.replace('_', ' ')})" if event.metric else ""
    return (
        f"Moved {way} from {event.from_tier} to {event.to_tier}:"
        f" {event.reason}{metric}{_by(event.rule)}"
    )


def _resolved(event: TicketResolved) -> str:
    return f"Resolved in {event.tier}" + (f" for {event.assignee}" if event.assignee else "")


def _applied(event: PolicyApplied) -> str:
    mode = APPLIED.get(event.mode, event.mode)
    return f"Policy {event.policy} version {event.policy_version} holds {mode}"


def _replied(event: ReplySent) -> str:
    kind = "Automatic reply" if event.automatic else "Reply"
    return f"{kind} sent by {event.channel}"


def _requester_notified(event: RequesterNotified) -> str:
    return f"Requester told: {event.subject.replace('_', ' ')}{_by(event.rule)}"


def _staff_notified(event: StaffNotified) -> str:
    audience = ", ".join(event.audience)
    return f"Told {audience}: {event.subject.replace('_', ' ')}{_by(event.rule)}"


def _warned(event: SlaWarned) -> str:
    return f"Warning for {_metric(event)} at {event.milestone} of {_length(event.target)}"


def _breached(event: SlaBreached) -> str:
    return f"Breached {_metric(event)}: not done within {_length(event.target)}"


def _overdue(event: SlaOverdue) -> str:
    return f"Overdue {_metric(event)}: {_length(event.overdue_by)} past the target"


def _met(event: SlaMet) -> str:
    return f"Met {_metric(event)}: {_length(event.elapsed)} of {_length(event.target)} used"


def _stopped(event: SlaStopped) -> str:
    return f"Stopped {_metric(event)} after {_length(event.elapsed)}: {event.reason}"


def _retargeted(event: SlaRetargeted) -> str:
    old, new = _length(event.old_target), _length(event.target)
    return f"New target for {_metric(event)}: {new} instead of {old}"


def _repeat(event: RepeatContact) -> str:
    return f"Repeat contact: {event.contacts} contacts within {_length(event.within)}"


def _declined(event: EscalationDeclined) -> str:
    return f"Not moved for {event.reason}{_by(event.rule)}: {event.why.replace('_', ' ')}"


def _by(rule: str) -> str:
    return f", rule {rule}" if rule else ""


SENTENCES: Mapping[type[Event], Callable[[Any], str]] = {
    PolicyPublished: _published,
    PolicyRetired: lambda event: f"Policy {event.policy} retired",
    TicketOpened: _opened,
    ContactReceived: lambda event: f"Requester came back by {event.channel}",
    ReplySent: _replied,
    NoteAdded: lambda _: "Note added",
    TicketAcknowledged: lambda event: f"Acknowledged in {event.tier}",
    TicketAssigned: _assigned,
    TicketUnassigned: lambda event: f"Taken from {event.previous}",
    PriorityChanged: _priority_changed,
    TicketRouted: _routed,
    TicketHeld: lambda event: f"Put on hold, waiting for {event.on}",
    TicketResumed: lambda event: f"Resumed, no longer waiting for {event.was_on}",
    TierEscalated: _moved,
    TierDeescalated: _moved,
    TicketResolved: _resolved,
    TicketReopened: lambda event: f"Reopened, was {event.was}",
    TicketClosed: lambda event: f"Closed, was {event.was}",
    TicketLinked: lambda event: f"Linked to {event.other}: {event.relation}",
    TicketMerged: lambda event: f"Merged into {event.into}",
    SatisfactionRated: lambda event: f"Rated {event.score} out of 5",
    PolicyApplied: _applied,
    PolicyWithdrawn: lambda event: f"Policy {event.policy} withdrawn",
    RequesterNotified: _requester_notified,
    StaffNotified: _staff_notified,
    SlaWarned: _warned,
    SlaBreached: _breached,
    SlaOverdue: _overdue,
    SlaMet: _met,
    SlaStopped: _stopped,
    SlaRetargeted: _retargeted,
    SlaBreachRetracted: lambda event: f"Breach of {_metric(event)} taken back: done in time",
    RepeatContact: _repeat,
    EscalationDeclined: _declined,
}
"""The words for every fact; a test holds it against the set of stored names."""
