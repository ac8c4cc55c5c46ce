"""What is expected of deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.events.ticket import TicketClosed, TicketReopened
from tests.conformance.moment import Moment, Pair, instant_or_none
from tests.conformance.rows import NotCovered

ENDED = "closing ends clocks, and an ended clock has no deadline here"


def due(moment: Moment, value: str | None, name: str) -> Pair:
    found = moment.course.due(moment.state, name)
    if value is not None and found is None and _is_closed(moment):
        raise NotCovered(ENDED)
    return instant_or_none(value), found


def next_escalation(moment: Moment, value: str | None) -> Pair:
    return due(moment, value, "")


def _is_closed(moment: Moment) -> bool:
    ends = [fact for fact in moment.state.facts if isinstance(fact, TicketClosed | TicketReopened)]
    return bool(ends) and isinstance(ends[-1], TicketClosed)


def due_is_set(moment: Moment, value: Any, name: str) -> Pair:
    return value, moment.course.due(moment.state, name) is not None


def unchanged(moment: Moment, place: int, name: str) -> Pair:
    """Compare the deadline after an event with that before it."""
    states = moment.course.states
    if not 1 <= place < len(states):
        raise NotCovered(f"a deadline before and after event {place}")
    before, after = states[place - 1], states[place]
    return moment.course.due(before, name), moment.course.due(after, name)


def due_unchanged(moment: Moment, place: int) -> Pair:
    return unchanged(moment, place, "")


def order(moment: Moment, value: Mapping[str, str]) -> Pair:
    """Compare the ticket's deadlines after two events: `{after_event_1: "> after_event_0"}`."""
    found = {}
    for after, relation in value.items():
        sign, other = relation.split()
        if sign not in "<>":
            raise NotCovered(f"deadlines in the order '{relation}'")
        found[after] = f"{_sign(_due_after(moment, after), _due_after(moment, other))} {other}"
    return value, found


def _due_after(moment: Moment, name: str) -> int | None:
    return moment.course.due(moment.course.states[int(name.removeprefix("after_event_"))])


def _sign(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "without"
    return ">" if one > other else "<" if one < other else "="


def shifted(moment: Moment, value: Any, name: str) -> Pair:
    """Say whether the deadline moved by as much as the ticket was held."""
    first, last = moment.course.states[0], moment.course.states[-1]
    before, after = moment.course.running(first, name), moment.course.running(last, name)
    return value, [each.due_at for each in after] == [
        (each.due_at or 0) + held.paused_for for each, held in zip(before, after, strict=True)
    ] and any(each.paused_for for each in after)
