"""The times in which a ticket was under one version of a policy, and its clocks in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock
from domain.facts import TicketFacts
from domain.hours import Span
from domain.why.clockwork import Clockwork, Turn

Cycle = tuple[str, int]
"""A metric and the number of its cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reign:
    """A version's times, the last of which may go on until now (`is_over` says whether).

    `facts` are those at its end, `clocks` each cycle that it held, as it was there. `version` is 0
    for the times under no policy.
    """

    policy: str
    version: int
    facts: TicketFacts
    times: tuple[Span, ...]
    clocks: Mapping[Cycle, Clock]
    is_over: bool

    @property
    def end(self) -> int:
        """When it ended, or now; in microseconds."""
        return self.times[-1].end

    def of(self, metric: str) -> list[Clock]:
        """Return the cycles of the metric that it held, in their order."""
        return [clock for (name, _), clock in sorted(self.clocks.items()) if name == metric]


class _Growing:
    """A reign while facts are added to it."""

    def __init__(self) -> None:
        self.times: list[Span] = []
        self.clocks: dict[Cycle, Clock] = {}
        self.facts: TicketFacts

    def begin(self, at: int, now: int) -> None:
        self.times.append(Span(at, max(at, now)))

    def end(self, at: int) -> None:
        self.times[-1] = Span(self.times[-1].start, at)

    def add(self, turn: Turn) -> None:
        self.facts = turn.after.facts
        self.clocks.update(((c.metric, c.cycle), c) for c in turn.replaced)
        self.clocks.update(_held(turn.before, turn.after))

    def grown(self, *, is_over: bool) -> Reign:
        return Reign(
            policy=self.facts.policy,
            version=self.facts.policy_version,
            facts=self.facts,
            times=tuple(self.times),
            clocks=self.clocks,
            is_over=is_over,
        )


def reigns(clockwork: Clockwork, now: int) -> list[Reign]:
    """Return the versions in the order in which they first held; `now` is in microseconds."""
    found: dict[tuple[str, int], _Growing] = {}
    current: _Growing | None = None
    for turn in clockwork.turns:
        facts = turn.after.facts
        reign = found.setdefault((facts.policy, facts.policy_version), _Growing())
        if reign is not current:
            if current is not None:
                current.end(turn.at)
            reign.begin(turn.at, now)
            current = reign
        current.add(turn)
    if current is not None and clockwork.now is not None:
        current.clocks.update(_held(clockwork.turns[-1].after, clockwork.now))
    return [reign.grown(is_over=reign is not current) for reign in found.values()]


def _held(before: TicketClocks | None, after: TicketClocks) -> Iterator[tuple[Cycle, Clock]]:
    """Yield the clocks that ran or changed; what had ended before belongs to earlier times."""
    for clock in after.clocks:
        was = before.of(clock.metric) if before else None
        if clock.is_active or clock != was:
            yield (clock.metric, clock.cycle), clock
