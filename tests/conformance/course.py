"""What a case's story left in the log and the read models, after each event and in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.clocks.standing import OFF_HOURS, PAUSED, RUNNING, Standing
from domain.events.sla import (
    ClockEvent,
    SlaBreached,
    SlaBreachRetracted,
    SlaMet,
    SlaOverdue,
    SlaWarned,
)
from domain.events.ticket import PriorityChanged
from domain.model import Event
from tests.conformance.agreements import Agreement
from tests.conformance.policies import rule_of
from tests.conformance.rows import NotCovered
from tests.conformance.stage import State
from tests.conformance.timeline import Told
from tests.conformance.words import BREACH, Level, metrics_of

ACTIVE = (RUNNING, OFF_HOURS, PAUSED)
LATE = "late"


class Taken(NamedTuple):
    """The business time that a clock used, and its target, in microseconds."""

    used: int
    target: int


class Course(NamedTuple):
    """The states after each event, and all facts that there are once time has gone on for long."""

    policy: Mapping[str, Any]
    events: Sequence[Told]
    states: Sequence[State]
    in_the_end: Sequence[Event]
    versions: Sequence[Sequence[Agreement]]

    def metrics(self, name: str) -> tuple[str, ...]:
        """Return what the peer's metric is called here."""
        return metrics_of(name, self.policy)

    @property
    def metric(self) -> str:
        """The metric that the policy is about where it names only one."""
        return self.only(self.policy.get("metric", "resolution"))

    def only(self, name: str) -> str:
        """Return what the peer's metric is called here if it is one here too."""
        metrics = self.metrics(name)
        if len(metrics) > 1:
            raise NotCovered(f"one clock of {name}: here it is {' and '.join(metrics)}")
        return metrics[0]

    def running(self, state: State, name: str) -> list[Standing]:
        """Return those clocks of the metric that wait for something and run."""
        found = [state.standings[m] for m in self.metrics(name) if m in state.standings]
        return [each for each in found if each.due_at is not None]

    def due(self, state: State, name: str = "") -> int | None:
        """Return when the first running clock is due: of the metric, or of all."""
        clocks = self.running(state, name) if name else state.standings.values()
        return min((each.due_at for each in clocks if each.due_at is not None), default=None)

    def standing(self, state: State, name: str) -> Standing | None:
        """Return the latest clock of a metric that is one here too."""
        return state.standings.get(self.only(name))

    def main(self, state: State) -> Standing:
        """Return the clock that the case is about."""
        if self.metric not in state.standings:
            raise NotCovered(f"no clock of {self.metric} was ever started")
        return state.standings[self.metric]

    def longest(self, state: State, name: str) -> Taken | None:
        """Return what the cycle took that took longest, of those that got what they waited for.

        Raises `NotCovered` where a late one was followed by the next at once: a breach is its
        last word, and no clock is left that shows the end.
        """
        metric = self.only(name)
        taken = {**self._late(state, metric), **_met(state, metric)}
        latest = state.standings[metric].cycle if metric in state.standings else 0
        breached = {
            f.cycle for f in state.facts if isinstance(f, SlaBreached) and f.metric == metric
        }
        if breached - taken.keys() - {latest}:
            raise NotCovered(f"how late {metric} was in a cycle that the next one followed at once")
        return max(taken.values(), default=None)

    def _late(self, state: State, metric: str) -> dict[int, Taken]:
        seen = self.states[: self.states.index(state) + 1]
        clocks = [each.standings[metric] for each in seen if metric in each.standings]
        return {each.cycle: Taken(each.used, each.target) for each in clocks if each.state == LATE}

    def levels(self, state: State) -> list[Level]:
        """Return the escalation levels of the agreement in force."""
        terms = self.main(state).terms
        return self.versions[terms.version - 1][terms.target - 1].levels()

    def reached(self, state: State, level: Level, facts: Sequence[Event]) -> int | None:
        """Return when the level's milestone was reached, or, if that is ahead, will be."""
        found = list(self._said(facts, level))
        found += [a.at for a in self.main(state).ahead if a.milestone == level.label]
        return found[-1] if found else None

    def _said(self, facts: Sequence[Event], level: Level) -> Iterator[int]:
        for fact in facts:
            if isinstance(fact, ClockEvent) and fact.metric == self.metric:
                if isinstance(fact, SlaBreached) and level.label == BREACH:
                    yield fact.due_at
                if isinstance(fact, SlaWarned | SlaOverdue) and fact.milestone == level.label:
                    yield fact.reached_at

    def fired(self, state: State) -> list[int]:
        """Return the levels that acted up to then."""
        rules = {fact.rule for fact in state.facts if isinstance(fact, PriorityChanged)}
        return [
            level.number for level in self.levels(state) if self._has_fired(state, level, rules)
        ]

    def _has_fired(self, state: State, level: Level, rules: set[str]) -> bool:
        said = any(True for _ in self._said(state.facts, level))
        return said and (not level.set_priority or rule_of(level) in rules)

    def is_breached(self, state: State, name: str) -> bool:
        """Return whether a breach of the metric was said by then and not taken back."""
        return self.said(state, name, SlaBreached) > self.said(state, name, SlaBreachRetracted)

    def said(self, state: State, name: str, kind: type[ClockEvent]) -> int:
        """Return how many events of a kind the clocks of a metric had said by then."""
        metrics = self.metrics(name)
        return sum(isinstance(fact, kind) and fact.metric in metrics for fact in state.facts)


def _met(state: State, metric: str) -> dict[int, Taken]:
    return {
        fact.cycle: Taken(fact.elapsed, fact.target)
        for fact in state.facts
        if isinstance(fact, SlaMet) and fact.metric == metric
    }
