"""Runs the SLA clocks: says what facts decide, and what is due the moment it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from consumers.following import Consumer, Workspace
from domain.clocks.book import TicketClocks, next_milestone
from domain.clocks.fire import fire, order_of_saying
from domain.clocks.fold import fold
from domain.clocks.stored import from_text, to_text
from domain.desk import Desk
from domain.events.policy import PolicyEvent
from domain.events.sla import ClockEvent
from domain.events.ticket_event import TicketEvent
from domain.policy.catalogue import Catalogue
from infra.log.notebook import ANY, ROOM, Notebook
from infra.log.recorded import Recorded

AT_ONCE = 200
"""How many milestones are recorded in one transaction, so that none waits for long."""


class SlaTimer(Consumer):
    """A follower that also acts by itself, at the times that its clocks give.

    It fires many tickets together unless it `fires_alone`; `firing` are those at hand, should one
    of them fail.
    """

    def __init__(  # what it works with, and the two that differ by partition
        self,
        desk: Desk,
        workspace: Workspace,
        catalogue: Catalogue,
        name: str = "sla-timer",
        room: int = ROOM,
    ) -> None:
        super().__init__(workspace, name)
        self._desk = desk
        self._catalogue = catalogue
        self._book: Notebook[TicketClocks] = Notebook(
            workspace.states,
            self.name,
            dump=to_text,
            load=from_text,
            due=self._due,
            room=room,
        )
        self._resting: set[str] = set()
        self.fires_alone = False
        self.firing: Sequence[str] = ()

    def next_due(self) -> int | None:
        """Return when the next milestone takes effect, in microseconds."""
        return self._book.next_due()

    def _take_in(self, batch: Sequence[Recorded]) -> None:
        self._learn(batch)
        facts = [r.event for r in batch if isinstance(r.event, TicketEvent)]
        self._book.fetch(fact.originator_id for fact in facts)
        said = self._fold(facts)
        self._conclude(said)

    def _flush(self) -> None:
        self._book.flush()

    def rest(self, tickets: Iterable[str]) -> None:
        """Let the clocks of these tickets say nothing until they are woken."""
        self._resting.update(tickets)

    def wake(self, ticket: str) -> None:
        """Let the ticket's clocks go on, and say what fell due meanwhile with its true time."""
        self._resting.discard(ticket)
        known = self._book.get(ticket)
        if known is not None:
            self._book.put(ticket, known)

    def tick(self, now: int, at_most: int = ANY) -> None:
        """Say what took effect before `now`, on the latest knowledge there is.

        Of `at_most` tickets: the first of those that are due.
        """
        with self._workspace.transaction():
            self.fire(dict.fromkeys(self._book.due_before(now, at_most), now))

    def fire(self, horizons: Mapping[str, int]) -> None:
        """Say of each of these tickets what took effect before a time of its own."""
        with self._workspace.transaction():
            self._book.fetch(horizons)
            tickets = list(horizons)
            at_once = 1 if self.fires_alone else AT_ONCE
            for start in range(0, len(tickets), at_once):
                self.firing = tickets[start : start + at_once]
                self._fire(self.firing, horizons)
            self.firing = ()
            self.skip_to(self._position)

    def _due(self, clocks: TicketClocks) -> int | None:
        return None if clocks.facts.ticket_id in self._resting else next_milestone(clocks)

    def _learn(self, batch: Iterable[Recorded]) -> None:
        for recorded in batch:
            if isinstance(recorded.event, PolicyEvent):
                self._catalogue.learn(recorded.event)

    def _fold(self, facts: Iterable[TicketEvent]) -> list[ClockEvent]:
        said = []
        for fact in facts:
            known = self._book.get(fact.originator_id)
            if known is None or fact.originator_version > known.facts.version:
                clocks, events = fold(known, fact, self._catalogue)
                self._book.put(fact.originator_id, clocks)
                said += events
        return said

    def _fire(self, tickets: Sequence[str], horizons: Mapping[str, int]) -> None:
        """Fire, and where a ticket has grown meanwhile, take it back, learn, and fire again."""
        while tickets:
            before = {ticket: self._known(ticket) for ticket in tickets}
            said: list[ClockEvent] = []
            for ticket, known in before.items():
                clocks, events = fire(known, horizons[ticket], self._catalogue)
                self._book.put(ticket, clocks)
                said += events
            said.sort(key=order_of_saying)
            tickets = sorted(self._record(said, before))
            for ticket in tickets:
                self._book.put(ticket, before[ticket])
            self._conclude(self._catch_up(tickets))

    def _conclude(self, said: list[ClockEvent]) -> None:
        """Record what facts decided; it stays true whatever came after, but is told up to date."""
        while said:
            stale = self._record(said, (event.ticket_id for event in said))
            waiting = [event for event in said if event.ticket_id in stale]
            said = waiting + self._catch_up(sorted(stale))

    def _record(self, said: list[ClockEvent], tickets: Iterable[str]) -> frozenset[str]:
        versions = {ticket: self._known(ticket).facts.version for ticket in tickets}
        return self._desk.conclude(said, versions).stale

    def _catch_up(self, tickets: Sequence[str]) -> list[ClockEvent]:
        if not tickets:
            return []
        versions = {ticket: self._known(ticket).facts.version for ticket in tickets}
        behind = self._workspace.events_behind(versions)
        return self._fold(event for event in behind if isinstance(event, TicketEvent))

    def _known(self, ticket: str) -> TicketClocks:
        known = self._book.get(ticket)
        assert known is not None  # noqa: S101  # only tickets that were folded are due
        return known
