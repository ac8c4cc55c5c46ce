"""Explanations from the command line: what rules did, and why others kept still."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import pytest

from domain.commands import (
    ChangePriority,
    HoldTicket,
    ResolveTicket,
    ResumeTicket,
)
from domain.durations import HOUR, MINUTE
from tests.acceptance.cli_program import done, past

pytestmark = pytest.mark.usefixtures("week")
BREACH, MOVE = "SlaBreached", "TierEscalated"


def decisions(ticket: str) -> dict[str, list[dict[str, Any]]]:
    """Return what rules did about a ticket, each with its chain of causes, by the last fact."""
    return {chain[0]["event"]: chain for chain in done("why", ticket, "--json").json["decisions"]}


def rules(ticket: str) -> dict[str, dict[str, Any]]:
    """Return what the rules of the only version that held made of a ticket, by their names."""
    [version] = done("why", ticket, "--json").json["versions"]
    return {rule["rule"]: rule for rule in version["rules"]}


def test_why_leads_from_a_move_to_the_first_fact():
    assert [step["event"] for step in decisions("T-1")[MOVE]] == [MOVE, BREACH, "TicketResumed"]


def test_at_a_breach_the_counted_times_sum_up_to_the_target():
    _, breach, _ = decisions("T-1")[MOVE]
    sums = breach["arithmetic"]

    assert sum(part["sum"] for part in sums["counted"]) == sums["sum"] == sums["target"] == 4 * HOUR
    pause = {"from": "2026-01-05T10:00:00Z", "to": "2026-01-05T11:00:00Z", "on": "vendor"}
    assert sums["pauses"] == [pause]
    assert sums["until"] == breach["occurred_at"] == "2026-01-05T15:00:00Z"


def test_the_counted_times_are_those_in_which_the_calendar_was_open():
    _, breach, _ = decisions("T-1")[MOVE]

    spans = [span for part in breach["arithmetic"]["counted"] for span in part["open"]]
    assert [(span["from"][11:16], span["to"][11:16]) for span in spans] == [
        ("09:00", "10:00"),
        ("11:00", "12:00"),
        ("13:00", "15:00"),
    ]


def test_before_a_breach_the_sum_is_what_the_warning_says():
    _, warning, _ = decisions("T-1")["StaffNotified"]

    assert warning["arithmetic"]["sum"] == 2 * HOUR


def test_behind_a_breach_the_sum_is_the_target_and_what_is_overdue():
    _, overdue, _ = decisions("T-1")["EscalationDeclined"]

    assert overdue["arithmetic"]["sum"] == 6 * HOUR


def test_a_target_that_changed_is_part_of_the_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_STORE", str(tmp_path))
    with past(tmp_path) as told:
        told.open("T-1", HOUR)
        told.tell(2 * HOUR, ChangePriority, "T-1", priority="urgent")
        told.wait(20 * HOUR)
    _, breach, _ = decisions("T-1")[MOVE]

    assert breach["arithmetic"]["sum"] == breach["arithmetic"]["target"] == 4 * HOUR
    [change] = breach["arithmetic"]["changes"]
    assert (change["at"], change["sentence"]) == (
        "2026-01-05T10:00:00Z",
        "Priority changed from normal to urgent",
    )
    assert [(p["target_number"], p["length"]) for p in (change["old"], change["new"])] == [
        (2, 8 * HOUR),
        (1, 4 * HOUR),
    ]
    assert "8h becomes 4h of office, by target 1 (priority urgent)" in done("why", "T-1").words


def test_a_requester_who_comes_back_leads_to_the_ticket_they_came_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ESCALON_STORE", str(tmp_path))
    with past(tmp_path) as told:
        told.open("T-1", HOUR)
        told.open("T-2", 2 * HOUR)
    moved, repeat, opened = decisions("T-2")[MOVE]

    assert (moved["event"], repeat["event"], opened["event"]) == (
        MOVE,
        "RepeatContact",
        "TicketOpened",
    )
    said = "2 contacts from 2026-01-05T09:00:00Z to 2026-01-05T10:00:00Z"
    assert said in done("why", "T-2").words


def test_a_breach_that_was_taken_back_is_marked_though_its_move_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ESCALON_STORE", str(tmp_path))
    with past(tmp_path) as told:
        told.open("T-1", HOUR, priority="urgent")
        told.wait(7 * HOUR)
        told.tell(5 * HOUR, ResolveTicket, "T-1")
    _, breach, _ = decisions("T-1")[MOVE]

    assert breach["taken_back_at"] == "2026-01-05T14:00:00Z"
    assert breach["arithmetic"]["sum"] == 4 * HOUR
    assert "Taken back at 2026-01-05T14:00:00Z" in done("why", "T-1").words


def test_of_a_rule_that_was_declined_why_names_the_move_that_stood_in_its_way():
    [cause] = rules("T-1")["still-open"]["causes"]
    [declined] = cause["why_not"]

    assert declined == {
        "kind": "declined",
        "why": "moved_within",
        "tier": "technical",
        "asked_at": "2026-01-05T17:00:00Z",
        "before_at": "2026-01-05T15:00:00Z",
        "before_by": "breach-goes-up",
        "within": 8 * HOUR,
        "sentence": "declined: the ticket had moved to technical at 2026-01-05T15:00:00Z"
        " (by breach-goes-up), 2h before; the rule keeps still for 8h after a move",
    }


def test_of_a_condition_that_did_not_hold_why_says_what_it_wants_and_what_the_ticket_had():
    [cause] = rules("T-1")["gold-only"]["causes"]
    [unlike] = cause["why_not"]

    assert unlike == {
        "kind": "unlike",
        "condition": "customer",
        "wanted": ["gold"],
        "value": [""],
        "sentence": "it is for customer gold, and it had none",
    }


def test_of_contacts_that_were_too_few_why_says_how_many_came():
    [few] = rules("T-1")["asked-twice"]["why_not"]

    assert (few["contacts"], few["wanted"], few["within"]) == (1, 2, 24 * HOUR)
    assert few["sentence"] == (
        "2 contacts of the requester within 24h are asked for; 1 came,"
        " from 2026-01-05T09:00:00Z, on T-1"
    )


def test_of_a_rule_that_acted_why_names_what_it_did():
    [cause] = rules("T-1")["breach-goes-up"]["causes"]

    assert cause["why_not"] == []
    assert cause["led_to"] == rules("T-1")["breach-goes-up"]["acted"]


def test_why_draws_people_the_sum():
    words = done("why", "T-1").words

    assert "2026-01-05 10:00:00 → 11:00:00 paused on vendor (1h)" in words
    assert "2026-01-05 13:00:00 → 15:00:00 office 2h" in words
    assert "sum 4h" in words
    assert "2026-01-05 15:00:00 due: the target, 4h, is used up" in words


def test_a_ticket_that_no_rule_touched_says_so():
    assert "No rule has done anything about this ticket." in done("why", "T-3").out


def test_a_ticket_with_hundreds_of_facts_is_explained_in_less_than_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ESCALON_STORE", str(tmp_path))
    with past(tmp_path) as told:
        told.open("T-1", HOUR)
        for minute in range(1, 200):
            told.tell(HOUR + 2 * minute * MINUTE, HoldTicket, "T-1", on="vendor")
            told.tell(HOUR + (2 * minute + 1) * MINUTE, ResumeTicket, "T-1")
        told.wait(60 * HOUR)
    begun = process_time()
    found = done("why", "T-1", "--json").json

    assert process_time() - begun < 1
    assert len(found["decisions"][-1][1]["arithmetic"]["pauses"]) > 100
