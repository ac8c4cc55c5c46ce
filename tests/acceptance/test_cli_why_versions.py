"""Explanations from the command line of a ticket that was under several policy versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.commands import ApplyPolicy
from domain.durations import HOUR
from tests.acceptance.cli_program import POLICY, done, past


@pytest.fixture(autouse=True)
def three_versions(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk on which T-1 was under three versions of a policy, the second of which acted."""
    folder = store.with_name("three")
    monkeypatch.setenv("ESCALON_STORE", str(folder))
    shorter = POLICY.replace("resolution: {target: 8h", "resolution: {target: 2h")
    loud = shorter.replace(
        "metric: resolution, to: next", "metric: resolution, to: next, notify: lead"
    )
    with past(folder) as told:
        told.open("T-1", HOUR)
        for version, text in (2, loud), (3, POLICY):
            apply = {"policy": "default", "version": version, "causation_id": told.publish(text)}
            told.tell((version * 3 - 4) * HOUR, ApplyPolicy, "T-1", **apply)
        told.tell(10 * HOUR, ApplyPolicy, "T-1", policy="default", version=3, mode="withdraw")
        told.wait(12 * HOUR)


def test_why_tells_the_rules_of_every_version_that_held():
    versions = done("why", "T-1", "--json").json["versions"]

    assert [(each["policy_version"], each["times"]) for each in versions] == [
        (1, [{"from": "2026-01-05T09:00:00Z", "to": "2026-01-05T10:00:00Z"}]),
        (2, [{"from": "2026-01-05T10:00:00Z", "to": "2026-01-05T13:00:00Z"}]),
        (3, [{"from": "2026-01-05T13:00:00Z", "to": "2026-01-05T18:00:00Z"}]),
        (0, [{"from": "2026-01-05T18:00:00Z", "to": None}]),
    ]
    acted = [{r["rule"]: len(r["acted"]) for r in each["rules"]} for each in versions]
    assert [rules.get("breach-goes-up", 0) for rules in acted] == [0, 2, 0, 0]


def test_people_read_the_rules_of_each_version_under_its_times():
    words = done("why", "T-1").words

    assert (
        "Rules of policy default version 2, from 2026-01-05T10:00:00Z to 2026-01-05T13:00:00Z"
        in words
    )
    assert "Under no policy from 2026-01-05T18:00:00Z: no clock ran, and no rule acted." in words


def test_a_sum_is_drawn_once_and_then_named():
    words = done("why", "T-1").words

    assert words.count("due: the target, 2h, is used up") == 1
    assert words.count("The sum is under 2.") == 1


def test_history_says_which_target_holds_and_holds_a_clock():
    facts = done("history", "T-1", "--json").json["facts"]
    held = {fact["event"]: fact["held_by"] for fact in facts if "held_by" in fact}

    assert {name: (it["policy_version"], it["target_number"]) for name, it in held.items()} == {
        "TicketOpened": (1, 2),
        "PolicyApplied": (3, 2),
        "SlaRetargeted": (3, 2),
        "SlaBreached": (2, 2),
        "PolicyWithdrawn": (0, 0),
        "SlaWarned": (2, 2),
    }
    assert "not done within 2h, by target 2 of default version 2" in done("history", "T-1").words


def test_a_chain_leads_from_what_a_new_version_brought_to_its_publication():
    [chain] = [
        chain
        for chain in done("why", "T-1", "--json").json["decisions"]
        if chain[0]["event"] == "TierEscalated"
    ]

    assert [step["sentence"] for step in chain[1:]] == [
        "Breached resolution: not done within 2h",
        "Policy default version 2 holds from now on",
        "Policy default version 2 published",
    ]
