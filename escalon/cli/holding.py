"""Which target of which policy version holds a clock, or the ticket from a fact on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.clocks.terms import TermsKey
from domain.events.sla import ClockEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.policy.match import Match
from domain.why.arithmetic import Accounts
from domain.why.choice import choices
from domain.why.clockwork import clockwork_of
from infra.store.case import Filed


class Holding:
    """Knows it of one ticket; `case` is all that the log has on it, `now` in microseconds."""

    def __init__(self, case: Sequence[Filed], now: int, catalogue: Catalogue) -> None:
        clockwork = clockwork_of([filed.event for filed in case], now, catalogue)
        stood = [(turn.fact, turn.after.facts) for turn in clockwork.turns]
        self._accounts = Accounts(clockwork, catalogue)
        self._chosen = {each.fact.event_id: each.choice for each in choices(stood, catalogue)}

    def words(self, event: Event) -> str:
        """Return what is to be added to the fact's sentence; empty where there is nothing."""
        if isinstance(event, ClockEvent):
            promise = self._accounts.promise_of(event)
            return f", by {_briefly(promise.terms)}" if promise else ""
        chosen = self._chosen.get(event.event_id)
        if chosen is None or not chosen.version:
            return ""
        if not chosen.target:
            return "; no target matches"
        return f"; {short_name(chosen.key, chosen.match)} holds"

    def as_json(self, event: Event) -> dict[str, Any]:
        """Return the target that holds, as plain values; empty where the fact says nothing of it.

        A `target_number` of 0 is that of no target.
        """
        if isinstance(event, ClockEvent):
            promise = self._accounts.promise_of(event)
            return _plain(promise.terms) if promise else {}
        chosen = self._chosen.get(event.event_id)
        return _plain(chosen.key) if chosen else {}


def target_name(terms: TermsKey, match: Match) -> str:
    """Return `target 1 (priority urgent) of policy default version 2`."""
    return f"{short_name(terms, match)} of policy {terms.policy} version {terms.version}"


def short_name(terms: TermsKey, match: Match) -> str:
    """Return `target 1 (priority urgent)`."""
    return f"target {terms.target} ({matching(match)})"


def matching(match: Match) -> str:
    """Return which tickets a target is for, such as `priority high or urgent, queue billing`."""
    facets = [
        f"{facet.replace('_', ' ')} {' or '.join(sorted(values))}"
        for facet, values in match.conditions
    ]
    return ", ".join(facets) or "all tickets"


def _briefly(terms: TermsKey) -> str:
    return f"target {terms.target} of {terms.policy} version {terms.version}"


def _plain(terms: TermsKey) -> dict[str, Any]:
    return {
        "held_by": {
            "policy": terms.policy,
            "policy_version": terms.version,
            "target_number": terms.target,
        }
    }
