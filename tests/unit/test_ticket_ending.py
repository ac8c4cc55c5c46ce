"""Resolving, closing and taking up again."""

from __future__ import annotations

import pytest

from domain.commands import CloseTicket, ReopenTicket, ResolveTicket
from domain.errors import RuleBroken
from tests.spec import Fact, ask, given
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    escalated,
    held,
    opened,
    reopened,
    resolved,
)

STANDING = {
    "new": (),
    "open": (acknowledged(),),
    "held": (held(),),
    "resolved": (resolved(),),
    "closed": (closed(),),
    "reopened": (resolved(), reopened()),
}
WAITING = pytest.mark.parametrize("where", ["new", "open", "held", "reopened"])


@WAITING
def test_a_ticket_is_resolved_from_wherever_it_waits(where: str) -> None:
    given(POLICY, opened(), *STANDING[where]).when(ask(ResolveTicket, resolution="water")).then(
        resolved("water")
    )


def test_a_resolution_says_who_had_the_ticket_and_where() -> None:
    given(POLICY, opened(), escalated(), assigned("anna")).when(ask(ResolveTicket)).then(
        resolved(assignee="anna", tier="technical")
    )


def test_resolved_is_resolved() -> None:
    given(POLICY, opened(), resolved("water")).when(
        ask(ResolveTicket, resolution="sand")
    ).then_nothing()


def test_a_closed_ticket_is_not_resolved() -> None:
    given(POLICY, opened(), closed()).when(ask(ResolveTicket)).then_refused(
        RuleBroken, "The ticket is closed and can't be resolved; reopen it first."
    )


@pytest.mark.parametrize("where", ["new", "open", "held", "resolved"])
def test_a_ticket_is_closed_from_anywhere(where: str) -> None:
    given(POLICY, opened(), *STANDING[where]).when(ask(CloseTicket)).then(closed(was=where))


def test_closed_is_closed() -> None:
    given(POLICY, opened(), closed()).when(ask(CloseTicket)).then_nothing()


@pytest.mark.parametrize("where", ["resolved", "closed"])
def test_an_ended_ticket_is_taken_up_again(where: str) -> None:
    given(POLICY, opened(), *STANDING[where]).when(ask(ReopenTicket)).then(reopened(was=where))


@pytest.mark.parametrize(
    ("where", "status"), [("new", "new"), ("open", "open"), ("held", "held"), ("reopened", "open")]
)
def test_what_has_not_ended_is_not_taken_up_again(where: str, status: str) -> None:
    given(POLICY, opened(), *STANDING[where]).when(ask(ReopenTicket)).then_refused(
        RuleBroken, f"The ticket is {status}; only resolved or closed ones are reopened."
    )


def test_a_ticket_can_end_again_and_again() -> None:
    history = [opened(), resolved(), reopened(), closed("open"), reopened("closed")]
    given(POLICY, *history).when(ask(ResolveTicket)).then(resolved())


def test_a_reopened_ticket_keeps_its_agent() -> None:
    given(POLICY, opened(), assigned("anna"), resolved(assignee="anna"), reopened()).when(
        ask(ResolveTicket)
    ).then(resolved(assignee="anna"))


@pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])
def test_a_reopened_ticket_is_open(ending: Fact) -> None:
    given(POLICY, opened(), ending, reopened()).when(ask(CloseTicket)).then(closed(was="open"))
