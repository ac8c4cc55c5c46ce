"""Why a rule's point on a clock never came: how far each clock that it watches got."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from domain.clocks.clock import Clock
from domain.clocks.terms import terms_of
from domain.facts import NEVER, TicketFacts
from domain.policy.catalogue import Catalogue
from domain.policy.metric import (
    BREACHED,
    FIRST_RESPONSE,
    METRICS,
    NEXT_RESPONSE,
    OVERDUE,
    UPDATE,
    WARNED,
    Milestone,
)
from domain.policy.rule import SLA_BREACHED, SLA_OVERDUE, SLA_WARNED, EscalationRule
from domain.why.choice import choice_of
from domain.why.reasons import (
    EarlierCycles,
    Ended,
    NoSuchStep,
    NoTarget,
    NotAwaited,
    NotDue,
    NotPromised,
    Outlived,
    Paused,
    Reason,
    SaidBefore,
)
from domain.why.reign import Cycle, Reign

KINDS = {SLA_WARNED: WARNED, SLA_BREACHED: BREACHED, SLA_OVERDUE: OVERDUE}
"""The kind of milestone that each kind of rule waits for."""

HAPPENED: Mapping[str, Callable[[TicketFacts], bool]] = {
    FIRST_RESPONSE: lambda facts: facts.answered,
    NEXT_RESPONSE: lambda facts: facts.questions > 0,
    UPDATE: lambda facts: facts.replies > 0,
}
"""Whether there was something to measure before; of other metrics there always is."""


def waits(
    rule: EscalationRule, reign: Reign, came: Container[Cycle], now: int, catalogue: Catalogue
) -> Iterator[Reason]:
    """Yield for each metric that the rule watches why its point wasn't reached.

    Of cycles for which it `came` there is nothing to say; of others, the last one is spoken of.
    """
    for metric in METRICS:
        if not rule.watches(metric):
            continue
        cycles = reign.of(metric)
        left = [clock for clock in cycles if (metric, clock.cycle) not in came]
        if len(left) > 1:
            yield EarlierCycles(metric, len(left) - 1)
        if left:
            yield _Look(rule, left[-1], reign, now, catalogue).reason()
        elif not cycles and rule.metrics:
            yield _never_began(metric, reign, catalogue)
    if not rule.metrics and not reign.clocks:
        yield NoTarget(choice_of(reign.facts, catalogue).passed)


def _never_began(metric: str, reign: Reign, catalogue: Catalogue) -> Reason:
    choice = choice_of(reign.facts, catalogue)
    if not choice.target:
        return NoTarget(choice.passed)
    policy = catalogue.version(reign.policy, reign.version)
    promised = policy.targets[choice.target - 1].metrics if policy else {}
    if metric not in promised:
        return NotPromised(metric, choice.target, tuple(promised))
    happened = HAPPENED.get(metric)
    was_over = happened is None or happened(reign.facts)
    return NotAwaited(metric, promised[metric].begins, was_over)


class _Look:
    """One clock, and the points on it that a rule waits for."""

    def __init__(
        self, rule: EscalationRule, clock: Clock, reign: Reign, now: int, catalogue: Catalogue
    ) -> None:
        self._clock = clock
        self._reign = reign
        self._catalogue = catalogue
        self._at = reign.end if reign.is_over else now
        self._terms = terms_of(clock.terms, clock.metric, catalogue)
        self._points = [
            point
            for point in self._terms.promise.milestones(clock.target, self._due_at())
            if point.kind == KINDS[rule.when] and (not rule.step or point.label == rule.step)
        ]

    def reason(self) -> Reason:
        clock = self._clock
        if not self._points:
            return NoSuchStep(clock.metric, clock.cycle, clock.terms.target)
        ahead = [point for point in self._points if point.label not in clock.said]
        if not ahead or (clock.is_breached and ahead[0].kind == WARNED and not clock.ended):
            return SaidBefore(clock.metric, clock.cycle, self._points[-1].label)
        return self._not_reached(ahead[0])

    def _due_at(self) -> int:
        """Return the deadline; of a clock that stands still, as if it went on from there."""
        clock = self._clock
        if clock.due_at != NEVER:
            return clock.due_at
        return clock.resumed(clock.changed).instant_of(clock.target, self._catalogue)

    def _not_reached(self, point: Milestone) -> Reason:
        clock = self._clock
        which = clock.metric, clock.cycle, point.label
        if clock.ended:
            return Ended(*which, clock.ended, clock.changed.at, clock.used, point.offset)
        used = clock.elapsed(self._at, self._catalogue)
        if self._reign.is_over:
            return Outlived(*which, self._at, used, point.offset)
        if clock.paused_since != NEVER:
            on = self._reign.facts.held_on
            return Paused(*which, clock.paused_since, on, point.offset - used)
        due_at = clock.instant_of(point.offset, self._catalogue)
        return NotDue(*which, due_at, point.offset - used, self._terms.calendar_name)
