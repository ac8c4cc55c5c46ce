"""Over the real logs: nothing new under the old policy, and a replay under another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from escalon.shipped import policy_text
from infra.policies import read_policy
from tests.acceptance.replay_program import (
    SERVICENOW,
    first_incidents,
    replay,
    replay_once,
    run,
    shared_by_workers,
)
from tests.acceptance.test_replay_other_logs import ITALIAN, VOLVO
from tests.integration.simulations import (
    past_of,
    recorded_conclusions,
    simulated,
    simulated_conclusions,
)

WHOLE = {
    "servicenow": ("servicenow-whole", SERVICENOW),
    "volvo": ("volvo-whole", VOLVO),
    "italian": ("italian-whole", ITALIAN),
}
"""The folders are those that other files of tests replay into."""
ROWS = 12_000


@pytest.mark.real_data(SERVICENOW, VOLVO, ITALIAN)
@pytest.mark.parametrize("name", WHOLE)
def test_the_policy_that_was_recorded_concludes_what_was_recorded(name, shared, tmp_path_factory):
    folder, log = WHOLE[name]
    whole = shared_by_workers(tmp_path_factory) / folder
    replayed = replay_once(whole, shared / log, "--format", name)
    past = past_of(replayed.store)
    document = json.loads(past.policies()[0].document)

    result = simulated(past, document)

    assert simulated_conclusions(past, document) == recorded_conclusions(past)
    assert result.tickets == replayed.report["tickets"]
    assert result.differences == []
    assert result.simulated.load.tiers == result.recorded.load.tiers
    for tier in result.recorded.load.tiers:
        hours = list(result.recorded.load.hours_of(tier))
        assert list(result.simulated.load.hours_of(tier)) == hours
    past.close()


def other_policy() -> str:
    """Return the shipped policy with another ladder, targets and repeat rule."""
    _, text = policy_text("servicenow")
    for old, new in (
        ("tiers:", "moved: {second-line: specialists}\n\ntiers:"),
        ("{name: second-line, team: specialists}", "{name: specialists, team: specialists}"),
        (
            "  - {name: front-line,",
            "  - {name: self-service, team: nobody}\n  - {name: front-line,",
        ),
        ("target: 34h", "target: 20h"),
        ("target: 154h", "target: 100h"),
        ("contacts: 2, within: 24h", "contacts: 3, within: 72h"),
        ("after: 24h", "after: 12h"),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.real_data(SERVICENOW)
def test_another_policy_is_simulated_as_a_replay_under_it_records(shared, tmp_path: Path):
    log = first_incidents(shared, tmp_path / "first.csv", ROWS)
    policy = tmp_path / "other.yaml"
    policy.write_text(other_policy(), encoding="utf-8")
    before = replay(log, tmp_path / "before")
    after = replay(log, tmp_path / "after", "--policy", str(policy))
    past, wanted = past_of(before.store), past_of(after.store)
    document = read_policy(other_policy(), first_year=2016)

    found = simulated_conclusions(past, document)

    assert found == recorded_conclusions(wanted)
    tiers = {each.ticket: each.simulated.tier for each in simulated(past, document).differences}
    ended = {each["external_id"]: each["final_tier"] for each in after.tickets()}
    assert tiers == {ticket: ended[ticket] for ticket in tiers}
    assert len(tiers) > 1_000
    assert {"specialists", "self-service"} <= set(tiers.values())
    past.close()
    wanted.close()


@pytest.mark.real_data(SERVICENOW)
def test_the_program_tells_the_whole_log_again(shared, tmp_path_factory, tmp_path: Path):
    folder = shared_by_workers(tmp_path_factory) / "servicenow-whole"
    store = replay_once(folder, shared / SERVICENOW).store
    policy = tmp_path / "other.yaml"
    policy.write_text(other_policy(), encoding="utf-8")
    ran = run("simulate", "--policy", policy, "--store", store, "--json")
    found = json.loads(ran.stdout)

    assert found["tickets"] == 14_889
    assert found["recorded"]["promises"]["resolution"] == {
        "met": 9_414,
        "breached": 5_475,
        "stopped": 0,
    }
    assert found["simulated"]["promises"]["resolution"]["breached"] > 5_475
    assert [tier["tier"] for tier in found["load"]] == [
        *("self-service", "front-line", "specialists", "management"),
        "second-line",
    ]
