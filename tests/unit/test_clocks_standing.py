"""How a clock stands at a moment: whether it runs, what it used, what is ahead of it."""

from __future__ import annotations

from typing import Any

from domain.clocks.standing import Standing, standing
from tests.spec import NOON, Fact, after
from tests.unit.clock_examples import told
from tests.unit.policy_documents import catalogue, document, target
from tests.unit.ticket_facts import held, opened, policy_applied, replied, resolved, resumed

OFFICE_HOURS = {"target": "6h", "pause": ["vendor"], "warn_at": ["50%"], "overdue": ["1h"]}
OFFICE = document(target(calendar="office", resolution=OFFICE_HOURS))
"""The tests begin on a Monday at noon; the office is open on weekdays from 9 to 17."""


def stands(*history: Fact, at: str, policy: dict[str, Any] = OFFICE) -> Standing:
    [clock] = told(policy, opened(), *history, until=at).clocks.clocks
    return standing(clock, after(at), catalogue(policy))


def ahead(found: Standing) -> list[tuple[str, int]]:
    return [(each.milestone, each.at) for each in found.ahead]


def test_a_clock_runs_while_somebody_is_there() -> None:
    found = stands(at="1h")
    assert (found.state, found.used, found.due_at) == ("running", after("1h") - NOON, after("22h"))


def test_outside_hours_it_stands_still_and_keeps_its_deadline() -> None:
    found = stands(at="8h")
    assert (found.state, found.used, found.due_at) == (
        "off_hours",
        after("5h") - NOON,
        after("22h"),
    )


def test_what_is_ahead_is_listed_with_its_time() -> None:
    assert ahead(stands(at="1h")) == [
        ("50%", after("3h")),
        ("breach", after("22h")),
        ("1h", after("23h")),
    ]


def test_what_was_said_is_no_longer_ahead() -> None:
    found = stands(at="22h30m")
    assert (ahead(found), found.is_breached, found.due_at) == (
        [("1h", after("23h"))],
        True,
        after("22h"),
    )


def test_a_paused_clock_has_no_deadline_and_nothing_ahead() -> None:
    found = stands(held().at("1h"), at="2h")
    assert (found.state, found.due_at, found.ahead) == ("paused", None, ())


def test_business_time_of_pauses_is_uncounted_up_to_now() -> None:
    found = stands(held().at("4h"), at="22h")
    assert (found.used, found.uncounted) == (after("4h") - NOON, after("2h") - NOON)
    assert found.paused_for == after("18h") - NOON


def test_pauses_that_are_over_stay_uncounted() -> None:
    found = stands(held().at("1h"), resumed().at("3h"), at="4h")
    assert (found.used, found.uncounted) == (after("2h") - NOON, after("2h") - NOON)


def test_a_pause_from_the_start_is_uncounted_from_there() -> None:
    found = stands(held(), resumed().at("2h"), at="3h")
    assert (found.used, found.uncounted) == (after("1h") - NOON, after("2h") - NOON)


def test_a_clock_that_ended_says_how_and_when_and_counts_no_further() -> None:
    found = stands(held().at("1h"), resumed().at("2h"), resolved().at("3h"), at="5h")
    assert (found.state, found.ended_at, found.due_at) == ("met", after("3h"), None)
    assert (found.used, found.uncounted) == (after("2h") - NOON, after("1h") - NOON)


def test_each_pause_is_measured_by_the_calendar_in_force_before_it() -> None:
    always = document(target(resolution={"target": "30h", "pause": ["vendor"]}))
    history = [held().at("4h"), resumed().at("8h"), policy_applied(2).at("9h")]
    [clock] = told([OFFICE, always], opened(), *history, until="10h").clocks.clocks
    found = standing(clock, after("10h"), catalogue(OFFICE, always))
    assert (found.used, found.uncounted) == (after("5h") - NOON, after("1h") - NOON)


def test_a_reply_that_came_late_ends_a_clock_as_late() -> None:
    policy = document(target(first_response="1h"))
    found = stands(replied().at("2h"), at="3h", policy=policy)
    assert (found.state, found.used) == ("late", after("2h") - NOON)
