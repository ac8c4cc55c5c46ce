"""What may be said on a ticket, and what then is recorded."""

from __future__ import annotations

from domain import commands as c
from domain.errors import RuleBroken
from domain.events.conversation import (
    ContactReceived,
    NoteAdded,
    ReplySent,
    RequesterNotified,
    SatisfactionRated,
    StaffNotified,
)
from domain.ticket.state import TicketState
from domain.ticket.status import CLOSED, ENDED, MERGED, RESOLVED

BEST_SCORE = 5
REQUESTER = "requester"


class Conversation(TicketState):
    """Decisions about messages, notes and notices."""

    def receive(self, request: c.ReceiveContact) -> None:
        """Take in a message or call; on a merged ticket it belongs on the one that goes on."""
        self._must_not_be_merged()
        requester = request.requester or self.requester
        self.record(
            ContactReceived,
            request,
            requester=requester,
            channel=request.channel,
            text=request.text,
        )

    def reply(self, request: c.SendReply) -> None:
        """Answer the requester."""
        self._must_not_be_merged()
        self.record(
            ReplySent,
            request,
            requester=self.requester,
            channel=request.channel,
            text=request.text,
            automatic=request.automatic,
        )

    def note(self, request: c.AddNote) -> None:
        """Keep an internal note."""
        self._must_not_be_merged()
        self.record(NoteAdded, request, requester=self.requester, text=request.text)

    def rate(self, request: c.RateTicket) -> None:
        """Record the requester's satisfaction."""
        if self.status not in (RESOLVED, CLOSED):
            raise RuleBroken(f"The ticket is {self.status}; it can be rated once it is resolved.")
        if not 1 <= request.score <= BEST_SCORE:
            raise RuleBroken(f"A score goes from 1 to {BEST_SCORE}; {request.score} is outside.")
        self.record(
            SatisfactionRated,
            request,
            requester=self.requester,
            score=request.score,
            comment=request.comment,
        )

    def notify(self, request: c.Notify) -> None:
        """Tell people; the requester's message has a time of its own."""
        staff = tuple(who for who in request.audience if who != REQUESTER)
        if staff:
            self.record(
                StaffNotified,
                request,
                audience=staff,
                subject=request.subject,
                rule=request.rule,
                policy=request.policy,
                policy_version=request.policy_version,
            )
        if REQUESTER in request.audience:
            self.record(
                RequesterNotified,
                request,
                requester=self.requester,
                subject=request.subject,
                rule=request.rule,
                deliver_at=request.deliver_at or request.at,
            )

    def _must_not_be_merged(self) -> None:
        if self.status == MERGED:
            raise RuleBroken(f"The ticket was merged; go on with ticket {self.into}.")

    def _must_be_waiting(self, done: str) -> None:
        self._must_not_be_merged()
        if self.status in ENDED:
            raise RuleBroken(f"The ticket is {self.status} and can't be {done}; reopen it first.")
