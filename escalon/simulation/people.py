"""Which recorded facts people made, and which of those still say something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.names import EVENTS
from domain.events.ticket import (
    PriorityChanged,
    TicketAcknowledged,
    TicketAssigned,
    TicketUnassigned,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent
from domain.ticket import Ticket
from domain.ticket.moves import MANUAL

NOTICES = (StaffNotified, RequesterNotified)
OF_TICKETS = tuple(kind for kind in EVENTS if issubclass(kind, TicketEvent))
PERHAPS = tuple(kind for kind in OF_TICKETS if kind not in NOTICES)
"""The facts that a past is told from; some of these kinds are people's only in part."""


RULED: Mapping[type[TicketEvent], Callable[[Any], bool]] = {
    TierEscalated: lambda event: event.reason != MANUAL,
    TierDeescalated: lambda event: event.reason != MANUAL,
    PriorityChanged: lambda event: bool(event.rule),
    StaffNotified: lambda _: True,
    RequesterNotified: lambda _: True,
}


def is_ruled(event: TicketEvent) -> bool:
    """Return whether the fact followed from a policy: it is worked out anew."""
    followed = RULED.get(type(event))
    return followed is not None and followed(event)


def is_of_ladder(event: TicketEvent) -> bool:
    """Return whether the ticket was moved because its tier was removed."""
    return isinstance(event, TierMoved) and event.reason != MANUAL and not event.rule


STILL: Mapping[type[TicketEvent], Callable[[Any, Ticket], bool]] = {
    PriorityChanged: lambda event, ticket: event.new != ticket.priority,
    TicketAcknowledged: lambda _, ticket: not ticket.acknowledged,
    TicketAssigned: lambda event, ticket: event.assignee != ticket.assignee,
    TicketUnassigned: lambda _, ticket: bool(ticket.assignee),
}


def still_says_something(event: TicketEvent, ticket: Ticket) -> bool:
    """Return whether the desk would record it of the ticket as it is."""
    says = STILL.get(type(event))
    return says is None or says(event, ticket)
