"""A policy's life, and which version holds for a ticket."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.commands import ApplyPolicy, OpenTicket, PublishPolicy, RetirePolicy
from domain.errors import PolicyNotFound, RuleBroken
from domain.policy.publication import Publication
from tests.spec import ANNA, Fact, after, ask, given, published, retired
from tests.unit.policy_documents import PLAIN, POLICY, catalogue, document
from tests.unit.ticket_facts import (
    assigned,
    closed,
    held,
    opened,
    policy_applied,
    policy_withdrawn,
    reopened,
    resolved,
)

STRICT = document(late_facts="1s")
BARE = {"subject": "", "requester": ""}


def publishing(text: dict[str, Any], **about: Any) -> Any:
    return ask(PublishPolicy, policy=text["policy"], document=json.dumps(text), **about)


# Published and retired


def test_a_policy_is_published_whole() -> None:
    command = publishing(PLAIN, note="the first", time_zones="2026a")
    whole = published(PLAIN, 1, note="the first")
    [event] = (
        given()
        .when(command)
        .then(
            Fact(kind=whole.kind, said={**whole.said, "time_zones": "2026a"}, stream=whole.stream)
        )
    )
    assert event.originator_id == event.correlation_id == Publication.id_of("default")
    assert (event.actor, event.occurred_at) == (ANNA, after("0s"))


def test_another_document_is_the_next_version() -> None:
    given(POLICY).when(publishing(STRICT)).then(published(STRICT, 2))


def test_the_same_document_is_nothing_to_do() -> None:
    given(POLICY).when(publishing(PLAIN, note="again")).then_nothing()


def test_an_earlier_document_is_a_version_of_its_own() -> None:
    given(POLICY, published(STRICT, 2)).when(publishing(PLAIN)).then(published(PLAIN, 3))


def test_policies_are_counted_each_for_itself() -> None:
    gold = document(policy="gold")
    given(POLICY).when(publishing(gold)).then(published(gold, 1))


def test_versions_published_in_one_batch_follow_one_another() -> None:
    given().when(publishing(PLAIN), publishing(STRICT)).then(POLICY, published(STRICT, 2))


def test_a_policy_is_retired() -> None:
    given(POLICY, published(STRICT, 2)).when(
        ask(RetirePolicy, policy="default", note="too strict")
    ).then(retired(version=2, note="too strict"))


def test_retired_is_retired() -> None:
    given(POLICY, retired()).when(ask(RetirePolicy, policy="default")).then_nothing()


def test_what_was_never_published_is_not_retired() -> None:
    given(POLICY).when(ask(RetirePolicy, policy="gold")).then_refused(
        PolicyNotFound, "There is no policy 'gold' in use; publish one of that name first."
    )


def test_a_retired_policy_comes_back_as_its_next_version() -> None:
    given(POLICY, retired()).when(publishing(PLAIN)).then(published(PLAIN, 2))


def test_no_ticket_is_opened_under_a_retired_policy() -> None:
    given(POLICY, retired()).when(ask(OpenTicket)).then_refused(
        PolicyNotFound, "There is no policy 'default' in use; publish one of that name first."
    )


def test_a_ticket_is_opened_under_a_policy_that_came_back() -> None:
    given(POLICY, retired(), published(PLAIN, 2)).when(ask(OpenTicket)).then(
        opened(**BARE, policy_version=2)
    )


def test_a_document_is_published_under_its_own_name() -> None:
    command = ask(PublishPolicy, policy="gold", document=json.dumps(PLAIN))
    given(POLICY).when(command).then_refused_for_now(RuleBroken)


# Brought to a ticket


def test_a_ticket_keeps_its_version_until_another_is_applied() -> None:
    given(POLICY, published(STRICT, 2), opened()).when(
        ask(ApplyPolicy, policy="default", version=2)
    ).then(policy_applied(2, old=1, mode="from_now"))


@pytest.mark.parametrize("mode", ["from_now", "retroactive"])
def test_a_version_is_applied_in_the_way_that_is_asked_for(mode: str) -> None:
    given(POLICY, published(STRICT, 2), opened(), held()).when(
        ask(ApplyPolicy, policy="default", version=2, mode=mode)
    ).then(policy_applied(2, mode=mode))


def test_any_other_way_is_refused() -> None:
    desk = given(POLICY, published(STRICT, 2), opened()).when(
        ask(ApplyPolicy, policy="default", version=2, mode="sideways")
    )
    desk.then_refused_for_now(RuleBroken)


def test_an_older_version_can_be_applied() -> None:
    given(POLICY, published(STRICT, 2), opened(policy_version=2)).when(
        ask(ApplyPolicy, policy="default", version=1)
    ).then(policy_applied(1, old=2))


def test_another_policy_can_be_applied() -> None:
    gold = published(document(policy="gold"))
    given(POLICY, gold, opened()).when(ask(ApplyPolicy, policy="gold", version=1)).then(
        policy_applied(1, policy="gold")
    )


def test_a_version_of_a_retired_policy_can_be_applied() -> None:
    given(POLICY, published(STRICT, 2), retired(version=2), opened()).when(
        ask(ApplyPolicy, policy="default", version=2)
    ).then(policy_applied(2))


def test_the_version_that_holds_is_nothing_to_do() -> None:
    given(POLICY, opened()).when(ask(ApplyPolicy, policy="default", version=1)).then_nothing()


def test_a_version_must_have_been_published() -> None:
    given(POLICY, opened()).when(ask(ApplyPolicy, policy="default", version=7)).then_refused(
        RuleBroken, "Policy 'default' has no version 7; publish it first."
    )


def test_versions_count_from_one() -> None:
    given(POLICY, opened()).when(ask(ApplyPolicy, policy="default", version=0)).then_refused(
        PolicyNotFound, "There is no policy 'default' in use; publish one of that name first."
    )


@pytest.mark.parametrize(("ending", "status"), [(resolved(), "resolved"), (closed(), "closed")])
@pytest.mark.parametrize("mode", ["from_now", "withdraw"])
def test_an_ended_ticket_stays_under_the_policy_it_had(
    mode: str, ending: Fact, status: str
) -> None:
    given(POLICY, published(STRICT, 2), opened(), ending).when(
        ask(ApplyPolicy, policy="default", version=2, mode=mode)
    ).then_refused(
        RuleBroken,
        f"The ticket is {status} and can't be brought under another policy; reopen it first.",
    )


def test_a_policy_is_withdrawn_from_a_ticket() -> None:
    given(POLICY, published(STRICT, 2), opened(policy_version=2), assigned()).when(
        ask(ApplyPolicy, policy="default", version=0, mode="withdraw")
    ).then(policy_withdrawn(2))


def test_what_was_withdrawn_is_not_withdrawn_again() -> None:
    given(POLICY, opened(), policy_withdrawn()).when(
        ask(ApplyPolicy, policy="default", version=1, mode="withdraw")
    ).then_nothing()


def test_a_withdrawn_policy_can_be_applied_again() -> None:
    given(POLICY, opened(), policy_withdrawn()).when(
        ask(ApplyPolicy, policy="default", version=1)
    ).then(policy_applied(1, old=0))


def test_a_reopened_ticket_can_be_brought_under_another_version() -> None:
    given(POLICY, published(STRICT, 2), opened(), closed(), reopened("closed")).when(
        ask(ApplyPolicy, policy="default", version=2)
    ).then(policy_applied(2))


# The catalogue of versions


def test_a_catalogue_knows_every_version_and_which_is_in_use() -> None:
    known = catalogue(PLAIN, STRICT, document(policy="gold"))
    assert known.in_use() == {"default": 2, "gold": 1}
    assert [known.version("default", number) is not None for number in (0, 1, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_catalogue_learns_an_event_once() -> None:
    known = catalogue(PLAIN)
    first = known.current("default")
    known.learn(POLICY.event(1))
    assert known.current("default") is first


def test_a_retired_policy_is_still_known_to_tickets_under_it() -> None:
    known = catalogue(PLAIN)
    known.learn(retired().event(2))
    assert known.current("default") is None
    assert known.in_use() == {}
    assert known.known("default", 1) is known.version("default", 1)


def test_a_ticket_under_no_version_is_judged_by_the_one_in_use() -> None:
    known = catalogue(PLAIN, STRICT)
    assert known.known("default", 0) is known.version("default", 2)
    assert known.known("gold", 0) is None


def test_a_cleared_catalogue_knows_nothing() -> None:
    known = catalogue(PLAIN)
    known.clear()
    assert known.version("default", 1) is None
    assert known.in_use() == {}
