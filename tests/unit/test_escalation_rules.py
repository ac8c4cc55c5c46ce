"""What the rules of a policy ask for, cause by cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import ChangePriority, DeescalateTier, EscalateTier, Notify, TicketCommand
from domain.escalation import cause_of, decide, evolve, requester_notice
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
    assigned,
    closed,
    contacted,
    deescalated,
    escalated,
    merged,
    noted,
    opened,
    prioritised,
    replied,
    resolved,
    routed,
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


# When


@EACH
def test_a_rule_acts_on_the_cause_it_waits_for_and_on_no_other(when: str) -> None:
    rules = [rule(f"on {cause}", cause, to="next") for cause in CAUSES]
    assert names(asked(*rules, because=CAUSES[when])) == [f"on {when}"]


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("sla_warned", "sla_warning"),
        ("sla_breached", "sla_breached"),
        ("sla_overdue", "sla_overdue"),
        ("repeat_contact", "repeat_contact"),
        ("sla_breach_retracted", "policy"),
        ("acknowledged", "policy"),
        ("resolved", "policy"),
    ],
)
def test_a_move_states_its_reason(when: str, reason: str) -> None:
    move = one(rule("up", when, to="next"), because=CAUSES[when])
    assert move.reason == reason


@EACH
def test_a_command_takes_the_time_of_its_cause(when: str) -> None:
    because = CAUSES[when]
    move = one(rule("up", when, to="next"), because=because)
    assert move.at == move.cause_at == because.occurred_at


def test_a_late_acknowledgement_counts_from_its_effective_time() -> None:
    late = acknowledged().at("1m").event(3)
    command = one(rule("back", "acknowledged", to="next"), because=late, history=[noted().at("5m")])
    assert command.at == command.cause_at == after("5m")


@pytest.mark.parametrize(
    "fact",
    [
        noted(),
        contacted(),
        replied(),
        closed(),
        merged(),
        escalated(),
        prioritised("high"),
        routed("x"),
    ],
    ids=lambda fact: fact.kind.__name__,
)
def test_nothing_else_is_a_cause(fact: Fact) -> None:
    assert cause_of(fact.event(2), known(opened())) is None


@pytest.mark.parametrize("kind", ["met", "stopped", "retargeted"])
def test_what_clocks_say_of_their_end_is_no_cause(kind: str) -> None:
    words = {"met": resolved(), "stopped": closed(), "retargeted": prioritised("high")}
    both = document(target({"priority": ["high"]}, resolution="9h"), WATCHED)
    [event] = [
        e for e in told(both, opened(), words[kind].at("1m")).said if e.metric == "resolution"
    ]
    assert event.TOPIC.lower().endswith(kind)
    assert cause_of(event, known(opened())) is None


def test_a_milestone_that_a_higher_one_overtook_is_no_cause() -> None:
    both = document(target({"priority": ["high"]}, resolution=STEPS), target(resolution="9h"))
    said = told(both, opened(), prioritised("high").at("2h30m"), until="2h40m").said
    facts = known(opened())
    acting = [event for event in said if cause_of(event, facts)]
    assert [event.TOPIC for event in said][1:] == [
        "escalon.SlaWarned",
        "escalon.SlaWarned",
        "escalon.SlaBreached",
        "escalon.SlaOverdue",
    ]
    assert [event.TOPIC for event in acting] == ["escalon.SlaOverdue"]


# Acknowledged


@pytest.mark.parametrize("fact", [acknowledged(), assigned()], ids=["acknowledged", "assigned"])
def test_who_takes_a_ticket_acknowledges_it(fact: Fact) -> None:
    assert acting(fact) == ["acknowledged"]


def test_a_ticket_is_acknowledged_once_in_a_tier() -> None:
    assert acting(acknowledged(), assigned()) == []
    assert acting(assigned("anna"), assigned("bo", previous="anna")) == []
    assert acting(assigned(), escalated(), assigned()) == ["acknowledged"]


def test_a_machine_acknowledges_nothing() -> None:
    assert acting(assigned().by(MACHINE)) == []
    assert acting(assigned().by(MACHINE), assigned("bo")) == ["acknowledged"]


def test_whoever_resolves_it_a_ticket_is_resolved() -> None:
    assert acting(resolved().by(MACHINE)) == ["resolved"]


# Which clock, which step


def test_a_rule_watches_the_metrics_it_names() -> None:
    rules = [
        rule("response", "sla_breached", metric=["first_response"], to="next"),
        rule("either", "sla_breached", metric=["first_response", "resolution"], to="next"),
        rule("any", "sla_breached", to="next"),
    ]
    assert names(asked(*rules, because=BREACHED)) == ["either", "any"]
    assert names(asked(*rules, because=RESPONSE_BREACHED)) == ["response", "either", "any"]


def test_a_rule_waits_for_the_warning_it_names() -> None:
    rules = [
        rule("half", "sla_warned", at="50%", to="next"),
        rule("eighty", "sla_warned", at="80%", to="next"),
        rule("any", "sla_warned", to="next"),
    ]
    assert names(asked(*rules, because=HALF)) == ["half", "any"]
    assert names(asked(*rules, because=EIGHTY)) == ["eighty", "any"]


def test_a_rule_waits_for_the_overdue_step_it_names() -> None:
    rules = [
        rule("late", "sla_overdue", after="1h", to="next"),
        rule("very late", "sla_overdue", after="2h", to="next"),
        rule("any", "sla_overdue", to="next"),
    ]
    assert names(asked(*rules, because=OVERDUE)) == ["late", "any"]
    assert names(asked(*rules, because=VERY_OVERDUE)) == ["very late", "any"]


def test_a_move_names_the_metric_of_its_cause() -> None:
    assert one(rule("up", "sla_breached", to="next"), because=BREACHED).metric == "resolution"
    assert one(rule("up", "repeat_contact", to="next"), because=REPEATED).metric == ""


# Which tickets


def test_a_rule_is_for_the_tickets_that_match() -> None:
    rules = [
        rule("gold", "sla_breached", match={"customer": ["gold", "platinum"]}, to="next"),
        rule(
            "urgent gold",
            "sla_breached",
            match={"customer": ["gold"], "priority": ["urgent"]},
            to="next",
        ),
        rule("fire", "sla_breached", match={"tags": ["fire", "smoke"]}, to="next"),
    ]
    assert names(asked(*rules, because=BREACHED)) == []
    assert names(asked(*rules, because=BREACHED, customer="gold")) == ["gold"]
    assert names(asked(*rules, because=BREACHED, customer="gold", priority="urgent")) == [
        "gold",
        "urgent gold",
    ]
    assert names(asked(*rules, because=BREACHED, tags=("smoke", "vip"))) == ["fire"]


def test_a_ticket_is_matched_as_it_is_at_the_cause() -> None:
    rules = [rule("hot", "sla_breached", match={"queue": ["hot"], "category": ["a"]}, to="next")]
    assert names(asked(*rules, because=BREACHED, history=[routed("hot", "a")])) == ["hot"]


def test_a_rule_holds_in_the_tier_it_names() -> None:
    rules = [rule("back", "sla_breached", in_tier="technical", to="previous")]
    assert names(asked(*rules, because=BREACHED)) == []
    assert names(asked(*rules, because=BREACHED, history=[escalated()])) == ["back"]
    assert names(asked(*rules, because=BREACHED, history=[escalated(), deescalated()])) == []


def test_a_rule_holds_after_a_move_for_the_reason_it_names() -> None:
    rules = [rule("back", "acknowledged", after_reason="repeat_contact", to="previous")]
    for reason, acts in [("repeat_contact", ["back"]), ("manual", []), ("sla_breached", [])]:
        history = [escalated(reason=reason)]
        assert names(asked(*rules, because=acknowledged().event(3), history=history)) == acts


def test_a_rule_holds_after_a_move_because_nobody_took_the_ticket() -> None:
    rules = [rule("back", "acknowledged", after_reason="unacknowledged", to="previous")]
    taken = acknowledged().event(3)
    for metric, acts in [("acknowledge", ["back"]), ("resolution", []), ("", [])]:
        history = [escalated(reason="sla_breached", metric=metric)]
        assert names(asked(*rules, because=taken, history=history)) == acts


def test_the_last_move_counts() -> None:
    rules = [rule("back", "acknowledged", after_reason="unacknowledged", to="previous")]
    history = [escalated(metric="acknowledge"), escalated("management", was="technical")]
    assert names(asked(*rules, because=acknowledged().event(4), history=history)) == []


# What is asked for


def test_a_move_carries_all_that_the_desk_needs() -> None:
    up = rule("up", "sla_breached", to="next", unless={"moved_within": "30m"})
    move = one(up, because=BREACHED)
    assert move == EscalateTier(
        command_id=derive(BREACHED.event_id, "up"),
        at=after("1h"),
        actor=Actor(SYSTEM, "rule:up"),
        causation_id=BREACHED.event_id,
        ticket_id=TICKET,
        to="next",
        reason="sla_breached",
        rule="up",
        metric="resolution",
        policy="default",
        policy_version=1,
        cause_at=after("1h"),
        moved_within=after("30m") - NOON,
    )


@pytest.mark.parametrize(
    ("to", "tier", "kind"),
    [
        ("next", "front-line", EscalateTier),
        ("previous", "technical", DeescalateTier),
        ("management", "front-line", EscalateTier),
        ("front-line", "technical", DeescalateTier),
        ("technical", "technical", EscalateTier),
        ("technical", "management", DeescalateTier),
    ],
)
def test_a_named_tier_is_up_or_down_from_where_the_ticket_is(
    to: str, tier: str, kind: type[Any]
) -> None:
    assert type(one(rule("go", "sla_breached", to=to), because=BREACHED, tier=tier)) is kind


def test_a_rule_can_raise_the_priority() -> None:
    command = one(rule("raise", "sla_breached", set_priority="urgent"), because=BREACHED)
    assert command == ChangePriority(
        command_id=derive(BREACHED.event_id, "raise:set_priority"),
        at=after("1h"),
        actor=Actor(SYSTEM, "rule:raise"),
        causation_id=BREACHED.event_id,
        ticket_id=TICKET,
        priority="urgent",
        rule="raise",
    )


def test_a_rule_can_tell_people() -> None:
    command = one(
        rule("heads-up", "sla_warned", at="80%", notify=["assignee", "lead"]), because=EIGHTY
    )
    assert command == Notify(
        command_id=derive(EIGHTY.event_id, "heads-up:notify"),
        at=after("48m"),
        actor=Actor(SYSTEM, "rule:heads-up"),
        causation_id=EIGHTY.event_id,
        ticket_id=TICKET,
        audience=("assignee", "lead"),
        subject="sla_warned resolution 80%",
        rule="heads-up",
        policy="default",
        policy_version=1,
    )


def test_what_is_told_names_the_cause_in_words() -> None:
    tell = [rule("tell", when, notify=["lead"]) for when in CAUSES]
    assert {when: one(*tell, because=CAUSES[when]).subject for when in CAUSES} == {
        "sla_warned": "sla_warned resolution 50%",
        "sla_breached": "sla_breached resolution",
        "sla_overdue": "sla_overdue resolution 1h",
        "sla_breach_retracted": "sla_breach_retracted resolution",
        "repeat_contact": "repeat_contact",
        "acknowledged": "acknowledged",
        "resolved": "resolved",
    }


def test_a_rule_does_all_that_it_says_in_one_order() -> None:
    everything = rule("all", "sla_breached", notify=["lead"], set_priority="urgent", to="next")
    commands = asked(everything, because=BREACHED)
    assert [type(command) for command in commands] == [EscalateTier, ChangePriority, Notify]
    assert len({command.command_id for command in commands}) == 3


def test_rules_act_in_the_order_of_the_policy() -> None:
    rules = [
        rule("first", "sla_breached", notify=["lead"]),
        rule("second", "repeat_contact", to="next"),
        rule("third", "sla_breached", to="management"),
        rule("fourth", "sla_breached", to="next"),
    ]
    assert names(asked(*rules, because=BREACHED)) == ["first", "third", "fourth"]


def test_the_same_cause_always_asks_for_the_same() -> None:
    rules = [rule("up", "sla_breached", to="next", notify=["lead"])]
    assert asked(*rules, because=BREACHED) == asked(*rules, because=BREACHED)


def test_without_rules_nothing_is_asked_for() -> None:
    assert asked(because=BREACHED) == []


# What the process manager knows


def test_nothing_is_known_of_a_ticket_before_its_opening() -> None:
    assert evolve(None, noted().event(2)) is None
    assert evolve(None, BREACHED) is None


def test_a_conclusion_changes_nothing_that_is_known() -> None:
    facts = known(opened())
    assert evolve(facts, BREACHED) is facts


def test_a_fact_that_is_known_changes_nothing() -> None:
    facts = known(opened(), escalated(), deescalated())
    assert evolve(facts, escalated().event(2)) is facts


# Telling the requester


def notice(fact: Fact, *, on: Sequence[str] = ("tier_moved", "resolved"), **about: Any) -> Any:
    told_of = {"requester": {"on": list(on), "hours": ["office"]}}
    facts = known(opened(**about), fact)
    return requester_notice(fact.event(2), facts, policy(notify=told_of))


@pytest.mark.parametrize(
    ("fact", "subject"),
    [(escalated(), "tier_moved"), (deescalated(), "tier_moved"), (resolved(), "resolved")],
    ids=["up", "down", "resolved"],
)
def test_the_requester_is_told_of_moves_and_of_the_resolution(fact: Fact, subject: str) -> None:
    event = fact.event(2)
    assert notice(fact) == Notify(
        command_id=derive(event.event_id, "notice:requester"),
        at=NOON,
        actor=Actor(SYSTEM, "requester-notice"),
        causation_id=event.event_id,
        ticket_id=TICKET,
        audience=("requester",),
        subject=subject,
        policy="default",
        policy_version=1,
        deliver_at=NOON,
    )


@pytest.mark.parametrize(
    ("at", "deliver_at"),
    [("0s", "0s"), ("8h", "21h"), ("102h", "165h")],
    ids=["open", "night", "weekend"],
)
def test_the_requester_is_told_inside_the_hours(at: str, deliver_at: str) -> None:
    assert notice(escalated().at(at)).deliver_at == after(deliver_at)
    assert notice(escalated().at(at)).at == after(at)


@pytest.mark.parametrize("fact", [noted(), closed(), assigned(), prioritised("high")])
def test_of_other_things_the_requester_is_not_told(fact: Fact) -> None:
    assert notice(fact) is None


def test_the_requester_is_told_of_what_the_policy_says() -> None:
    assert notice(resolved(), on=["tier_moved"]) is None
    assert notice(escalated(), on=["resolved"]) is None


def test_where_nobody_is_known_nobody_is_told() -> None:
    assert notice(escalated(), requester="") is None


def test_without_a_word_in_the_policy_nobody_is_told() -> None:
    assert requester_notice(escalated().event(2), known(opened()), policy()) is None
