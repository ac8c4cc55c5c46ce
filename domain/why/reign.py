"""The times in which a ticket was under one version of a policy, and its clocks in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock
from domain.facts import TicketFacts
from domain.hours import Span
from domain.why.clockwork import Clockwork, Turn


@dataclass(kw_only=True)
class Reign:
    """A version's times, the last of which may go on until now (`is_over` says whether).

    `facts` are those at its end, `clocks` each cycle that it held, by metric and number, as it was
    there. `version` is 0 for the times under no policy.
    """

    policy: str
    version: int
    facts: TicketFacts
    times: list[Span] = field(default_factory=list)
    clocks: dict[tuple[str, int], Clock] = field(default_factory=dict)
    is_over: bool = True

    @property
    def end(self) -> int:
        """When it ended, or now; in microseconds."""
        return self.times[-1].end

    def of(self, metric: str) -> list[Clock]:
        """Return the cycles of the metric that it held, in their order."""
        return [clock for (name, _), clock in sorted(self.clocks.items()) if name == metric]


def reigns(clockwork: Clockwork, now: int) -> list[Reign]:
    """Return the versions in the order in which they first held; `now` is in microseconds."""
    found: dict[tuple[str, int], Reign] = {}
    current: Reign | None = None
    for turn in clockwork.turns:
        if current is None or _key(turn) != (current.policy, current.version):
            if current is not None:
                current.times[-1] = Span(current.times[-1].start, turn.at)
            current = _begun(found, turn, now)
        current.facts = turn.after.facts
        current.clocks.update(((c.metric, c.cycle), c) for c in turn.replaced)
        current.clocks.update(_held(turn.before, turn.after))
    if current is not None and clockwork.now is not None:
        current.is_over = False
        current.clocks.update(_held(clockwork.turns[-1].after, clockwork.now))
    return list(found.values())


def _key(turn: Turn) -> tuple[str, int]:
    return turn.after.facts.policy, turn.after.facts.policy_version


def _begun(found: dict[tuple[str, int], Reign], turn: Turn, now: int) -> Reign:
    policy, version = key = _key(turn)
    new = Reign(policy=policy, version=version, facts=turn.after.facts)
    reign = found.setdefault(key, new)
    reign.times.append(Span(turn.at, max(turn.at, now)))
    return reign


def _held(
    before: TicketClocks | None, after: TicketClocks
) -> Iterator[tuple[tuple[str, int], Clock]]:
    """Yield the clocks that ran or changed; what had ended before belongs to earlier times."""
    for clock in after.clocks:
        was = before.of(clock.metric) if before else None
        if clock.is_active or clock != was:
            yield (clock.metric, clock.cycle), clock
