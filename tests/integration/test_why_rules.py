"""What a rule made of each cause: what it did, which condition was false, why it was declined."""

from __future__ import annotations

from typing import Any

import pytest

from domain import commands as c
from domain.durations import HOUR
from domain.why import reasons as r
from tests.integration.why_examples import STEPS, UP, Explained, explained, opening
from tests.spec import MACHINE, after, ask
from tests.unit.desk_examples import day
from tests.unit.policy_documents import document, rule, target


@pytest.mark.parametrize(
    ("condition", "unlike"),
    [
        ({"in_tier": "management"}, r.Unlike("in", ("management",), ("front-line",))),
        ({"match": {"customer": ["gold"]}}, r.Unlike("customer", ("gold",), ("",))),
        ({"match": {"tags": ["vip", "big"]}}, r.Unlike("tags", ("big", "vip"), ("slow",))),
        ({"after_reason": "manual"}, r.Unlike("after_reason", ("manual",), ("",))),
        ({"after_reason": "unacknowledged"}, r.Unlike("after_reason", ("unacknowledged",), ("",))),
    ],
)
def test_a_condition_that_did_not_hold_is_named_with_what_the_ticket_had_then(
    condition: Any, unlike: r.Unlike
) -> None:
    picky = rule("picky", "sla_breached", metric=["resolution"], to="next", **condition)
    policy = document(target(resolution="1h"), escalation=[picky])
    steps = [(opening(tags=("slow",)),), (ask(c.ChangePriority, at="2h", priority="high"),)]
    assert Explained(day(*steps, policy=policy, until="3h")).only("picky") == unlike


def test_a_condition_that_would_not_hold_is_named_where_no_cause_came() -> None:
    picky = rule("picky", "resolved", match={"customer": ["gold"]}, to="next")
    assert explained(rules=[picky]).why_not("picky") == [
        r.DidNotHappen("resolved"),
        r.Unlike("customer", ("gold",), ("",)),
    ]


def test_every_condition_that_did_not_hold_is_named() -> None:
    picky = rule(
        "picky", "sla_breached", in_tier="management", match={"customer": ["gold"]}, to="next"
    )
    found = explained(rules=[picky], until="5h").why_not("picky")
    assert [why.condition for why in found if isinstance(why, r.Unlike)] == ["in", "customer"]


def test_a_move_that_came_too_soon_names_the_one_before() -> None:
    again = rule(
        "again", "sla_overdue", metric=["resolution"], after="1h", to="next",
        unless={"moved_within": "2h"},
    )  # fmt: skip
    why = explained(rules=[UP, again], until="6h").only("again")
    assert why == r.Declined("moved_within", "technical", after("5h"), after("4h"), "up", 2 * HOUR)


def test_of_two_moves_for_one_cause_the_second_names_the_first() -> None:
    twice = rule("twice", "sla_breached", metric=["resolution"], to="management")
    why = explained(rules=[UP, twice], until="5h").only("twice")
    assert why == r.Declined("moved_already", "technical", after("4h"), after("4h"), "up", 0)


def test_a_move_of_a_ticket_that_had_ended_names_the_end() -> None:
    resolve = ask(c.ResolveTicket, at="1h")
    found = explained(resolve, rules=[rule("after", "resolved", to="next")])
    assert found.only("after") == r.Declined(
        "resolved", "front-line", after("1h"), after("1h"), "anna", 0
    )


def test_a_move_that_a_higher_milestone_overtook_says_so() -> None:
    shorter = [ask(c.ChangePriority, at="3h", priority="urgent")]
    over = rule("over", "sla_overdue", metric=["resolution"], after="1h", to="next")
    policy = document(
        target({"priority": ["urgent"]}, resolution={"target": "1h", "overdue": ["1h"]}),
        target(resolution=STEPS),
        escalation=[UP, over],
    )
    found = Explained(day((opening(),), shorter, policy=policy, until="4h"))
    assert found.only("up").why == "superseded"
    assert found.story("over").acted


def test_a_notice_that_a_higher_milestone_overtook_names_it() -> None:
    tell = rule("tell", "sla_warned", metric=["resolution"], at="50%", notify=["lead"])
    policy = document(
        target({"priority": ["urgent"]}, resolution="1h"),
        target(resolution="4h"),
        escalation=[tell],
    )
    steps = [(opening(),), (ask(c.ChangePriority, at="90m", priority="urgent"),)]
    assert Explained(day(*steps, policy=policy, until="4h")).only("tell") == r.Superseded(
        "resolution", "breach"
    )


def test_a_rule_that_acted_and_was_declined_tells_of_each_time() -> None:
    again = rule("again", "sla_breached", to="next", unless={"moved_within": "3h"})
    metrics = {"resolution": "4h", "tier_time": "1h"}
    verdicts = explained(rules=[again], metrics=metrics, until="10h").story("again").verdicts
    assert [(each.at, bool(each.acted)) for each in verdicts][:2] == [
        (after("1h"), True),
        (after("2h"), False),
    ]


def test_a_priority_that_the_ticket_has_already_is_nothing_to_change() -> None:
    raises = rule("raise", "sla_breached", metric=["resolution"], set_priority="normal")
    assert explained(rules=[raises], until="5h").only("raise") == r.NothingToChange("normal", "")


@pytest.mark.parametrize("when", ["acknowledged", "resolved", "sla_breach_retracted"])
def test_what_never_happened_is_named(when: str) -> None:
    assert explained(rules=[rule("wait", when, to="next")]).only("wait") == r.DidNotHappen(when)


def test_what_a_machine_took_was_not_acknowledged() -> None:
    take = ask(c.AssignTicket, by=MACHINE, at="1h", assignee="bot")
    found = explained(take, rules=[rule("wait", "acknowledged", to="next")])
    assert found.only("wait") == r.DidNotHappen("acknowledged")
