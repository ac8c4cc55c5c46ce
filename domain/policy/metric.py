"""What one metric promises: how long, paused when, and what is said on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.durations import parse_duration
from domain.policy.measure import Measure

ACKNOWLEDGE = "acknowledge"
FIRST_RESPONSE = "first_response"
NEXT_RESPONSE = "next_response"
UPDATE = "update"
REQUESTER_WAIT = "requester_wait"
TIER_TIME = "tier_time"
RESOLUTION = "resolution"
METRICS = (
    ACKNOWLEDGE,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    UPDATE,
    REQUESTER_WAIT,
    TIER_TIME,
    RESOLUTION,
)
HOLDS = ("requester", "vendor", "internal")
"""For whom a ticket may wait, and thus what may pause a clock."""

WARNED, BREACHED, OVERDUE = "warned", "breached", "overdue"


class Milestone(NamedTuple):
    """A point on a clock: `offset` is in microseconds of business time since its start."""

    offset: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as written: `80%`, `10m before` or, after the breach, `2h`."""

    kind: str
    label: str

    def offset(self, target: int) -> int:
        """Return where the step lies on a clock of that target, in microseconds."""
        if self.label.endswith("%"):
            return target * int(self.label[:-1]) // 100
        if self.label.endswith(" before"):
            return max(0, target - parse_duration(self.label.removesuffix(" before")))
        return target + parse_duration(self.label)


@dataclass(frozen=True, slots=True)
class MetricTarget:
    """The promise: `target` in microseconds of business time, or `business_days` to their end."""

    metric: str
    measure: Measure
    target: int
    business_days: int
    until: str
    pause: frozenset[str]
    steps: tuple[Step, ...]
    _milestones: dict[int, tuple[Milestone, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def milestones(self, target: int) -> tuple[Milestone, ...]:
        """Return all milestones of a clock of that target, in order."""
        known = self._milestones.get(target)
        if known is None:
            known = self._milestones[target] = tuple(sorted(self._all(target)))
        return known

    def _all(self, target: int) -> list[Milestone]:
        said = [Milestone(step.offset(target), step.kind, step.label) for step in self.steps]
        return [*said, Milestone(target, BREACHED, "breach")]


def metric_target(
    metric: str, document: Mapping[str, Any], measure: Measure, steps: Sequence[Step]
) -> MetricTarget:
    """Return the promise that the document states; `steps` are those that the rules add."""
    days = document.get("business_days", 0)
    own = [Step(WARNED, label) for label in document.get("warn_at", ())]
    own += [Step(OVERDUE, label) for label in document.get("overdue", ())]
    pause = set(document.get("pause", ()))
    if metric == REQUESTER_WAIT:
        pause.add("requester")
    return MetricTarget(
        metric=metric,
        measure=measure,
        target=0 if days else parse_duration(document["target"]),
        business_days=days,
        until=document.get("until", "resolved"),
        pause=frozenset(pause),
        steps=tuple(dict.fromkeys([*own, *steps])),
    )
