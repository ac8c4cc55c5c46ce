"""A case is translated and compared, and nothing else: what can't be told is said, never passed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.runner import verdict_on
from tests.conformance.verdict import FAILED, NOT_COVERED, PASSED

FOLDER = Path(__file__).parent
OFFICE = {
    "time_zone": "Europe/Berlin",
    "hours": {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
POLICY = {
    "calendar": OFFICE,
    "targets_seconds": {"first_response": 3600, "resolution": 10_800},
    "pause_on": ["pending"],
}
OPENED = {"at": "2013-03-21T09:30:00Z", "event": "opened"}
PENDING = {"at": "2013-03-21T10:00:00Z", "event": "pending"}
RESUMED = {"at": "2013-03-21T11:00:00Z", "event": "resumed"}


def scenario(
    *events: dict[str, Any], policy: dict[str, Any] = POLICY, **expected: Any
) -> dict[str, Any]:
    return {
        "id": "a-case",
        "kind": "sla_scenario",
        "policy": policy,
        "timeline": [OPENED, *events],
        "expected": expected,
    }


def outcome(row: dict[str, Any]) -> str:
    return verdict_on(row).outcome


def why(row: dict[str, Any]) -> str:
    verdict = verdict_on(row)
    assert verdict.outcome == NOT_COVERED
    return verdict.why


def test_what_is_as_expected_passes() -> None:
    row = scenario(PENDING, RESUMED, resolution_due="2013-03-21T13:30:00Z")
    assert outcome(row) == PASSED


@pytest.mark.parametrize(
    "expected",
    [
        {"resolution_due": "2013-03-21T13:29:59Z"},
        {"resolution_due": None},
        {"next_escalation_at": "2013-03-21T10:30:00Z"},
        {"breached": {"resolution": False}, "paused_business_seconds": 3_599},
        {"checkpoints": [{"after_event": 1, "resolution_due": "2013-03-21T12:30:00Z"}]},
        {"status": "Fulfilled"},
        {"emitted": {"first_response_breached": 1}},
    ],
    ids=lambda expected: next(iter(expected)),
)
def test_what_is_otherwise_fails(expected: dict[str, Any]) -> None:
    assert outcome(scenario(PENDING, RESUMED, **expected)) == FAILED


def test_a_key_of_the_case_that_is_not_known_is_not_passed_over() -> None:
    row = scenario(resolution_due="2013-03-21T12:30:00Z") | {"weather": "fine"}
    assert why(row) == "key 'weather' of the case: it has no counterpart here"


def test_nor_is_one_of_the_policy() -> None:
    row = scenario(policy=POLICY | {"grace": 5}, resolution_due="2013-03-21T12:30:00Z")
    assert why(row) == "key 'grace' of the policy: it has no counterpart here"


def test_nor_is_an_event_or_one_of_its_keys() -> None:
    rang = {"at": "2013-03-21T10:00:00Z", "event": "rang"}
    assert why(scenario(rang, resolution_due=None)) == "event 'rang' has no counterpart here"
    mood = PENDING | {"mood": "bad"}
    assert why(scenario(mood, resolution_due=None)) == (
        "key 'mood' of event pending: it has no counterpart here"
    )


def test_nor_is_an_expectation() -> None:
    row = scenario(resolution_due="2013-03-21T12:30:00Z", weather="fine")
    assert why(row) == "expected 'weather': it has no counterpart here"


def test_a_case_that_expects_nothing_does_not_pass() -> None:
    assert why(scenario()) == "nothing is expected"


def test_what_the_policy_reader_refuses_is_said_in_its_words() -> None:
    closed = {"time_zone": "Europe/Berlin", "hours": {}}
    reason = why(scenario(policy=POLICY | {"calendar": closed}, resolution_due=None))
    assert reason.startswith("refused: policy: calendars.calendar 1.hours: the calendar is never")


def test_a_quirk_is_not_covered_and_says_what_is_done_instead() -> None:
    row = scenario(resolution_due=None) | {"quirk": "vendor_repeat_emission"}
    assert why(row) == "vendor_repeat_emission: each breach is said once"


def test_a_key_that_is_missed_elsewhere_than_in_a_case_is_a_failure() -> None:
    row = {"id": "a", "kind": "add_business_time", "calendar": OFFICE, "input": {}, "expected": 1}
    assert (verdict_on(row).outcome, verdict_on(row).why) == (FAILED, "KeyError: 'start'")


def test_a_case_with_something_else_than_its_kind_needs_fails_and_says_so() -> None:
    asked = {"start": "2034-06-09T10:00:00Z", "seconds": {}}
    row = {
        "id": "a",
        "kind": "add_business_time",
        "calendar": OFFICE,
        "input": asked,
        "expected": 1,
    }
    assert verdict_on(row).why.startswith("TypeError: ")


def test_a_calendar_that_answers_otherwise_fails() -> None:
    row = {
        "id": "a",
        "kind": "in_hours",
        "calendar": OFFICE,
        "input": {"at": "2013-03-21T09:30:00Z"},
        "expected": False,
    }
    assert outcome(row) == FAILED


def imported() -> Iterator[tuple[str, str]]:
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (((node.module or "").partition(".")[0], n.name) for n in node.names)


def test_no_times_are_computed_here() -> None:
    """Of dates and times only the reading of a date is at hand; all else is the product's."""
    found = set(imported())
    assert {name for module, name in found if module == "datetime"} == {"date"}
    reckoning = {"calendar", "dateutil", "pytz", "time", "whenever", "zoneinfo"}
    assert {module for module, _ in found} & reckoning == set()
    assert "timedelta" not in {name for _, name in found}
