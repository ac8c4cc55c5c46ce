"""What the desk does for each kind of command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from domain import commands as c
from domain.desk.declining import declined
from domain.durations import MINUTE
from domain.errors import PolicyNotFound, RuleBroken, TicketNotFound
from domain.model import Aggregate, Event
from domain.policy.catalogue import Catalogue
from domain.policy.ladder import Ladder
from domain.policy.policy import Policy
from domain.policy.publication import Publication
from domain.requests import Request
from domain.ticket import Ticket
from domain.ticket.moves import AT_THE_TOP, move

LATE_FACTS = 5 * MINUTE
"""How old a command may be where no policy says."""


class Context:
    """A command with what it may look at; `beside` collects facts for streams of their own."""

    def __init__(
        self, command: c.Command, found: Mapping[str, Aggregate], catalogue: Catalogue
    ) -> None:
        self.command: Any = command
        self.beside: list[Event] = []
        self.found = found
        self._catalogue = catalogue

    def ticket(self, id: str = "") -> Ticket:
        """Return the ticket of that id, or the command's own; refuse if there is none."""
        id = id or self.command.ticket_id
        if id not in self.found:
            raise TicketNotFound(id)
        return cast("Ticket", self.found[id])

    def publication(self) -> Publication:
        """Return the policy that the command is about, perhaps a new one."""
        id = Publication.id_of(self.command.policy)
        return cast("Publication", self.found.get(id) or Publication.blank(id))

    def late_facts(self) -> int:
        """Return how old the command may be, in microseconds."""
        policy = self._policy_of_command()
        return policy.late_facts if policy else LATE_FACTS

    def policy_in_use(self, name: str) -> Policy:
        """Return the policy's version in use; refuse if there is none."""
        policy = self._catalogue.current(name)
        if policy is None:
            raise PolicyNotFound(name)
        return policy

    def policy_of(self, ticket: Ticket) -> Policy:
        """Return the policy version that holds for the ticket."""
        policy = self._catalogue.known(ticket.policy, ticket.policy_version)
        if policy is None:
            raise PolicyNotFound(ticket.policy)
        return policy

    def ladder_of(self, ticket: Ticket) -> Ladder:
        """Return the ladder of the ticket's policy version, without what newer ones removed."""
        return self.policy_of(ticket).ladder.without(self._catalogue.removed(ticket.policy))

    def must_be_published(self, name: str, version: int) -> None:
        """Refuse a policy version that never was."""
        if self._catalogue.version(name, version) is None:
            message = f"Policy '{name}' has no version {version}; publish it first."
            raise PolicyNotFound(name) if version == 0 else RuleBroken(message)

    def _policy_of_command(self) -> Policy | None:
        if isinstance(self.command, c.OpenTicket):
            return self._catalogue.current(self.command.policy)
        found = self.found.get(getattr(self.command, "ticket_id", ""))
        if isinstance(found, Ticket):
            return self._catalogue.known(found.policy, found.policy_version)
        return None


Handler = Callable[[Context], Aggregate]


def _open(context: Context) -> Ticket:
    command: c.OpenTicket = context.command
    if command.ticket_id in context.found:
        message = f"There is already a ticket {command.ticket_id}; open another under a new id."
        raise RuleBroken(message)
    policy = context.policy_in_use(command.policy)
    tier = command.tier or policy.ladder.first
    if tier not in policy.ladder:
        names = ", ".join(policy.ladder.names)
        message = f"There is no tier '{tier}'; tiers of policy '{policy.name}' are {names}."
        raise RuleBroken(message)
    return Ticket.open(command, tier, policy.version)


def _on_ticket(decision: Callable[[Ticket, Any], None]) -> Handler:
    def handle(context: Context) -> Ticket:
        ticket = context.ticket()
        decision(ticket, context.command)
        return ticket

    return handle


def _move(context: Context) -> Ticket:
    command: c.TierMove = context.command
    ticket = context.ticket()
    why = move(ticket, command, context.ladder_of(ticket))
    if why == AT_THE_TOP:
        ticket.notify(_instead(command))
    elif why:
        context.beside.append(declined(ticket, command, why))
    return ticket


def _instead(command: c.TierMove) -> c.Notify:
    """Return the notice for a rule that would move a ticket beyond the top of the ladder."""
    return c.Notify(
        command_id=command.command_id,
        at=command.at,
        actor=command.actor,
        causation_id=command.causation_id,
        ticket_id=command.ticket_id,
        audience=("lead",),
        subject=f"{command.reason} {command.metric} at the top of the ladder".replace("  ", " "),
        rule=command.rule,
        policy=command.policy,
        policy_version=command.policy_version,
    )


def _merge(context: Context) -> Ticket:
    ticket = context.ticket()
    ticket.merge(context.command, context.ticket(context.command.into))
    return ticket


def _link(context: Context) -> Ticket:
    context.ticket(context.command.other)
    ticket = context.ticket()
    ticket.link(context.command)
    return ticket


def _apply_policy(context: Context) -> Ticket:
    command: c.ApplyPolicy = context.command
    if command.mode != "withdraw":
        context.must_be_published(command.policy, command.version)
    ticket = context.ticket()
    ticket.apply_policy(command)
    return ticket


def _publish(context: Context) -> Publication:
    _must_be_readable(context.command)
    publication = context.publication()
    publication.publish(context.command)
    return publication


def _must_be_readable(command: c.PublishPolicy) -> None:
    try:
        policy = Policy.of(json.loads(command.document), 1)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        message = f"The policy's document can't be read ({error!r}); publish a canonical one."
        raise RuleBroken(message) from None
    if policy.name != command.policy:
        message = f"The document is of policy '{policy.name}'; publish it under that name."
        raise RuleBroken(message)


def _retire(context: Context) -> Publication:
    publication = context.publication()
    publication.retire(context.command)
    return publication


HANDLERS: Mapping[type[Request], Handler] = {
    c.OpenTicket: _open,
    c.ReceiveContact: _on_ticket(Ticket.receive),
    c.SendReply: _on_ticket(Ticket.reply),
    c.AddNote: _on_ticket(Ticket.note),
    c.AcknowledgeTicket: _on_ticket(Ticket.acknowledge),
    c.AssignTicket: _on_ticket(Ticket.assign),
    c.UnassignTicket: _on_ticket(Ticket.unassign),
    c.ChangePriority: _on_ticket(Ticket.change_priority),
    c.RouteTicket: _on_ticket(Ticket.route),
    c.HoldTicket: _on_ticket(Ticket.hold),
    c.ResumeTicket: _on_ticket(Ticket.resume),
    c.EscalateTier: _move,
    c.DeescalateTier: _move,
    c.ResolveTicket: _on_ticket(Ticket.resolve),
    c.ReopenTicket: _on_ticket(Ticket.reopen),
    c.CloseTicket: _on_ticket(Ticket.close),
    c.LinkTickets: _link,
    c.MergeTicket: _merge,
    c.RateTicket: _on_ticket(Ticket.rate),
    c.Notify: _on_ticket(Ticket.notify),
    c.ApplyPolicy: _apply_policy,
    c.PublishPolicy: _publish,
    c.RetirePolicy: _retire,
}
"""Every command with behaviour; a test holds it against the union of commands."""
