"""What a peer's metrics and steps are called here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from domain.durations import DAY, SECOND
from domain.policy.metric import (
    ACKNOWLEDGE,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    RESOLUTION,
    TIER_TIME,
    UPDATE,
)
from infra.policies.length import in_hours
from tests.conformance.rows import NotCovered, known

METRICS: Mapping[str, tuple[str, ...]] = {
    "first_response": (FIRST_RESPONSE,),
    "next_response": (NEXT_RESPONSE,),
    "response": (FIRST_RESPONSE, NEXT_RESPONSE),
    "periodic_update": (UPDATE,),
    "keep_in_loop": (UPDATE,),
    "own": (ACKNOWLEDGE,),
    "resolution": (RESOLUTION,),
}
FROM_OPENING = frozenset(["next_response", "periodic_update"])
"""Metrics that the peer measures before the first reply too."""

PAUSED_AS = {"periodic_update": "next_response"}
"""Under which name the peer lists the pauses of a metric, where that isn't its own."""

LEVEL_KEYS = "level offset_seconds relative_to when actions"
BREACH = "breach"
WAITS_ON = "requester"
"""Whom a ticket waits for, here, in a peer's pausing states."""


class Level(NamedTuple):
    """A peer's escalation level: the milestone's label here, and the rule that acts on it."""

    number: int
    label: str
    match: Mapping[str, Sequence[str]]
    set_priority: str

    @property
    def key(self) -> str:
        """The key of a promise that the label belongs to; none for the breach itself."""
        if self.label == BREACH:
            return ""
        return "warn_at" if self.label.endswith("before") else "overdue"


def is_inner(policy: Mapping[str, Any]) -> bool:
    """Return whether the agreement is one between teams, which begins when it is assigned."""
    start = policy.get("clock_starts")
    if start not in (None, "ticket_opened", "immediately", "agreement_assigned"):
        raise NotCovered(f"a clock that starts at {start}")
    if start is None:
        return bool(policy.get("agreement") == "OLA")
    return bool(start == "agreement_assigned")


def metrics_of(name: str, policy: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the metrics here for one of the peer's; an inner resolution is the time in a tier."""
    if name not in METRICS:
        raise NotCovered(f"metric '{name}' has no counterpart here")
    if name == "resolution" and is_inner(policy):
        return (TIER_TIME,)
    return METRICS[name]


def length_of(target: Mapping[str, Any]) -> str:
    """Return a target such as `{unit: day, n: 5}` as a policy here writes it."""
    known(target, "unit n end_of_working_day", "the target")
    unit, number, to_end = target["unit"], target["n"], target.get("end_of_working_day", False)
    if unit == "day":
        return f"{number}d" if to_end else f"{number}d same time"
    if unit not in ("minute", "hour") or to_end:
        raise NotCovered(f"a target of {number} {unit}s" + " to the day's end" * bool(to_end))
    return f"{number}{unit[0]}"


def level_of(stated: Mapping[str, Any], metric: str) -> Level:
    """Return one of the peer's escalation levels; whole days are business days, as it has them."""
    known(stated, LEVEL_KEYS, "the escalation level")
    if stated.get("relative_to", f"{metric}_due") != f"{metric}_due":
        raise NotCovered(f"a level relative to {stated['relative_to']}")
    when, actions = stated.get("when", {}), stated.get("actions", ())
    known(when, "priority", "the level's condition")
    if len(actions) > 1 or any(action.get("set") != "priority" for action in actions):
        raise NotCovered("a level that does more than set the priority")
    if when and not actions:
        raise NotCovered("a level with a condition that does nothing")
    return Level(
        number=stated["level"],
        label=label_of(stated["offset_seconds"]),
        match={facet: [str(value)] for facet, value in when.items()},
        set_priority=str(actions[0]["to"]) if actions else "",
    )


def label_of(offset: int) -> str:
    """Return the label of a milestone so many seconds from the deadline."""
    if offset == 0:
        return BREACH
    length = abs(offset) * SECOND
    text = f"{length // DAY}d" if length % DAY == 0 else in_hours(length)
    return f"{text} before" if offset < 0 else text
