"""The policies that ship can be used as they are, and know no ticket of any log."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import escalon
from domain.policy.policy import Policy
from infra.policies import read_policy, to_json

FOLDER = Path(escalon.__file__).parent / "policies"
NAMES = ("default", "italian", "servicenow", "volvo")
PRIORITIES = ["urgent", "high", "normal", "low"]


def text(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def document(name: str) -> dict[str, Any]:
    return read_policy(text(name), name=f"{name}.yaml", first_year=2016)


def test_these_policies_ship() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_policy_becomes_a_policy_of_its_files_name(name) -> None:
    policy = Policy.of(document(name), 1)
    assert policy.name == name
    assert policy.targets
    assert policy.rules


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_policy_is_the_same_bytes_each_time(name) -> None:
    assert to_json(document(name)) == to_json(document(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_policy_names_no_date_and_no_ticket(name) -> None:
    assert not re.findall(r"\d{4}-\d\d-\d\d|\bINC|\b\d{4,}\b|[0-9a-f]{8}-", text(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_policy_has_one_target_for_each_priority(name) -> None:
    assert [target["match"] for target in document(name)["targets"]] == [
        {"priority": [priority]} for priority in PRIORITIES
    ]


def acting_on(policy: dict[str, Any], when: str, metric: str) -> list[dict[str, Any]]:
    return [
        rule
        for rule in policy["escalation"]
        if rule["when"] == when and metric in (rule["metric"] or [metric])
    ]


def test_the_default_ladder_has_four_tiers() -> None:
    tiers = [tier["name"] for tier in document("default")["tiers"]]
    assert tiers == ["self-service", "front-line", "technical", "management"]


@pytest.mark.parametrize("priority", range(4))
def test_the_default_promises_every_metric_to_every_priority(priority) -> None:
    assert sorted(document("default")["targets"][priority]["metrics"]) == [
        "acknowledge",
        "first_response",
        "next_response",
        "requester_wait",
        "resolution",
        "tier_time",
        "update",
    ]


@pytest.mark.parametrize("metric", [*document("default")["targets"][0]["metrics"]])
def test_no_breach_of_the_default_goes_unnoticed(metric) -> None:
    assert acting_on(document("default"), "sla_breached", metric)


def test_only_the_urgent_is_promised_around_the_clock() -> None:
    calendars = [target["calendar"] for target in document("default")["targets"]]
    assert calendars == [["always"], ["office"], ["office"], ["office"]]


def test_servicenow_measures_weekdays_to_the_close_without_pauses() -> None:
    policy = document("servicenow")
    promises = [target["metrics"] for target in policy["targets"]]
    assert [list(metrics) for metrics in promises] == [["resolution"]] * 4
    assert [m["resolution"]["target"] for m in promises] == ["10h", "34h", "154h", "346h"]
    assert {m["resolution"]["until"] for m in promises} == {"closed"}
    assert [m["resolution"]["pause"] for m in promises] == [[]] * 4
    assert policy["calendars"]["weekdays"] == {
        "time_zone": "UTC",
        "hours": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
        "holidays": [],
        "breaks": {},
        "shifts": {},
    }


def test_one_rule_of_servicenow_acts_on_a_breach_of_resolution() -> None:
    policy = document("servicenow")
    [rule] = acting_on(policy, "sla_breached", "resolution")
    assert (rule["name"], rule["to"]) == ("breach-goes-up", "next")
    assert [rule["when"] for rule in policy["escalation"]] == [
        "sla_warned",
        "sla_breached",
        "sla_overdue",
        "repeat_contact",
    ]


def test_no_rule_of_volvo_moves_a_ticket() -> None:
    assert {rule["to"] for rule in document("volvo")["escalation"]} == {""}
    assert all(rule["notify"] for rule in document("volvo")["escalation"])


def test_a_breach_of_resolution_is_technical_in_the_italian_desk() -> None:
    policy = document("italian")
    assert [tier["name"] for tier in policy["tiers"]] == ["front-line", "technical"]
    [rule] = acting_on(policy, "sla_breached", "resolution")
    assert rule["to"] == "next"
