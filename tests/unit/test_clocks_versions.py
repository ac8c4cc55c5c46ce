"""Clocks under another version of their policy, or under none."""

from __future__ import annotations

import pytest

from domain.events.sla import SlaBreached
from tests.unit.clock_examples import told
from tests.unit.policy_documents import document, target
from tests.unit.ticket_facts import (
    escalated,
    opened,
    policy_applied,
    policy_withdrawn,
    replied,
)

SHORTER = document(target(resolution="1h"))
LONGER = document(target(resolution={"target": "8h"}))


@pytest.mark.parametrize("mode", ["from_now", "retroactive"])
def test_another_version_is_another_target(mode: str) -> None:
    history = [opened(), policy_applied(2, mode=mode).at("30m")]
    spoken = told([LONGER, SHORTER], *history, until="20h")
    assert spoken.lines == ["30m retargeted resolution 8h to 1h", "1h breached resolution"]
    assert spoken.only(SlaBreached).policy_version == 2


def test_a_version_that_was_published_but_not_applied_changes_nothing() -> None:
    spoken = told([LONGER, SHORTER], opened(), until="20h")
    assert spoken.lines == ["8h breached resolution"]
    assert spoken.only(SlaBreached).policy_version == 1


def test_a_withdrawn_policy_stops_the_clocks() -> None:
    assert told(SHORTER, opened(), policy_withdrawn().at("30m"), until="20h").lines == [
        "30m stopped resolution (policy_withdrawn)"
    ]


def test_a_withdrawn_policy_says_nothing_more_of_what_was_breached() -> None:
    assert told(SHORTER, opened(), policy_withdrawn().at("2h"), until="20h").lines == [
        "1h breached resolution"
    ]


def test_a_policy_that_is_applied_again_goes_on() -> None:
    history = [policy_withdrawn().at("30m"), policy_applied(1, old=0).at("5h")]
    assert told(SHORTER, opened(), *history, until="20h").lines[1:] == [
        "5h30m breached resolution r1"
    ]


def test_under_no_policy_nothing_starts() -> None:
    policy = document(target(tier_time="1h", update="1h"))
    history = [policy_withdrawn(), escalated().at("10m"), replied().at("20m")]
    assert told(policy, opened(), *history, until="20h").lines == [
        "0s stopped tier_time (policy_withdrawn)"
    ]
