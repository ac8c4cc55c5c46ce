"""How a deadline came about: what was counted, what wasn't, and the sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.clocks.terms import terms_of
from domain.events.sla import ClockEvent, SlaOverdue, SlaWarned
from domain.events.ticket_event import TicketEvent
from domain.facts import NEVER
from domain.hours import Span
from domain.policy.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A time in which the clock ran, and the open spans in it; `sum` is in microseconds."""

    start: int
    end: int
    calendar: str
    spans: tuple[Span, ...]

    @property
    def sum(self) -> int:
        return sum(span.end - span.start for span in self.spans)


@dataclass(frozen=True, kw_only=True)
class Arithmetic:
    """A clock's way to an instant; `pauses` are the times between the counted ones.

    `used` is the sum of all that was counted up to `until`; at a breach it is the target.
    """

    metric: str
    cycle: int
    started_at: int
    target: int
    counted: tuple[Counted, ...]
    pauses: tuple[Span, ...]
    until: int

    @property
    def used(self) -> int:
        return sum(part.sum for part in self.counted)


class Clockwork:
    """A ticket's clocks as they were when each thing was said, found by folding its facts again."""

    def __init__(self, facts: Sequence[TicketEvent], until: int, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._clocks: dict[str, Clock] = {}
        self.now: TicketClocks | None = None
        for fact in facts:
            self.now, said = fold(self.now, fact, catalogue)
            self._note(said)
        if self.now is not None:
            self.now, said = fire(self.now, until, catalogue)
            self._note(said)

    def of(self, event: ClockEvent) -> Arithmetic | None:
        """Return the arithmetic behind what a clock said, if the fold says it too."""
        clock = self._clocks.get(event.event_id)
        if clock is None:
            return None
        if isinstance(event, SlaWarned | SlaOverdue):
            return self.up_to(clock, event.reached_at, event.target)
        return self.up_to(clock, min(event.due_at, event.occurred_at), event.target)

    def up_to(self, clock: Clock, until: int, target: int) -> Arithmetic:
        """Return what the clock had counted by then."""
        counted = tuple(self._counted(clock, until))
        pauses = tuple(
            Span(before.end, after.start)
            for before, after in pairwise(counted)
            if after.start > before.end
        )
        return Arithmetic(
            metric=clock.metric,
            cycle=clock.cycle,
            started_at=clock.started_at,
            target=target,
            counted=counted,
            pauses=pauses,
            until=until,
        )

    def _note(self, said: Sequence[ClockEvent]) -> None:
        for event in said:
            clock = self.now.of(event.metric) if self.now else None
            if clock is not None:
                self._clocks[event.event_id] = clock

    def _counted(self, clock: Clock, until: int) -> Iterator[Counted]:
        stretches = [(s.start, s.end, s.terms) for s in clock.stretches]
        if clock.running_since != NEVER:
            stretches.append((clock.running_since, until, clock.terms))
        for start, end, key in stretches:
            if start < until:
                terms = terms_of(key, clock.metric, self._catalogue)
                spans = tuple(terms.calendar.spans_between(start, min(end, until)))
                yield Counted(
                    start=start,
                    end=min(end, until),
                    calendar=terms.calendar_name,
                    spans=spans,
                )
