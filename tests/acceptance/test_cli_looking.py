"""Looking at a desk from the command line: queues, history, reports, rebuilding."""

from __future__ import annotations

import pytest

from tests.acceptance.cli_program import done, escalon

pytestmark = pytest.mark.usefixtures("week")


def test_each_tier_has_its_queue_the_most_pressing_first():
    tiers = done("queues", "--json").json["tiers"]

    assert [tier["tier"] for tier in tiers] == ["front-line", "technical"]
    assert [[t["external_id"] for t in tier["tickets"]] for tier in tiers] == [["T-2"], ["T-1"]]


def test_the_time_left_counts_down_to_the_next_breach():
    row = next(line for line in done("queues").out.splitlines() if "T-2" in line)

    assert row.split()[-2:] == ["resolution", "4h00m"]


def test_the_time_since_a_breach_counts_up_behind_a_minus():
    row = next(line for line in done("queues").out.splitlines() if "T-1" in line)

    assert row.split()[-2:] == ["breached", "-1d19h"]


def test_only_one_tier_can_be_asked_for():
    [tier] = done("queues", "--tier", "technical", "--json").json["tiers"]

    assert (tier["tier"], tier["open"], tier["overdue"]) == ("technical", 1, 1)


def test_a_tier_in_which_nothing_waits_is_no_mistake():
    assert done("queues", "--tier", "management").out == "Nothing waits.\n"


def test_an_unknown_tier_is_a_mistake_that_names_those_there_are():
    ran = escalon("queues", "--tier", "basement")

    assert ran.code == 2
    assert "there is no tier 'basement'; tiers are front-line, technical, management" in ran.err


def test_a_limit_is_for_each_tier():
    done("ticket", "open", "Another", "--id", "T-4")
    tiers = done("queues", "--limit", "1", "--json").json["tiers"]

    assert [len(tier["tickets"]) for tier in tiers] == [1, 1]
    assert "front-line: 2 waiting, the first 1" in done("queues", "--limit", "1").out


def test_a_position_behind_the_end_of_the_log_can_not_be_waited_for():
    last = done("history", "T-3", "--json").json["facts"][-1]["position"]

    assert not done("queues", "--position", str(last)).err
    assert (
        "what was asked for is at 999; the log ends there"
        in done("queues", "--position", "999").err
    )


def test_history_tells_every_fact_in_order():
    facts = done("history", "T-1", "--json").json["facts"]

    assert [fact["event"] for fact in facts] == [
        "TicketOpened",
        "TicketHeld",
        "TicketResumed",
        "SlaWarned",
        "StaffNotified",
        "SlaBreached",
        "TierEscalated",
        "SlaOverdue",
        "EscalationDeclined",
    ]
    positions = [fact["position"] for fact in facts]
    assert positions == sorted(positions)


def test_history_tells_people_when_who_and_what():
    words = done("history", "T-1").words

    assert "2026-01-05T10:00:00Z agent anna Put on hold, waiting for vendor" in words


@pytest.mark.parametrize(
    ("at", "facts", "state"),
    [
        ("2026-01-05T09:00:00Z", 1, {"status": "new", "tier": "front-line"}),
        ("2026-01-05T10:30:00Z", 2, {"status": "held", "held_on": "vendor"}),
        ("2026-01-05T12:30:00+01:00", 3, {"status": "open", "tier": "front-line"}),
        ("2026-01-05T16:00:00", 7, {"status": "open", "tier": "technical"}),
    ],
)
def test_history_tells_how_a_ticket_stood_at_any_moment(at: str, facts: int, state: dict[str, str]):
    found = done("history", "T-1", "--at", at, "--json").json

    assert len(found["facts"]) == facts
    assert {name: found["state"][name] for name in state} == state


def test_a_clock_at_a_moment_has_used_what_was_counted_until_then():
    found = done("history", "T-1", "--at", "2026-01-05T10:30:00Z", "--json").json

    [clock] = found["state"]["clocks"]
    assert (clock["state"], clock["used_seconds"], clock["due_at"]) == ("paused", 3600, None)


def test_before_its_opening_a_ticket_has_no_history():
    ran = escalon("history", "T-1", "--at", "2026-01-01")

    assert ran.code == 2
    assert "ticket T-1 was opened later, at 2026-01-05T09:00:00Z" in ran.err


def test_a_moment_that_lies_ahead_has_no_history():
    ran = escalon("history", "T-1", "--at", "2036-01-01")

    assert ran.code == 2
    assert "lies ahead; the desk's time is 2026-01-07T10:00:00Z" in ran.err


def test_a_moment_that_is_no_time_is_refused_with_one_that_is():
    ran = escalon("history", "T-1", "--at", "noon")

    assert ran.code == 2
    assert "'noon' is not a time; write it like 2026-03-01T12:00:00Z" in ran.err


def test_looking_changes_nothing_on_a_desk_whose_time_stands_still():
    before = done("history", "T-1", "--json").json
    done("queues")
    done("why", "T-1")

    assert done("history", "T-1", "--json").json == before


def test_the_report_of_promises_counts_by_metric_and_tier():
    rows = {(r["metric"], r["tier"]): r for r in done("report", "sla", "--json").json}

    assert rows["resolution", "front-line"]["breached"] == 1
    assert rows["resolution", "front-line"]["met"] == 1
    assert "resolution front-line 1 1 0 50.0 %" in done("report", "sla").words


def test_a_report_can_be_of_a_period_and_a_priority():
    [row] = done(*("report", "sla", "--since", "2026-01-07", "--priority", "urgent", "--json")).json

    assert (row["met"], row["breached"]) == (1, 0)


def test_the_reports_of_agents_and_tiers_tell_who_resolved_what():
    [agent] = done("report", "agents", "--json").json
    tiers = done("report", "tiers", "--json").json

    assert (agent["who"], agent["mean_time_to_resolve_seconds"]) == ("anna", 3600)
    assert [row["who"] for row in tiers["resolved"]] == ["front-line"]
    assert "anna 1" in done("report", "agents").words
    assert "front-line" in done("report", "tiers").out


def test_the_report_of_ages_sorts_what_waits():
    ages = {row["tier"]: row for row in done("report", "ageing", "--json").json}

    assert ages["front-line"]["under 1d"] == 1
    assert ages["technical"]["to 3d"] == 1
    assert "under 1d" in done("report", "ageing").out


def test_a_read_model_that_is_built_anew_answers_the_same():
    before = done("queues", "--json").json
    built = done("rebuild", "all", "--json").json["built"]

    assert built == {"queues": 2, "timeline": 2, "attainment": 2, "performance": 2}
    assert done("queues", "--json").json == before


def test_an_unknown_read_model_is_a_mistake_that_names_those_there_are():
    ran = escalon("rebuild", "everything")

    assert ran.code == 2
    assert "there is no read model 'everything'; name one of queues, timeline" in ran.err


def test_the_clocks_of_what_waits_are_shown_with_what_comes_next():
    clocks = {
        (clock["external_id"], clock["metric"]): clock
        for clock in done("clocks", "--json").json["clocks"]
    }
    found = clocks["T-2", "resolution"]

    assert found["state"] == "running"
    assert {"milestone": "breach", "at": found["due_at"]} in found["ahead"]
    assert clocks["T-1", "resolution"]["breached"]


def test_clocks_are_a_table_for_people():
    row = next(line for line in done("clocks").out.splitlines() if "T-2" in line)

    assert "resolution" in row
    assert "running" in row
