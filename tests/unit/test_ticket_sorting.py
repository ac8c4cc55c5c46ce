"""How urgent a ticket is, and in which queue."""

from __future__ import annotations

import pytest

from domain.commands import ChangePriority, RouteTicket
from domain.errors import RuleBroken
from tests.spec import MACHINE, Fact, ask, given
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import closed, held, opened, prioritised, resolved, routed

ANYWHERE = pytest.mark.parametrize(
    "history",
    [(), (held(),), (resolved(),), (closed(),)],
    ids=["new", "held", "resolved", "closed"],
)


@ANYWHERE
def test_the_priority_is_changed_wherever_the_ticket_stands(history: tuple[Fact, ...]) -> None:
    given(POLICY, opened(), *history).when(ask(ChangePriority, priority="high")).then(
        prioritised("high", old="normal")
    )


def test_a_rules_change_of_priority_names_the_rule() -> None:
    command = ask(ChangePriority, by=MACHINE, priority="urgent", rule="raise")
    given(POLICY, opened()).when(command).then(prioritised("urgent", rule="raise"))


def test_the_same_priority_is_nothing_to_do() -> None:
    given(POLICY, opened(), prioritised("high")).when(
        ask(ChangePriority, priority="high")
    ).then_nothing()


def test_a_change_of_priority_names_one() -> None:
    given(POLICY, opened()).when(ask(ChangePriority, priority="")).then_refused(
        RuleBroken, "A change of priority names the new priority, such as 'high'."
    )


@ANYWHERE
def test_the_ticket_is_routed_wherever_it_stands(history: tuple[Fact, ...]) -> None:
    given(POLICY, opened(queue="general", category="lamps"), *history).when(
        ask(RouteTicket, queue="hardware", category="printers")
    ).then(routed("hardware", "printers", old=("general", "lamps")))


def test_a_route_without_a_category_leaves_the_tickets_own() -> None:
    given(POLICY, opened(queue="general", category="lamps")).when(
        ask(RouteTicket, queue="hardware")
    ).then(routed("hardware", "lamps", old=("general", "lamps")))


def test_another_category_alone_is_a_route() -> None:
    given(POLICY, opened(queue="general")).when(
        ask(RouteTicket, queue="general", category="lamps")
    ).then(routed("general", "lamps", old=("general", "")))


def test_the_same_place_is_nothing_to_do() -> None:
    given(POLICY, opened(), routed("hardware", "printers")).when(
        ask(RouteTicket, queue="hardware", category="printers")
    ).then_nothing()


def test_a_ticket_can_be_taken_out_of_all_queues() -> None:
    given(POLICY, opened(queue="general")).when(ask(RouteTicket, queue="")).then(
        routed("", old=("general", ""))
    )
