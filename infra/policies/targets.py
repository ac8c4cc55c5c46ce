"""What is promised to which tickets, as people write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.policy.metric import METRICS
from infra.policies.calendar_names import ALWAYS_CALENDAR, CalendarNames, calendar_mistakes
from infra.policies.match import MatchText, covers, match_mistakes
from infra.policies.metrics import BOUNDARIES, MetricText
from infra.policies.mistake import Mistake
from infra.policies.part import Part, one_of


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
            own = (*where, "metrics", name, "calendar")
            yield from calendar_mistakes(metric.calendar, calendars, own)
            for key, sentence in metric.mistakes(name):
                yield Mistake((*where, "metrics", name, key), sentence)
        for earlier in range(place):
            if covers(targets[earlier].match, target.match):
                message = (
                    f"targets.{earlier} takes every ticket of this one; put this one before it"
                )
                yield Mistake(where, message)
                break
