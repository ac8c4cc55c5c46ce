"""A peer's agreement: for which tickets, how long, what pauses it, and its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.policy.metric import FIRST_CONTACT, FIRST_RESPONSE, OPENING
from tests.conformance.rows import NotCovered, known
from tests.conformance.words import (
    FROM_OPENING,
    PAUSED_AS,
    WAITS_ON,
    Level,
    is_inner,
    length_of,
    level_of,
    metrics_of,
)

POLICY_KEYS = """
    agreement calendar cancel_on_pause clock_starts condition escalation_levels exclude_paused_time
    metric note pause_on pauses_apply_to priority scope target targets_seconds warn_at_percent
"""
FACETS = ("priority", "queue", "category", "channel", "customer")
SCOPES = {
    "customer": "customer",
    "customer_group": "requester_group",
    "territory": "requester_group",
}
ANYWAY = (("start_immediately", True), ("start_delay_seconds", 0))
"""What policies may say that is so here in any case."""
INNER_TIER = "inner"
SOME_LENGTH = "1h"
"""Where the case states no target, and asks only what doesn't depend on it."""


class Agreement(NamedTuple):
    """A peer's agreement, and which tickets it is for."""

    stated: Mapping[str, Any]
    match: Mapping[str, Sequence[str]]

    @property
    def metric(self) -> str:
        """The peer's name of the metric that levels and pauses are about."""
        return str(self.stated.get("metric", "resolution"))

    def for_priority(self, priority: str) -> Agreement:
        """Return the same for tickets of that priority."""
        return self._replace(match={**self.match, "priority": [priority]})

    def levels(self) -> list[Level]:
        """Return its escalation levels."""
        return [level_of(each, self.metric) for each in self.stated.get("escalation_levels", ())]

    def target(self, calendar: str, boundary: str) -> dict[str, Any]:
        """Return it as a target of a policy."""
        tier = {"tier": [INNER_TIER]} if is_inner(self.stated) else {}
        return {
            "match": {**self.match, **tier},
            "calendar": calendar,
            "boundary": boundary,
            "metrics": dict(self._promises()),
        }

    def _promises(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, length in self._lengths().items():
            for metric in metrics_of(name, self.stated):
                beginning = self._beginning(name, metric)
                yield metric, {"target": length, **self._details(name), **beginning}

    def _lengths(self) -> dict[str, str]:
        lengths = {}
        for name, seconds in self.stated.get("targets_seconds", {}).items():
            if seconds is None:
                continue
            if seconds <= 0:
                raise NotCovered(f"a target of {seconds} s: a promise takes some time")
            lengths[name] = f"{seconds}s"
        if "metric" in self.stated:
            target = self.stated.get("target")
            lengths[self.metric] = length_of(target) if target else SOME_LENGTH
        return lengths or {self.metric: SOME_LENGTH}

    def _details(self, name: str) -> dict[str, Any]:
        applies = self.stated.get("pauses_apply_to")
        pauses = self.stated.get("pause_on") and (
            applies is None or PAUSED_AS.get(name, name) in applies
        )
        percent = self.stated.get("warn_at_percent")
        steps: dict[str, list[str]] = {"warn_at": [f"{percent}%"] if percent else [], "overdue": []}
        for level in self.levels() if name == self.metric else ():
            if level.key and not level.set_priority:
                steps[level.key].append(level.label)
        return {"pause": [WAITS_ON] if pauses else [], **steps}

    def _beginning(self, name: str, metric: str) -> dict[str, str]:
        """Return when the peer's metric begins: a first response only once the customer wrote."""
        if metric == FIRST_RESPONSE:
            return {"begins": FIRST_CONTACT}
        return {"begins": OPENING} if name in FROM_OPENING else {}


def agreement_of(policy: Mapping[str, Any]) -> Agreement:
    """Return the agreement that a case's policy states; raises `NotCovered`."""
    policy = {key: value for key, value in policy.items() if (key, value) not in ANYWAY}
    known(policy, POLICY_KEYS, "the policy")
    if policy.get("cancel_on_pause") is False:
        raise NotCovered("a paused clock has no deadline here")
    match: dict[str, list[str]] = {}
    if "priority" in policy:
        match["priority"] = [str(policy["priority"])]
    if "scope" in policy:
        if policy["scope"] not in SCOPES:
            raise NotCovered(f"scope '{policy['scope']}' has no counterpart here")
        match[SCOPES[policy["scope"]]] = [policy["scope"]]
    return Agreement(policy, {**match, **match_of(policy.get("condition", {}))})


def match_of(condition: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return a condition such as `{priority: {in: [High, Low]}}` as a match."""
    match = {}
    for facet, asked in condition.items():
        known(asked, "is in", f"the condition on {facet}")
        if facet not in FACETS:
            raise NotCovered(f"a condition on {facet}: a match asks about {', '.join(FACETS)}")
        [values] = asked.values()
        match[facet] = [str(value) for value in (values if isinstance(values, list) else [values])]
    return match
