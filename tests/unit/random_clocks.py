"""What timers say of the tickets of `random_tickets`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.clocks.book import TicketClocks
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.durations import MINUTE
from domain.events.sla import ClockEvent
from tests.unit.random_tickets import POLICIES, Happened

AFTERWARDS = 90 * MINUTE
"""How long to listen after the last fact."""


class Heard(NamedTuple):
    """A ticket's clocks, and all that they said."""

    clocks: TicketClocks
    said: list[ClockEvent]


def heard(history: Sequence[Happened], *, looks: bool = True) -> Heard:
    """Return what a timer heard that looked at its clocks whenever it was told of a fact.

    One that doesn't look learns of the time from facts alone, until it is all over.
    """
    clocks: TicketClocks | None = None
    said: list[ClockEvent] = []
    for fact, told_at in history:
        if clocks is not None and looks:
            clocks, events = fire(clocks, told_at, POLICIES)
            said += events
        clocks, events = fold(clocks, fact, POLICIES)
        said += events
    assert clocks is not None
    clocks, events = fire(clocks, history[-1].told_at + AFTERWARDS, POLICIES)
    return Heard(clocks, said + events)


def folded(history: Sequence[Happened]) -> TicketClocks:
    """Return the clocks right after the last fact."""
    clocks: TicketClocks | None = None
    for fact, _ in history:
        clocks, _ = fold(clocks, fact, POLICIES)
    assert clocks is not None
    return clocks
