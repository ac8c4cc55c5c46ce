"""A policy version as the rules use it, made from its published document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from domain.durations import parse_duration
from domain.hours import Calendar, Intersection
from domain.policy.calendars import calendar_of
from domain.policy.contacts import RepeatContactRule, RequesterNotice
from domain.policy.ladder import Ladder
from domain.policy.match import FACETS, Described, Match
from domain.policy.measure import Measure
from domain.policy.metric import metric_target
from domain.policy.rule import EscalationRule
from domain.policy.target import Target

_FACETS_OF = attrgetter(*FACETS)


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy; `late_facts` is in microseconds.

    Raises nothing when made from a published document: those were checked before.
    """

    name: str
    version: int
    ladder: Ladder
    calendars: Mapping[str, Calendar]
    targets: tuple[Target, ...]
    rules: tuple[EscalationRule, ...]
    repeat_contact: RepeatContactRule | None
    notice: RequesterNotice | None
    late_facts: int
    apply_to_open: str
    _found: dict[tuple[object, ...], Target | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, document: Mapping[str, Any], version: int) -> Policy:
        """Return the policy that a canonical document states."""
        calendars = {name: calendar_of(text) for name, text in document["calendars"].items()}
        rules = tuple(EscalationRule.of(rule) for rule in document["escalation"])
        repeat = document["repeat_contact"]
        notice = document["notify"].get("requester")
        return cls(
            name=document["policy"],
            version=version,
            ladder=Ladder.of(document["tiers"], document["moved"]),
            calendars=calendars,
            targets=tuple(
                _target(number, text, calendars, rules)
                for number, text in enumerate(document["targets"], 1)
            ),
            rules=rules,
            repeat_contact=RepeatContactRule.of(repeat) if repeat else None,
            notice=_notice(notice, calendars) if notice else None,
            late_facts=parse_duration(document["late_facts"]),
            apply_to_open=document["apply_to_open"],
        )

    def target_for(self, ticket: Described) -> Target | None:
        """Return the first target that matches the ticket."""
        key = _FACETS_OF(ticket)
        if key not in self._found:
            matching = (target for target in self.targets if target.match.accepts(ticket))
            self._found[key] = next(matching, None)
        return self._found[key]


def _combined(names: list[str], calendars: Mapping[str, Calendar]) -> Calendar:
    if len(names) == 1:
        return calendars[names[0]]
    return Intersection(tuple(calendars[name] for name in names))


def _measure(document: Mapping[str, Any], calendars: Mapping[str, Calendar]) -> Measure:
    names = document["calendar"]
    return Measure(" & ".join(names), _combined(names, calendars), document["boundary"])


def _notice(document: Mapping[str, Any], calendars: Mapping[str, Calendar]) -> RequesterNotice:
    return RequesterNotice(frozenset(document["on"]), _combined(document["hours"], calendars))


def _target(
    number: int,
    document: Mapping[str, Any],
    calendars: Mapping[str, Calendar],
    rules: tuple[EscalationRule, ...],
) -> Target:
    measure = _measure(document, calendars)
    metrics = {}
    for metric, promise in document["metrics"].items():
        added = [rule.milestone() for rule in rules if rule.watches(metric)]
        steps = [step for step in added if step is not None]
        has_own = "calendar" in promise or "boundary" in promise
        own = _measure({**document, **promise}, calendars) if has_own else measure
        metrics[metric] = metric_target(metric, promise, own, steps)
    return Target(
        number=number,
        match=Match.of(document["match"]),
        measure=measure,
        metrics=metrics,
    )
