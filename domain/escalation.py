"""The escalation process manager: facts in, commands out, by the rules of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.actor import SYSTEM, Actor
from domain.commands import ChangePriority, DeescalateTier, EscalateTier, Notify, TicketCommand
from domain.events.sla import (
    CaseEvent,
    RepeatContact,
    SlaBreached,
    SlaBreachRetracted,
    SlaOverdue,
    SlaWarned,
)
from domain.events.ticket import (
    TicketAcknowledged,
    TicketAssigned,
    TicketResolved,
    TierDeescalated,
    TierEscalated,
    TierMoved,
)
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts, facts_after
from domain.ids import derive
from domain.model import Event
from domain.policy import rule as r
from domain.policy.policy import Policy
from domain.policy.rule import EscalationRule

REASONS = {
    r.SLA_WARNED: "sla_warning",
    r.SLA_BREACHED: "sla_breached",
    r.SLA_OVERDUE: "sla_overdue",
    r.REPEAT_CONTACT: "repeat_contact",
}
"""The reason a move states, by what its rule waited for; `policy` for the rest."""


WHEN: Mapping[type[Event], str] = {
    SlaWarned: r.SLA_WARNED,
    SlaBreached: r.SLA_BREACHED,
    SlaOverdue: r.SLA_OVERDUE,
    SlaBreachRetracted: r.BREACH_RETRACTED,
    RepeatContact: r.REPEAT_CONTACT,
}
"""What each conclusion about a ticket is to the rules, if it acts."""

CONSIDERED: frozenset[type[Event]] = frozenset(
    [*WHEN, TicketAcknowledged, TicketAssigned, TicketResolved, TierDeescalated, TierEscalated]
)
"""What rules may wait for, and requesters be told of; of all else nothing is made."""


class Cause(NamedTuple):
    """What happened, in the words of the rules; `at` is its effective time in microseconds.

    One that doesn't act was passed together with a higher one, which does.
    """

    id: str
    when: str
    at: int
    metric: str = ""
    step: str = ""
    acts: bool = True


def evolve(facts: TicketFacts | None, event: Event) -> TicketFacts | None:
    """Return what is known of the ticket once the event is known too."""
    return facts_after(facts, event)


def cause_of(event: Event, before: TicketFacts) -> Cause | None:
    """Return what the event is to the rules, if anything; `before` is what was known until then."""
    if isinstance(event, TicketEvent):
        return _ticket_cause(event, before)
    when = WHEN.get(type(event))
    if when is None or not isinstance(event, CaseEvent):
        return None
    metric, step = getattr(event, "metric", ""), getattr(event, "milestone", "")
    acts = getattr(event, "acts", True)
    return Cause(event.event_id, when, event.occurred_at, metric, step, acts)


def _ticket_cause(event: TicketEvent, before: TicketFacts) -> Cause | None:
    at = max(event.occurred_at, before.effective_at)
    if isinstance(event, TicketResolved):
        return Cause(event.event_id, r.RESOLVED, at)
    taken = isinstance(event, TicketAcknowledged | TicketAssigned)
    if taken and not before.acknowledged and not event.actor.is_machine:
        return Cause(event.event_id, r.ACKNOWLEDGED, at)
    return None


def decide(facts: TicketFacts, cause: Cause, policy: Policy) -> list[TicketCommand]:
    """Return what the rules ask for, in their order; `facts` are those before the cause."""
    return [
        command
        for rule in policy.rules
        if matches(rule, facts, cause)
        for command in _actions(rule, facts, cause, policy)
    ]


def matches(rule: EscalationRule, facts: TicketFacts, cause: Cause) -> bool:
    """Return whether the rule is about this cause and this ticket."""
    return (
        rule.when == cause.when
        and (not cause.metric or rule.watches(cause.metric))
        and (not rule.step or rule.step == cause.step)
        and (not rule.in_tier or rule.in_tier == facts.tier)
        and _after(rule.after_reason, facts)
        and rule.match.accepts(facts)
    )


def _after(reason: str, facts: TicketFacts) -> bool:
    if reason == "unacknowledged":
        return facts.move_metric == "acknowledge"
    return not reason or reason == facts.move_reason


def _actions(
    rule: EscalationRule, facts: TicketFacts, cause: Cause, policy: Policy
) -> list[TicketCommand]:
    actions: list[TicketCommand] = []
    request = _Request(rule, facts, cause, policy)
    if rule.to:
        actions.append(request.move())
    if not cause.acts:
        return actions
    if rule.set_priority:
        actions.append(request.priority())
    if rule.notify:
        actions.append(request.notice())
    return actions


class _Request:
    """The commands of one rule for one cause, each with an id that follows from both."""

    def __init__(
        self, rule: EscalationRule, facts: TicketFacts, cause: Cause, policy: Policy
    ) -> None:
        self._rule, self._facts, self._cause, self._policy = rule, facts, cause, policy
        self._actor = Actor(SYSTEM, f"rule:{rule.name}")

    def move(self) -> TicketCommand:
        rule, facts, cause, policy = self._rule, self._facts, self._cause, self._policy
        ladder = policy.ladder
        named_below = rule.to in ladder and ladder.height(rule.to) < ladder.height(facts.tier)
        kind = DeescalateTier if rule.to == "previous" or named_below else EscalateTier
        return kind(
            command_id=derive(cause.id, rule.name),
            at=cause.at,
            actor=self._actor,
            causation_id=cause.id,
            ticket_id=facts.ticket_id,
            to=rule.to,
            reason=REASONS.get(cause.when, "policy"),
            rule=rule.name,
            metric=cause.metric,
            policy=policy.name,
            policy_version=policy.version,
            cause_at=cause.at,
            moved_within=rule.moved_within,
            superseded=not cause.acts,
        )

    def priority(self) -> TicketCommand:
        return ChangePriority(
            command_id=derive(self._cause.id, f"{self._rule.name}:set_priority"),
            at=self._cause.at,
            actor=self._actor,
            causation_id=self._cause.id,
            ticket_id=self._facts.ticket_id,
            priority=self._rule.set_priority,
            rule=self._rule.name,
        )

    def notice(self) -> TicketCommand:
        return Notify(
            command_id=derive(self._cause.id, f"{self._rule.name}:notify"),
            at=self._cause.at,
            actor=self._actor,
            causation_id=self._cause.id,
            ticket_id=self._facts.ticket_id,
            audience=self._rule.notify,
            subject=f"{self._cause.when} {self._cause.metric} {self._cause.step}".strip(),
            rule=self._rule.name,
            policy=self._policy.name,
            policy_version=self._policy.version,
        )


def requester_notice(event: Event, facts: TicketFacts, policy: Policy) -> Notify | None:
    """Return the word to the requester about the event, where the policy wants one.

    Its `deliver_at` lies inside the hours that the policy says.
    """
    notice = policy.notice
    told = "tier_moved" if isinstance(event, TierMoved) else "resolved"
    if notice is None or not isinstance(event, TierMoved | TicketResolved):
        return None
    if told not in notice.on or not facts.requester:
        return None
    return Notify(
        command_id=derive(event.event_id, "notice:requester"),
        at=event.occurred_at,
        actor=Actor(SYSTEM, "requester-notice"),
        causation_id=event.event_id,
        ticket_id=facts.ticket_id,
        audience=("requester",),
        subject=told,
        policy=policy.name,
        policy_version=policy.version,
        deliver_at=notice.hours.next_opening(event.occurred_at),
    )
