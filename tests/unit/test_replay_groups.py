"""Tickets that can have to do with each other are of one group, and others are of others."""

from __future__ import annotations

from domain import commands as c
from escalon.replay.groups import groups_of
from tests.unit.replay_commands import entries_of, noting, opening, said


def tickets_of(*commands):
    return sorted(sorted(group.own) for group in groups_of(entries_of(*commands)))


def test_tickets_of_one_requester_are_together():
    assert tickets_of(opening(1, "a", "eve"), opening(2, "b", "bob"), opening(3, "c", "eve")) == [
        ["a", "c"],
        ["b"],
    ]


def test_tickets_of_nobody_known_are_apart():
    assert tickets_of(opening(1, "a"), opening(2, "b")) == [["a"], ["b"]]


def test_who_gets_in_touch_on_anothers_ticket_brings_them_together():
    contact = said(3, c.ReceiveContact, "a", requester="bob")

    assert tickets_of(opening(1, "a", "eve"), opening(2, "b", "bob"), contact) == [["a", "b"]]


def test_merged_and_linked_tickets_are_together_through_others():
    merge = said(4, c.MergeTicket, "a", into="b")
    link = said(5, c.LinkTickets, "c", other="b")

    assert tickets_of(opening(1, "a"), opening(2, "b"), opening(3, "c"), merge, link) == [
        ["a", "b", "c"]
    ]


def test_each_ticket_is_told_alone_what_only_it_is_told():
    [group] = groups_of(
        entries_of(opening(1, "a", "eve"), opening(2, "b", "eve"), noting(3, "b"), noting(3, "a"))
    )

    assert [moment.at for moment in group.joint] == [1, 2]
    assert {ticket: [m.at for m in moments] for ticket, moments in group.own.items()} == {
        "a": [3],
        "b": [3],
    }


def test_what_is_told_while_somebody_gets_in_touch_is_told_with_it_in_its_order():
    commands = [opening(1, "a", "eve"), noting(2, "a"), opening(2, "b", "eve")]
    [group] = groups_of(entries_of(*commands))

    assert group.joint[-1].commands == commands[1:]
    assert group.joint[-1].entries == 2
