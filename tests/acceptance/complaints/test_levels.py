"""A late ticket climbs level by level to the top, and there it stops."""

from __future__ import annotations

import pytest

from domain.commands import AcknowledgeTicket, ReopenTicket, ResolveTicket
from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import ClockEvent, EscalationDeclined, SlaBreached, SlaOverdue
from domain.events.ticket import TierMoved

LEVELS = """
targets:
  - metrics: {resolution: {target: 4h, overdue: [2h, 4h]}}
escalation:
  - {name: first, when: sla_breached, to: next, notify: lead}
  - {name: second, when: sla_overdue, after: 2h, to: next, notify: lead}
  - {name: third, when: sla_overdue, after: 4h, to: next}
notify: {requester: {on: tier_moved}}
"""
CLIMB = [
    "Mon 05 Jan 17:00 Moved up from front-line to technical: sla_breached (resolution), rule first",
    "Mon 05 Jan 19:00 Moved up from technical to management: sla_overdue (resolution), rule second",
]


# Endless escalation


def test_each_level_is_reached_and_told_of_once_however_long_nobody_does_anything(
    desk_under,
) -> None:
    """Two more months change nothing: no second breach, no second move, no second word."""
    desk = desk_under(LEVELS)
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Mon 05 Jan 23:00")
    said = desk.told(ClockEvent, TierMoved, StaffNotified, RequesterNotified)
    assert len(said) == len(set(said)) == 10
    desk.wait("Sat 28 Feb 13:00")
    assert desk.told(ClockEvent, TierMoved, StaffNotified, RequesterNotified) == said


def test_a_breach_that_everybody_knows_of_is_no_news_when_followers_start_anew(desk_under) -> None:
    """Each follower is given all that ever happened once more, as after a crash."""
    desk = desk_under(LEVELS)
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Mon 05 Jan 23:00")
    before = desk.log()
    for follower in desk.embedded.followers:
        follower.retake(desk.embedded.feed.read(0, 1_000))
    desk.wait("Tue 06 Jan 23:00")
    assert desk.log() == before


def test_a_late_ticket_that_is_reopened_does_not_climb_for_the_same_breach_again(
    desk_under,
) -> None:
    desk = desk_under(LEVELS)
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 18:00", ResolveTicket)
    for day in ("Tue 06", "Wed 07", "Thu 08"):
        desk.do(f"{day} Jan 10:00", ReopenTicket)
        desk.do(f"{day} Jan 10:05", ResolveTicket)
    desk.wait("Sat 31 Jan 10:00")
    assert len(desk.told(SlaBreached)) == 1
    assert desk.told(TierMoved) == CLIMB[:1]


def test_rules_that_lead_up_and_down_do_not_play_ball_with_a_ticket(desk_under) -> None:
    """Each move has a cause of its own, and at the top there are no more."""
    desk = desk_under("""
targets: [{metrics: {acknowledge: 1h}}]
escalation:
  - {name: up, when: sla_breached, to: next}
  - {name: down, when: acknowledged, in: technical, to: previous}
""")
    desk.open("Mon 05 Jan 13:00")
    desk.do("Mon 05 Jan 14:30", AcknowledgeTicket)
    desk.wait("Sat 31 Jan 10:00")
    assert [line[:27] for line in desk.told(TierMoved, StaffNotified)] == [
        "Mon 05 Jan 14:00 Moved up f",
        "Mon 05 Jan 14:30 Moved down",
        "Mon 05 Jan 15:30 Moved up f",
        "Mon 05 Jan 16:30 Moved up f",
        "Mon 05 Jan 17:30 Told lead:",
    ]


# Only the first level fires


def test_every_level_fires_each_at_its_own_time(desk_under) -> None:
    desk = desk_under(LEVELS)
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Tue 06 Jan 13:00")
    assert desk.told(TierMoved) == CLIMB
    assert [line[:16] for line in desk.told(SlaOverdue)] == ["Mon 05 Jan 19:00", "Mon 05 Jan 21:00"]


def test_at_the_top_of_the_ladder_the_level_that_is_left_tells_the_lead(desk_under) -> None:
    desk = desk_under(LEVELS)
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Tue 06 Jan 13:00")
    assert desk.told(StaffNotified)[-1] == (
        "Mon 05 Jan 21:00 Told lead: sla overdue resolution at the top of the ladder, rule third"
    )


def test_levels_that_fell_due_while_nobody_looked_fire_all_and_one_by_one(desk_under) -> None:
    """The desk is down from before the breach until the next morning."""
    desk = desk_under(LEVELS)
    desk.open("Mon 05 Jan 13:00")
    desk.come_back("Tue 06 Jan 08:00")
    assert desk.told(TierMoved) == CLIMB
    assert desk.told(EscalationDeclined) == []


@pytest.mark.parametrize("levels", [2, 5, 12])
def test_there_is_no_level_at_which_it_ends_but_the_last(desk_under, levels: int) -> None:
    """Also where one rule serves for all levels: it fires at each of them."""
    tiers = ", ".join(f"{{name: t{number}, team: t{number}}}" for number in range(20))
    steps = ", ".join(f"{number}h" for number in range(1, levels))
    desk = desk_under(f"""
tiers: [{tiers}]
targets: [{{metrics: {{resolution: {{target: 1h, overdue: [{steps}]}}}}}}]
escalation:
  - {{name: up, when: sla_breached, to: next}}
  - {{name: on, when: sla_overdue, to: next}}
""")
    desk.open("Mon 05 Jan 13:00")
    desk.wait("Fri 09 Jan 13:00")
    assert [move.to_tier for move in desk.of(TierMoved)] == [f"t{n + 1}" for n in range(levels)]
