"""Stories that nobody wrote down yet are told and judged as well."""

from __future__ import annotations

from tests.conformance.invented import OFFICE, at, told
from tests.conformance.verdict import NOT_COVERED

RESOLUTION = {"targets_seconds": {"resolution": 36_000}, "pause_on": ["pending reminder"]}
OPENED = at("10:00", "opened")


def test_several_levels_around_a_deadline_of_an_agreement_that_came_later() -> None:
    levels = [
        {"level": number, "offset_seconds": offset, "relative_to": "resolution_due"}
        for number, offset in [(1, -900), (2, 900), (3, 0)]
    ]
    policy = {
        "agreement": "SLA",
        "metric": "resolution",
        "target": {"unit": "hour", "n": 4},
        "escalation_levels": levels,
    }
    reached = {"1": "13:45", "2": "14:15", "3": "14:00"}
    found = told(
        policy,
        OPENED,
        at("11:00", "policy_assigned"),
        clock_started_at="2034-06-09T10:00:00Z",
        escalation_at={level: f"2034-06-09T{time}:00Z" for level, time in reached.items()},
    )
    assert found == ""


def test_a_level_counted_in_days_moves_with_the_deadline() -> None:
    policy = {
        "calendar": {**OFFICE, "time_zone": "Etc/UTC"},
        "agreement": "OLA",
        "metric": "resolution",
        "target": {"unit": "day", "n": 2, "end_of_working_day": True},
        "pause_on": ["pending"],
        "escalation_levels": [{"level": 1, "offset_seconds": -86_400}],
    }
    monday = {"at": "2034-06-12T12:00:00Z", "event": "resumed"}
    found = told(
        policy,
        OPENED,
        at("12:00", "pending"),
        monday,
        resolution_due="2034-06-14T17:00:00Z",
        escalation_at={"1": "2034-06-13T17:00:00Z"},
        paused_business_seconds=28_800,
    )
    assert found == ""


def test_states_pause_and_a_late_answer_is_measured() -> None:
    policy = {"targets_seconds": {"next_response": 600}, "pause_on": ["pending reminder"]}
    found = told(
        policy,
        OPENED,
        at("10:30", "customer_message"),
        at("10:35", "state_changed", to="pending reminder"),
        at("10:45", "state_changed", to="open"),
        at("10:57", "agent_reply"),
        next_response_due=None,
        next_response_business_minutes=17,
        next_response_diff_minutes=-7,
        emitted={"next_response_breached": 1},
        breached={"next_response": True},
    )
    assert found == ""


def test_a_closed_ticket_that_is_open_again_goes_on() -> None:
    found = told(
        RESOLUTION,
        OPENED,
        at("11:00", "closed"),
        at("12:00", "state_changed", to="open"),
        resolution_due="2034-06-09T21:00:00Z",
    )
    assert found == ""


def test_a_merged_ticket_has_no_deadline() -> None:
    found = told(RESOLUTION, OPENED, at("11:00", "merged"), resolution_due=None)
    assert found == ""


def test_what_the_desk_refuses_is_not_covered_in_its_words() -> None:
    found = told(RESOLUTION, OPENED, at("11:00", "closed"), at("12:00", "pending"), status="hit")
    assert found == (
        f"{NOT_COVERED}: refused: The ticket is closed and can't be put on hold; reopen it first."
    )


def test_how_late_an_update_was_is_not_guessed() -> None:
    policy = {"targets_seconds": {"periodic_update": 3_600}}
    replies = [at("12:00", "agent_reply"), at("12:10", "agent_reply")]
    found = told(policy, OPENED, *replies, periodic_update_business_minutes=120)
    assert found.startswith(f"{NOT_COVERED}: how late update was")


def test_a_deadline_of_a_ticket_that_was_closed_is_not_asked_for() -> None:
    found = told(RESOLUTION, OPENED, at("10:05", "closed"), resolution_due="2034-06-09T20:00:00Z")
    assert found.startswith(f"{NOT_COVERED}: closing ends clocks")


def test_the_word_that_nobody_is_there_ends_with_an_answer() -> None:
    found = told(
        {**RESOLUTION, "calendar": OFFICE},
        at("03:00", "opened"),
        at("03:00", "agent_reply"),
        raised_outside_hours=True,
        outside_hours_banner=[False],
    )
    assert found == ""


def test_a_clock_that_starts_at_once_needs_no_target() -> None:
    policy = {"start_immediately": True}
    assert told(policy, OPENED, clock_started_at="2034-06-09T10:00:00Z") == ""


def test_a_ticket_that_leaves_every_policy_has_no_deadline() -> None:
    policy = {**RESOLUTION, "condition": {"priority": {"is": "high"}}}
    changed = at("10:05", "priority_changed", to="low", switches_policy_to=None)
    opened = at("10:00", "opened", priority="high")
    assert told(policy, opened, changed, resolution_due=None) == ""


def test_a_clock_starts_at_the_opening_also_before_hours() -> None:
    opened = at("03:00", "opened")
    policy = {**RESOLUTION, "calendar": OFFICE}
    assert told(policy, opened, clock_started_at="2034-06-09T03:00:00Z") == ""
    assert told(policy, opened, clock_started_at="2034-06-09T07:00:00Z").startswith("failed")


def test_an_owner_who_opens_a_ticket_asks_for_no_reply() -> None:
    policy = {"targets_seconds": {"response": 60}}
    assert told(policy, at("10:00", "opened", by="owner"), response_due=None) == ""
