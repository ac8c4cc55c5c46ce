"""Who waits in which tier, and for how long still: a fold of facts in memory."""

from __future__ import annotations

from typing import NamedTuple

from domain.clocks.book import TicketClocks
from domain.clocks.fold import fold
from domain.events.policy import PolicyEvent, PolicyPublished
from domain.events.ticket import TicketOpened
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.ticket.status import CLOSED, MERGED, WAITING

NOT_DUE = 2**62


class Place(NamedTuple):
    """A ticket in its queue; `due_at` is its nearest deadline in microseconds, or `NOT_DUE`."""

    due_at: int
    ticket_id: str
    metric: str
    priority: str
    assignee: str
    held_on: str


class Queues:
    """Every ticket that waits, by tier; `tiers` are those of the policy, lowest first."""

    def __init__(self) -> None:
        self.tiers: tuple[str, ...] = ()
        self._catalogue = Catalogue()
        self._clocks: dict[str, TicketClocks] = {}

    def see(self, event: Event) -> None:
        """Take in a fact; those of tickets that ended or were never seen change nothing."""
        if isinstance(event, PolicyEvent):
            self._learn(event)
        elif isinstance(event, TicketEvent):
            known = self._clocks.get(event.ticket_id)
            if known is not None or isinstance(event, TicketOpened):
                self._keep(fold(known, event, self._catalogue).clocks)

    def by_tier(self) -> dict[str, list[Place]]:
        """Return the queue of each tier, ordered by time to breach, the most overdue first."""
        queues: dict[str, list[Place]] = {tier: [] for tier in self.tiers}
        for clocks in self._clocks.values():
            if clocks.facts.status in WAITING and clocks.facts.tier in queues:
                queues[clocks.facts.tier].append(_place(clocks))
        for queue in queues.values():
            queue.sort()
        return queues

    def _learn(self, event: PolicyEvent) -> None:
        self._catalogue.learn(event)
        policy = self._catalogue.current(event.policy)
        if policy and isinstance(event, PolicyPublished):
            self.tiers = policy.ladder.names

    def _keep(self, clocks: TicketClocks) -> None:
        if clocks.facts.status in (CLOSED, MERGED):
            self._clocks.pop(clocks.facts.ticket_id, None)
        else:
            self._clocks[clocks.facts.ticket_id] = clocks


def _place(clocks: TicketClocks) -> Place:
    due = [(c.due_at, c.metric) for c in clocks.clocks if c.is_active and c.due_at != NEVER]
    due_at, metric = min(due, default=(NOT_DUE, ""))
    facts = clocks.facts
    return Place(due_at, facts.ticket_id, metric, facts.priority, facts.assignee, facts.held_on)
