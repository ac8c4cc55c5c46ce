"""Saying what is due: each milestone once, none before its time."""

from __future__ import annotations

from typing import NamedTuple

from domain.clocks.book import TicketClocks
from domain.clocks.clock import Clock
from domain.clocks.sayings import Speaker
from domain.clocks.terms import terms_of
from domain.events.sla import ClockEvent
from domain.facts import NEVER, TicketFacts
from domain.policy.catalogue import Catalogue
from domain.policy.metric import BREACHED, Milestone


class Fired(NamedTuple):
    """What follows: the clocks as they are then, and what they said, in order."""

    clocks: TicketClocks
    said: list[ClockEvent]


def fire(clocks: TicketClocks, now: int, catalogue: Catalogue) -> Fired:
    """Say every milestone that took effect before `now` (microseconds), in order.

    Not those of the instant itself: facts of an instant come before its milestones.
    """
    said: list[ClockEvent] = []
    while (clock := _next(clocks)) is not None and clock.next_at < now:
        clock, events = say_due(clock, clocks.facts, catalogue)
        clocks = clocks.with_clock(clock)
        said += events
    said.sort(key=order_of_saying)
    return Fired(clocks, said)


def order_of_saying(event: ClockEvent) -> tuple[int, int, str, str, str]:
    """Return the key that orders milestones that take effect together."""
    return (
        event.occurred_at,
        getattr(event, "reached_at", event.due_at),
        event.ticket_id,
        event.metric,
        getattr(event, "milestone", ""),
    )


def _next(clocks: TicketClocks) -> Clock | None:
    waiting = [clock for clock in clocks.clocks if clock.next_at != NEVER]
    return min(waiting, key=lambda clock: (clock.next_at, clock.metric), default=None)


def say_due(
    clock: Clock, facts: TicketFacts, catalogue: Catalogue
) -> tuple[Clock, list[ClockEvent]]:
    """Say all that takes effect at the clock's next instant; only the highest of it acts."""
    at = clock.next_at
    terms = terms_of(clock.terms, clock.metric, catalogue)
    passed: list[tuple[Milestone, int]] = []
    for milestone in clock.remaining(terms, clock.due_at):
        due_at = clock.instant_of(milestone.offset, catalogue)
        if max(due_at, clock.changed.at) > at:
            break
        passed.append((milestone, due_at))
    speaker = Speaker(facts, catalogue)
    events = [
        speaker.passed(clock, milestone, (due_at, at), acts=_is_as_high(milestone, passed[-1][0]))
        for milestone, due_at in passed
    ]
    labels = tuple(milestone.label for milestone, _ in passed)
    breach = [due_at for milestone, due_at in passed if milestone.kind == BREACHED]
    spoken = clock._replace(
        said=(*clock.said, *labels), breached_at=breach[0] if breach else clock.breached_at
    )
    return spoken.scheduled(catalogue), events


def _is_as_high(milestone: Milestone, highest: Milestone) -> bool:
    return milestone[:2] == highest[:2]
