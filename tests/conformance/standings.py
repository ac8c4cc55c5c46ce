"""What is expected of breaches, words and notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.clocks.standing import OFF_HOURS
from domain.events.conversation import ReplySent, StaffNotified
from domain.events.sla import SlaBreached, SlaMet, SlaWarned
from domain.events.ticket import TierMoved
from tests.conformance.moment import Moment, Pair
from tests.conformance.rows import NotCovered
from tests.conformance.stage import State, rebuilt
from tests.conformance.status import stands

LOOKS = ("opened", "viewed", "agent_reply")
"""After which events the customer may look whether somebody is there."""
SAID = {"breached": SlaBreached, "warned": SlaWarned, "warning": SlaWarned, "met": SlaMet}


def breached(moment: Moment, value: Mapping[str, bool]) -> Pair:
    return value, {name: moment.course.is_breached(moment.state, name) for name in value}


def emitted(moment: Moment, value: Mapping[str, int]) -> Pair:
    found = {}
    for label in value:
        name, _, kind = label.rpartition("_")
        if kind not in SAID:
            raise NotCovered(f"an event '{label}' has no counterpart here")
        found[label] = moment.course.said(moment.state, name, SAID[kind])
    return value, found


def status(moment: Moment, value: str) -> Pair:
    return True, stands(value, moment.state)


def outside(moment: Moment, value: Any) -> Pair:
    return value, is_outside(moment.course.states[0])


def is_outside(state: State) -> bool:
    return any(each.state == OFF_HOURS for each in state.standings.values())


def banner(moment: Moment, value: list[bool]) -> Pair:
    """Say when the customer is told that nobody is there: until the next opening, or an answer."""
    told = zip(moment.course.states, moment.course.events, strict=True)
    looked = [(state, event["event"]) for state, event in told if event["event"] in LOOKS]
    seen = [state for state, name in looked if name != "agent_reply"]
    states = seen if len(value) <= len(seen) else [state for state, _ in looked]
    if len(value) == 1 and looked[-1][1] == "agent_reply":
        states = [state for state, _ in looked]
    return value, [_is_told_so(state) for state in states][-len(value) :]


def _is_told_so(state: State) -> bool:
    has_begun = any(each.used for each in state.standings.values())
    is_answered = any(isinstance(fact, ReplySent) for fact in state.facts)
    return is_outside(state) and not has_begun and not is_answered


def notifications(moment: Moment, value: int) -> Pair:
    told = [fact.audience for fact in moment.state.facts if isinstance(fact, StaffNotified)]
    return value, sum(map(len, told))


def quiet(moment: Moment, value: Any) -> Pair:
    """Say whether nothing was breached or moved, however long one waits."""
    return value, not any(isinstance(fact, SlaBreached | TierMoved) for fact in moment.facts)


def index_rebuilt(moment: Moment, value: Any) -> Pair:
    state = moment.state
    return value, rebuilt(state.facts, state.now) == state.standings
