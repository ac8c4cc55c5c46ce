"""What is promised to which tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.policy.match import Match
from domain.policy.measure import Measure
from domain.policy.metric import MetricTarget


@dataclass(frozen=True, slots=True)
class Target:
    """The promises to tickets that match; each has a measure, by default the target's own."""

    number: int
    match: Match
    measure: Measure
    metrics: Mapping[str, MetricTarget]
