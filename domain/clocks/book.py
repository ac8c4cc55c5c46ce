"""All clocks of one ticket, as a value: what is known, what runs, and what comes next."""

from __future__ import annotations

from typing import NamedTuple

from domain.clocks.clock import Clock
from domain.facts import NEVER, TicketFacts


class TicketClocks(NamedTuple):
    """A ticket's facts and the latest cycle of each of its metrics."""

    facts: TicketFacts
    clocks: tuple[Clock, ...] = ()

    def of(self, metric: str) -> Clock | None:
        """Return the metric's latest cycle, if there was one."""
        return next((clock for clock in self.clocks if clock.metric == metric), None)

    def with_clock(self, changed: Clock) -> TicketClocks:
        """Return the same with the metric's latest cycle replaced or added."""
        others = [clock for clock in self.clocks if clock.metric != changed.metric]
        return self._replace(clocks=tuple(sorted([*others, changed])))


def next_milestone(clocks: TicketClocks) -> int | None:
    """Return when the next milestone takes effect, in microseconds, or `None` if none will."""
    return min((c.next_at for c in clocks.clocks if c.next_at != NEVER), default=None)
