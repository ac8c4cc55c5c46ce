"""The command line on a desk in PostgreSQL, beside whoever keeps its read models."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from escalon.handling.distributed import DistributedHandling
from tests.acceptance.cli_program import done, elsewhere, escalon
from tests.integration.desk_in_database import NOBODY_KEEPS_THEM, A, B

pytestmark = pytest.mark.usefixtures("desk_in_database")

WORK = [
    ["open", "Slow", "--id", "A"],
    ["open", "Slow, too", "--id", "B"],
    ["reply", A, "Try again."],
    ["contact", A, "Still slow.", "--channel", "phone"],
    ["note", A, "Old switch."],
    ["acknowledge", A],
    ["assign", A, "anna"],
    ["unassign", A],
    ["priority", A, "high"],
    ["route", A, "network", "--category", "wifi"],
    ["hold", A, "vendor"],
    ["resume", A],
    ["escalate", A, "--to", "technical"],
    ["deescalate", A],
    ["link", A, B, "--relation", "causes"],
    ["resolve", A, "--resolution", "New cable."],
    ["rate", A, "4"],
    ["reopen", A],
    ["close", A],
    ["merge", B, A],
]
CALM = """
policy: default
tiers: [{name: front-line, team: support}, {name: technical, team: engineering}]
targets: [{metrics: {resolution: 8h}}]
"""
"""A policy by which nothing happens by itself."""
SHIPPED = "The shipped policy 'default' is in use now; see `escalon policy show`.\n"


def recorded(*words: str) -> list[str]:
    """Return what a command recorded, in words; positions are for the followers, too."""
    return [fact["sentence"] for fact in done("ticket", *words, "--json").json["recorded"]]


def test_a_command_is_carried_out_without_kafka_and_without_any_worker(tmp_path: Path):
    ran = done("ticket", "open", "No network", "--id", "A")

    assert ran.out == "A\n"
    assert ran.err.startswith(SHIPPED)
    assert done("ticket", "show", A, "--json").json["subject"] == "No network"
    assert not (tmp_path / "desk").exists()


@pytest.mark.usefixtures("two")
def test_read_models_that_lag_are_said_beside_the_result():
    ran = done("ticket", "reply", "A", "Hello")

    assert ran.out == "A: Reply sent by web\n"
    assert ran.err == (
        f"the read models are at position 3, the change is at 4; {NOBODY_KEEPS_THEM}\n"
    )


def test_read_models_that_nobody_began_are_at_position_0():
    said = done("ticket", "open", "One", "--id", "A").err.removeprefix(SHIPPED)

    assert said.startswith("the read models are at position 0, the change is at 2;")


def test_every_command_records_what_it_records_in_a_folder(tmp_path: Path):
    file = tmp_path / "calm.yaml"
    file.write_text(CALM, encoding="utf-8")
    for where in ([], ["--store", str(tmp_path / "own")]):
        done("policy", "publish", str(file), *where)

    here = [recorded(*words) for words in WORK]
    assert all(here)
    assert here == [recorded(*words, "--store", str(tmp_path / "own")) for words in WORK]


def test_a_named_folder_goes_before_the_database(tmp_path: Path):
    done("ticket", "open", "One", "--id", "A", "--store", str(tmp_path / "own"))

    assert escalon("ticket", "show", A).code == 3


@pytest.mark.usefixtures("two")
def test_the_same_command_twice_is_done_once():
    twice = [done("ticket", "reply", "A", "Hello", "--command-id", "x", "--json") for _ in "12"]

    assert twice[0].json["recorded"] == twice[1].json["recorded"]
    events = [fact["event"] for fact in done("history", "A", "--json").json["facts"]]
    assert events == ["TicketOpened", "ReplySent"]


@pytest.mark.usefixtures("two")
def test_a_refusal_is_the_desks_own_sentence():
    done("ticket", "resolve", "A")
    ran = escalon("ticket", "hold", "A", "vendor")

    assert ran.code == 1
    assert "resolved" in ran.err


@pytest.mark.usefixtures("two")
def test_a_reference_that_the_read_models_do_not_know_is_no_ticket_once_they_know_all():
    ran = escalon("ticket", "show", "C")

    assert ran.code == 3
    assert ran.err == "There is no ticket C.\n"


@pytest.mark.usefixtures("two")
def test_a_reference_may_be_unknown_because_the_read_models_lag():
    done("ticket", "open", "One", "--id", "C")
    ran = escalon("ticket", "show", "C")

    assert ran.code == 5
    assert ran.err == (
        "No ticket C is known yet: the read models are at position 3, the log is at 4;"
        f" {NOBODY_KEEPS_THEM}\n"
    )


def test_history_and_why_come_from_the_log():
    done("policy", "publish", "default")
    done("ticket", "open", "One", "--id", "A")
    done("ticket", "escalate", A)

    events = [fact["event"] for fact in done("history", A, "--json").json["facts"]]
    assert events == ["TicketOpened", "TierEscalated"]
    assert done("why", A, "--json").json["policy"] == "default"


def test_policies_are_published_shown_compared_and_retired():
    assert not done("policy", "show", "--json").json
    published = done("policy", "publish", "default", "--json").json
    assert published == {"policy": "default", "version": 1, "position": 1}
    assert "no change" in done("policy", "publish", "default").words
    assert done("policy", "check", "default", "--json").json["published_version"] == 1
    assert done("policy", "show", "default", "--json").json["policy"] == "default"
    assert not done("policy", "diff", "default@1", "default", "--json").json
    assert done("policy", "retire", "default", "--json").json["position"] == 2
    assert [one["what"] for one in done("policy", "show", "--json").json] == [
        "published",
        "retired",
    ]


def test_up_leaves_a_desk_in_a_database_to_its_workers():
    ran = escalon("up")

    assert ran.code == 2
    assert "ESCALON_DATABASE is set, whose desk `escalon work` runs" in ran.err


@pytest.mark.usefixtures("two")
def test_a_cause_is_found_on_whatever_ticket_it_lies(database: str):
    fact = done("history", "A", "--json").json["facts"][0]
    with DistributedHandling(database, wait=0) as handling:
        found = handling.log.cause(fact["event_id"], before=3)
        too_late = handling.log.cause(fact["event_id"], before=2)

    assert found is not None
    assert (found.position, found.event.event_id) == (2, fact["event_id"])
    assert too_late is None


def test_two_who_open_the_first_tickets_at_once_both_succeed():
    with ThreadPoolExecutor() as pool:
        list(pool.map(_open_elsewhere, "AB"))

    assert len(done("policy", "show", "--json").json) == 1
    for id in (A, B):
        assert done("ticket", "show", id, "--json").json["status"] == "new"


def _open_elsewhere(name: str) -> None:
    ran = elsewhere("ticket", "open", f"About {name}", "--id", name)
    assert ran.returncode == 0, ran.stderr
