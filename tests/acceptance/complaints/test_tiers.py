"""Each group answers for its own time, and a ticket that nobody takes goes on."""

from __future__ import annotations

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import (
    AcknowledgeTicket,
    AssignTicket,
    DeescalateTier,
    EscalateTier,
    ResolveTicket,
    RouteTicket,
    SendReply,
)
from domain.events.conversation import StaffNotified
from domain.events.sla import SlaBreached, SlaMet, SlaStopped
from domain.events.ticket import TierMoved
from tests.spec import TICKET

GROUPS = """
targets:
  - match: {queue: support}
    metrics: {first_response: 2h, update: 4h, resolution: 20h}
  - match: {queue: sales}
    metrics: {first_response: 8h}
escalation: [{name: up, when: sla_breached, to: next}]
"""


# The old group's clock survives the move


def test_a_clock_that_only_the_old_group_promised_ends_with_the_move(desk_under) -> None:
    """Support promises updates and sales doesn't: the update that runs is no longer awaited."""
    desk = desk_under(GROUPS)
    desk.open("Mon 05 Jan 13:00", queue="support")
    desk.do("Mon 05 Jan 14:00", SendReply)
    desk.do("Mon 05 Jan 15:00", RouteTicket, queue="sales")
    assert desk.told(SlaStopped) == [
        "Mon 05 Jan 15:00 Stopped resolution after 2h: no_target",
        "Mon 05 Jan 15:00 Stopped update after 1h: no_target",
    ]
    desk.wait("Sat 31 Jan 13:00")
    assert desk.told(SlaBreached, TierMoved) == []
    [row] = desk.rows("queues")
    assert row.next_breach_at is None


def test_a_clock_of_both_groups_goes_by_the_new_groups_promise(desk_under) -> None:
    desk = desk_under(GROUPS)
    desk.open("Mon 05 Jan 13:00", queue="support")
    desk.do("Mon 05 Jan 14:00", RouteTicket, queue="sales")
    desk.wait("Mon 05 Jan 20:59")
    assert desk.told(SlaBreached) == []
    desk.wait("Mon 05 Jan 21:00")
    assert desk.told(SlaBreached) == [
        "Mon 05 Jan 21:00 Breached first response: not done within 8h"
    ]


def test_back_in_the_old_group_its_clock_goes_on_where_it_stood(desk_under) -> None:
    """Two hours were used before the move; the hours with the other group don't count."""
    desk = desk_under(GROUPS)
    desk.open("Mon 05 Jan 13:00", queue="support")
    desk.do("Mon 05 Jan 13:10", SendReply)
    desk.do("Mon 05 Jan 15:10", RouteTicket, queue="sales")
    desk.do("Wed 07 Jan 10:00", RouteTicket, queue="support")
    desk.wait("Wed 07 Jan 12:00")
    assert desk.told(SlaBreached) == ["Wed 07 Jan 12:00 Breached update: not done within 4h"]


def test_a_move_in_the_ladder_ends_the_clocks_of_the_stay_it_ends(desk_under) -> None:
    desk = desk_under("targets: [{metrics: {acknowledge: 2h, tier_time: 4h}}]\n")
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 14:00", EscalateTier)
    assert desk.told(SlaStopped, SlaMet) == [
        "Mon 05 Jan 14:00 Stopped acknowledge after 1h: moved",
        "Mon 05 Jan 14:00 Met tier time: 1h of 4h used",
    ]
    desk.wait("Mon 05 Jan 15:59")
    assert desk.told(SlaBreached) == []


# Second tier blamed for the first tier's delay

TIERS = """
targets:
  - match: {tier: front-line}
    metrics: {tier_time: 4h, acknowledge: 1h}
  - match: {tier: technical}
    metrics: {tier_time: 2h, acknowledge: 1h}
escalation: [{name: up, when: sla_breached, metric: tier_time, to: next}]
"""


def test_the_second_tier_has_its_own_time_however_late_the_first_was(desk_under) -> None:
    """The first used up four hours; the second resolves within its two and has kept its word."""
    desk = desk_under(TIERS)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:10", AcknowledgeTicket)
    desk.do("Mon 05 Jan 17:30", AcknowledgeTicket)
    desk.do("Mon 05 Jan 18:59", ResolveTicket)
    desk.wait("Tue 06 Jan 13:00")
    verdicts = [
        (row.cycle, row.tier, row.verdict)
        for row in desk.rows("attainment")
        if row.metric == "tier_time"
    ]
    assert verdicts == [(1, "front-line", "breached"), (2, "technical", "met")]
    stays = [
        (stay.tier, desk.when(stay.entered_at), desk.when(stay.left_at))
        for stay in desk.rows("performance", "performance_visits")
    ]
    assert stays == [
        ("front-line", "Mon 05 Jan 13:00", "Mon 05 Jan 17:00"),
        ("technical", "Mon 05 Jan 17:00", "Mon 05 Jan 18:59"),
    ]


def test_a_breach_names_the_tier_that_was_late(desk_under) -> None:
    desk = desk_under(TIERS)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:10", AcknowledgeTicket)
    desk.do("Mon 05 Jan 17:30", AcknowledgeTicket)
    desk.wait("Mon 05 Jan 19:00")
    assert [(breach.tier, breach.cycle) for breach in desk.of(SlaBreached)] == [
        ("front-line", 1),
        ("technical", 2),
    ]
    assert [desk.when(breach.started_at) for breach in desk.of(SlaBreached)] == [
        "Mon 05 Jan 13:00",
        "Mon 05 Jan 17:00",
    ]


def test_back_in_a_tier_its_time_begins_anew(desk_under) -> None:
    """What the stay before used up is not held against the second one."""
    desk = desk_under(TIERS)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 16:30", EscalateTier)
    desk.do("Mon 05 Jan 18:00", DeescalateTier)
    desk.do("Mon 05 Jan 18:10", AcknowledgeTicket)
    desk.wait("Mon 05 Jan 21:59")
    assert "tier time" not in " ".join(desk.told(SlaBreached))
    desk.wait("Mon 05 Jan 22:00")
    assert desk.told(SlaBreached)[-1] == "Mon 05 Jan 22:00 Breached tier time: not done within 4h"


# No hand-over when nobody acknowledges

UNTAKEN = """
targets: [{metrics: {acknowledge: 1h}}]
escalation: [{name: nobody-took-it, when: sla_breached, metric: acknowledge, to: next}]
"""
ROBOT = Actor(SYSTEM, "robot")


def test_a_ticket_that_nobody_takes_goes_up_tier_by_tier(desk_under) -> None:
    """And where there is no tier above, its lead is told; it never just lies there."""
    desk = desk_under(UNTAKEN)
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Sat 31 Jan 13:00")
    assert [(desk.when(move.occurred_at), move.to_tier) for move in desk.of(TierMoved)] == [
        ("Mon 05 Jan 14:00", "technical"),
        ("Mon 05 Jan 15:00", "management"),
    ]
    [word] = desk.told(StaffNotified)
    assert word.startswith("Mon 05 Jan 16:00 Told lead: sla breached acknowledge at the top")
    [row] = [row for row in desk.rows("queues") if row.ticket_id == TICKET]
    assert (row.tier, row.escalations) == ("management", 2)


@pytest.mark.parametrize(
    ("kind", "about"), [(AcknowledgeTicket, {}), (AssignTicket, {"assignee": "anna"})]
)
def test_a_ticket_that_somebody_takes_stays(desk_under, kind, about) -> None:
    """Also at the last moment."""
    desk = desk_under(UNTAKEN)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 14:00", kind, **about)
    desk.wait("Sat 31 Jan 13:00")
    assert desk.told(TierMoved, SlaBreached) == []


def test_a_ticket_that_a_machine_gave_to_somebody_is_not_taken(desk_under) -> None:
    desk = desk_under(UNTAKEN)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:01", AssignTicket, by=ROBOT, assignee="anna")
    desk.wait("Mon 05 Jan 14:00")
    assert len(desk.told(TierMoved)) == 1
    [row] = desk.rows("queues")
    assert row.assignee == ""


def test_who_took_it_in_one_tier_has_not_taken_it_in_the_next(desk_under) -> None:
    desk = desk_under(UNTAKEN)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 13:10", AssignTicket, assignee="anna")
    desk.do("Mon 05 Jan 15:00", EscalateTier)
    desk.wait("Mon 05 Jan 16:00")
    assert [line[:16] for line in desk.told(TierMoved)] == ["Mon 05 Jan 15:00", "Mon 05 Jan 16:00"]
