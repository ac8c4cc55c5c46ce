"""What one row of the Italian help desk's log asks of the desk."""

from __future__ import annotations

import pytest

from domain.actor import Actor
from domain.ids import NAMESPACE, derive
from tests.unit.importer_examples import actors, asked, text, times, told

ITALIAN = "italian"
TAKEN = ["AcknowledgeTicket", "AssignTicket assignee=Value 1"]


def deeds(*activities: str) -> list[dict[str, str]]:
    """Return one row a minute for each activity."""
    return [
        {"Activity": activity, "time:timestamp": f"2010-01-13 08:{minute:02}:00+00:00"}
        for minute, activity in enumerate(activities)
    ]


def test_the_first_row_opens_the_ticket_and_all_else_of_it_counts(tmp_path) -> None:
    log = told(tmp_path, ITALIAN, {})

    opening = log.entries[0].commands[0]
    assert text(opening) == "OpenTicket external_id=Case1 policy=italian"
    assert asked(log, 1) == ["OpenTicket", "AddNote text=Insert ticket"]
    assert actors(log, 1) == [Actor("agent", "import"), Actor("agent", "Value 1")]
    assert times(log, 1) == ["2010-01-13 08:40:25"] * 2
    assert log.entries[0].commands[1].command_id == derive(
        derive(NAMESPACE, "source:italian"), "1:2"
    )


@pytest.mark.parametrize(
    "activity",
    [
        "Assign seriousness",
        "Insert ticket",
        "Resolve SW anomaly",
        "Schedule intervention",
        "VERIFIED",
    ],
)
def test_what_the_desk_has_no_word_for_is_a_note(tmp_path, activity) -> None:
    assert asked(told(tmp_path, ITALIAN, *deeds(activity)), 1) == [
        "OpenTicket",
        f"AddNote text={activity}",
    ]


@pytest.mark.parametrize(
    ("activities", "last"),
    [
        pytest.param(["Take in charge ticket"], ["OpenTicket", *TAKEN], id="taken at once"),
        pytest.param(["Wait"], ["OpenTicket", "HoldTicket on=internal"], id="waits at once"),
        pytest.param(["Resolve ticket"], ["OpenTicket", "ResolveTicket"], id="resolved at once"),
        pytest.param(["Insert ticket", "Require upgrade"], ["EscalateTier to=technical"], id="up"),
        pytest.param(
            ["Insert ticket", "Create SW anomaly"], ["EscalateTier to=technical"], id="anomaly"
        ),
        pytest.param(["Wait", "Wait"], [], id="waits on"),
        pytest.param(["Wait", "Take in charge ticket"], ["ResumeTicket", *TAKEN], id="goes on"),
        pytest.param(["Wait", "Resolve ticket"], ["ResumeTicket", "ResolveTicket"], id="resolved"),
        pytest.param(["Wait", "Closed"], ["ResumeTicket", "CloseTicket"], id="closed on hold"),
        pytest.param(
            ["Wait", "Require upgrade"], ["ResumeTicket", "EscalateTier to=technical"], id="up held"
        ),
        pytest.param(
            ["Wait", "VERIFIED"], ["ResumeTicket", "AddNote text=VERIFIED"], id="noted on hold"
        ),
        pytest.param(["Resolve ticket", "Resolve ticket"], [], id="a second one is one"),
        *[
            pytest.param(["Resolve ticket", word], [], id=f"{word} when it is")
            for word in ("RESOLVED", "INVALID", "DUPLICATE")
        ],
        *[
            pytest.param(["Insert ticket", word], ["ResolveTicket"], id=f"{word} when it isn't")
            for word in ("RESOLVED", "INVALID", "DUPLICATE")
        ],
        pytest.param(["Resolve ticket", "Closed"], ["CloseTicket"], id="closed"),
        pytest.param(["Closed", "Closed"], [], id="closed again"),
        pytest.param(
            ["Resolve ticket", "Take in charge ticket"], ["ReopenTicket", *TAKEN], id="reopened"
        ),
        pytest.param(
            ["Resolve ticket", "Wait"], ["ReopenTicket", "HoldTicket on=internal"], id="waits again"
        ),
        pytest.param(
            ["Resolve ticket", "Assign seriousness"],
            ["ReopenTicket", "AddNote text=Assign seriousness"],
            id="anything but a close reopens",
        ),
        pytest.param(
            ["Closed", "Take in charge ticket"], ["ReopenTicket", *TAKEN], id="after the close"
        ),
        pytest.param(
            ["Closed", "Resolve ticket"], ["ReopenTicket", "ResolveTicket"], id="resolved, closed"
        ),
    ],
)
def test_what_was_done_is_asked_of_the_desk(tmp_path, activities, last) -> None:
    assert asked(told(tmp_path, ITALIAN, *deeds(*activities)), len(activities)) == last


def test_a_row_that_is_there_twice_counts_once(tmp_path) -> None:
    log = told(tmp_path, ITALIAN, {}, {}, {"Resource": "Value 2"})

    assert (log.rows, [entry.row for entry in log.entries]) == (3, [1, 3])


def test_a_ticket_is_taken_by_the_resource_of_the_row_if_there_is_one(tmp_path) -> None:
    taken = {"Activity": "Take in charge ticket"}
    log = told(tmp_path, ITALIAN, {}, {**taken, "Resource": ""}, {"Resource": "Value 2"})

    assert asked(log, 2) == ["AcknowledgeTicket"]
    assert asked(log, 3) == ["AcknowledgeTicket", "AssignTicket assignee=Value 2"]


def test_rows_are_told_in_order_of_time(tmp_path) -> None:
    late, early = reversed(deeds("Insert ticket", "Resolve ticket"))
    log = told(tmp_path, ITALIAN, late, early)

    assert [entry.row for entry in log.entries] == [2, 1]
    assert asked(log, 2) == ["OpenTicket", "AddNote text=Insert ticket"]
