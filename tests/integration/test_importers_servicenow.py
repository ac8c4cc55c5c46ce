"""What one row of a ServiceNow audit log asks of the desk."""

from __future__ import annotations

import pytest

from domain.actor import Actor
from domain.commands import OpenTicket
from domain.ids import NAMESPACE, derive
from tests.unit.importer_examples import actors, asked, text, times, told

SERVICENOW = "servicenow"
NAMES = derive(NAMESPACE, "source:servicenow")
NEW = {"incident_state": "New"}
ACTIVE = {"incident_state": "Active"}
RESOLVED = {"incident_state": "Resolved"}
CLOSED = {"incident_state": "Closed"}
USER_INFO = {"incident_state": "Awaiting User Info"}
VENDOR = {"incident_state": "Awaiting Vendor"}
PROBLEM = {"incident_state": "Awaiting Problem"}
EVIDENCE = {"incident_state": "Awaiting Evidence"}
NO_STATE = {"incident_state": "-100"}


def opening(log) -> OpenTicket:
    command = log.entries[0].commands[0]
    assert isinstance(command, OpenTicket)
    return command


def test_the_first_row_opens_the_ticket_with_what_it_says(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {"priority": "1 - Critical"})

    requester = derive(NAMES, "requester:Caller 1")
    assert text(opening(log)) == (
        f"OpenTicket external_id=INC1 requester={requester} channel=phone priority=urgent "
        "queue=Group 1 category=Category 1 policy=servicenow"
    )
    assert opening(log).ticket_id == derive(NAMES, "ticket:INC1")


@pytest.mark.parametrize(
    ("logged", "channel"),
    [
        ("Email", "email"),
        ("Self service", "self-service"),
        ("Direct opening", "direct-opening"),
        ("IVR", "ivr"),
        ("?", "unknown"),
    ],
)
def test_a_contact_type_is_a_channel(tmp_path, logged, channel) -> None:
    assert opening(told(tmp_path, SERVICENOW, {"contact_type": logged})).channel == channel


@pytest.mark.parametrize(
    ("logged", "priority"),
    [
        ("1 - Critical", "urgent"),
        ("2 - High", "high"),
        ("3 - Moderate", "normal"),
        ("4 - Low", "low"),
    ],
)
def test_each_priority_has_its_name(tmp_path, logged, priority) -> None:
    assert opening(told(tmp_path, SERVICENOW, {"priority": logged})).priority == priority


def test_the_requester_opens_the_ticket_and_agents_do_the_rest(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, ACTIVE, {"sys_updated_by": "Updated by 2", **RESOLVED})

    requester = Actor("requester", derive(NAMES, "requester:Caller 1"))
    assert actors(log, 1) == [requester, Actor("agent", "Updated by 1")]
    assert actors(log, 2) == [Actor("agent", "Updated by 2")]


def test_a_missing_caller_is_no_requester_and_the_import_opens(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {"caller_id": "?"})

    assert opening(log).requester == ""
    assert actors(log, 1) == [Actor("agent", "import")]


def test_where_the_log_names_no_updater_the_import_acts(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {}, {"sys_updated_by": "?", **RESOLVED})

    assert set(actors(log, 2)) == {Actor("agent", "import")}


def test_a_missing_category_or_group_is_empty(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {"category": "?", "assignment_group": "?"})

    assert (opening(log).category, opening(log).queue) == ("", "")


def test_the_ticket_opens_at_its_opening_and_the_first_row_counts_at_its_own_time(tmp_path) -> None:
    first = {"sys_updated_at": "1/2/2016 09:07", "assigned_to": "Resolver 1"}
    log = told(tmp_path, SERVICENOW, first)

    assert asked(log, 1) == ["OpenTicket", "AssignTicket assignee=Resolver 1"]
    assert times(log, 1) == ["2016-02-01 09:00:00", "2016-02-01 09:07:00"]
    assert [entry.at for entry in log.entries] == [c.at for e in log.entries for c in e.commands]


def test_a_ticket_with_an_update_before_its_opening_opens_at_the_update(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {"sys_updated_at": "31/1/2016 23:59", **RESOLVED})

    assert set(times(log, 1)) == {"2016-01-31 23:59:00"}
    assert len(log.entries) == 1


def test_a_row_dated_before_its_predecessor_takes_the_predecessors_time(tmp_path) -> None:
    log = told(
        tmp_path,
        SERVICENOW,
        {},
        {"sys_updated_at": "2/2/2016 10:00", **ACTIVE},
        {"sys_updated_at": "2/2/2016 08:00", **RESOLVED},
        {"sys_updated_at": "2/2/2016 09:30", **CLOSED},
    )

    assert times(log, 3) == times(log, 4) == ["2016-02-02 10:00:00"]
    assert [entry.row for entry in log.entries] == [1, 2, 3, 4]


def test_in_one_row_the_order_is_route_assign_priority_acknowledge_status(tmp_path) -> None:
    log = told(
        tmp_path,
        SERVICENOW,
        {},
        {
            **RESOLVED,
            "priority": "4 - Low",
            "assignment_group": "Group 2",
            "assigned_to": "Resolver 2",
        },
    )

    assert asked(log, 2) == [
        "RouteTicket queue=Group 2",
        "AssignTicket assignee=Resolver 2",
        "ChangePriority priority=low",
        "AcknowledgeTicket",
        "ResolveTicket",
    ]


def test_a_group_may_change_from_and_to_nobody(tmp_path) -> None:
    log = told(
        tmp_path,
        SERVICENOW,
        {"assignment_group": "?"},
        {"assignment_group": "Group 3"},
        {"assignment_group": "?"},
    )

    assert asked(log, 2) == ["RouteTicket queue=Group 3"]
    assert asked(log, 3) == ["RouteTicket queue="]


def test_an_assignee_that_goes_is_taken_away(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {"assigned_to": "Resolver 1"}, {"assigned_to": "?"})

    assert asked(log, 2) == ["UnassignTicket"]


def test_a_category_that_changes_later_is_not_mapped(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {}, {"category": "Category 2", "contact_type": "Email"})

    assert asked(log, 2) == []


def test_a_row_that_changes_nothing_mapped_gives_no_entry(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, ACTIVE, {"sys_updated_at": "3/2/2016 10:00"})

    assert (log.rows, log.tickets, len(log.entries)) == (2, 1, 1)


def test_the_first_row_that_is_not_new_acknowledges_once(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, NEW, ACTIVE, NEW, ACTIVE)

    assert [asked(log, row) for row in (1, 2, 3, 4)] == [
        ["OpenTicket"],
        ["AcknowledgeTicket"],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("state", "on"),
    [(USER_INFO, "requester"), (VENDOR, "vendor"), (PROBLEM, "internal"), (EVIDENCE, "internal")],
)
def test_awaiting_holds_the_ticket_on_somebody(tmp_path, state, on) -> None:
    log = told(tmp_path, SERVICENOW, ACTIVE, state)

    assert asked(log, 2) == [f"HoldTicket on={on}"]


@pytest.mark.parametrize(
    ("states", "last"),
    [
        pytest.param([USER_INFO, ACTIVE], ["ResumeTicket"], id="awaiting to active"),
        pytest.param([USER_INFO, NEW], ["ResumeTicket"], id="awaiting to new"),
        pytest.param([USER_INFO, RESOLVED], ["ResumeTicket", "ResolveTicket"], id="resolve"),
        pytest.param([USER_INFO, CLOSED], ["ResumeTicket", "CloseTicket"], id="close"),
        pytest.param([USER_INFO, VENDOR], ["HoldTicket on=vendor"], id="on somebody else"),
        pytest.param([PROBLEM, EVIDENCE], [], id="on the same"),
        pytest.param([RESOLVED, CLOSED], ["CloseTicket"], id="resolved to closed"),
        pytest.param([RESOLVED, RESOLVED], [], id="resolved again"),
        pytest.param([RESOLVED, ACTIVE], ["ReopenTicket"], id="resolved to active"),
        pytest.param([RESOLVED, NEW], ["ReopenTicket"], id="resolved to new"),
        pytest.param([CLOSED, ACTIVE], ["ReopenTicket"], id="closed to active"),
        pytest.param([CLOSED, RESOLVED], ["ReopenTicket", "ResolveTicket"], id="closed, resolved"),
        pytest.param(
            [RESOLVED, USER_INFO], ["ReopenTicket", "HoldTicket on=requester"], id="reopen to hold"
        ),
        pytest.param([CLOSED, VENDOR], ["ReopenTicket", "HoldTicket on=vendor"], id="closed, held"),
        pytest.param([ACTIVE, NO_STATE], [], id="no state"),
        pytest.param([RESOLVED, NO_STATE, RESOLVED], [], id="no state in between"),
        pytest.param([NO_STATE, RESOLVED], ["AcknowledgeTicket", "ResolveTicket"], id="from none"),
    ],
)
def test_a_change_of_state_leaves_the_one_and_enters_the_other(tmp_path, states, last) -> None:
    log = told(tmp_path, SERVICENOW, {}, *states)

    assert asked(log, len(states) + 1) == last


def test_a_row_without_a_state_counts_in_its_other_columns(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {}, {**NO_STATE, "assignment_group": "Group 2"})

    assert asked(log, 2) == ["RouteTicket queue=Group 2"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (USER_INFO, ["OpenTicket", "AcknowledgeTicket", "HoldTicket on=requester"]),
        (RESOLVED, ["OpenTicket", "AcknowledgeTicket", "ResolveTicket"]),
        (CLOSED, ["OpenTicket", "AcknowledgeTicket", "CloseTicket"]),
        (NO_STATE, ["OpenTicket"]),
    ],
)
def test_a_log_may_begin_in_any_state(tmp_path, state, said) -> None:
    assert asked(told(tmp_path, SERVICENOW, state), 1) == said


def test_group_assignee_and_priority_change_on_resolved_tickets_too(tmp_path) -> None:
    log = told(
        tmp_path,
        SERVICENOW,
        RESOLVED,
        {"assignment_group": "Group 2", "assigned_to": "Resolver 1", "priority": "2 - High"},
    )

    assert asked(log, 2) == [
        "RouteTicket queue=Group 2",
        "AssignTicket assignee=Resolver 1",
        "ChangePriority priority=high",
    ]
