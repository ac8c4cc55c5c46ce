"""Deadlines and words keep to the hours that were promised, to the minute and to the day."""

from __future__ import annotations

import pytest

from domain.commands import DeescalateTier, EscalateTier
from domain.events.conversation import RequesterNotified, StaffNotified
from domain.events.sla import ClockEvent, SlaBreached, SlaOverdue, SlaWarned
from domain.events.ticket import TierMoved
from tests.spec import OTHER

OFFICE = """
calendars: {office: {time_zone: %s, hours: {mon-fri: 08:00-18:00}}}
targets:
  - calendar: office
    metrics: {first_response: {target: 4h, warn_at: 1h before, overdue: 2h}}
escalation:
  - {name: heads-up, when: sla_warned, notify: lead}
  - {name: up, when: sla_breached, to: next}
  - {name: late, when: sla_overdue, notify: lead}
"""
ZONES = pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kathmandu"]
)


# Escalated at creation with a calendar


@ZONES
@pytest.mark.parametrize(
    ("opened", "day"),
    [
        ("Tue 06 Jan 07:59", "Tue 06"),
        ("Tue 06 Jan 08:00", "Tue 06"),
        ("Tue 06 Jan 23:30", "Wed 07"),
        ("Sat 10 Jan 12:00", "Mon 12"),
    ],
    ids=["before opening time", "sharp", "at night", "at the weekend"],
)
def test_nothing_is_said_at_the_opening_whenever_that_is(desk_under, zone, opened, day) -> None:
    """Steps before the end wait for the next open hours as well."""
    desk = desk_under(OFFICE % zone, zone)
    desk.open(opened)
    desk.wait(f"{day} Jan 10:59")
    assert desk.told(ClockEvent, TierMoved, StaffNotified) == []
    desk.wait(f"{day} Jan 12:00")
    assert [line[:16] for line in desk.told(SlaWarned)] == [f"{day} Jan 11:00"]
    assert [line[:16] for line in desk.told(TierMoved)] == [f"{day} Jan 12:00"]


@ZONES
def test_a_step_before_the_end_lies_in_open_hours_not_at_midnight(desk_under, zone: str) -> None:
    """One hour is used on Monday; the deadline is Tuesday at 11:00, the warning at 10:00."""
    desk = desk_under(OFFICE % zone, zone)
    desk.open("Tue 06 Jan 17:00")
    desk.wait("Fri 09 Jan 18:00")
    assert [line[:16] for line in desk.told(SlaWarned, SlaBreached, SlaOverdue)] == [
        "Wed 07 Jan 10:00",
        "Wed 07 Jan 11:00",
        "Wed 07 Jan 13:00",
    ]


# Notice at midnight


def test_a_requester_is_told_of_a_move_at_night_in_the_morning(desk_under) -> None:
    """And of one on Friday evening on Monday: each word is recorded with when it may go out."""
    desk = desk_under(
        (OFFICE % "Europe/Berlin") + "notify: {requester: {on: tier_moved, hours: office}}\n",
        "Europe/Berlin",
    )
    desk.open("Tue 06 Jan 09:00")
    desk.do("Tue 06 Jan 23:00", EscalateTier)
    desk.do("Fri 09 Jan 18:00", DeescalateTier)
    desk.wait("Fri 30 Jan 18:00")
    assert [desk.when(word.deliver_at) for word in desk.of(RequesterNotified)] == [
        "Tue 06 Jan 13:00",
        "Wed 07 Jan 08:00",
        "Mon 12 Jan 08:00",
    ]


def test_staff_are_told_of_a_clock_in_its_hours_only(desk_under) -> None:
    """Nor does anything come again at midnight, or day after day, as long as it is late."""
    desk = desk_under(OFFICE % "Europe/Berlin", "Europe/Berlin")
    desk.open("Fri 09 Jan 13:00")
    desk.wait("Sat 31 Jan 00:00")
    assert [line[:16] for line in desk.told(StaffNotified)] == [
        "Fri 09 Jan 16:00",
        "Mon 12 Jan 09:00",
    ]


# 24x7 loses a minute at midnight

ROUND_THE_CLOCK = {
    "24x7": "24x7",
    "to 24:00": "{mon-sun: 00:00-24:00}",
    "over midnight": "{mon-sun: [00:00-06:00, 06:00-22:00, 22:00-24:00]}",
}


@pytest.mark.parametrize("hours", ROUND_THE_CLOCK.values(), ids=ROUND_THE_CLOCK)
@ZONES
def test_a_desk_that_never_closes_loses_no_minute_at_midnight(desk_under, zone, hours) -> None:
    desk = desk_under(
        f"calendars: {{all: {{time_zone: {zone}, hours: {hours}}}}}\n"
        "targets: [{calendar: all, metrics: {first_response: 4h, resolution: 72h}}]\n",
        zone,
    )
    desk.open("Tue 06 Jan 22:00")
    desk.wait("Sat 10 Jan 00:00")
    assert [line[:16] for line in desk.told(SlaBreached)] == [
        "Wed 07 Jan 02:00",
        "Fri 09 Jan 22:00",
    ]


# Holiday a day early

HOLIDAY = """
calendars:
  office: {time_zone: %s, hours: {mon-fri: 09:00-17:00}, holidays: %s}
targets: [{calendar: office, metrics: {resolution: 8h, first_response: 16h}}]
"""


@pytest.mark.parametrize(
    ("zone", "holidays"),
    [
        ("America/Sao_Paulo", "{country: BR}"),
        ("America/Sao_Paulo", "[2026-09-07]"),
        ("America/Sao_Paulo", "[--09-07]"),
        ("America/Los_Angeles", "{country: US}"),
        ("Pacific/Auckland", "[2026-09-07]"),
        ("Pacific/Kiritimati", "[2026-09-07]"),
        ("Pacific/Pago_Pago", "[--09-07]"),
    ],
)
def test_a_holiday_closes_its_own_day_and_no_other(desk_under, zone: str, holidays: str) -> None:
    """Monday, 7 September 2026, is one; the Friday before and the Tuesday after count in full."""
    desk = desk_under(HOLIDAY % (zone, holidays), zone)
    desk.open("Fri 04 Sep 09:00")
    desk.open("Mon 07 Sep 12:00", ticket_id=OTHER)
    desk.wait("Fri 11 Sep 17:00")
    assert [line[:16] for line in desk.told(SlaBreached)] == [
        "Fri 04 Sep 17:00",
        "Tue 08 Sep 17:00",
    ]
    assert [line[:16] for line in desk.told(SlaBreached, ticket=OTHER)] == [
        "Tue 08 Sep 17:00",
        "Wed 09 Sep 17:00",
    ]


@pytest.mark.parametrize(
    ("part", "due"), [("BY", "Wed 07 Jan 17:00"), ("BE", "Tue 06 Jan 17:00")], ids=["BY", "BE"]
)
def test_a_part_of_a_country_keeps_its_own_holidays(desk_under, part: str, due: str) -> None:
    """Epiphany, 6 January, is a holiday in Bavaria and none in Berlin."""
    holidays = f"{{country: DE, subdivision: {part}}}"
    desk = desk_under(HOLIDAY % ("Europe/Berlin", holidays), "Europe/Berlin")
    desk.open("Mon 05 Jan 17:00")
    desk.wait("Fri 09 Jan 09:00")
    [first, *_] = desk.of(SlaBreached)
    assert desk.when(first.due_at) == due
