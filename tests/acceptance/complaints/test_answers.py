"""Only a person's answer is one, and whoever has answered is left in peace."""

from __future__ import annotations

from typing import Any

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import (
    AcknowledgeTicket,
    AddNote,
    AssignTicket,
    ChangePriority,
    HoldTicket,
    Notify,
    ReceiveContact,
    ResolveTicket,
    ResumeTicket,
    SendReply,
)
from domain.events.conversation import StaffNotified
from domain.events.sla import SlaBreached, SlaMet
from domain.events.ticket import PriorityChanged, TicketAssigned, TierMoved
from tests.spec import ANNA, REQUESTER

ROBOT = Actor(SYSTEM, "robot")
PROMISE = """
targets:
  - metrics:
      acknowledge: 1h
      first_response: 1h
      next_response: 2h
      update: {target: 3h, pause: requester}
"""


# Automatic action counted as response


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (SendReply, {"by": ANNA, "automatic": True}),
        (SendReply, {"by": ROBOT}),
        (AddNote, {"by": ANNA, "text": "looks like the usual"}),
        (AddNote, {"by": ROBOT}),
        (AssignTicket, {"by": ROBOT, "assignee": "anna"}),
        (AcknowledgeTicket, {"by": ROBOT}),
        (ChangePriority, {"by": ROBOT, "priority": "high"}),
        (Notify, {"by": ROBOT, "audience": ("requester",)}),
    ],
    ids=[
        "an automatic reply in somebody's name",
        "a machine's reply",
        "a note",
        "a machine's note",
        "a machine's assignment",
        "a machine's acknowledgement",
        "a machine's priority",
        "a word to the requester",
    ],
)
def test_what_is_no_persons_answer_is_none(desk_under, kind: type[Any], about: Any) -> None:
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:05", kind, **about)
    desk.wait("Mon 05 Jan 23:00")
    assert desk.told(SlaMet) == []
    assert desk.told(SlaBreached) == [
        "Mon 05 Jan 14:00 Breached acknowledge: not done within 1h",
        "Mon 05 Jan 14:00 Breached first response: not done within 1h",
    ]
    [row] = [row for row in desk.rows("attainment") if row.metric == "first_response"]
    assert row.verdict == "breached"


def test_what_rules_do_is_no_answer(desk_under) -> None:
    """The rules raise the priority, tell people and move the ticket: nobody has answered yet."""
    desk = desk_under(
        PROMISE
        + """
escalation:
  - {name: heads-up, when: sla_warned, metric: first_response, at: 50%, set_priority: high,
     notify: [lead, requester]}
  - {name: up, when: sla_warned, metric: first_response, at: 75%, to: next}
"""
    )
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Mon 05 Jan 23:00")
    assert len(desk.told(PriorityChanged, StaffNotified, TierMoved)) == 3
    assert "Mon 05 Jan 14:00 Breached first response: not done within 1h" in desk.told(SlaBreached)
    assert desk.told(SlaMet) == []


def test_an_automatic_reply_ends_neither_a_question_nor_an_update(desk_under) -> None:
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:10", SendReply)
    desk.do("Mon 05 Jan 14:00", ReceiveContact, by=REQUESTER)
    desk.do("Mon 05 Jan 14:01", SendReply, automatic=True)
    desk.do("Mon 05 Jan 14:02", AssignTicket, by=ROBOT, assignee="anna")
    desk.wait("Mon 05 Jan 23:00")
    assert desk.told(TicketAssigned) != []
    assert desk.told(SlaBreached)[-2:] == [
        "Mon 05 Jan 16:00 Breached next response, question 1: not done within 2h",
        "Mon 05 Jan 16:10 Breached update: not done within 3h",
    ]


# Update clock fires although answered


def test_an_answered_question_is_not_late_however_long_the_requester_is_silent(desk_under) -> None:
    desk = desk_under("targets: [{metrics: {next_response: 2h, first_response: 2h}}]\n")
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 14:00", SendReply)
    desk.do("Mon 05 Jan 15:00", ReceiveContact, by=REQUESTER)
    desk.do("Mon 05 Jan 15:30", ReceiveContact, by=REQUESTER, text="and another thing")
    desk.do("Mon 05 Jan 16:59", SendReply)
    desk.wait("Sat 31 Jan 13:00")
    assert desk.told(SlaBreached, TierMoved) == []


def test_each_reply_puts_the_next_update_off(desk_under) -> None:
    """Three hours run from the latest reply, never from the opening or an earlier one."""
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:05", AcknowledgeTicket)
    for hour in ("13:10", "16:09", "18:00", "21:00"):
        desk.do(f"Mon 05 Jan {hour}", SendReply)
    desk.wait("Mon 05 Jan 23:59")
    assert desk.told(SlaBreached) == []
    desk.wait("Tue 06 Jan 00:00")
    assert desk.told(SlaBreached) == ["Tue 06 Jan 00:00 Breached update: not done within 3h"]


def test_no_update_is_due_while_the_requester_is_to_answer(desk_under) -> None:
    """The hold for the requester pauses it, and so does the end; afterwards it goes on."""
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:10", AcknowledgeTicket)
    desk.do("Mon 05 Jan 13:10", SendReply)
    desk.do("Mon 05 Jan 13:10", HoldTicket, on="requester")
    desk.wait("Fri 09 Jan 13:10")
    desk.do("Fri 09 Jan 14:00", ReceiveContact, by=REQUESTER)
    desk.do("Fri 09 Jan 14:00", ResumeTicket)
    desk.do("Fri 09 Jan 15:00", SendReply)
    desk.do("Fri 09 Jan 15:00", ResolveTicket)
    desk.wait("Sat 31 Jan 13:00")
    assert desk.told(SlaBreached) == []
    assert all(row.verdict != "breached" for row in desk.rows("attainment"))
