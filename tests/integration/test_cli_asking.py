"""Who acts on the command line, and under which id."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.actor import AGENT, REQUESTER, SYSTEM, Actor
from domain.desk import Outcome
from domain.errors import DeskError, PolicyNotFound, TicketNotFound
from escalon.cli.asking import How, actor_of, pseudonym
from escalon.handling.mistakes import refusal

ANNA = Actor(AGENT, "anna")
ID = "075f51c8-e10c-510c-867f-5738770b709f"


def test_an_agent_is_called_by_name():
    assert actor_of("agent:anna") == ANNA


def test_a_name_may_hold_a_colon():
    assert actor_of("system:rule:up") == Actor(SYSTEM, "rule:up")


def test_a_requester_is_known_by_a_pseudonym_only():
    assert actor_of("requester:rita") == Actor(REQUESTER, pseudonym("rita"))
    assert "rita" not in pseudonym("rita")


def test_the_same_name_has_the_same_pseudonym():
    assert pseudonym("rita") == pseudonym("rita") != pseudonym("robert")


@pytest.mark.parametrize("text", ["anna", "agent:", "robot:anna", ""])
def test_who_has_no_kind_or_no_name_is_nobody(text: str):
    with pytest.raises(ValueError, match="names nobody; write a kind and a name, such as agent:"):
        actor_of(text)


def test_the_same_word_is_the_same_command():
    assert How(command_id="monday").new_id() == How(command_id="monday").new_id()


def test_an_id_in_capitals_is_the_same_id():
    assert How(command_id=ID.upper()).new_id() == ID


def test_without_a_word_every_command_is_another():
    assert UUID(How().new_id()) != UUID(How().new_id())


def test_who_was_named_acts():
    assert How(by=ANNA).of_requester(ID).actor() == ANNA


def test_a_requester_who_was_named_speaks_before_the_tickets_own():
    assert How().of_requester(ID).actor("own") == Actor(REQUESTER, ID)
    assert How().of_requester().actor("own") == Actor(REQUESTER, "own")


def test_a_requester_of_whom_nothing_is_known_is_unknown():
    assert How().of_requester().actor() == Actor(REQUESTER, "unknown")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("TicketNotFound", TicketNotFound),
        ("PolicyNotFound", PolicyNotFound),
        ("RuleBroken", DeskError),
    ],
)
def test_a_refusal_is_raised_in_the_desks_own_words(name: str, kind: type[DeskError]):
    error = refusal(Outcome(ID, refusal="No.", error=name))

    assert type(error) is kind
    assert str(error) == "No."
