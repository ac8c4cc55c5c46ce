"""Which conditions of a match or a rule didn't hold for a ticket."""

from __future__ import annotations

from domain.facts import TicketFacts
from domain.policy.match import Match
from domain.policy.rule import EscalationRule
from domain.why.reasons import Unlike

UNACKNOWLEDGED = "unacknowledged"


def unlike(match: Match, facts: TicketFacts) -> tuple[Unlike, ...]:
    """Return each condition of the match that the ticket doesn't meet."""
    found = []
    for facet, accepted in match.conditions:
        value = getattr(facts, facet)
        values = tuple(value) if facet == "tags" else (value,)
        if accepted.isdisjoint(values):
            found.append(Unlike(facet, tuple(sorted(accepted)), values))
    return tuple(found)


def unmet(rule: EscalationRule, facts: TicketFacts) -> tuple[Unlike, ...]:
    """Return each condition of the rule that the ticket didn't meet; `facts` are of then."""
    found = []
    if rule.in_tier and rule.in_tier != facts.tier:
        found.append(Unlike("in", (rule.in_tier,), (facts.tier,)))
    if rule.after_reason and rule.after_reason != _last_reason(rule.after_reason, facts):
        found.append(Unlike("after_reason", (rule.after_reason,), (facts.move_reason,)))
    return (*found, *unlike(rule.match, facts))


def _last_reason(asked: str, facts: TicketFacts) -> str:
    """Return why the ticket moved last, in the word that the rule uses."""
    if asked == UNACKNOWLEDGED:
        return UNACKNOWLEDGED if facts.move_metric == "acknowledge" else facts.move_reason
    return facts.move_reason
