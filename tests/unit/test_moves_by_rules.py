"""Moves on the ladder that rules ask for, and when they are declined."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import DeescalateTier, EscalateTier
from domain.events.sla import EscalationDeclined
from domain.ids import NAMESPACE, derive
from tests.spec import MACHINE, TICKET, Fact, after, ask, given, published
from tests.unit.policy_documents import POLICY, document
from tests.unit.ticket_facts import (
    closed,
    declined,
    deescalated,
    escalated,
    merged,
    opened,
    reopened,
    resolved,
    staff_told,
)

TOP = escalated("management", was="front-line")
BREACH = derive(NAMESPACE, "a breach")
UP: dict[str, Any] = {
    "reason": "sla_breached",
    "rule": "up",
    "metric": "resolution",
    "policy": "default",
    "policy_version": 1,
}
"""What a rule says of its move."""


def ruled(kind: type[Any] = EscalateTier, cause_at: str = "0s", **about: Any) -> Any:
    """Return a move that a rule asks for, because of what happened at `cause_at`."""
    said = {**UP, "causation_id": BREACH, "cause_at": after(cause_at)}
    return ask(kind, by=MACHINE, at=cause_at, **{**said, **about})


def test_a_rule_moves_a_ticket_and_says_why() -> None:
    [move] = given(POLICY, opened()).when(ruled()).then(escalated(**UP))
    assert move.causation_id == BREACH


def test_a_rule_moves_a_ticket_down() -> None:
    down = {**UP, "reason": "policy", "rule": "back"}
    given(POLICY, opened().at("-1h"), escalated().at("-1m")).when(
        ruled(DeescalateTier, **down)
    ).then(deescalated(**down))


def test_a_cause_that_a_higher_one_overtook_moves_nothing() -> None:
    given(POLICY, opened()).when(ruled(superseded=True)).then(
        declined("superseded", ticket_version=1)
    )


def test_two_causes_at_once_move_one_tier() -> None:
    given(POLICY, opened()).when(ruled(), ruled(rule="again")).then(
        escalated(**UP), declined("moved_already", ticket_version=2, rule="again")
    )


def test_a_cause_after_the_move_moves_on() -> None:
    given(POLICY, opened().at("-1h"), escalated(**UP).at("-1s")).when(ruled()).then(
        escalated("management", was="technical", **UP)
    )


@pytest.mark.parametrize("cause_at", ["0s", "-1m"])
def test_a_cause_not_later_than_the_last_move_moves_nothing(cause_at: str) -> None:
    given(POLICY, opened().at("-1h"), escalated()).when(ruled(cause_at=cause_at)).then(
        declined("moved_already", ticket_version=2)
    )


def test_a_move_counts_from_its_effective_time() -> None:
    """A move told late comes after what is known already, not before it."""
    history = [opened().at("-1h"), escalated(**UP), deescalated().at("-1m")]
    given(POLICY, *history).when(ruled(rule="again")).then(
        declined("moved_already", ticket_version=3, rule="again")
    )


@pytest.mark.parametrize("since", ["-30m", "-1m"])
def test_a_ticket_that_moved_just_now_is_left_alone(since: str) -> None:
    within = after("30m") - after("0s")
    given(POLICY, opened().at("-1h"), escalated().at(since)).when(ruled(moved_within=within)).then(
        declined("moved_within", ticket_version=2)
    )


def test_a_ticket_that_moved_longer_ago_is_moved() -> None:
    within = after("30m") - after("0s") - 1
    given(POLICY, opened().at("-1h"), escalated().at("-30m")).when(ruled(moved_within=within)).then(
        escalated("management", was="technical", **UP)
    )


def test_a_ticket_that_never_moved_is_moved_whatever_the_rule_spares() -> None:
    given(POLICY, opened()).when(ruled(moved_within=after("1h"))).then(escalated(**UP))


@pytest.mark.parametrize(
    ("ending", "status"),
    [(resolved(), "resolved"), (closed(), "closed"), (merged(), "merged")],
    ids=["resolved", "closed", "merged"],
)
@pytest.mark.parametrize("kind", [EscalateTier, DeescalateTier])
def test_an_ended_ticket_is_not_moved_by_a_rule(kind: type[Any], ending: Fact, status: str) -> None:
    history = [opened().at("-1h"), escalated().at("-1h"), ending.at("-1m")]
    given(POLICY, *history).when(ruled(kind)).then(declined(status, ticket_version=3))


def test_a_reopened_ticket_is_moved_by_a_rule() -> None:
    given(POLICY, opened(), resolved(), reopened()).when(ruled()).then(escalated(**UP))


def test_a_rule_that_declines_says_so_once() -> None:
    """`then` asks twice; another rule's declining is another fact."""
    given(POLICY, opened(), closed()).when(ruled(), ruled(rule="other"), ruled()).then(
        declined("closed", ticket_version=2), declined("closed", ticket_version=2, rule="other")
    )


def test_a_declining_leads_back_to_its_cause() -> None:
    command = ruled()
    [said] = (
        given(POLICY, opened(), closed()).when(command).then(declined("closed", ticket_version=2))
    )
    assert isinstance(said, EscalationDeclined)
    assert said.event_id == said.originator_id == derive(command.command_id, "declined")
    assert (said.causation_id, said.correlation_id) == (BREACH, TICKET)
    assert (said.occurred_at, said.actor, said.ticket_id) == (after("0s"), MACHINE, TICKET)


@pytest.mark.parametrize("to", ["next", "management"])
def test_at_the_top_the_lead_is_told_instead(to: str) -> None:
    [told] = (
        given(POLICY, opened().at("-1h"), TOP.at("-1m"))
        .when(ruled(to=to))
        .then(
            staff_told(
                "lead",
                subject="sla_breached resolution at the top of the ladder",
                rule="up",
                policy="default",
                policy_version=1,
            )
        )
    )
    assert told.causation_id == BREACH


def test_what_is_told_at_the_top_names_a_metric_only_if_there_is_one() -> None:
    command = ruled(reason="repeat_contact", metric="")
    given(POLICY, opened().at("-1h"), TOP.at("-1m")).when(command).then(
        staff_told(
            "lead",
            subject="repeat_contact at the top of the ladder",
            rule="up",
            policy="default",
            policy_version=1,
        )
    )


def test_at_the_bottom_a_rule_leads_no_further_down() -> None:
    given(POLICY, opened()).when(ruled(DeescalateTier)).then(
        declined("at_the_bottom", ticket_version=1)
    )


def test_a_rule_that_leads_up_does_not_lead_down() -> None:
    given(POLICY, opened().at("-1h"), escalated().at("-1m")).when(ruled(to="front-line")).then(
        declined("not_above", ticket_version=2)
    )


def test_a_rule_that_leads_down_does_not_lead_up() -> None:
    given(POLICY, opened().at("-1h"), escalated().at("-1m")).when(
        ruled(DeescalateTier, to="management")
    ).then(declined("not_below", ticket_version=2))


@pytest.mark.parametrize("kind", [EscalateTier, DeescalateTier])
def test_a_rule_of_an_older_version_leads_to_no_tier_that_is_gone(kind: type[Any]) -> None:
    newer = published(document(tiers=("first", "second", "third")), 2)
    history = [opened(tier="second", policy_version=2)]
    [said] = given(POLICY, newer, *history).when(ruled(kind, to="front-line")).recorded_facts()
    assert said.kind is EscalationDeclined


def test_a_declining_names_the_tickets_policy_where_the_rule_names_none() -> None:
    given(POLICY, opened(), closed()).when(ruled(policy="", policy_version=0)).then(
        declined("closed", ticket_version=2, policy="default", policy_version=1)
    )
