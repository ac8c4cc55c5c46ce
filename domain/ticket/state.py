"""What a ticket remembers: only what one of its decisions reads."""

from __future__ import annotations

from domain.events.conversation import (
    ContactReceived,
    NoteAdded,
    ReplySent,
    RequesterNotified,
    SatisfactionRated,
    StaffNotified,
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
from domain.events.ticket_event import TicketEvent
from domain.model import Aggregate, Event
from domain.ticket.status import CLOSED, HELD, MERGED, NEW, OPEN, RESOLVED


class TicketState(Aggregate):
    """The memory of a ticket; nothing here decides, and nothing here can fail."""

    first = TicketOpened

    def begin(self) -> None:
        """Set the state before the first fact."""
        self.status = NEW
        self.requester = self.assignee = self.held_on = self.into = ""
        self.policy, self.policy_version = "", 0
        self.tier = self.priority = self.queue = self.category = ""
        self.acknowledged = False
        self.effective_at = self.moved_at = -1
        self.links: set[tuple[str, str]] = set()

    def remember(self, event: Event) -> None:
        """Take in one fact; effective time never goes back."""
        self.effective_at = max(self.effective_at, event.occurred_at)
        super().remember(event)

    def _opened(self, event: TicketOpened) -> None:
        self.requester = event.requester
        self.policy, self.policy_version = event.policy, event.policy_version
        self.tier, self.priority = event.tier, event.priority
        self.queue, self.category = event.queue, event.category

    def _replied(self, _: ReplySent) -> None:
        self._taken_up()

    def _acknowledged(self, event: TicketAcknowledged) -> None:
        self.acknowledged = self.acknowledged or not event.actor.is_machine
        self._taken_up()

    def _assigned(self, event: TicketAssigned) -> None:
        self.assignee = event.assignee
        self._taken_up()

    def _unassigned(self, _: TicketUnassigned) -> None:
        self.assignee = ""

    def _taken_up(self) -> None:
        if self.status == NEW:
            self.status = OPEN

    def _priority_changed(self, event: PriorityChanged) -> None:
        self.priority = event.new

    def _routed(self, event: TicketRouted) -> None:
        self.queue, self.category = event.queue, event.category

    def _held(self, event: TicketHeld) -> None:
        self.status, self.held_on = HELD, event.on

    def _resumed(self, _: TicketResumed) -> None:
        self.status, self.held_on = OPEN, ""

    def _moved(self, event: TierMoved) -> None:
        self.tier = event.to_tier
        if not event.is_reorganisation:
            self.moved_at = self.effective_at
        self.assignee, self.acknowledged = "", False

    def _resolved(self, _: TicketResolved) -> None:
        self.status, self.held_on = RESOLVED, ""

    def _reopened(self, _: TicketReopened) -> None:
        self.status = OPEN

    def _closed(self, _: TicketClosed) -> None:
        self.status, self.held_on = CLOSED, ""

    def _merged(self, event: TicketMerged) -> None:
        self.status, self.held_on, self.into = MERGED, "", event.into

    def _linked(self, event: TicketLinked) -> None:
        self.links.add((event.other, event.relation))

    def _policy_applied(self, event: PolicyApplied) -> None:
        self.policy, self.policy_version = event.policy, event.policy_version

    def _policy_withdrawn(self, _: PolicyWithdrawn) -> None:
        self.policy_version = 0

    def _told(self, _: TicketEvent) -> None:
        """Nothing that is decided later depends on it."""

    MEMORY = {  # noqa: RUF012  # a ClassVar in the base
        TicketOpened: _opened,
        ContactReceived: _told,
        ReplySent: _replied,
        NoteAdded: _told,
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
        TicketLinked: _linked,
        TicketMerged: _merged,
        SatisfactionRated: _told,
        PolicyApplied: _policy_applied,
        PolicyWithdrawn: _policy_withdrawn,
        RequesterNotified: _told,
        StaffNotified: _told,
    }
