"""Clocks in business hours: nights, weekends, closing times, business days, several calendars."""

from __future__ import annotations

from typing import Any

import pytest

from domain.events.sla import SlaBreached, SlaMet
from tests.spec import NOON, Fact, after
from tests.unit.clock_examples import told
from tests.unit.policy_documents import OFFICE, document, target
from tests.unit.ticket_facts import (
    held,
    opened,
    policy_applied,
    prioritised,
    reopened,
    resolved,
    resumed,
)

# The tests begin on a Monday at noon; the office is open on weekdays from 9 to 17.
MONDAY_17 = "5h"
TUESDAY_9 = "21h"
FRIDAY_16 = "100h"
FRIDAY_17 = "101h"
SATURDAY_NOON = "120h"
NEXT_MONDAY_9 = "165h"


def office(length: str, **about: Any) -> dict[str, Any]:
    promise = {"target": length, "pause": ["vendor"], **about}
    return document(target(calendar="office", resolution=promise))


def said(policy: dict[str, Any], *history: Fact) -> list[str]:
    return told(policy, *history, until="400h").lines


def test_nights_do_not_count() -> None:
    assert said(office("6h"), opened()) == ["22h breached resolution"]


def test_weekends_do_not_count() -> None:
    assert said(office("2h"), opened().at(FRIDAY_16)) == ["166h breached resolution"]


def test_a_target_used_up_at_closing_time_is_due_then() -> None:
    assert said(office("5h"), opened()) == [f"{MONDAY_17} breached resolution"]


def test_a_target_used_up_at_closing_time_can_be_due_at_the_next_opening() -> None:
    policy = document(target(calendar="office", boundary="open", resolution="5h"))
    assert said(policy, opened()) == [f"{TUESDAY_9} breached resolution"]


def test_each_metric_is_measured_by_its_own_calendar() -> None:
    own = {"target": "2h", "calendar": ["always"], "boundary": "close"}
    policy = document(target(calendar="office", resolution="2h", acknowledge=own))
    assert said(policy, opened().at(FRIDAY_16)) == [
        "102h breached acknowledge",
        "166h breached resolution",
    ]


def test_a_metric_has_a_boundary_of_its_own() -> None:
    own = {"target": "5h", "boundary": "open"}
    policy = document(target(calendar="office", resolution="5h", acknowledge=own))
    assert said(policy, opened()) == [
        f"{MONDAY_17} breached resolution",
        f"{TUESDAY_9} breached acknowledge",
    ]


def test_a_ticket_opened_at_the_weekend_counts_from_monday() -> None:
    assert said(office("30m"), opened().at(SATURDAY_NOON)) == ["165h30m breached resolution"]


def test_a_pause_over_the_weekend_takes_only_what_was_open() -> None:
    history = [opened().at("98h"), held().at(FRIDAY_16), resumed().at("166h")]
    breach = told(office("4h"), *history, until="400h").only(SlaBreached)
    assert breach.due_at == after("168h")
    assert breach.paused_for == after("66h") - NOON


def test_a_pause_at_night_costs_nothing() -> None:
    history = [opened(), held().at("8h"), resumed().at("20h")]
    assert said(office("6h"), *history) == ["22h breached resolution"]


def test_an_answer_at_night_counts_up_to_closing_time() -> None:
    spoken = told(office("5h"), opened(), resolved().at(MONDAY_17), until="400h")
    assert spoken.only(SlaMet).elapsed == after("5h") - NOON
    assert spoken.lines == ["5h met resolution"]


def test_an_answer_at_night_is_late_for_what_was_due_at_closing_time() -> None:
    assert said(office("5h"), opened(), resolved().at("6h")) == ["5h breached resolution"]


def test_warnings_and_overdue_steps_run_in_business_hours() -> None:
    policy = office("6h", warn_at=["50%", "2h before"], overdue=["2h", "8h"])
    assert said(policy, opened()) == [
        "3h warned resolution 50%",
        "4h warned resolution 2h before",
        "22h breached resolution",
        "24h overdue resolution 2h",
        "46h overdue resolution 8h",
    ]


def test_a_resolved_weekend_does_not_count_once_reopened() -> None:
    history = [opened().at("98h"), resolved().at(FRIDAY_16), reopened().at("166h")]
    assert said(office("4h"), *history)[-1] == "168h breached resolution r1"


# Business days


def days(number: int, **about: Any) -> dict[str, Any]:
    promise = {"target": f"{number}d", "business_days": number, "pause": ["vendor"], **about}
    return document(target(calendar="office", resolution=promise))


@pytest.mark.parametrize(
    ("number", "start", "due"),
    [(1, "0s", "29h"), (2, "0s", "53h"), (1, "98h", "173h"), (1, SATURDAY_NOON, "173h")],
    ids=["Tuesday", "Wednesday", "over the weekend", "from a Saturday"],
)
def test_business_days_end_at_the_closing_time_of_the_last(
    number: int, start: str, due: str
) -> None:
    assert said(days(number), opened().at(start)) == [f"{due} breached resolution"]


def test_a_target_in_business_days_is_stated_in_business_time() -> None:
    breach = told(days(1), opened(), until="400h").only(SlaBreached)
    assert breach.target == after("13h") - NOON


def test_a_pause_moves_the_end_of_business_days() -> None:
    history = [opened(), held().at("21h"), resumed().at("23h")]
    assert said(days(1), *history) == ["47h breached resolution"]


def test_warnings_of_business_days_are_shares_of_their_business_time() -> None:
    assert said(days(1, warn_at=["50%"]), opened())[0] == "22h30m warned resolution 50%"


def test_business_days_to_the_same_time_end_when_they_began() -> None:
    assert said(days(2, target="2d same time"), opened()) == ["48h breached resolution"]


def test_a_pause_moves_the_end_of_business_days_to_the_same_time() -> None:
    history = [opened(), held().at("21h"), resumed().at("23h")]
    policy = days(1, target="1d same time")
    assert said(policy, *history) == ["26h breached resolution"]


def test_steps_in_business_days_lie_at_the_time_of_day_of_the_deadline() -> None:
    policy = office("30h", warn_at=["2d before"], overdue=["1d"])
    assert said(policy, opened()) == [
        "46h warned resolution 2d before",
        "94h breached resolution",
        "166h overdue resolution 1d",
    ]


def test_steps_in_business_days_move_with_the_deadline() -> None:
    """Without the pause it would be due on Friday at 10."""
    history = [opened(), held().at("68h"), resumed().at(FRIDAY_16)]
    policy = office("30h", warn_at=["1d before"], overdue=["1d"])
    assert said(policy, *history) == [
        "101h warned resolution 1d before",
        "173h breached resolution",
        "197h overdue resolution 1d",
    ]


# Changes of the calendar


MIXED = document(
    target({"priority": ["urgent"]}, calendar="always", resolution="12h"),
    target({"priority": ["short"]}, calendar="office", resolution="5h"),
    target(calendar="office", resolution={"target": "12h", "pause": ["vendor"]}),
)


def test_each_stretch_is_measured_by_the_calendar_in_force_during_it() -> None:
    """Five office hours are used by 22:00; the other seven run around the clock."""
    assert said(MIXED, opened(), prioritised("urgent").at("10h")) == [
        "10h retargeted resolution 12h to 12h",
        "17h breached resolution",
    ]


def test_and_so_it_is_the_other_way_round() -> None:
    """Ten hours are used by 22:00 around the clock; two office hours remain."""
    history = [opened(priority="urgent"), prioritised("normal", "urgent").at("10h")]
    assert said(MIXED, *history) == [
        "10h retargeted resolution 12h to 12h",
        "23h breached resolution",
    ]


def test_a_deadline_within_an_earlier_stretch_is_found_by_that_stretchs_calendar() -> None:
    """Seven office hours are used by Tuesday 11:00; five of them were over on Monday at 17:00."""
    spoken = told(MIXED, opened(), prioritised("short").at("23h"), until="400h")
    assert spoken.only(SlaBreached).due_at == after("5h")
    assert spoken.only(SlaBreached).occurred_at == after("23h")


def test_a_target_used_up_exactly_when_it_changes_at_night_was_due_at_closing_time() -> None:
    """Five office hours are used by 20:00, and five are promised now: due at 17:00, so past."""
    assert said(MIXED, opened(), prioritised("short").at("8h")) == [
        "8h retargeted resolution 12h to 5h",
        "8h breached resolution due 5h",
    ]


def test_a_retroactive_version_measures_the_past_again() -> None:
    around = document(target(calendar="always", resolution="12h"))
    history = [opened(), policy_applied(2, mode="retroactive").at("10h")]
    assert told([office("12h"), around], *history, until="400h").lines == [
        "10h retargeted resolution 12h to 12h",
        "12h breached resolution",
    ]


def test_a_version_from_now_keeps_what_was_measured() -> None:
    around = document(target(calendar="always", resolution="12h"))
    history = [opened(), policy_applied(2, mode="from_now").at("10h")]
    assert told([office("12h"), around], *history, until="400h").lines == [
        "10h retargeted resolution 12h to 12h",
        "17h breached resolution",
    ]


def test_a_retroactive_version_can_put_the_deadline_into_the_past() -> None:
    around = document(target(calendar="always", resolution="6h"))
    history = [opened(), policy_applied(2, mode="retroactive").at("10h")]
    assert told([office("12h"), around], *history, until="400h").lines == [
        "10h retargeted resolution 12h to 6h",
        "10h breached resolution due 6h",
    ]


def test_a_retroactive_version_forgets_no_pause() -> None:
    around = document(target(calendar="always", resolution="12h"))
    history = [
        opened(),
        held().at("1h"),
        resumed().at("3h"),
        policy_applied(2, mode="retroactive").at("10h"),
    ]
    assert told([office("12h"), around], *history, until="400h").lines[-1] == (
        "14h breached resolution"
    )


# Several calendars, clocks that change


def test_of_several_calendars_all_must_be_open() -> None:
    mornings = {**OFFICE, "hours": {day: ["08:00-13:00"] for day in ("mon", "tue")}}
    policy = document(
        {**target(resolution="3h"), "calendar": ["office", "mornings"]},
        calendars={"office": OFFICE, "mornings": mornings},
    )
    breach = told(policy, opened(), until="400h").only(SlaBreached)
    assert breach.due_at == after("23h")
    assert breach.calendar == "office & mornings"


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    """Stockholm, the night to Sunday 2026-03-29: four hours after 23:00 it is 4 in the morning."""
    hours = {"sat": ["23:00-24:00"], "sun": ["00:00-04:00"]}
    nights = {**OFFICE, "time_zone": "Europe/Stockholm", "hours": hours}
    policy = document(target(calendar="nights", resolution="4h"), calendars={"nights": nights})
    saturday_23 = "1978h"
    breach = told(policy, opened().at(saturday_23), until="3000h").only(SlaBreached)
    assert breach.due_at == after("1982h")
