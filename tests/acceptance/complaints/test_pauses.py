"""Time on hold: not forgotten, not held against anybody, and not counted twice."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import ApplyPolicy, ChangePriority, HoldTicket, ResumeTicket, RouteTicket
from domain.durations import HOUR
from domain.events.conversation import StaffNotified
from domain.events.sla import SlaBreached, SlaOverdue, SlaRetargeted, SlaWarned
from domain.events.ticket import TierMoved
from tests.acceptance.complaints.desk import Desk

PROMISE = """
targets:
  - match: {priority: urgent}
    calendar: office
    metrics: {resolution: {target: 6h, pause: requester}}
  - match: {queue: billing}
    calendar: office
    metrics: {resolution: {target: 6h, pause: requester}}
  - calendar: office
    metrics: {resolution: {target: 16h, pause: requester, warn_at: 80%, overdue: 2h}}
escalation:
  - {name: up, when: sla_breached, to: next}
  - {name: late, when: sla_overdue, notify: lead}
"""
STRICTER = PROMISE.replace("16h", "6h")
OTHER_PROMISE: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "priority": (ChangePriority, {"priority": "urgent"}),
    "queue": (RouteTicket, {"queue": "billing"}),
    "version from now": (ApplyPolicy, {"policy": "default", "version": 2}),
    "version retroactively": (
        ApplyPolicy,
        {"policy": "default", "version": 2, "mode": "retroactive"},
    ),
}
PUBLISHED = ("from_now", "retroactive")
"""Ways in which a new version reaches open tickets by itself."""

CHANGES = pytest.mark.parametrize("change", [*OTHER_PROMISE, *PUBLISHED])


def make_another_promise(desk: Desk, when: str, change: str) -> None:
    """Promise six hours, in one way or another."""
    if change in PUBLISHED:
        desk.put_in_use(when, f"{STRICTER}apply_to_open: {change}\n")
    else:
        kind, about = OTHER_PROMISE[change]
        desk.do(when, kind, **about)


# Pause forgotten when the SLA changes


@CHANGES
def test_a_pause_is_not_forgotten_when_the_promise_changes_after_it(desk_under, change) -> None:
    """Two hours used, a week on hold, then a promise of six hours: four are left, not none."""
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 14:00")
    desk.put_in_use("Mon 05 Jan 15:00", STRICTER)
    desk.do("Mon 05 Jan 16:00", HoldTicket, on="requester")
    desk.do("Mon 12 Jan 10:00", ResumeTicket)
    make_another_promise(desk, "Mon 12 Jan 11:00", change)
    assert desk.when(desk.only(SlaRetargeted).due_at) == "Mon 12 Jan 14:00"
    desk.wait("Mon 12 Jan 13:59")
    assert desk.told(SlaBreached, TierMoved) == []
    desk.wait("Mon 12 Jan 14:00")
    assert desk.told(SlaBreached) == ["Mon 12 Jan 14:00 Breached resolution: not done within 6h"]


@CHANGES
def test_a_pause_is_not_forgotten_when_the_promise_changes_during_it(desk_under, change) -> None:
    """The ticket never left its hold between the two promises: nothing is late when it goes on."""
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 14:00")
    desk.put_in_use("Mon 05 Jan 15:00", STRICTER)
    desk.do("Mon 05 Jan 16:00", HoldTicket, on="requester")
    make_another_promise(desk, "Fri 09 Jan 10:00", change)
    desk.do("Mon 12 Jan 10:00", ResumeTicket)
    desk.wait("Mon 12 Jan 13:59")
    assert desk.told(SlaBreached, TierMoved) == []
    desk.wait("Mon 12 Jan 14:00")
    breach = desk.only(SlaBreached)
    assert desk.when(breach.due_at) == "Mon 12 Jan 14:00"
    assert breach.paused_for == 162 * HOUR


def test_every_pause_is_remembered_through_every_change(desk_under) -> None:
    """To a stricter promise and back, twice, each time with a pause in between."""
    desk = desk_under(PROMISE)
    desk.open("Tue 06 Jan 09:00")
    for day, priority in zip(("06", "07", "08"), ("urgent", "normal", "urgent"), strict=True):
        name = {"06": "Tue", "07": "Wed", "08": "Thu"}[day]
        desk.do(f"{name} {day} Jan 10:00", HoldTicket, on="requester")
        desk.do(f"{name} {day} Jan 16:00", ChangePriority, priority=priority)
        desk.do(f"{name} {day} Jan 17:00", ResumeTicket)
    desk.wait("Fri 09 Jan 11:59")
    assert desk.told(SlaBreached) == []
    desk.wait("Fri 09 Jan 12:00")
    assert desk.told(SlaBreached) == ["Fri 09 Jan 12:00 Breached resolution: not done within 6h"]


# Breach while pending


def test_nothing_is_said_while_the_ticket_waits_for_its_requester(desk_under) -> None:
    """Weeks beyond the deadline that it would have had: no warning, no breach, no move, no word."""
    desk = desk_under(PROMISE)
    desk.open("Mon 05 Jan 14:00")
    desk.do("Mon 05 Jan 16:00", HoldTicket, on="requester")
    desk.wait("Fri 30 Jan 17:00")
    assert desk.told(SlaWarned, SlaBreached, SlaOverdue, TierMoved, StaffNotified) == []
    [row] = desk.rows("queues")
    assert (row.status, row.held_on, row.next_breach_at) == ("held", "requester", None)


def test_a_promise_that_is_over_while_pending_is_broken_only_when_it_goes_on(desk_under) -> None:
    """Seven hours used, then on hold, then six promised: said at the resume, with its true time."""
    desk = desk_under(PROMISE)
    desk.open("Tue 06 Jan 09:00")
    desk.do("Tue 06 Jan 16:00", HoldTicket, on="requester")
    desk.do("Wed 07 Jan 10:00", ChangePriority, priority="urgent")
    desk.wait("Thu 08 Jan 17:00")
    assert desk.told(SlaBreached, TierMoved) == []
    desk.do("Fri 09 Jan 10:00", ResumeTicket)
    desk.wait("Fri 09 Jan 10:00")
    breach = desk.only(SlaBreached)
    assert desk.when(breach.occurred_at) == "Fri 09 Jan 10:00"
    assert desk.when(breach.due_at) == "Tue 06 Jan 15:00"
    assert len(desk.told(TierMoved)) == 1


def test_overdue_steps_wait_while_the_late_ticket_is_pending(desk_under) -> None:
    desk = desk_under(PROMISE)
    desk.open("Tue 06 Jan 09:00")
    desk.wait("Wed 07 Jan 17:00")
    desk.do("Thu 08 Jan 10:00", HoldTicket, on="requester")
    desk.wait("Fri 16 Jan 17:00")
    assert desk.told(SlaOverdue, StaffNotified) == []
    desk.do("Mon 19 Jan 10:00", ResumeTicket)
    desk.wait("Mon 19 Jan 11:00")
    assert [line[:16] for line in desk.told(SlaOverdue, StaffNotified)] == ["Mon 19 Jan 11:00"] * 2


# Business weekend in pending counted twice


def test_a_weekend_on_hold_costs_the_open_hours_of_the_hold_and_no_more(desk_under) -> None:
    """Friday 15:00 to Monday 11:00 is four open hours; the deadline moves by just these."""
    desk = desk_under(PROMISE)
    desk.open("Fri 09 Jan 09:00")
    desk.do("Fri 09 Jan 15:00", HoldTicket, on="requester")
    desk.do("Mon 12 Jan 11:00", ResumeTicket)
    desk.wait("Wed 14 Jan 17:00")
    breach = desk.only(SlaBreached)
    assert desk.when(breach.due_at) == "Tue 13 Jan 13:00"


def test_a_hold_within_a_weekend_costs_nothing(desk_under) -> None:
    desk = desk_under(PROMISE)
    desk.open("Fri 09 Jan 09:00")
    desk.do("Fri 09 Jan 18:00", HoldTicket, on="requester")
    desk.do("Sun 11 Jan 23:00", ResumeTicket)
    desk.wait("Wed 14 Jan 17:00")
    assert desk.when(desk.only(SlaBreached).due_at) == "Mon 12 Jan 17:00"


def test_business_days_on_hold_over_a_weekend_are_counted_once(desk_under) -> None:
    """One business day ends on Monday at 17:00; four open hours on hold make it Tuesday, 13:00."""
    desk = desk_under(
        "targets: [{calendar: office, metrics: {resolution: {target: 1d, pause: requester}}}]\n"
    )
    desk.open("Fri 09 Jan 10:00")
    desk.do("Fri 09 Jan 15:00", HoldTicket, on="requester")
    desk.do("Mon 12 Jan 11:00", ResumeTicket)
    desk.wait("Thu 15 Jan 17:00")
    assert desk.when(desk.only(SlaBreached).due_at) == "Tue 13 Jan 13:00"
