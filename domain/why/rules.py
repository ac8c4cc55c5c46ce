"""Why a rule of the policy did nothing for a ticket, cause by cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.clocks.book import TicketClocks
from domain.escalation import Cause, cause_of, evolve
from domain.events.sla import EscalationDeclined
from domain.facts import NEVER, TicketFacts
from domain.ids import derive
from domain.model import Event
from domain.policy import rule as r
from domain.policy.policy import Policy
from domain.policy.rule import EscalationRule


@dataclass(frozen=True, kw_only=True)
class RuleStory:
    """What became of a rule: the ids of what it led to, and sentences for why not."""

    rule: str
    acted: tuple[str, ...]
    why_not: tuple[str, ...]


def stories(
    events: Sequence[Event], policy: Policy, clocks: TicketClocks | None
) -> list[RuleStory]:
    """Return the story of each rule; `events` are all of the ticket, in the order of the log."""
    causes = _causes(events)
    return [_story(rule, causes, events, clocks) for rule in policy.rules]


def _causes(events: Sequence[Event]) -> list[tuple[Cause, TicketFacts]]:
    facts: TicketFacts | None = None
    causes = []
    for event in events:
        if facts is not None and (cause := cause_of(event, facts)):
            causes.append((cause, facts))
        facts = evolve(facts, event)
    return causes


def _story(
    rule: EscalationRule,
    causes: Sequence[tuple[Cause, TicketFacts]],
    events: Sequence[Event],
    clocks: TicketClocks | None,
) -> RuleStory:
    acted: list[str] = []
    why_not: list[str] = []
    for cause, facts in causes:
        if cause.when != rule.when:
            continue
        led_to = _led_to(rule, cause, events)
        acted += [e.event_id for e in led_to if not isinstance(e, EscalationDeclined)]
        why_not += [f"declined: {e.why}" for e in led_to if isinstance(e, EscalationDeclined)]
        if not led_to and not cause.acts:
            why_not.append("a higher milestone was passed together with its own")
        elif not led_to:
            why_not += _false_conditions(rule, cause, facts)
    if not acted and not why_not:
        why_not = _still_waiting(rule, clocks)
    return RuleStory(rule=rule.name, acted=tuple(acted), why_not=tuple(dict.fromkeys(why_not)))


def _led_to(rule: EscalationRule, cause: Cause, events: Sequence[Event]) -> list[Event]:
    names = (rule.name, f"{rule.name}:set_priority", f"{rule.name}:notify")
    ids = {derive(cause.id, name) for name in names}
    return [event for event in events if event.command_id in ids]


def _false_conditions(rule: EscalationRule, cause: Cause, facts: TicketFacts) -> list[str]:
    """Return a sentence for each condition that didn't hold at the cause."""
    said = []
    if cause.metric and not rule.watches(cause.metric):
        said.append(f"it watches {', '.join(sorted(rule.metrics))}, not {cause.metric}")
    if rule.step and rule.step != cause.step:
        said.append(f"it waits for {rule.step}, not {cause.step}")
    if rule.in_tier and rule.in_tier != facts.tier:
        said.append(f"it holds in tier {rule.in_tier}; the ticket was in {facts.tier}")
    for facet, accepted in rule.match.conditions:
        value = getattr(facts, facet)
        held = not accepted.isdisjoint(value) if facet == "tags" else value in accepted
        if not held:
            said.append(
                f"it is for {facet} {', '.join(sorted(accepted))}; the ticket has {value!r}"
            )
    if rule.after_reason and not said:
        said.append(f"it holds after a move for {rule.after_reason}")
    return said or ["there was nothing for it to change"]


def _still_waiting(rule: EscalationRule, clocks: TicketClocks | None) -> list[str]:
    """Return why the rule's cause never came."""
    if rule.when not in (r.SLA_WARNED, r.SLA_BREACHED, r.SLA_OVERDUE):
        return [f"{rule.when} didn't happen"]
    watched = [c for c in (clocks.clocks if clocks else ()) if rule.watches(c.metric)]
    if not watched:
        return ["no clock that it watches was ever started"]
    said = []
    for clock in watched:
        if clock.ended:
            said.append(f"{clock.metric} ended before: {clock.ended}")
        elif clock.paused_since != NEVER:
            said.append(f"{clock.metric} is paused")
        else:
            said.append(f"{clock.metric} still runs and is not there yet")
    return said
