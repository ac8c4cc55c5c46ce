"""What is promised to which tickets, as people write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from domain.durations import parse_duration
from domain.policy.metric import HOLDS, METRICS, REQUESTER_WAIT, RESOLUTION
from infra.policies.length import Overdue, TargetLength, Warned, business_days
from infra.policies.match import MatchText, covers, match_mistakes
from infra.policies.mistake import Mistake, no_such
from infra.policies.part import EachOnce, OneOrMore, Part, one_of

ALWAYS_CALENDAR = "always"
ENDS = ("resolved", "closed")
BOUNDARIES = ("close", "open")


def _all_of(value: object) -> object:
    if isinstance(value, dict):
        if set(value) != {"all_of"}:
            message = "this is no calendar; write one's name, or all_of: [office, customer-hours]"
            raise ValueError(message)
        value = value["all_of"]
    return [value] if isinstance(value, str) else value


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        message = f"there is no calendar here; name one, or leave the key out for {ALWAYS_CALENDAR}"
        raise ValueError(message)
    return names


CalendarNames = Annotated[
    tuple[str, ...], BeforeValidator(_all_of), EachOnce, AfterValidator(_some)
]
"""One calendar, or several whose common hours count."""


def calendar_mistakes(
    names: Sequence[str], known: Sequence[str], where: tuple[str | int, ...]
) -> Iterator[Mistake]:
    """Find calendars that nobody defined."""
    for name in names:
        if name not in known:
            yield Mistake(where, no_such("calendar", name, known))


class MetricText(Part):
    """One promise; `business_days` only repeats what a target such as `2d` says."""

    target: TargetLength = Field(examples=["target: 4h"])
    business_days: int = Field(0, examples=["target: 2d"])
    until: Annotated[str, one_of("end", ("", *ENDS))] = Field("", examples=["until: closed"])
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
        until = {"until": self.until or ENDS[0]} if metric == RESOLUTION else {}
        return {
            "target": self.target,
            "business_days": business_days(self.target),
            "pause": [hold for hold in HOLDS if hold in held],
            "warn_at": self.warn_at,
            "overdue": self.overdue,
            **until,
        }

    def mistakes(self, metric: str) -> Iterator[tuple[str, str]]:
        """Find keys that contradict one another; each with its sentence."""
        days = business_days(self.target)
        if self.business_days not in (0, days):
            message = f"{self.business_days} is not what target '{self.target}' says; leave it out"
            yield "business_days", message
        if self.until and metric != RESOLUTION:
            yield "until", f"only {RESOLUTION} has an end to choose; leave it out of {metric}"
        for warning in () if days else self.warn_at:
            ahead, _, before = warning.partition(" ")
            if before and parse_duration(ahead) >= parse_duration(self.target):
                message = f"'{warning}' is no later than the start of a target of {self.target}"
                yield "warn_at", f"{message}; warn less long before"


def _short(value: object) -> object:
    return {"target": value} if isinstance(value, str) else value


class TargetText(Part):
    """Promises to the tickets that match."""

    match: MatchText = Field({}, examples=["match: {priority: urgent}"])
    calendar: CalendarNames = Field((ALWAYS_CALENDAR,), examples=["calendar: office"])
    boundary: Annotated[str, one_of("boundary", BOUNDARIES)] = Field(
        BOUNDARIES[0], examples=["boundary: open"]
    )
    metrics: dict[
        Annotated[str, one_of("metric", METRICS)], Annotated[MetricText, BeforeValidator(_short)]
    ] = Field(examples=["metrics: {resolution: 4h}"])

    def canonical(self) -> dict[str, Any]:
        """Return the target with its defaults."""
        metrics = {name: metric.canonical(name) for name, metric in self.metrics.items()}
        return {**self.model_dump(), "metrics": metrics}


def target_mistakes(
    targets: Sequence[TargetText], tiers: Sequence[str], calendars: Sequence[str]
) -> Iterator[Mistake]:
    """Find targets that can't be reckoned with, or never are."""
    for place, target in enumerate(targets):
        where = ("targets", place)
        yield from calendar_mistakes(target.calendar, calendars, (*where, "calendar"))
        yield from match_mistakes(target.match, tiers, where)
        if not target.metrics:
            message = "nothing is promised; write at least one metric, as in resolution: 4h"
            yield Mistake((*where, "metrics"), message)
        for name, metric in target.metrics.items():
            for key, sentence in metric.mistakes(name):
                yield Mistake((*where, "metrics", name, key), sentence)
        for earlier in range(place):
            if covers(targets[earlier].match, target.match):
                message = (
                    f"targets.{earlier} takes every ticket of this one; put this one before it"
                )
                yield Mistake(where, message)
                break
