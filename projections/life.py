"""How each fact changes what is summed up of a ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.actor import AGENT
from domain.events.conversation import ContactReceived, ReplySent
from domain.events.sla import CaseEvent, RepeatContact, SlaBreached, SlaBreachRetracted
from domain.events.ticket import (
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
from domain.ticket.moves import MANUAL
from domain.ticket.status import CLOSED, HELD, MERGED, OPEN, RESOLVED
from projections.summary import Summary, Visit

UP, DOWN = "up", "down"
"""How a stay in a tier ends by a move; otherwise by the status that the ticket took."""


def opened(event: TicketOpened) -> Summary:
    """Return what the opening says."""
    summary = Summary(
        ticket_id=event.ticket_id,
        external_id=event.external_id,
        requester=event.requester,
        opened_at=event.occurred_at,
        effective_at=event.occurred_at,
        tier=event.tier,
        priority=event.priority,
    )
    summary.enter()
    return summary


def learn(summary: Summary, event: TicketEvent | CaseEvent) -> Visit | None:
    """Take in one fact, and return the stay in a tier that it ended, if it did."""
    if isinstance(event, TicketEvent):
        summary.effective_at = max(summary.effective_at, event.occurred_at)
    change = CHANGES.get(type(event))
    return change(summary, event) if change else None


def _contacted(summary: Summary, event: ContactReceived) -> None:
    summary.contacts += not event.actor.is_machine


def _replied(summary: Summary, event: ReplySent) -> None:
    summary.take_up()
    if not (event.automatic or event.actor.is_machine):
        summary.replies += 1
        if summary.first_reply_at is None:
            summary.first_reply_at = summary.effective_at


def _acknowledged(summary: Summary, _: TicketAcknowledged) -> None:
    summary.take_up()


def _assigned(summary: Summary, event: TicketAssigned) -> None:
    summary.take_up()
    summary.assignee = event.assignee


def _unassigned(summary: Summary, _: TicketUnassigned) -> None:
    summary.assignee = ""


def _priority_changed(summary: Summary, event: PriorityChanged) -> None:
    summary.priority = event.new


def _routed(summary: Summary, event: TicketRouted) -> None:
    summary.routings += event.queue != event.old_queue


def _held(summary: Summary, _: TicketHeld) -> None:
    summary.status = HELD


def _resumed(summary: Summary, _: TicketResumed) -> None:
    summary.status = OPEN


def _moved(summary: Summary, event: TierMoved) -> Visit | None:
    up = isinstance(event, TierEscalated)
    summary.climbs += up
    if event.reason != MANUAL:
        summary.escalations += 1
    elif up:
        summary.moves_up += 1
    else:
        summary.moves_down += 1
    left = summary.leave(UP if up else DOWN)
    summary.tier, summary.assignee = event.to_tier, ""
    if left is not None:
        summary.enter()
    return left


def _resolved(summary: Summary, event: TicketResolved) -> Visit | None:
    summary.resolved_at = summary.effective_at
    summary.resolved_for, summary.resolved_in = event.assignee, event.tier
    summary.resolved_by = event.actor.id if event.actor.kind == AGENT else ""
    return summary.end(RESOLVED)


def _reopened(summary: Summary, _: TicketReopened) -> None:
    summary.status = OPEN
    summary.reopens += 1
    summary.resolved_at = summary.closed_at = None
    summary.resolved_for = summary.resolved_by = summary.resolved_in = ""
    summary.enter()


def _closed(summary: Summary, _: TicketClosed) -> Visit | None:
    summary.closed_at = summary.effective_at
    return summary.end(CLOSED)


def _merged(summary: Summary, _: TicketMerged) -> Visit | None:
    return summary.end(MERGED)


def _breached(summary: Summary, event: SlaBreached) -> None:
    known = {breach for breach in summary.breaches.split(";") if breach}
    summary.breaches = ";".join(sorted({*known, f"{event.metric}:{event.cycle}"}))


def _retracted(summary: Summary, event: SlaBreachRetracted) -> None:
    undone = f"{event.metric}:{event.cycle}"
    summary.breaches = ";".join(b for b in summary.breaches.split(";") if b != undone)


def _came_back(summary: Summary, _: RepeatContact) -> None:
    summary.repeat_contacts += 1


CHANGES: Mapping[type[Event], Callable[[Summary, Any], Visit | None]] = {
    ContactReceived: _contacted,
    ReplySent: _replied,
    TicketAcknowledged: _acknowledged,
    TicketAssigned: _assigned,
    TicketUnassigned: _unassigned,
    PriorityChanged: _priority_changed,
    TicketRouted: _routed,
    TicketHeld: _held,
    TicketResumed: _resumed,
    TierEscalated: _moved,
    TierDeescalated: _moved,
    TicketResolved: _resolved,
    TicketReopened: _reopened,
    TicketClosed: _closed,
    TicketMerged: _merged,
    SlaBreached: _breached,
    SlaBreachRetracted: _retracted,
    RepeatContact: _came_back,
}
"""How a fact changes the summary; other facts change at most its effective time."""
