"""The promise that a clock runs under: which target of which policy version."""

from __future__ import annotations

from typing import NamedTuple

from domain.facts import TicketFacts
from domain.hours import Calendar
from domain.policy.catalogue import Catalogue
from domain.policy.metric import MetricTarget
from domain.policy.target import Target


class TermsKey(NamedTuple):
    """Names a target, so that stored clocks find it again."""

    policy: str
    version: int
    target: int


class Terms(NamedTuple):
    """One metric's promise in one target."""

    key: TermsKey
    target: Target
    promise: MetricTarget

    @property
    def calendar(self) -> Calendar:
        return self.promise.measure.calendar

    @property
    def calendar_name(self) -> str:
        return self.promise.measure.calendar_name

    @property
    def boundary(self) -> str:
        return self.promise.measure.boundary

    def length(self, started_at: int) -> int:
        """Return the business time, in microseconds, that a clock started then has."""
        days = self.promise.business_days
        if not days:
            return self.promise.target
        calendar = self.calendar
        count = (
            calendar.add_business_days if self.promise.same_time else calendar.end_of_business_day
        )
        return calendar.elapsed(started_at, count(started_at, days))


Promised = tuple[TermsKey, Target]


def target_in_force(facts: TicketFacts, catalogue: Catalogue) -> Promised | None:
    """Return the target that matches the ticket under the policy version it holds."""
    policy = catalogue.version(facts.policy, facts.policy_version)
    target = policy.target_for(facts) if policy else None
    if target is None:
        return None
    return TermsKey(facts.policy, facts.policy_version, target.number), target


def terms_in_force(facts: TicketFacts, metric: str, catalogue: Catalogue) -> Terms | None:
    """Return what is promised to the ticket for the metric, if anything is."""
    found = target_in_force(facts, catalogue)
    if found is None or metric not in found[1].metrics:
        return None
    key, target = found
    return Terms(key, target, target.metrics[metric])


def terms_of(key: TermsKey, metric: str, catalogue: Catalogue) -> Terms:
    """Return the promise that a stored clock runs under; its policy version was published."""
    policy = catalogue.version(key.policy, key.version)
    if policy is None:
        message = f"policy {key.policy} version {key.version} is not known here yet"
        raise LookupError(message)
    target = policy.targets[key.target - 1]
    return Terms(key, target, target.metrics[metric])
