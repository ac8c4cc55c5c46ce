"""The stored name of every fact: chosen once, never derived from where the class lives."""

from __future__ import annotations

from collections.abc import Mapping

from domain.events import conversation, policy, sla, ticket
from domain.model import Event

EVENTS: tuple[type[Event], ...] = (
    ticket.TicketOpened,
    conversation.ContactReceived,
    conversation.ReplySent,
    conversation.NoteAdded,
    ticket.TicketAcknowledged,
    ticket.TicketAssigned,
    ticket.TicketUnassigned,
    ticket.PriorityChanged,
    ticket.TicketRouted,
    ticket.TicketHeld,
    ticket.TicketResumed,
    ticket.TierEscalated,
    ticket.TierDeescalated,
    ticket.TicketResolved,
    ticket.TicketReopened,
    ticket.TicketClosed,
    ticket.TicketLinked,
    ticket.TicketMerged,
    conversation.SatisfactionRated,
    ticket.PolicyApplied,
    ticket.PolicyWithdrawn,
    conversation.RequesterNotified,
    conversation.StaffNotified,
    sla.SlaWarned,
    sla.SlaBreached,
    sla.SlaOverdue,
    sla.SlaMet,
    sla.SlaStopped,
    sla.SlaRetargeted,
    sla.SlaBreachRetracted,
    sla.RepeatContact,
    sla.EscalationDeclined,
    policy.PolicyPublished,
    policy.PolicyRetired,
)

BY_NAME: Mapping[str, type[Event]] = {event.TOPIC: event for event in EVENTS}
"""The class of each stored name."""
