"""Peers' words for how a ticket's agreement stands, as conditions on what is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.clocks.standing import PAUSED
from domain.events.sla import SlaBreached, SlaBreachRetracted
from domain.policy.metric import FIRST_RESPONSE, RESOLUTION
from tests.conformance.course import ACTIVE
from tests.conformance.rows import NotCovered
from tests.conformance.stage import State


def _breached(state: State) -> bool:
    counts = [sum(isinstance(f, k) for f in state.facts) for k in (SlaBreached, SlaBreachRetracted)]
    return counts[0] > counts[1]


def _waits(state: State) -> bool:
    return state.queued is not None


def _active(state: State, metric: str) -> bool:
    return metric in state.standings and state.standings[metric].state in ACTIVE


def _paused(state: State) -> bool:
    return any(each.state == PAUSED for each in state.standings.values())


WORDS: Mapping[str, Callable[[State], bool]] = {
    "First Response Due": lambda s: _active(s, FIRST_RESPONSE) and not _paused(s),
    "Resolution Due": lambda s: (
        _active(s, RESOLUTION) and not _active(s, FIRST_RESPONSE) and not _paused(s)
    ),
    "Paused": _paused,
    "Fulfilled": lambda s: not _waits(s) and not _breached(s),
    "Failed": _breached,
    "hit": lambda s: not _waits(s) and not _breached(s),
    "missed": lambda s: not _waits(s) and _breached(s),
    "active": lambda s: _waits(s) and not _breached(s),
    "active_with_misses": lambda s: _waits(s) and _breached(s),
}


def stands(word: str, state: State) -> bool:
    """Return whether the word is true of the ticket."""
    if word not in WORDS:
        raise NotCovered(f"status '{word}' has no counterpart here")
    return WORDS[word](state)
