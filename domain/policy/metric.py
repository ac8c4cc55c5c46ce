"""What one metric promises: how long, paused when, and what is said on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.durations import parse_duration
from domain.hours import Calendar
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
OPENING, FIRST_CONTACT, FIRST_REPLY = "opening", "first_contact", "first_reply"
BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    FIRST_RESPONSE: (OPENING, FIRST_CONTACT),
    NEXT_RESPONSE: (FIRST_REPLY, OPENING),
    UPDATE: (FIRST_REPLY, OPENING),
}
"""From when on a metric may count; the first is what holds unless another is written."""
HOLDS = ("requester", "vendor", "internal")
"""For whom a ticket may wait, and thus what may pause a clock."""

WARNED, BREACHED, OVERDUE = "warned", "breached", "overdue"


SAME_TIME = " same time"
"""What follows a target in business days that ends when it began, not when the day does."""
BEFORE = " before"
_DAYS = re.compile(r"(\d+)d")


class Milestone(NamedTuple):
    """A point on a clock: `offset` is in microseconds of business time since its start."""

    offset: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as written: `80%`, `10m before`, `2d before` or, after the breach, `2h`, `2d`."""

    kind: str
    label: str

    @property
    def days(self) -> int:
        """The business days between the step and the deadline; 0 if it isn't written in days."""
        written = _DAYS.fullmatch(self.label.removesuffix(BEFORE))
        return int(written[1]) if written else 0

    def offset(self, target: int, due_at: int, calendar: Calendar) -> int:
        """Return where the step lies on a clock that is due then, in microseconds."""
        if self.label.endswith("%"):
            return target * int(self.label[:-1]) // 100
        if self.label.endswith(BEFORE):
            return max(0, target - self._ahead(due_at, calendar))
        return target + self._behind(due_at, calendar)

    def _ahead(self, due_at: int, calendar: Calendar) -> int:
        if not self.days:
            return parse_duration(self.label.removesuffix(BEFORE))
        return calendar.elapsed(calendar.subtract_business_days(due_at, self.days), due_at)

    def _behind(self, due_at: int, calendar: Calendar) -> int:
        if not self.days:
            return parse_duration(self.label)
        return calendar.elapsed(due_at, calendar.add_business_days(due_at, self.days))


@dataclass(frozen=True, slots=True)
class MetricTarget:
    """The promise: `target` in microseconds of business time, or so many `business_days`.

    Days go to the end of the last, or with `same_time` to the time of day at which they began.
    `begins` is empty where the metric begins as it does unless written otherwise.
    """

    metric: str
    measure: Measure
    target: int
    business_days: int
    same_time: bool
    until: str
    begins: str
    pause: frozenset[str]
    steps: tuple[Step, ...]
    has_steps_in_days: bool
    _milestones: dict[int, tuple[Milestone, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def milestones(self, target: int, due_at: int) -> tuple[Milestone, ...]:
        """Return all milestones of a clock of that target which is due then, in order."""
        known = self._milestones.get(target)
        if known is None:
            known = self._all(target, due_at)
            if not self.has_steps_in_days:  # their place depends on the deadline
                self._milestones[target] = known
        return known

    def _all(self, target: int, due_at: int) -> tuple[Milestone, ...]:
        calendar = self.measure.calendar
        said = [
            Milestone(step.offset(target, due_at, calendar), step.kind, step.label)
            for step in self.steps
        ]
        return tuple(sorted([*said, Milestone(target, BREACHED, "breach")]))


def metric_target(
    metric: str, document: Mapping[str, Any], measure: Measure, steps: Sequence[Step]
) -> MetricTarget:
    """Return the promise that the document states; `steps` are those that the rules add."""
    days = document.get("business_days", 0)
    own = [Step(WARNED, label) for label in document.get("warn_at", ())]
    own += [Step(OVERDUE, label) for label in document.get("overdue", ())]
    all_steps = tuple(dict.fromkeys([*own, *steps]))
    pause = set(document.get("pause", ()))
    if metric == REQUESTER_WAIT:
        pause.add("requester")
    return MetricTarget(
        metric=metric,
        measure=measure,
        target=0 if days else parse_duration(document["target"]),
        business_days=days,
        same_time=document["target"].endswith(SAME_TIME),
        until=document.get("until", "resolved"),
        begins=document.get("begins", ""),
        pause=frozenset(pause),
        steps=all_steps,
        has_steps_in_days=any(step.days for step in all_steps),
    )
