"""How a clock stands at a moment: whether it runs, what it has used, what is ahead of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from domain.clocks.clock import Clock
from domain.clocks.terms import TermsKey, terms_of
from domain.facts import NEVER
from domain.policy.catalogue import Catalogue

RUNNING, OFF_HOURS, PAUSED = "running", "off_hours", "paused"


class Ahead(NamedTuple):
    """A milestone to come, and when it will be reached if nothing changes, in microseconds."""

    milestone: str
    at: int


class Standing(NamedTuple):
    """One clock at a moment; instants and lengths are microseconds.

    `state` is running, off_hours (it goes on when somebody is there again), paused, or how it
    ended. `due_at` is the deadline of one that runs, also where it is past. `used` and
    `uncounted` are the business time since the start that counted and that didn't: in pauses, and
    while the clock had ended. `paused_for` is the length of the pauses by the wall clock.
    """

    metric: str
    cycle: int
    revision: int
    state: str
    terms: TermsKey
    started_at: int
    ended_at: int | None
    target: int
    due_at: int | None
    used: int
    uncounted: int
    paused_for: int
    is_breached: bool
    ahead: tuple[Ahead, ...]


def standing(clock: Clock, now: int, catalogue: Catalogue) -> Standing:
    """Return how the clock stands at `now`, which is no earlier than what it knows."""
    runs = clock.running_since != NEVER
    until = clock.changed.at if clock.ended else now
    return Standing(
        metric=clock.metric,
        cycle=clock.cycle,
        revision=clock.revision,
        state=_state(clock, now, catalogue),
        terms=clock.terms,
        started_at=clock.started_at,
        ended_at=clock.changed.at if clock.ended else None,
        target=clock.target,
        due_at=clock.due_at if runs else None,
        used=clock.elapsed(now, catalogue),
        uncounted=sum(_gaps(clock, until, catalogue)),
        paused_for=clock.paused_for + (now - clock.paused_since) * (clock.paused_since != NEVER),
        is_breached=clock.is_breached,
        ahead=tuple(_ahead(clock, catalogue)) if runs else (),
    )


def _state(clock: Clock, now: int, catalogue: Catalogue) -> str:
    if clock.ended:
        return clock.ended
    if clock.running_since == NEVER:
        return PAUSED
    calendar = terms_of(clock.terms, clock.metric, catalogue).calendar
    return RUNNING if calendar.is_open(now) else OFF_HOURS


def _gaps(clock: Clock, until: int, catalogue: Catalogue) -> Iterator[int]:
    """Yield the business time of each stretch in which the clock stood still."""
    end = clock.started_at
    for stretch in clock.stretches:
        yield _between(clock, stretch.terms, (end, stretch.start), catalogue)
        end = stretch.end
    start = until if clock.running_since == NEVER else clock.running_since
    yield _between(clock, clock.terms, (end, start), catalogue)


def _between(clock: Clock, key: TermsKey, gap: tuple[int, int], catalogue: Catalogue) -> int:
    return terms_of(key, clock.metric, catalogue).calendar.elapsed(*gap)


def _ahead(clock: Clock, catalogue: Catalogue) -> Iterator[Ahead]:
    terms = terms_of(clock.terms, clock.metric, catalogue)
    for milestone in clock.remaining(terms, clock.due_at):
        yield Ahead(milestone.label, clock.instant_of(milestone.offset, catalogue))
