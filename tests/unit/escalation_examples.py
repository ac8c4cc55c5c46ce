"""Rules, causes and what is asked for because of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domain.commands import TicketCommand
from domain.escalation import cause_of, decide, evolve
from domain.events.sla import RepeatContact, SlaBreached, SlaOverdue, SlaWarned
from domain.facts import TicketFacts
from domain.ids import NAMESPACE, derive
from domain.model import Event
from domain.policy.policy import Policy
from tests.spec import CARL, MACHINE, NOON, TICKET, Fact, after, events_of
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, rule, target
from tests.unit.ticket_facts import (
    acknowledged,
    opened,
    resolved,
)

STEPS = {"target": "1h", "warn_at": ["50%", "80%"], "overdue": ["1h", "2h"]}
WATCHED = target(resolution=STEPS, first_response={"target": "1h"})
REPEAT = derive(NAMESPACE, "a repeat")


def policy(*rules: dict[str, Any], **parts: Any) -> Policy:
    return Policy.of(document(WATCHED, escalation=rules, **parts), 1)


def known(*history: Fact) -> TicketFacts:
    """Return what the process manager knows of a ticket."""
    facts: TicketFacts | None = None
    for event in events_of(history):
        facts = evolve(facts, event)
    assert facts is not None
    return facts


def asked(
    *rules: dict[str, Any], because: Event, history: Sequence[Fact] = (), **about: Any
) -> list[TicketCommand]:
    """Return what the rules ask for because of an event, given what was known before it."""
    facts = known(opened(**about), *history)
    cause = cause_of(because, facts)
    return decide(facts, cause, policy(*rules)) if cause else []


def one(*rules: dict[str, Any], because: Event, **about: Any) -> Any:
    [command] = asked(*rules, because=because, **about)
    return command


def acting(*history: Fact, **about: Any) -> list[str]:
    """Return the rules that act on the last fact of a history, of three that wait for anything."""
    *before, last = events_of([opened(**about), *history])
    facts = known(*[opened(**about), *history][: len(before)])
    cause = cause_of(last, facts)
    commands = decide(facts, cause, policy(*ANYTHING)) if cause else []
    return [str(getattr(command, "rule", "")) for command in commands]


ANYTHING = [rule(when, when, to="next") for when in ("acknowledged", "resolved", "repeat_contact")]


def names(commands: Sequence[TicketCommand]) -> list[str]:
    return [str(getattr(command, "rule", "")) for command in commands]


SAID = told(document(WATCHED), opened(), until="10h").said
[RESPONSE_BREACHED, BREACHED] = sorted(
    (event for event in SAID if isinstance(event, SlaBreached)), key=lambda event: event.metric
)
[HALF, EIGHTY] = [event for event in SAID if isinstance(event, SlaWarned)]
[OVERDUE, VERY_OVERDUE] = [event for event in SAID if isinstance(event, SlaOverdue)]
[RETRACTED] = [
    event
    for event in told(document(WATCHED), opened(), resolved().at("59m", heard="2h")).said
    if event.TOPIC == "escalon.SlaBreachRetracted" and event.metric == "resolution"
]
REPEATED = RepeatContact(
    originator_id=REPEAT,
    originator_version=1,
    event_id=REPEAT,
    occurred_at=after("3h"),
    actor=MACHINE,
    command_id=REPEAT,
    correlation_id=TICKET,
    causation_id=REPEAT,
    ticket_id=TICKET,
    ticket_version=1,
    requester=CARL,
    scope="requester",
    contacts=2,
    within=1,
    first_contact_at=NOON,
    contact_id=REPEAT,
    policy="default",
    policy_version=1,
)
RESOLVED = resolved().at("3h").event(2)
ACKNOWLEDGED = acknowledged().at("3h").event(2)
CAUSES = {
    "sla_warned": HALF,
    "sla_breached": BREACHED,
    "sla_overdue": OVERDUE,
    "sla_breach_retracted": RETRACTED,
    "repeat_contact": REPEATED,
    "acknowledged": ACKNOWLEDGED,
    "resolved": RESOLVED,
}
EACH = pytest.mark.parametrize("when", CAUSES)
