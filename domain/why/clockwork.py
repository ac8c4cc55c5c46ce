"""A ticket's clocks as they were at each fact and when each thing was said, in one fold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock, Fact
from domain.clocks.ends import ENDS, MET
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.clocks.terms import terms_of
from domain.events.sla import ClockEvent, SlaBreached, SlaOverdue, SlaWarned
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.model import Event
from domain.policy.catalogue import Catalogue

LATE, NO_LONGER = "late", "no_longer_awaited"
FIRED = (SlaWarned, SlaBreached, SlaOverdue)
"""What time brings about; all else that clocks say, they say because of a fact."""


class Turn(NamedTuple):
    """A fact, and the clocks before and after it; `None` before the opening.

    `replaced` are clocks that it ended to begin their next cycle.
    """

    fact: TicketEvent
    before: TicketClocks | None
    after: TicketClocks
    replaced: tuple[Clock, ...]

    @property
    def at(self) -> int:
        """When the fact took effect, in microseconds."""
        return self.after.facts.effective_at


class Spoken(NamedTuple):
    """A clock as it was when it said something, and what was known of the ticket then."""

    clock: Clock
    facts: TicketFacts


class Clockwork:
    """Folds a ticket's facts once, and says on the way what was said between them.

    `recorded` is what its clocks said; they are held to what was known when they said it, as a
    fact that came late may belong before. `until` is in microseconds.
    """

    def __init__(
        self,
        facts: Sequence[TicketEvent],
        until: int,
        catalogue: Catalogue,
        recorded: Iterable[ClockEvent] = (),
    ) -> None:
        self._catalogue = catalogue
        self._spoken: dict[str, Spoken] = {}
        self.turns: list[Turn] = []
        self.now: TicketClocks | None = None
        fired_at = _last_fired(recorded)
        for fact in facts:
            before: TicketClocks | None = self.now
            self.now, said = fold(before, fact, catalogue)
            self._note(said, before)
            replaced = tuple(self._replaced(fact, before, self.now))
            self.turns.append(Turn(fact, before, self.now, replaced))
            if at := fired_at.get(fact.originator_version):
                self._fire(at + 1)
        self._fire(until)

    def spoken(self, event: ClockEvent) -> Spoken | None:
        """Return the clock behind what was said, if the fold says it too."""
        return self._spoken.get(event.event_id)

    def _fire(self, until: int) -> None:
        if self.now is not None:
            self.now, said = fire(self.now, until, self._catalogue)
            self._note(said, None)

    def _replaced(
        self, fact: TicketEvent, before: TicketClocks | None, after: TicketClocks
    ) -> Iterator[Clock]:
        at = after.facts.effective_at
        for clock in before.clocks if before else ():
            follower = after.of(clock.metric)
            if before and clock.is_active and follower and follower.cycle != clock.cycle:
                spoken = fire(before, at, self._catalogue).clocks.of(clock.metric) or clock
                yield ended_by(fact, at, spoken, self._catalogue)

    def _note(self, said: Sequence[ClockEvent], before: TicketClocks | None) -> None:
        """Remember who spoke; a clock that has made way for the next cycle was there before."""
        assert self.now is not None  # noqa: S101  # somebody spoke
        for event in said:
            for book in (self.now, before):
                clock = book.of(event.metric) if book else None
                if book and clock and clock.cycle == event.cycle:
                    self._spoken.setdefault(event.event_id, Spoken(clock, book.facts))


def ended_by(fact: TicketEvent, at: int, clock: Clock, catalogue: Catalogue) -> Clock:
    """Return the clock as the fact ended it at its effective time, in microseconds."""
    end = ENDS.get(type(fact))
    terms = terms_of(clock.terms, clock.metric, catalogue)
    how = end(clock, terms, fact) if end else ""
    if how == MET and clock.is_breached:
        how = LATE
    return clock.ending(how or NO_LONGER, Fact(fact.event_id, at), catalogue)


def clockwork_of(events: Sequence[Event], until: int, catalogue: Catalogue) -> Clockwork:
    """Return a ticket's clocks up to an instant, in microseconds, by all that the log has on it."""
    facts = [event for event in events if isinstance(event, TicketEvent)]
    said = [event for event in events if isinstance(event, ClockEvent)]
    return Clockwork(facts, until, catalogue, said)


def _last_fired(recorded: Iterable[ClockEvent]) -> dict[int, int]:
    """Return when clocks said something last on each version of the ticket, without new facts."""
    last: dict[int, int] = {}
    for event in recorded:
        if isinstance(event, FIRED):
            at = max(event.occurred_at, last.get(event.ticket_version, 0))
            last[event.ticket_version] = at
    return last
