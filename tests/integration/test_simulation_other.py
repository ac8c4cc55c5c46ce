"""Another policy, simulated over a past, gives what a replay of the same log under it records."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.durations import HOUR, MINUTE
from domain.events.ticket import TicketOpened, TierEscalated
from escalon.simulation.course import RAISED, REPEATS, UP
from escalon.simulation.trial import UnknownPolicy
from infra.policies import read_policy, to_json
from tests.acceptance.made_up_cases import FIRST, POLICY, document, made_up_cases
from tests.integration.simulations import (
    past_of,
    recorded_conclusions,
    replayed,
    simulated,
    simulated_conclusions,
)


def edited(*changes: tuple[str, str], text: str = POLICY) -> dict:
    """Return the policy of the made-up cases with parts of it put otherwise."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_policy(text, first_year=2016)


OTHERS = {
    "targets": [("first_response: 30m", "first_response: 2h"), ("target: 4h", "target: 90m")],
    "ladder": [
        ("  - {name: technical, team: engineering}\n", ""),
        ("\ntargets:", "\nmoved: {technical: management}\ntargets:"),
    ],
    "another first tier": [("tiers:", "tiers:\n  - {name: self-service, team: nobody}")],
    "repeats": [("contacts: 2, within: 6h, scope: requester", "contacts: 3, within: 24h")],
    "repeats on a ticket": [("scope: requester", "scope: ticket")],
    "no repeats": [
        ("repeat_contact: {contacts: 2, within: 6h, scope: requester}\n", ""),
        ("  - {name: again, when: repeat_contact, to: next, unless: {moved_within: 10m}}\n", ""),
    ],
    "metrics": [("      tier_time: 2h\n", "      tier_time: 45m\n      update: 30m\n")],
    "rules": [("metric: tier_time, to: next, unless: {moved_within: 30m}", "to: management")],
}


@pytest.mark.parametrize("changes", OTHERS.values(), ids=OTHERS.keys())
def test_another_policy_is_simulated_as_a_replay_under_it_records(changes, tmp_path):
    log = made_up_cases(7, requesters=8, tickets=60)
    other = edited(*changes)
    past = past_of(replayed(log, document(), tmp_path / "old"))
    wanted = past_of(replayed(log, to_json(other), tmp_path / "new"))

    found = simulated_conclusions(past, other)

    assert found == recorded_conclusions(wanted)
    assert found != recorded_conclusions(past)
    past.close()
    wanted.close()


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    log = made_up_cases(3, requesters=8, tickets=60)
    past = past_of(replayed(log, document(), tmp_path_factory.mktemp("past")))
    yield past
    past.close()


def test_without_comparing_the_simulated_numbers_are_the_same(past):
    other = edited(*OTHERS["targets"])
    compared, alone = simulated(past, other), simulated(past, other, compare=False)

    assert alone.recorded is None
    assert alone.differences == []
    assert alone.simulated.as_json() == compared.simulated.as_json()


def test_what_is_counted_took_effect_in_the_window(past):
    """All of the past is told; two halves of it come to what the whole does."""
    noon = FIRST + 18 * HOUR
    whole = simulated(past, edited())
    before, after = simulated(past, edited(), until=noon), simulated(past, edited(), since=noon)

    for name in (UP, REPEATS):
        halves = [half.simulated.counts[name] for half in (before, after)]
        assert sum(halves) == whole.simulated.counts[name]
        assert all(halves)


def test_tickets_are_those_that_were_opened_before_the_end(past):
    opened = [recorded.event.occurred_at for recorded in past.of_kinds([TicketOpened])]
    noon = sorted(opened)[len(opened) // 2]

    assert simulated(past, edited(), until=noon).tickets == sum(at < noon for at in opened)
    assert simulated(past, edited(), since=noon).tickets == len(opened)


def test_a_ticket_opened_in_the_first_tier_is_opened_in_the_new_first_one(past):
    result = simulated(past, edited(*OTHERS["another first tier"]))

    assert "self-service" in {each.simulated.tier for each in result.differences}
    assert result.simulated.load.tiers == ["front-line", "management", "self-service", "technical"]


def test_a_policy_that_the_log_does_not_have_is_refused_by_name(past):
    with pytest.raises(UnknownPolicy) as refused:
        simulated(past, edited(("policy: made-up", "policy: mine")))

    assert str(refused.value) == (
        "policy: is 'mine', a policy that this log doesn't have; it has made-up."
        " Give the policy on trial the name of the one that it would replace."
    )


def test_a_priority_that_a_rule_sets_is_counted_and_changes_targets(past):
    raising = (
        "  - {name: later,",
        "  - {name: raise, when: repeat_contact, set_priority: urgent}\n  - {name: later,",
    )
    urgent = (
        "targets:\n",
        "targets:\n  - match: {priority: urgent}\n    metrics: {resolution: 1m}\n",
    )
    result = simulated(past, edited(raising, urgent))

    assert result.simulated.counts[RAISED] > 0
    assert (
        result.simulated.verdicts["resolution", "breached"]
        > result.recorded.verdicts["resolution", "breached"]
    )


def test_load_is_the_time_that_tickets_wait_in_tiers(past):
    account = simulated(past, edited()).recorded
    tickets: dict[str, Sequence] = {}
    for _, event in past.of_kinds([TicketOpened, TierEscalated]):
        tickets.setdefault(event.ticket_id, []).append(event)
    came = [getattr(event, "to_tier", "") for own in tickets.values() for event in own]

    for tier in ("technical", "management"):
        hours = list(account.load.hours_of(tier))
        assert sum(hour.arrivals for hour in hours) >= came.count(tier) > 0
        assert all(hour.waited >= 0 for hour in hours)
    start, end = simulated(past, edited()).period
    assert sum(hour.length for hour in account.load.hours_of("technical")) == end - start
    assert end - start > 30 * MINUTE
