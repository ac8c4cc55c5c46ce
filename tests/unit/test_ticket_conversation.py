"""What is said on a ticket: contacts, replies, notes, ratings and notices."""

from __future__ import annotations

import pytest

from domain.commands import AddNote, AssignTicket, Notify, RateTicket, ReceiveContact, SendReply
from domain.errors import RuleBroken
from tests.spec import CARL, MACHINE, REQUESTER, Fact, after, ask, given
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import (
    assigned,
    closed,
    contacted,
    noted,
    opened,
    rated,
    replied,
    requester_told,
    resolved,
    staff_told,
)

ENDINGS = pytest.mark.parametrize("ending", [resolved(), closed()], ids=["resolved", "closed"])


def test_a_contact_is_from_the_tickets_requester_unless_it_names_another() -> None:
    command = ask(ReceiveContact, by=REQUESTER, text="Any news?", channel="phone")
    given(POLICY, opened()).when(command).then(contacted(text="Any news?", channel="phone"))


def test_somebody_else_may_ask_about_a_ticket() -> None:
    command = ask(ReceiveContact, requester="a colleague")
    given(POLICY, opened()).when(command).then(contacted(requester="a colleague"))


@ENDINGS
def test_contacts_are_taken_in_after_the_end(ending: Fact) -> None:
    given(POLICY, opened(), ending).when(ask(ReceiveContact)).then(contacted())


def test_each_contact_counts_also_when_it_says_the_same() -> None:
    given(POLICY, opened(), contacted()).when(ask(ReceiveContact)).then(contacted())


def test_a_reply_goes_to_the_tickets_requester() -> None:
    command = ask(SendReply, text="Use water", automatic=True)
    given(POLICY, opened()).when(command).then(
        replied(requester=CARL, text="Use water", automatic=True)
    )


@ENDINGS
def test_replies_are_sent_after_the_end(ending: Fact) -> None:
    given(POLICY, opened(), ending).when(ask(SendReply)).then(replied())


def test_a_note_is_kept() -> None:
    given(POLICY, opened()).when(ask(AddNote, text="He is upset")).then(noted("He is upset"))


@ENDINGS
def test_notes_are_kept_after_the_end(ending: Fact) -> None:
    given(POLICY, opened(), ending).when(ask(AddNote)).then(noted())


@ENDINGS
@pytest.mark.parametrize("score", [1, 5])
def test_an_ended_ticket_is_rated_from_1_to_5(ending: Fact, score: int) -> None:
    command = ask(RateTicket, by=REQUESTER, score=score, comment="Still warm")
    given(POLICY, opened(), ending).when(command).then(rated(score, "Still warm"))


@pytest.mark.parametrize("score", [0, 6, -1])
def test_other_scores_are_refused(score: int) -> None:
    given(POLICY, opened(), resolved()).when(ask(RateTicket, score=score)).then_refused(
        RuleBroken, f"A score goes from 1 to 5; {score} is outside."
    )


@pytest.mark.parametrize(
    ("history", "status"), [((), "new"), ((assigned(),), "open")], ids=["new", "open"]
)
def test_a_ticket_is_not_rated_before_it_is_resolved(
    history: tuple[Fact, ...], status: str
) -> None:
    given(POLICY, opened(), *history).when(ask(RateTicket, score=5)).then_refused(
        RuleBroken, f"The ticket is {status}; it can be rated once it is resolved."
    )


def test_staff_are_told_with_the_rule_that_asked_for_it() -> None:
    about = {"subject": "heads up", "rule": "up", "policy": "default", "policy_version": 1}
    command = ask(Notify, by=MACHINE, audience=("assignee", "lead"), **about)
    given(POLICY, opened()).when(command).then(staff_told("assignee", "lead", **about))


def test_the_requester_is_told_at_once_unless_a_time_is_given() -> None:
    command = ask(Notify, audience=("requester",), subject="resolved")
    given(POLICY, opened()).when(command).then(requester_told("resolved", deliver_at=after("0s")))


def test_the_requester_is_told_when_it_suits() -> None:
    command = ask(Notify, audience=("requester",), deliver_at=after("8h"))
    given(POLICY, opened()).when(command).then(requester_told(deliver_at=after("8h")))


def test_the_requester_gets_a_message_of_their_own() -> None:
    command = ask(Notify, audience=("lead", "requester", "team"), subject="fire", rule="up")
    given(POLICY, opened()).when(command).then(
        staff_told("lead", "team", subject="fire", rule="up"), requester_told("fire", rule="up")
    )


def test_nobody_to_tell_is_nothing_to_do() -> None:
    given(POLICY, opened()).when(ask(Notify, audience=())).then_nothing()


def test_a_reply_takes_a_new_ticket_up() -> None:
    given(POLICY, opened(), replied()).when(ask(RateTicket, score=5)).then_refused(
        RuleBroken, "The ticket is open; it can be rated once it is resolved."
    )


def test_a_contact_does_not_take_a_new_ticket_up() -> None:
    given(POLICY, opened(), contacted(), noted()).when(ask(RateTicket, score=5)).then_refused(
        RuleBroken, "The ticket is new; it can be rated once it is resolved."
    )


def test_what_a_reply_says_is_no_assignment() -> None:
    given(POLICY, opened(), replied()).when(ask(AssignTicket, assignee="anna")).then(assigned())
