"""What is over is over: for merged tickets, and for policies out of use."""

from __future__ import annotations

import pytest

from domain.commands import ApplyPolicy, MergeTicket, OpenTicket, ReceiveContact, RetirePolicy
from domain.errors import PolicyNotFound, RuleBroken
from domain.events.conversation import StaffNotified
from domain.events.sla import ClockEvent, EscalationDeclined, SlaBreached, SlaOverdue, SlaStopped
from domain.events.ticket import TierMoved
from tests.spec import OTHER, REQUESTER, TICKET, ask

PROMISE = """
targets:
  - metrics: {first_response: 2h, resolution: {target: 4h, warn_at: 50%, overdue: [2h, 4h]}}
escalation:
  - {name: up, when: sla_breached, metric: resolution, to: next, notify: lead}
  - {name: on, when: sla_overdue, to: next, notify: lead}
  - {name: again, when: repeat_contact, to: next}
repeat_contact: {contacts: 3, within: 24h}
"""


def _two_tickets(desk) -> None:
    desk.open("Mon 05 Jan 13:00")
    desk.open("Mon 05 Jan 13:30", ticket_id=OTHER)


# Merged ticket escalates


def test_a_merged_ticket_never_escalates(desk_under) -> None:
    """Nor does it stand in any queue, or count as broken; the other one goes its own way."""
    desk = desk_under(PROMISE)
    _two_tickets(desk)
    desk.do("Mon 05 Jan 14:00", MergeTicket, into=OTHER)
    desk.wait("Tue 06 Jan 13:00")
    assert desk.told(SlaStopped) == [
        "Mon 05 Jan 14:00 Stopped first response after 1h: merged",
        "Mon 05 Jan 14:00 Stopped resolution after 1h: merged",
    ]
    assert desk.told(SlaBreached, SlaOverdue, TierMoved, StaffNotified) == []
    assert [row.ticket_id for row in desk.rows("queues") if row.waiting] == [OTHER]
    verdicts = {row.verdict for row in desk.rows("attainment") if row.ticket_id == TICKET}
    assert verdicts == {"stopped"}
    assert len(desk.told(TierMoved, ticket=OTHER)) == 2


def test_a_merge_ends_the_climb_of_a_ticket_that_is_late(desk_under) -> None:
    desk = desk_under(PROMISE)
    _two_tickets(desk)
    desk.do("Mon 05 Jan 18:00", MergeTicket, into=OTHER)
    desk.wait("Tue 06 Jan 13:00")
    assert [line[:25] for line in desk.told(TierMoved)] == ["Mon 05 Jan 17:00 Moved up"]
    assert desk.told(SlaOverdue, EscalationDeclined) == []


def test_a_merge_at_the_very_deadline_comes_before_it(desk_under) -> None:
    desk = desk_under(PROMISE)
    _two_tickets(desk)
    desk.wait("Mon 05 Jan 16:59")
    desk.do("Mon 05 Jan 17:00", MergeTicket, into=OTHER)
    desk.wait("Tue 06 Jan 13:00")
    assert "resolution" not in " ".join(desk.told(SlaBreached))
    assert desk.told(TierMoved) == []


def test_a_merge_leaves_the_clocks_of_the_other_ticket_alone(desk_under) -> None:
    desk, alone = desk_under(PROMISE), desk_under(PROMISE)
    _two_tickets(desk)
    desk.do("Mon 05 Jan 14:00", MergeTicket, into=OTHER)
    alone.open("Mon 05 Jan 13:30", ticket_id=OTHER)
    for each in (desk, alone):
        each.wait("Tue 06 Jan 13:00")
    assert desk.told(ClockEvent, ticket=OTHER) == alone.told(ClockEvent, ticket=OTHER)


def test_contacts_on_a_merged_duplicate_move_nobody(desk_under) -> None:
    """Two tickets for one question are one contact; a contact belongs on the one that goes on."""
    desk = desk_under(PROMISE)
    _two_tickets(desk)
    desk.do("Mon 05 Jan 14:00", MergeTicket, into=OTHER)
    [outcome] = desk.ask(ask(ReceiveContact, by=REQUESTER, at="2h5m"))
    assert outcome.error == RuleBroken.__name__
    desk.do("Mon 05 Jan 14:10", ReceiveContact, by=REQUESTER, ticket_id=OTHER)
    assert desk.told(TierMoved, ticket=OTHER) == []
    desk.do("Mon 05 Jan 14:20", ReceiveContact, by=REQUESTER, ticket_id=OTHER)
    assert len(desk.told(TierMoved, ticket=OTHER)) == 1


# Policy off but actions go on


WITHDRAWN = (ApplyPolicy, {"policy": "default", "version": 0, "mode": "withdraw"})
RETIRED = (RetirePolicy, {"policy": "default"})


@pytest.mark.parametrize("way", [WITHDRAWN, RETIRED], ids=["withdrawn", "retired"])
@pytest.mark.parametrize(
    ("off", "moves"),
    [("Mon 05 Jan 14:00", 0), ("Mon 05 Jan 16:59", 0), ("Mon 05 Jan 18:00", 1)],
    ids=["long before the deadline", "just before it", "after it"],
)
def test_a_policy_that_is_off_does_nothing_more(desk_under, off: str, moves: int, way) -> None:
    """Also to a ticket that is late already: no step, no word, no move, and no deadline shown."""
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    kind, about = way
    desk.do(off, kind, **about)
    before = desk.told(ClockEvent, TierMoved, StaffNotified)
    desk.do("Mon 05 Jan 18:10", ReceiveContact, by=REQUESTER)
    desk.do("Mon 05 Jan 18:20", ReceiveContact, by=REQUESTER)
    desk.wait("Sat 31 Jan 13:00")
    assert desk.told(ClockEvent, TierMoved, StaffNotified) == before
    assert len(desk.told(TierMoved)) == moves
    [row] = desk.rows("queues")
    assert row.next_breach_at is None
    assert row.overdue_since is None


@pytest.mark.parametrize("way", [WITHDRAWN, RETIRED], ids=["withdrawn", "retired"])
def test_what_a_policy_that_is_off_stops_it_says(desk_under, way) -> None:
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    kind, about = way
    desk.do("Mon 05 Jan 14:00", kind, **about)
    assert desk.told(SlaStopped) == [
        "Mon 05 Jan 14:00 Stopped first response after 1h: policy_withdrawn",
        "Mon 05 Jan 14:00 Stopped resolution after 1h: policy_withdrawn",
    ]


def test_a_rule_that_a_new_version_drops_acts_on_nobody_whom_it_reached(desk_under) -> None:
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 13:00")
    desk.put_in_use("Mon 05 Jan 14:00", PROMISE.partition("escalation:")[0])
    desk.do("Mon 05 Jan 14:00", ApplyPolicy, policy="default", version=2)
    desk.wait("Mon 05 Jan 18:00")
    assert len(desk.told(SlaBreached)) == 2
    assert desk.told(TierMoved, StaffNotified) == []


def test_a_policy_out_of_use_takes_no_new_tickets(desk_under) -> None:
    desk = desk_under(PROMISE)
    desk.do("Mon 05 Jan 12:30", RetirePolicy, policy="default")
    [outcome] = desk.ask(ask(OpenTicket, by=REQUESTER, at="1h"))
    assert outcome.error == PolicyNotFound.__name__
    assert desk.of(ClockEvent) == []
