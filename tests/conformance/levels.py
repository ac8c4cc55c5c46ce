"""What is expected of a peer's escalation levels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.events.ticket import PriorityChanged, TicketOpened
from tests.conformance.instants import instant
from tests.conformance.moment import Moment, Pair


def escalations(moment: Moment, value: Mapping[str, str]) -> Pair:
    course, state = moment.course, moment.state
    levels = {str(level.number): level for level in course.levels(state)}
    found = {n: course.reached(state, levels[n], moment.facts) for n in value if n in levels}
    return {n: instant(at) for n, at in value.items()}, found


def pending_escalations(moment: Moment, value: int) -> Pair:
    labels = {level.label for level in moment.course.levels(moment.state)}
    ahead = moment.course.main(moment.state).ahead
    return value, sum(each.milestone in labels for each in ahead)


def fired(moment: Moment, value: list[int]) -> Pair:
    return value, moment.course.fired(moment.state)


def next_level(moment: Moment, value: int | None) -> Pair:
    levels = {level.label: level.number for level in moment.course.levels(moment.state)}
    ahead = [each.milestone for each in moment.course.main(moment.state).ahead]
    return value, next((levels[label] for label in ahead if label in levels), None)


def priority(moment: Moment, value: Any) -> Pair:
    told = [
        fact.new if isinstance(fact, PriorityChanged) else fact.priority
        for fact in moment.state.facts
        if isinstance(fact, PriorityChanged | TicketOpened)
    ]
    return str(value), told[-1]
