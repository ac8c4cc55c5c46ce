"""What is read on the command line from the read models of a desk in PostgreSQL."""

from __future__ import annotations

import pytest

from projections.catalogue import ALL
from tests.acceptance.cli_program import done, escalon
from tests.integration.desk_in_database import A, park

pytestmark = pytest.mark.usefixtures("desk_in_database")


@pytest.mark.usefixtures("two")
def test_queues_and_reports_come_from_the_read_models():
    [tier] = done("queues", "--json").json["tiers"]

    assert [ticket["external_id"] for ticket in tier["tickets"]] == ["A", "B"]
    assert done("report", "ageing", "--json").json[0]["under 1d"] == 2
    for report in ("sla", "agents", "tiers"):
        assert not done("report", report, "--json").err


@pytest.mark.usefixtures("two")
def test_so_do_the_clocks_of_what_waits():
    clocks = done("clocks", "--json").json["clocks"]

    assert {clock["external_id"] for clock in clocks} == {"A", "B"}
    assert {clock["state"] for clock in clocks} <= {"running", "off_hours"}


@pytest.mark.usefixtures("two")
def test_an_answer_that_lags_behind_the_log_says_so():
    done("ticket", "open", "One", "--id", "C")
    ran = done("queues", "--json")

    assert len(ran.json["tiers"][0]["tickets"]) == 2
    assert ran.err.startswith("the read models are at position 3, the log is at 4;")


@pytest.mark.usefixtures("two")
def test_an_answer_may_be_asked_for_as_of_a_position():
    done("ticket", "open", "One", "--id", "C")

    assert not done("queues", "--position", "3").err
    said = done("queues", "--position", "5").err
    assert said.startswith("the read models are at position 3, what was asked for is at 5;")


def test_without_read_models_a_query_says_who_makes_them():
    ran = escalon("queues")

    assert ran.code == 5
    assert ran.err == (
        "The database has no read models yet; start `escalon work relay` and"
        " `escalon work projections`, which make them.\n"
    )


def test_a_ticket_that_a_worker_left_aside_is_marked(two: str):
    park(two, A, "sla-timer:0", "no rule for it")
    park(two, A, "escalation:1", "nor here")
    [tier] = done("queues", "--json").json["tiers"]
    why = "escalation:1: nor here; sla-timer:0: no rule for it"

    assert [ticket["stalled"] for ticket in tier["tickets"]] == [why, None]
    marked = [line for line in done("queues").out.splitlines() if "new, stalled" in line]
    assert [line.split()[0] for line in marked] == ["A"]
    assert done("ticket", "show", "A", "--json").json["stalled"] == why
    assert why in done("ticket", "show", "A").words
    assert done("ticket", "show", "B", "--json").json["stalled"] is None


@pytest.mark.usefixtures("two")
def test_read_models_are_rebuilt_from_the_log():
    before = done("queues", "--json").json["tiers"]
    built = done("rebuild", "all", "--json").json

    assert built == {"built": dict.fromkeys(ALL, 2), "position": 3}
    assert done("queues", "--json").json["tiers"] == before
