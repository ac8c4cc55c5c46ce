"""Cases of calendars and policies that nobody wrote down yet are answered as well."""

from __future__ import annotations

import pytest

from tests.conformance.invented import ALWAYS, OFFICE, why
from tests.conformance.verdict import NOT_COVERED


@pytest.mark.parametrize(
    ("window", "minutes"),
    [(("08:00", "09:30"), 0), (("10:30", "11:45"), 60), (("11:40", "23:00"), 0)],
    ids=["before the opening", "into a pause", "from within a pause"],
)
def test_a_window_is_measured_as_far_as_the_ticket_was_there(
    window: tuple[str, str], minutes: int
) -> None:
    start, end, created, paused, closed = (
        f"2034-06-09T{time}:00Z" for time in (*window, "10:00", "11:30", "12:00")
    )
    asked = {"from": start, "to": end, "ticket_created": created, "ticket_closed": closed}
    pauses = [{"from": paused, "to": closed}]
    found = why(
        "business_elapsed_with_pauses",
        calendar=ALWAYS,
        input={**asked, "pauses": pauses},
        expected={"minutes": minutes},
    )
    assert found == ""


def test_pauses_before_the_start_cost_nothing() -> None:
    times = [("11:00", "11:15"), ("11:30", "12:00")]
    pauses = [{"from": f"2034-06-09T{a}:00Z", "to": f"2034-06-09T{b}:00Z"} for a, b in times]
    found = why(
        "add_business_time_with_pauses",
        calendar=ALWAYS,
        input={"start": "2034-06-09T11:45:00Z", "seconds": 1_800, "pauses": pauses},
        expected="2034-06-09T12:30:00Z",
    )
    assert found == ""


def test_policies_that_leave_one_another_no_ticket_are_refused() -> None:
    policies = [{"name": name, "condition": {}} for name in "AB"]
    asked = {"policies": policies}
    assert why("policy_validation", input=asked, expected={"error": True}) == ""
    first = {"policies": policies[:1]}
    assert why("policy_validation", input=first, expected={"error": True}) == (
        "failed: the policies are accepted"
    )


def test_the_wall_clock_needs_no_calendar() -> None:
    asked = {"from": "2034-06-09T07:00:00Z", "to": "2034-06-09T09:00:00Z"}
    assert why("wall_elapsed", input=asked, expected={"seconds": 7_200}) == ""


def test_an_intersection_has_the_holidays_of_both() -> None:
    one = {**OFFICE, "holidays": ["2034-01-01"]}
    other = {**OFFICE, "holidays": ["2034-12-25", "2034-01-01"]}
    found = why(
        "calendar_intersection_holidays",
        calendar=one,
        input={"other": other},
        expected=["2034-01-01", "2034-12-25"],
    )
    assert found == ""


@pytest.mark.parametrize("none", [None, [], {"disjoint": True}])
def test_spans_that_share_nothing_share_none_however_that_is_said(none) -> None:
    spans = {
        "a": ["2034-06-09T10:00:00Z", "2034-06-09T11:00:00Z"],
        "b": ["2034-06-09T12:00:00Z", "2034-06-09T13:00:00Z"],
    }
    assert why("segment_intersect", input=spans, expected=none) == ""


@pytest.mark.parametrize("length", ["1one", [], None])
def test_a_length_that_is_no_number_is_refused(length) -> None:
    asked = {"start": "2034-06-09T10:00:00Z", "seconds": length}
    assert why("invalid_duration", calendar=OFFICE, input=asked, expected={"error": True}) == ""


def test_a_case_that_leaves_out_what_it_is_about_is_not_covered() -> None:
    found = why("next_open", calendar=OFFICE, input={}, expected="2034-06-09T10:00:00Z")
    assert found == f"{NOT_COVERED}: the case states no at"


def test_two_promises_that_only_a_peer_refuses_are_not_covered() -> None:
    policy = {"name": "both", "targets_seconds": {"next_response": 60, "periodic_update": 60}}
    found = why("policy_validation", input={"policies": [policy]}, expected={"error": True})
    assert found == f"{NOT_COVERED}: next_response and update may both be promised here"


def test_what_no_condition_asks_of_a_ticket_is_left_alone() -> None:
    asked = {
        "policies": [{"name": "one", "condition": {"priority": {"is": "high"}}}],
        "ticket": {"priority": "high", "title": "a word"},
    }
    assert why("sla_selection", input=asked, expected="one") == ""


def test_periods_are_those_of_a_day_or_up_to_an_instant() -> None:
    friday = ["2034-06-09T09:00:00[Europe/Berlin]", "2034-06-09T17:00:00[Europe/Berlin]"]
    asked = {"origin": "2034-06-09T00:00:00Z", "until": "2034-06-12T00:00:00Z"}
    one_day = why("periods_on", calendar=OFFICE, input={"date": "2034-06-09"}, expected=[friday])
    assert one_day == ""
    assert why("periods_after", calendar=OFFICE, input=asked, expected=[friday]) == ""


@pytest.mark.parametrize("kind", ["timeline_until", "timeline_until_backward"])
def test_a_timeline_may_be_that_of_a_calendar(kind) -> None:
    ends = ["2034-06-09T00:00:00Z", "2034-06-10T00:00:00Z"]
    origin, terminus = ends[::-1] if kind.endswith("backward") else ends
    friday = ["2034-06-09T09:00:00[Europe/Berlin]", "2034-06-09T17:00:00[Europe/Berlin]"]
    asked = {"origin": origin, "terminus": terminus}
    assert why(kind, calendar=OFFICE, input=asked, expected=[friday]) == ""


def test_a_unit_that_nobody_knows_is_refused_and_a_known_one_is_not() -> None:
    def refused(unit: str) -> str:
        asked = {"start": "2034-06-09T10:00:00Z", "amount": 3, "unit": unit}
        return why("invalid_duration", calendar=OFFICE, input=asked, expected={"error": True})

    assert refused("fortnights") == ""
    assert "answered {'error': False}" in refused("hours")


def test_a_time_of_day_is_read_where_it_is_one() -> None:
    assert why("parse_time_of_day", input={"text": "00:10"}, expected=600) == ""
    assert "answered 600" in why("parse_time_of_day", input={"text": "00:10"}, expected=601)


@pytest.mark.parametrize("place", ["input", "row", "parts"])
def test_policies_to_refuse_are_found_wherever_the_case_has_them(place) -> None:
    policy = {"targets_seconds": {"next_response": 60, "periodic_update": 60}}
    stated = {"input": {"input": {"policy": policy}}, "row": {"policy": policy}}
    found = why(
        "policy_validation", **stated.get(place, {"input": policy}), expected={"error": True}
    )
    assert found == f"{NOT_COVERED}: next_response and update may both be promised here"


def test_a_policy_that_is_to_be_accepted_is_not_to_be_refused() -> None:
    asked = {"policies": [{"name": "one", "condition": {"priority": {"is": "high"}}}]}
    assert why("policy_validation", input=asked, expected={"valid": True}) == ""
    assert "accepted" in why("policy_validation", input=asked, expected={"valid": False})


def test_without_deadlines_there_is_no_first_one() -> None:
    asked = {"first_response_due": None, "resolution_due": None}
    assert why("next_deadline", input=asked, expected=None) == ""


def test_what_a_policy_promises_is_read_with_it() -> None:
    asked = {"policies": [{"name": "one", "targets_seconds": {"resolution": 40_000_000}}]}
    assert why("policy_validation", input=asked, expected={"error": True}) == ""
    assert "refused" in why("policy_validation", input=asked, expected={"valid": True})
