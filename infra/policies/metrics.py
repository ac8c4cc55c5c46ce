"""One promise, as people write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from domain.durations import parse_duration
from domain.policy.metric import BEGINNINGS, HOLDS, REQUESTER_WAIT, RESOLUTION
from infra.policies.calendar_names import CalendarNames
from infra.policies.length import Overdue, TargetLength, Warned, business_days
from infra.policies.part import EachOnce, OneOrMore, Part, one_of

ENDS = ("resolved", "closed")
BOUNDARIES = ("close", "open")

_STARTS = sorted({start for starts in BEGINNINGS.values() for start in starts})


class MetricText(Part):
    """One promise; `business_days` only repeats what a target such as `2d` says.

    Without a `calendar` or a `boundary` of its own it has those of the target it is in.
    """

    target: TargetLength = Field(examples=["target: 4h"])
    business_days: int = Field(0, examples=["target: 2d"])
    calendar: CalendarNames = Field((), examples=["calendar: office"])
    boundary: Annotated[str, one_of("boundary", ("", *BOUNDARIES))] = Field(
        "", examples=["boundary: open"]
    )
    until: Annotated[str, one_of("end", ("", *ENDS))] = Field("", examples=["until: closed"])
    begins: Annotated[str, one_of("beginning", ("", *_STARTS))] = Field(
        "", examples=["begins: opening"]
    )
    pause: Annotated[tuple[Annotated[str, one_of("hold", HOLDS)], ...], OneOrMore] = Field(
        (), examples=["pause: [vendor]"]
    )
    warn_at: Annotated[tuple[Warned, ...], OneOrMore, EachOnce] = Field(
        (), examples=["warn_at: [50%, 5m before]"]
    )
    overdue: Annotated[tuple[Overdue, ...], OneOrMore, EachOnce] = Field(
        (), examples=["overdue: [2h, 4h]"]
    )

    def canonical(self, metric: str) -> dict[str, Any]:
        """Return the promise with its defaults."""
        held = {*self.pause, "requester"} if metric == REQUESTER_WAIT else set(self.pause)
        own: dict[str, Any] = {"until": self.until or ENDS[0]} if metric == RESOLUTION else {}
        if self.begins in BEGINNINGS.get(metric, ())[1:]:
            own["begins"] = self.begins
        if self.calendar:
            own["calendar"] = self.calendar
        if self.boundary:
            own["boundary"] = self.boundary
        return {
            "target": self.target,
            "business_days": business_days(self.target),
            "pause": [hold for hold in HOLDS if hold in held],
            "warn_at": self.warn_at,
            "overdue": self.overdue,
            **own,
        }

    def mistakes(self, metric: str) -> Iterator[tuple[str, str]]:
        """Find keys that contradict one another; each with its sentence."""
        days = business_days(self.target)
        if self.business_days not in (0, days):
            message = f"{self.business_days} is not what target '{self.target}' says; leave it out"
            yield "business_days", message
        if self.until and metric != RESOLUTION:
            yield "until", f"only {RESOLUTION} has an end to choose; leave it out of {metric}"
        if self.begins and self.begins not in BEGINNINGS.get(metric, ()):
            yield "begins", _wrong_beginning(metric)
        for warning in () if days else self.warn_at:
            ahead, _, before = warning.partition(" ")
            early = before and not business_days(ahead)
            if early and parse_duration(ahead) >= parse_duration(self.target):
                message = f"'{warning}' is no later than the start of a target of {self.target}"
                yield "warn_at", f"{message}; warn less long before"


def _wrong_beginning(metric: str) -> str:
    if metric in BEGINNINGS:
        return f"{metric} begins at {' or '.join(BEGINNINGS[metric])}; choose one of these"
    return f"only {', '.join(BEGINNINGS)} have a beginning to choose; leave it out of {metric}"
