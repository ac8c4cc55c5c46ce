"""A deadline's arithmetic as people see it: what its last line says, and how it is folded."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from domain import commands as c
from domain.clocks.terms import TermsKey
from domain.events.sla import ClockEvent, SlaBreached, SlaOverdue, SlaWarned
from domain.policy.match import Match
from domain.why.arithmetic import Promise
from escalon.cli.why_sums import Sums, promise
from tests.integration.why_examples import Explained, opening
from tests.spec import ask
from tests.unit.desk_examples import day
from tests.unit.policy_documents import document, target

STEPS = {"target": "4h", "warn_at": ["50%", "1h before"], "overdue": ["1h"], "pause": ["vendor"]}


def drawn(
    kind: type[ClockEvent], *steps: c.Command, policy: Any, width: int = 120, milestone: str = ""
) -> list[str]:
    """Return the lines of a sum on a ticket that was opened on Monday at noon."""
    told = day((opening(),), *((step,) for step in steps), policy=policy, until="90h")
    [event] = [
        event for event in told.of(kind) if milestone in ("", getattr(event, "milestone", ""))
    ]
    found = Explained(told).sum_of(event)
    page = StringIO()
    Console(file=page, width=width, color_system=None).print(Sums(event, found))
    return [line.rstrip() for line in page.getvalue().splitlines() if line.strip()]


def office(length: str, boundary: str) -> dict[str, Any]:
    return document(target(calendar="office", boundary=boundary, resolution=length))


@pytest.mark.parametrize(
    ("boundary", "last"),
    [
        (
            "close",
            (
                "2026-01-05 17:00:00  due: the target, 5h, is used up; office closes then"
                " (boundary close)"
            ),
        ),
        (
            "open",
            (
                "2026-01-06 09:00:00  due: the target, 5h, is used up; office closed at"
                " 2026-01-05 17:00:00, and boundary open rolls on to the opening"
            ),
        ),
    ],
)
def test_at_closing_time_the_sum_says_what_the_boundary_makes_of_it(boundary: str, last: str):
    assert drawn(SlaBreached, policy=office("5h", boundary), width=160)[-1] == last


def test_within_open_hours_nothing_is_said_of_a_boundary():
    last = drawn(SlaBreached, policy=office("4h", "open"))[-1]

    assert last == "2026-01-05 16:00:00  due: the target, 4h, is used up"


def test_nights_and_weekends_lie_between_the_lines_that_are_counted():
    assert drawn(SlaBreached, policy=office("14h", "close"))[3:] == [
        "2026-01-05 12:00:00 → 17:00:00  office         5h",
        "2026-01-06 09:00:00 → 17:00:00  office         8h",
        "2026-01-07 09:00:00 → 10:00:00  office         1h",
        "                                sum           14h",
        "2026-01-07 10:00:00  due: the target, 14h, is used up",
    ]


def test_a_pause_is_told_in_brackets():
    held = [ask(c.HoldTicket, at="1h", on="vendor"), ask(c.ResumeTicket, at="3h")]
    lines = drawn(SlaBreached, *held, policy=document(target(resolution=STEPS)))

    assert lines[4] == "2026-01-05 13:00:00 → 15:00:00  paused on vendor  (2h)"


@pytest.mark.parametrize(
    ("kind", "milestone", "last"),
    [
        (SlaWarned, "50%", "2026-01-05 14:00:00  reached: 50% of the target, 4h"),
        (
            SlaWarned,
            "1h before",
            "2026-01-05 15:00:00  reached: 1h before the target, 4h, is used up",
        ),
        (
            SlaOverdue,
            "1h",
            "2026-01-05 17:00:00  reached: the target, 4h, and 1h more are used up",
        ),
    ],
)
def test_the_last_line_says_what_the_sum_is_of(kind: type[ClockEvent], milestone: str, last: str):
    policy = document(target(resolution=STEPS))

    assert drawn(kind, policy=policy, milestone=milestone)[-1] == last


def test_a_deadline_that_was_past_when_it_was_known_says_since_when_it_is():
    policy = document(target({"priority": ["high"]}, resolution="1h"), target(resolution="4h"))
    raised = ask(c.ChangePriority, at="2h", priority="high")

    assert drawn(SlaBreached, raised, policy=policy)[-1] == (
        "2026-01-05 13:00:00  due: the target, 1h, is used up; known only at 2026-01-05 14:00:00"
    )


def test_a_change_of_target_has_its_line():
    policy = document(target({"priority": ["high"]}, resolution="3h"), target(resolution="4h"))
    raised = ask(c.ChangePriority, at="2h", priority="high")

    what, becomes = drawn(SlaBreached, raised, policy=policy)[4:6]
    assert what == "2026-01-05 14:00:00  Priority changed from normal to high"
    assert becomes.strip() == (
        "4h becomes 3h of always, by target 1 (priority high) of policy default version 1"
    )


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int):
    held = [ask(c.HoldTicket, at="1h", on="vendor"), ask(c.ResumeTicket, at="30h")]
    lines = drawn(SlaBreached, *held, policy=document(target(resolution=STEPS)), width=width)

    assert max(map(len, lines)) <= width


@pytest.mark.parametrize(("same_time", "end"), [(False, "closing time"), (True, "the same time")])
def test_days_are_said_beside_the_hours_that_they_are(same_time: bool, end: str):  # noqa: FBT001  # a row of the table
    match = Match.of({"priority": ["high", "urgent"], "requester_group": ["it"]})
    days = Promise(
        terms=TermsKey("default", 2, 1),
        match=match,
        length=64_800_000_000,
        business_days=2,
        same_time=same_time,
        calendar="office",
        boundary="close",
    )

    assert promise(days) == (
        f"18h of office (to {end} on business day 2 after the start),"
        " by target 1 (priority high or urgent, requester group it) of policy default version 2"
    )
