"""Who has a ticket: acknowledging, assigning, taking away."""

from __future__ import annotations

import pytest

from domain.commands import AcknowledgeTicket, AssignTicket, UnassignTicket
from domain.errors import RuleBroken
from tests.spec import ANNA, MACHINE, Fact, ask, given
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    escalated,
    held,
    opened,
    resolved,
    unassigned,
)

ENDINGS = pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])


def test_somebody_has_seen_the_ticket() -> None:
    given(POLICY, opened()).when(ask(AcknowledgeTicket)).then(acknowledged("front-line"))


def test_a_held_ticket_can_be_acknowledged() -> None:
    given(POLICY, opened(), held()).when(ask(AcknowledgeTicket)).then(acknowledged())


def test_seen_is_seen() -> None:
    given(POLICY, opened(), acknowledged()).when(ask(AcknowledgeTicket)).then_nothing()


def test_in_another_tier_it_is_seen_anew() -> None:
    given(POLICY, opened(), acknowledged(), escalated()).when(ask(AcknowledgeTicket)).then(
        acknowledged("technical")
    )


def test_a_machines_acknowledgement_does_not_stand_in_for_a_persons() -> None:
    given(POLICY, opened(), acknowledged().by(MACHINE)).when(ask(AcknowledgeTicket, by=ANNA)).then(
        acknowledged()
    )


def test_a_resolved_ticket_is_not_acknowledged() -> None:
    given(POLICY, opened(), resolved()).when(ask(AcknowledgeTicket)).then_refused(
        RuleBroken, "The ticket is resolved and can't be acknowledged; reopen it first."
    )


def test_a_closed_ticket_is_not_acknowledged() -> None:
    given(POLICY, opened(), closed()).when(ask(AcknowledgeTicket)).then_refused(
        RuleBroken, "The ticket is closed and can't be acknowledged; reopen it first."
    )


def test_a_ticket_is_given_to_an_agent() -> None:
    given(POLICY, opened()).when(ask(AssignTicket, assignee="anna")).then(assigned("anna"))


def test_a_ticket_is_handed_on() -> None:
    given(POLICY, opened(), assigned("anna")).when(ask(AssignTicket, assignee="bo")).then(
        assigned("bo", previous="anna")
    )


def test_to_give_a_ticket_to_who_has_it_is_nothing_to_do() -> None:
    given(POLICY, opened(), assigned("anna")).when(
        ask(AssignTicket, assignee="anna")
    ).then_nothing()


@ENDINGS
def test_an_ended_ticket_can_be_given_to_an_agent(ending: Fact) -> None:
    given(POLICY, opened(), ending).when(ask(AssignTicket, assignee="anna")).then(assigned())


def test_an_assignment_names_somebody() -> None:
    given(POLICY, opened()).when(ask(AssignTicket, assignee="")).then_refused(
        RuleBroken, "An assignment names an assignee; to take the ticket away, unassign it."
    )


def test_a_ticket_is_taken_away() -> None:
    given(POLICY, opened(), assigned("anna")).when(ask(UnassignTicket)).then(unassigned("anna"))


@ENDINGS
def test_an_ended_ticket_can_be_taken_away(ending: Fact) -> None:
    given(POLICY, opened(), assigned(), ending).when(ask(UnassignTicket)).then(unassigned())


def test_what_nobody_has_can_not_be_taken_away() -> None:
    given(POLICY, opened()).when(ask(UnassignTicket)).then_nothing()


def test_what_was_taken_away_is_not_taken_away_again() -> None:
    given(POLICY, opened(), assigned(), unassigned()).when(ask(UnassignTicket)).then_nothing()


def test_a_move_takes_the_ticket_away() -> None:
    given(POLICY, opened(), assigned(), escalated()).when(ask(UnassignTicket)).then_nothing()
