"""The fact that a rule matched but didn't act."""

from __future__ import annotations

from domain.commands import TierMove
from domain.events.sla import EscalationDeclined
from domain.ids import derive
from domain.ticket import Ticket


def declined(ticket: Ticket, command: TierMove, why: str) -> EscalationDeclined:
    """Return the fact that the command's rule doesn't move the ticket, in a stream of its own."""
    id = derive(command.command_id, "declined")
    return EscalationDeclined(
        originator_id=id,
        originator_version=1,
        event_id=id,
        occurred_at=command.at,
        actor=command.actor,
        command_id=command.command_id,
        correlation_id=ticket.id,
        causation_id=command.causation_id or command.command_id,
        ticket_id=ticket.id,
        ticket_version=ticket.version,
        rule=command.rule,
        reason=command.reason,
        why=why,
        policy=command.policy or ticket.policy,
        policy_version=command.policy_version or ticket.policy_version,
    )
