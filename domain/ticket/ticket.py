"""What may be done with a ticket, and what then is recorded."""

from __future__ import annotations

from domain import commands as c
from domain.errors import RuleBroken
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
)
from domain.policy.metric import HOLDS
from domain.ticket.conversation import Conversation
from domain.ticket.status import CLOSED, HELD, MERGED, RESOLVED

MODES = ("from_now", "retroactive", "withdraw")


class Ticket(Conversation):
    """Public methods decide: they refuse with a sentence, record facts, or find nothing to do."""

    @classmethod
    def open(cls, request: c.OpenTicket, tier: str, policy_version: int) -> Ticket:
        """Return a new ticket in a tier, under a policy version."""
        ticket = cls.blank(request.ticket_id)
        ticket.record(
            TicketOpened,
            request,
            external_id=request.external_id,
            requester=request.requester,
            requester_group=request.requester_group,
            customer=request.customer,
            subject=request.subject,
            channel=request.channel,
            priority=request.priority,
            queue=request.queue,
            category=request.category,
            tags=request.tags,
            tier=tier,
            policy=request.policy,
            policy_version=policy_version,
        )
        return ticket

    def acknowledge(self, request: c.AcknowledgeTicket) -> None:
        """Say once per stay in a tier that somebody there has seen the ticket."""
        self._must_be_waiting("acknowledged")
        if not self.acknowledged:
            self.record(TicketAcknowledged, request, tier=self.tier)

    def assign(self, request: c.AssignTicket) -> None:
        """Give the ticket to an agent."""
        self._must_not_be_merged()
        if not request.assignee:
            raise RuleBroken(
                "An assignment names an assignee; to take the ticket away, unassign it."
            )
        if request.assignee != self.assignee:
            previous = self.assignee
            self.record(TicketAssigned, request, assignee=request.assignee, previous=previous)

    def unassign(self, request: c.UnassignTicket) -> None:
        """Take the ticket from its agent."""
        self._must_not_be_merged()
        if self.assignee:
            self.record(TicketUnassigned, request, previous=self.assignee)

    def change_priority(self, request: c.ChangePriority) -> None:
        """Set another priority."""
        self._must_not_be_merged()
        if not request.priority:
            raise RuleBroken("A change of priority names the new priority, such as 'high'.")
        if request.priority != self.priority:
            self.record(
                PriorityChanged,
                request,
                old=self.priority,
                new=request.priority,
                rule=request.rule,
            )

    def route(self, request: c.RouteTicket) -> None:
        """Put the ticket in another queue or category."""
        self._must_not_be_merged()
        category = request.category or self.category
        if (request.queue, category) != (self.queue, self.category):
            self.record(
                TicketRouted,
                request,
                old_queue=self.queue,
                queue=request.queue,
                old_category=self.category,
                category=category,
            )

    def hold(self, request: c.HoldTicket) -> None:
        """Wait for somebody."""
        self._must_be_waiting("put on hold")
        if request.on not in HOLDS:
            raise RuleBroken(
                f"A ticket waits on {', '.join(HOLDS)}; '{request.on}' is none of them."
            )
        if request.on != self.held_on:
            self.record(TicketHeld, request, on=request.on)

    def resume(self, request: c.ResumeTicket) -> None:
        """Stop waiting."""
        self._must_be_waiting("resumed")
        if self.status == HELD:
            self.record(TicketResumed, request, was_on=self.held_on)

    def resolve(self, request: c.ResolveTicket) -> None:
        """Say that the question is answered."""
        if self.status == RESOLVED:
            return
        self._must_be_waiting("resolved")
        self.record(
            TicketResolved,
            request,
            resolution=request.resolution,
            requester=self.requester,
            assignee=self.assignee,
            tier=self.tier,
        )

    def reopen(self, request: c.ReopenTicket) -> None:
        """Take up a resolved or closed ticket again."""
        self._must_not_be_merged()
        if self.status not in (RESOLVED, CLOSED):
            raise RuleBroken(
                f"The ticket is {self.status}; only resolved or closed ones are reopened."
            )
        self.record(TicketReopened, request, was=self.status)

    def close(self, request: c.CloseTicket) -> None:
        """End the ticket, from wherever it stands."""
        self._must_not_be_merged()
        if self.status != CLOSED:
            self.record(TicketClosed, request, was=self.status)

    def link(self, request: c.LinkTickets) -> None:
        """Say that another ticket has to do with this one."""
        self._must_not_be_merged()
        if request.other == self.id:
            raise RuleBroken("A ticket can't be linked to itself; name another ticket.")
        if (request.other, request.relation) not in self.links:
            self.record(TicketLinked, request, other=request.other, relation=request.relation)

    def merge(self, request: c.MergeTicket, into: Ticket) -> None:
        """Give up this ticket for another that asks the same."""
        if self.status == MERGED and self.into == into.id:
            return
        self._must_not_be_merged()
        if into.id == self.id:
            raise RuleBroken("A ticket can't be merged into itself; name another ticket.")
        if into.status == MERGED:
            raise RuleBroken(f"Ticket {into.id} is itself merged; merge into {into.into} instead.")
        self.record(TicketMerged, request, into=into.id, requester=self.requester)

    def apply_policy(self, request: c.ApplyPolicy) -> None:
        """Come under another policy version, or under none."""
        self._must_be_waiting("brought under another policy")
        if request.mode not in MODES:
            raise RuleBroken(f"A policy is applied {', '.join(MODES)}; not '{request.mode}'.")
        if request.actor.is_machine and self._is_beyond(request):
            return
        if request.mode == "withdraw":
            if self.policy_version:
                version = self.policy_version
                self.record(PolicyWithdrawn, request, policy=self.policy, policy_version=version)
        elif (request.policy, request.version) != (self.policy, self.policy_version):
            self.record(
                PolicyApplied,
                request,
                policy=request.policy,
                old_version=self.policy_version,
                policy_version=request.version,
                mode=request.mode,
            )

    def _is_beyond(self, request: c.ApplyPolicy) -> bool:
        """Return whether somebody brought the ticket elsewhere, or further, in the meantime."""
        return request.policy != self.policy or request.version < self.policy_version
