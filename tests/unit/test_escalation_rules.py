"""What the rules of a policy act on: which causes, which clocks, which tickets."""

from __future__ import annotations

import pytest

from domain.escalation import cause_of
from tests.spec import MACHINE, Fact, after
from tests.unit.clock_examples import told
from tests.unit.escalation_examples import (
    BREACHED,
    CAUSES,
    EACH,
    EIGHTY,
    HALF,
    OVERDUE,
    REPEATED,
    RESPONSE_BREACHED,
    STEPS,
    VERY_OVERDUE,
    WATCHED,
    acting,
    asked,
    known,
    names,
    one,
)
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


def test_a_milestone_that_a_higher_one_overtook_is_a_cause_that_does_not_act() -> None:
    both = document(target({"priority": ["high"]}, resolution=STEPS), target(resolution="9h"))
    said = told(both, opened(), prioritised("high").at("2h30m"), until="2h40m").said
    facts = known(opened())
    acting = [event for event in said if (cause := cause_of(event, facts)) and cause.acts]
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
