"""Waiting for somebody, and no longer."""

from __future__ import annotations

import pytest

from domain.commands import HoldTicket, ResumeTicket
from domain.errors import RuleBroken
from tests.spec import Fact, ask, given
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import assigned, closed, held, opened, reopened, resolved, resumed


@pytest.mark.parametrize("on", ["requester", "vendor", "internal"])
def test_a_ticket_waits_for_somebody(on: str) -> None:
    given(POLICY, opened(), assigned()).when(ask(HoldTicket, on=on)).then(held(on))


def test_a_new_ticket_can_wait() -> None:
    given(POLICY, opened()).when(ask(HoldTicket, on="vendor")).then(held("vendor"))


def test_a_ticket_can_wait_for_somebody_else() -> None:
    given(POLICY, opened(), held("vendor")).when(ask(HoldTicket, on="requester")).then(
        held("requester")
    )


def test_to_wait_for_whom_it_waits_is_nothing_to_do() -> None:
    given(POLICY, opened(), held("vendor")).when(ask(HoldTicket, on="vendor")).then_nothing()


@pytest.mark.parametrize("on", ["", "godot", "Vendor"])
def test_nobody_else_is_waited_for(on: str) -> None:
    given(POLICY, opened()).when(ask(HoldTicket, on=on)).then_refused(
        RuleBroken, f"A ticket waits on requester, vendor, internal; '{on}' is none of them."
    )


@pytest.mark.parametrize(("ending", "status"), [(resolved(), "resolved"), (closed(), "closed")])
def test_an_ended_ticket_does_not_wait(ending: Fact, status: str) -> None:
    given(POLICY, opened(), ending).when(ask(HoldTicket, on="vendor")).then_refused(
        RuleBroken, f"The ticket is {status} and can't be put on hold; reopen it first."
    )


def test_the_waiting_ends() -> None:
    given(POLICY, opened(), held("vendor")).when(ask(ResumeTicket)).then(resumed("vendor"))


def test_what_does_not_wait_can_not_be_resumed() -> None:
    given(POLICY, opened()).when(ask(ResumeTicket)).then_nothing()


def test_what_was_resumed_is_not_resumed_again() -> None:
    given(POLICY, opened(), held(), resumed()).when(ask(ResumeTicket)).then_nothing()


@pytest.mark.parametrize(("ending", "status"), [(resolved(), "resolved"), (closed(), "closed")])
def test_an_ended_ticket_is_not_resumed(ending: Fact, status: str) -> None:
    given(POLICY, opened(), held(), ending).when(ask(ResumeTicket)).then_refused(
        RuleBroken, f"The ticket is {status} and can't be resumed; reopen it first."
    )


@pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])
def test_a_reopened_ticket_waits_no_longer(ending: Fact) -> None:
    given(POLICY, opened(), held(), ending, reopened()).when(ask(ResumeTicket)).then_nothing()


def test_assigning_does_not_end_the_waiting() -> None:
    given(POLICY, opened(), held(), assigned()).when(ask(ResumeTicket)).then(resumed())
