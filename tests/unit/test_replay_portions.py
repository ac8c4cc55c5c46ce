"""What is asked at once comes to the same as one after the other."""

from __future__ import annotations

from domain import commands as c
from escalon.replay.groups import Moment
from escalon.replay.portions import portions_of
from tests.unit.replay_commands import noting, opening, said


def portions(*commands):
    asked = portions_of([Moment(1, len(commands), commands)])
    return [[command.command_id.removeprefix("1 ") for command in portion] for portion in asked]


def test_contacts_on_different_tickets_come_one_after_the_other():
    assert portions(opening(1, "a"), opening(1, "b")) == [["OpenTicket a"], ["OpenTicket b"]]


def test_contacts_of_different_people_on_one_ticket_come_one_after_the_other():
    asked = portions(*(said(1, c.ReceiveContact, "a", requester=by) for by in ("eve", "bob")))

    assert asked == [["ReceiveContact a"], ["ReceiveContact a"]]


def test_commands_to_one_ticket_are_asked_at_once_in_their_order():
    assert portions(opening(1, "a"), said(1, c.ReceiveContact, "a"), noting(1, "a")) == [
        ["OpenTicket a", "ReceiveContact a", "AddNote a"]
    ]


def test_what_is_no_contact_waits_for_nothing_but_its_own_ticket():
    assert portions(opening(1, "a"), opening(1, "b"), noting(1, "c"), noting(1, "b")) == [
        ["OpenTicket a", "AddNote c"],
        ["OpenTicket b", "AddNote b"],
    ]


def test_a_command_that_names_two_tickets_comes_after_all_before_it_and_before_all_after():
    merge = said(1, c.MergeTicket, "a", into="b")

    assert portions(noting(1, "a"), noting(1, "b"), merge, noting(1, "b")) == [
        ["AddNote a", "AddNote b"],
        ["MergeTicket a"],
        ["AddNote b"],
    ]


def test_groups_wait_for_none_but_themselves():
    asked = portions_of(
        [Moment(1, 2, [opening(1, "a"), opening(1, "b")]), Moment(1, 1, [opening(1, "c")])]
    )

    assert [[command.ticket_id for command in portion] for portion in asked] == [["a", "c"], ["b"]]
