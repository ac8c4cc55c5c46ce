"""Moves on the ladder that people ask for."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import AcknowledgeTicket, DeescalateTier, EscalateTier, ResolveTicket
from domain.errors import PolicyNotFound, RuleBroken
from tests.spec import OTHER, Fact, ask, given, published, retired
from tests.unit.policy_documents import POLICY, document
from tests.unit.ticket_facts import (
    acknowledged,
    assigned,
    closed,
    deescalated,
    escalated,
    held,
    merged,
    opened,
    policy_applied,
    policy_withdrawn,
    resolved,
)

TOP = escalated("management", was="front-line")


def test_up_is_the_next_tier() -> None:
    given(POLICY, opened()).when(ask(EscalateTier)).then(escalated("technical", was="front-line"))


def test_down_is_the_previous_tier() -> None:
    given(POLICY, opened(), TOP).when(ask(DeescalateTier)).then(
        deescalated("technical", was="management")
    )


def test_a_tier_can_be_skipped_on_the_way_up() -> None:
    given(POLICY, opened()).when(ask(EscalateTier, to="management")).then(TOP)


def test_a_tier_can_be_skipped_on_the_way_down() -> None:
    given(POLICY, opened(), TOP).when(ask(DeescalateTier, to="front-line")).then(
        deescalated("front-line", was="management")
    )


@pytest.mark.parametrize("kind", [EscalateTier, DeescalateTier])
def test_to_where_it_is_is_nothing_to_do(kind: type[Any]) -> None:
    given(POLICY, opened(), escalated()).when(ask(kind, to="technical")).then_nothing()


def test_above_the_top_is_nothing() -> None:
    given(POLICY, opened(), TOP).when(ask(EscalateTier)).then_refused(
        RuleBroken, "The ticket is at the top of the ladder; no tier is further up."
    )


def test_below_the_bottom_is_nothing() -> None:
    given(POLICY, opened()).when(ask(DeescalateTier)).then_refused(
        RuleBroken, "The ticket is at the bottom of the ladder; no tier is further down."
    )


@pytest.mark.parametrize("kind", [EscalateTier, DeescalateTier])
def test_a_tier_must_be_on_the_ladder(kind: type[Any]) -> None:
    given(POLICY, opened()).when(ask(kind, to="sky")).then_refused(
        RuleBroken, "There is no tier 'sky'; tiers are front-line, technical, management."
    )


@pytest.mark.parametrize("to", ["technical", "previous"])
def test_up_does_not_lead_down(to: str) -> None:
    given(POLICY, opened(), TOP).when(ask(EscalateTier, to=to)).then_refused(
        RuleBroken,
        "Tier 'technical' is not above 'management'; use DeescalateTier to go the other way.",
    )


@pytest.mark.parametrize("to", ["technical", "next"])
def test_down_does_not_lead_up(to: str) -> None:
    given(POLICY, opened()).when(ask(DeescalateTier, to=to)).then_refused(
        RuleBroken,
        "Tier 'technical' is not below 'front-line'; use EscalateTier to go the other way.",
    )


@pytest.mark.parametrize(
    "history",
    [(held(),), (resolved(),), (closed(),), (escalated(), deescalated())],
    ids=["held", "resolved", "closed", "moved before"],
)
def test_people_move_a_ticket_wherever_it_stands(history: tuple[Fact, ...]) -> None:
    given(POLICY, opened(), *history).when(ask(EscalateTier)).then(escalated())


def test_people_may_move_a_ticket_twice_at_once() -> None:
    given(POLICY, opened()).when(
        ask(EscalateTier, to="technical"), ask(EscalateTier, to="management")
    ).then(escalated("technical"), escalated("management", was="technical"))


def test_a_merged_ticket_is_not_moved() -> None:
    given(POLICY, opened(), opened().of(OTHER), merged()).when(ask(DeescalateTier)).then_refused(
        RuleBroken, f"The ticket was merged; go on with ticket {OTHER}."
    )


def test_a_move_takes_the_ticket_from_its_agent() -> None:
    given(POLICY, opened(), assigned("anna"), escalated()).when(ask(ResolveTicket)).then(
        resolved(assignee="", tier="technical")
    )


def test_a_move_forgets_that_the_ticket_was_seen() -> None:
    given(POLICY, opened(), acknowledged(), escalated()).when(ask(AcknowledgeTicket)).then(
        acknowledged("technical")
    )


def test_a_ticket_moves_on_the_ladder_of_its_own_version() -> None:
    longer = published(document(tiers=("front-line", "second-line", "management")), 2)
    given(POLICY, longer, opened()).when(ask(EscalateTier)).then(escalated("technical"))


def test_a_ticket_moves_on_the_ladder_that_was_applied_to_it() -> None:
    longer = published(document(tiers=("front-line", "second-line", "management")), 2)
    given(POLICY, longer, opened(), policy_applied(2)).when(ask(EscalateTier)).then(
        escalated("second-line", policy_version=2)
    )


def test_a_ticket_in_a_removed_tier_goes_on_from_where_that_tier_went() -> None:
    shorter = published(
        document(tiers=("front-line", "management"), moved={"technical": "front-line"}), 2
    )
    given(POLICY, shorter, opened(), escalated(), policy_applied(2)).when(ask(EscalateTier)).then(
        escalated("management", was="technical", policy_version=2)
    )


def test_a_ticket_under_no_policy_moves_on_the_ladder_in_use() -> None:
    given(POLICY, opened(), policy_withdrawn()).when(ask(EscalateTier)).then(
        escalated(policy_version=0)
    )


def test_a_ticket_whose_policy_was_retired_moves_on_the_last_ladder() -> None:
    given(POLICY, retired(), opened(), policy_withdrawn()).when(ask(EscalateTier)).then(
        escalated(policy_version=0)
    )


def test_without_any_ladder_a_ticket_can_not_be_moved() -> None:
    given(opened()).when(ask(EscalateTier)).then_refused(
        PolicyNotFound, "There is no policy 'default' in use; publish one of that name first."
    )
