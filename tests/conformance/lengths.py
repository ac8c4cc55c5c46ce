"""What is expected of times taken and paused."""

from __future__ import annotations

from typing import Any

from domain.durations import MINUTE, SECOND
from domain.events.ticket import TicketHeld
from tests.conformance.instants import instant
from tests.conformance.moment import Moment, Pair, instant_or_none, length_or_none


def started(moment: Moment, value: str) -> Pair:
    """Compare with when the first of the clocks started."""
    begun = [each.started_at for each in moment.state.standings.values()]
    return instant(value), min(begun, default=None)


def actual(moment: Moment, value: int | None, name: str, unit: str) -> Pair:
    size = {"minutes": MINUTE, "seconds": SECOND}[unit]
    found = moment.course.longest(moment.state, name)
    return length_or_none(value, size), found and found.used


def actual_is_set(moment: Moment, value: Any, name: str) -> Pair:
    return value, moment.course.longest(moment.state, name) is not None


def difference(moment: Moment, value: int | None, name: str) -> Pair:
    found = moment.course.longest(moment.state, name)
    return length_or_none(value, MINUTE), found and found.target - found.used


def ended_at(moment: Moment, value: str | None, name: str) -> Pair:
    found = moment.course.standing(moment.state, name)
    return instant_or_none(value), found and found.ended_at


def paused(moment: Moment, value: int) -> Pair:
    return value * SECOND, moment.course.main(moment.state).uncounted


def paused_wall(moment: Moment, value: int) -> Pair:
    return value * SECOND, moment.course.main(moment.state).paused_for


def on_hold_since(moment: Moment, value: str) -> Pair:
    held = [fact.occurred_at for fact in moment.state.facts if isinstance(fact, TicketHeld)]
    return instant(value), held[-1] if held else None


def first_responded_at(moment: Moment, value: str | None) -> Pair:
    return ended_at(moment, value, "first_response")
