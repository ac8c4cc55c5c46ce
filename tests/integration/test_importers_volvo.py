"""What one row of Volvo IT's incident log asks of the desk."""

from __future__ import annotations

import pytest

from domain.actor import Actor
from domain.commands import OpenTicket
from domain.ids import NAMESPACE, derive
from tests.unit.importer_examples import actors, asked, text, times, told

VOLVO = "volvo"
SIEBEL = {"Owner First Name": "Siebel", "Owner Country": "0"}


def at(clock: str) -> dict[str, str]:
    return {"Change Date+Time": f"2012-05-02T{clock}+01:00"}


def status(status: str, sub_status: str) -> dict[str, str]:
    return {"Status": status, "Sub Status": sub_status}


QUEUED = status("Queued", "Awaiting Assignment")
ASSIGNED = status("Accepted", "Assigned")
IN_PROGRESS = status("Accepted", "In Progress")
WAIT = status("Accepted", "Wait")
WAIT_USER = status("Accepted", "Wait - User")
WAIT_VENDOR = status("Accepted", "Wait - Vendor")
RESOLVED = status("Completed", "Resolved")
IN_CALL = status("Completed", "In Call")
CLOSED = status("Completed", "Closed")
CANCELLED = status("Completed", "Cancelled")
UNMATCHED = status("Unmatched", "Unmatched")


def test_the_first_row_opens_the_ticket_in_its_level_and_is_no_move(tmp_path) -> None:
    log = told(tmp_path, VOLVO, {"ST Level": "L2"})

    opening = log.entries[0].commands[0]
    assert text(opening) == "OpenTicket external_id=1-1 tier=L2 policy=volvo"
    assert isinstance(opening, OpenTicket)
    assert opening.ticket_id == derive(derive(NAMESPACE, "source:volvo"), "ticket:1-1")
    assert asked(log, 1) == ["OpenTicket", "AssignTicket assignee=Anna (Sweden)"]


def test_the_import_opens_and_owners_do_the_rest(tmp_path) -> None:
    log = told(tmp_path, VOLVO, {}, {"Owner First Name": "Per", **RESOLVED})

    assert actors(log, 1) == [Actor("agent", "import"), Actor("agent", "Anna (Sweden)")]
    assert set(actors(log, 2)) == {Actor("agent", "Per (Sweden)")}


def test_siebel_is_a_machine(tmp_path) -> None:
    log = told(tmp_path, VOLVO, SIEBEL, CLOSED)

    assert asked(log, 1) == ["OpenTicket", "AssignTicket assignee=Siebel"]
    assert actors(log, 1) == [Actor("agent", "import"), Actor("system", "Siebel")]
    assert actors(log, 2) == [Actor("system", "Siebel")]


def test_a_time_is_taken_out_of_its_zone(tmp_path) -> None:
    assert times(told(tmp_path, VOLVO, {}), 1)[0] == "2012-05-01 08:00:00"


def test_rows_are_told_in_order_of_time_and_then_of_the_file(tmp_path) -> None:
    log = told(
        tmp_path,
        VOLVO,
        {**at("09:00:00"), **IN_PROGRESS},
        {**at("11:00:00"), **CLOSED},
        {**at("10:00:00"), **RESOLVED, "Owner First Name": "Per"},
        {**at("09:00:00"), **QUEUED, "SR Number": "1-2"},
    )

    assert [entry.row for entry in log.entries] == [1, 4, 3, 2]
    assert asked(log, 3) == ["AssignTicket assignee=Per (Sweden)", "ResolveTicket"]
    assert asked(log, 2) == ["AssignTicket assignee=Anna (Sweden)", "CloseTicket"]


@pytest.mark.parametrize(
    ("was", "now", "move"),
    [
        ("L1", "L2", ["EscalateTier to=L2"]),
        ("L1", "L3", ["EscalateTier to=L3"]),
        ("L3", "L1", ["DeescalateTier to=L1"]),
        ("L2", "L2/L3", ["EscalateTier to=L3"]),
        ("L2/L3", "L3", []),
        ("L2", "L2", []),
    ],
)
def test_another_level_is_a_move_by_hand(tmp_path, was, now, move) -> None:
    log = told(tmp_path, VOLVO, {"ST Level": was}, {"ST Level": now})

    assert asked(log, 2) == move


def test_in_one_row_the_order_is_move_assign_status(tmp_path) -> None:
    log = told(tmp_path, VOLVO, {"ST Level": "L2"}, {"ST Level": "L1", **SIEBEL, **RESOLVED})

    assert asked(log, 2) == [
        "DeescalateTier to=L1",
        "AssignTicket assignee=Siebel",
        "ResolveTicket",
    ]


def test_an_owner_is_a_name_and_a_country(tmp_path) -> None:
    log = told(
        tmp_path, VOLVO, {}, {"Owner Country": "POLAND"}, {"Owner Country": "0"}, {"ST Level": "L1"}
    )

    assert asked(log, 2) == ["AssignTicket assignee=Anna (POLAND)"]
    assert asked(log, 3) == ["AssignTicket assignee=Anna"]
    assert asked(log, 4) == []


def test_a_row_without_an_owner_takes_the_ticket_away(tmp_path) -> None:
    log = told(tmp_path, VOLVO, {}, {"Owner First Name": "", "Owner Country": "0"})

    assert asked(log, 2) == ["UnassignTicket"]


@pytest.mark.parametrize(
    ("sub_status", "on"),
    [
        ("Wait", "internal"),
        ("Wait - Implementation", "internal"),
        ("Wait - User", "requester"),
        ("Wait - Customer", "requester"),
        ("Wait - Vendor", "vendor"),
    ],
)
def test_a_wait_holds_the_ticket_on_somebody(tmp_path, sub_status, on) -> None:
    log = told(tmp_path, VOLVO, {}, status("Accepted", sub_status))

    assert asked(log, 2) == [f"HoldTicket on={on}"]


@pytest.mark.parametrize(
    ("statuses", "last"),
    [
        pytest.param([QUEUED, IN_PROGRESS], [], id="work begins"),
        pytest.param([WAIT_USER, ASSIGNED], ["ResumeTicket"], id="the wait ends"),
        pytest.param([WAIT, QUEUED], ["ResumeTicket"], id="the wait ends in a queue"),
        pytest.param([WAIT, WAIT_VENDOR], ["HoldTicket on=vendor"], id="on somebody else"),
        pytest.param([WAIT_USER, WAIT_USER], [], id="the same status again"),
        pytest.param([WAIT, RESOLVED], ["ResumeTicket", "ResolveTicket"], id="resolved on hold"),
        pytest.param([IN_PROGRESS, RESOLVED], ["ResolveTicket"], id="resolved"),
        pytest.param([IN_PROGRESS, IN_CALL], ["ResolveTicket", "CloseTicket"], id="in the call"),
        pytest.param([RESOLVED, IN_CALL], ["CloseTicket"], id="resolved, then in the call"),
        pytest.param([RESOLVED, CLOSED], ["CloseTicket"], id="closed"),
        pytest.param([IN_PROGRESS, CANCELLED], ["CloseTicket"], id="cancelled"),
        pytest.param([RESOLVED, IN_PROGRESS], ["ReopenTicket"], id="reopened"),
        pytest.param([IN_CALL, QUEUED], ["ReopenTicket"], id="reopened after a call"),
        pytest.param([CLOSED, ASSIGNED], ["ReopenTicket"], id="reopened after the close"),
        pytest.param([CLOSED, WAIT], ["ReopenTicket", "HoldTicket on=internal"], id="to a wait"),
        pytest.param([CLOSED, RESOLVED], [], id="what is closed isn't resolved again"),
        pytest.param([IN_CALL, IN_CALL], [], id="the same call again"),
        pytest.param([CLOSED, RESOLVED, QUEUED], ["ReopenTicket"], id="and is reopened once"),
        pytest.param([IN_PROGRESS, UNMATCHED], [], id="unmatched is skipped"),
        pytest.param([RESOLVED, UNMATCHED, QUEUED], ["ReopenTicket"], id="as if it weren't there"),
    ],
)
def test_a_change_of_status_leaves_the_one_and_enters_the_other(tmp_path, statuses, last) -> None:
    log = told(tmp_path, VOLVO, {}, *statuses)

    assert asked(log, len(statuses) + 1) == last


def test_moves_and_assignments_happen_on_closed_tickets_too(tmp_path) -> None:
    log = told(tmp_path, VOLVO, CLOSED, {"ST Level": "L2", "Owner First Name": "Per"})

    assert asked(log, 2) == ["EscalateTier to=L2", "AssignTicket assignee=Per (Sweden)"]
