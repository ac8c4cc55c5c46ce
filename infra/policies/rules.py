"""Escalation rules as people write them, and the mistakes that can be made with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from domain.escalation import REASONS
from domain.policy.metric import METRICS
from domain.policy.rule import CAUSES, SLA_OVERDUE, SLA_WARNED
from infra.policies.ladder import NEXT, PREVIOUS
from infra.policies.length import AnyLength, AnyOverdue, AnyWarned
from infra.policies.match import MatchText, match_mistakes
from infra.policies.mistake import Mistake, no_such
from infra.policies.name import Name
from infra.policies.part import EachOnce, OneOrMore, Part, one_of, ordered

AUDIENCES = ("requester", "assignee", "lead", "team")
MOVE_REASONS = (*REASONS.values(), "policy", "manual", "unacknowledged")
ANY = ""


class UnlessText(Part):
    """What holds a move back."""

    moved_within: AnyLength = Field("", examples=["moved_within: 30m"])


class RuleText(Part):
    """One rule; a condition that is empty always holds."""

    name: Name = Field(examples=["name: breach-goes-up"])
    when: Annotated[str, one_of("cause", CAUSES)] = Field(examples=["when: sla_breached"])
    metric: Annotated[
        tuple[Annotated[str, one_of("metric", METRICS)], ...], OneOrMore, ordered(METRICS)
    ] = Field((), examples=["metric: [resolution]"])
    at: AnyWarned = Field("", examples=["at: 80%"])
    after: AnyOverdue = Field("", examples=["after: 2h"])
    match: MatchText = Field({}, examples=["match: {customer: gold}"])
    in_tier: str = Field("", alias="in", examples=["in: management"])
    after_reason: Annotated[str, one_of("reason", (ANY, *MOVE_REASONS))] = Field(
        "", examples=["after_reason: unacknowledged"]
    )
    unless: UnlessText = Field(UnlessText(), examples=["unless: {moved_within: 30m}"])
    to: str = Field("", examples=["to: next"])
    set_priority: str = Field("", examples=["set_priority: urgent"])
    notify: Annotated[
        tuple[Annotated[str, one_of("audience", AUDIENCES)], ...], OneOrMore, EachOnce
    ] = Field((), examples=["notify: [assignee, lead]"])

    def canonical(self) -> dict[str, object]:
        """Return the rule with its defaults."""
        return self.model_dump(by_alias=True)

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Find what contradicts the rule's own cause and action: the key, empty for the rule."""
        yield from _of_other_causes(self)
        if not (self.to or self.set_priority or self.notify):
            yield "", "the rule does nothing; give it a to, a set_priority or a notify"
        if self.unless.moved_within and not self.to:
            yield "unless", "this holds back a move, and the rule has no 'to'; leave it out"


def _of_other_causes(rule: RuleText) -> Iterator[tuple[str, str]]:
    if rule.at and rule.when != SLA_WARNED:
        yield "at", f"this needs when: {SLA_WARNED}, and the rule waits for {rule.when}"
    if rule.after and rule.when != SLA_OVERDUE:
        yield "after", f"this needs when: {SLA_OVERDUE}, and the rule waits for {rule.when}"
    if rule.metric and not rule.when.startswith("sla_"):
        yield "metric", f"{rule.when} is not about a metric; leave it out"


def rule_mistakes(rules: Sequence[RuleText], tiers: Sequence[str]) -> Iterator[Mistake]:
    """Find rules that can't act, or not as they are written."""
    names = [rule.name for rule in rules]
    for place, rule in enumerate(rules):
        where = ("escalation", place)
        if rule.name in names[:place]:
            message = (
                f"rule '{rule.name}' is already escalation.{names.index(rule.name)}; "
                "give each rule its own name"
            )
            yield Mistake((*where, "name"), message)
        if rule.to not in (ANY, NEXT, PREVIOUS, *tiers):
            yield Mistake((*where, "to"), no_such("tier", rule.to, tiers))
        if rule.in_tier not in (ANY, *tiers):
            yield Mistake((*where, "in"), no_such("tier", rule.in_tier, tiers))
        yield from match_mistakes(rule.match, tiers, where)
        for key, sentence in rule.mistakes():
            yield Mistake((*where, key) if key else where, sentence)
