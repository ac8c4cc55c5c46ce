"""What is promised to which tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.hours import Calendar
from domain.policy.match import Match
from domain.policy.metric import MetricTarget


@dataclass(frozen=True, slots=True)
class Target:
    """The promises to tickets that match, measured by one calendar.

    `boundary` says when a target used up exactly at closing time is due: `close` or `open`.
    """

    number: int
    match: Match
    calendar_name: str
    calendar: Calendar
    boundary: str
    metrics: Mapping[str, MetricTarget]
