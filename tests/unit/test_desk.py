"""The only way in: batches of commands, each done once and only once."""

from __future__ import annotations

from domain import commands as c
from domain.errors import RuleBroken
from tests.spec import (
    OTHER,
    THIRD,
    Fact,
    ask,
    given,
    published,
)
from tests.unit.policy_documents import PLAIN, POLICY
from tests.unit.ticket_facts import (
    assigned,
    closed,
    held,
    merged,
    noted,
    opened,
    resumed,
)

BARE = opened(subject="", requester="")


def test_facts_are_recorded_in_the_order_of_the_commands() -> None:
    given(POLICY).when(
        ask(c.OpenTicket),
        ask(c.OpenTicket, ticket_id=OTHER),
        ask(c.HoldTicket, on="vendor"),
        ask(c.AddNote, ticket_id=OTHER),
        ask(c.ResumeTicket),
    ).then(BARE, BARE.of(OTHER), held(), _note(OTHER), resumed())


def _note(ticket: str) -> Fact:
    return Fact(kind=noted().kind, said={"requester": "", "text": ""}, stream=ticket)


def test_a_batch_may_publish_a_policy_and_open_tickets_under_it() -> None:
    text = published(PLAIN).said["document"]
    given().when(ask(c.PublishPolicy, policy="default", document=text), ask(c.OpenTicket)).then(
        POLICY, BARE
    )


def test_a_batch_may_open_a_ticket_and_merge_it() -> None:
    merged_bare = Fact(kind=merged().kind, said={"into": OTHER, "requester": ""})
    given(POLICY).when(
        ask(c.OpenTicket), ask(c.OpenTicket, ticket_id=OTHER), ask(c.MergeTicket, into=OTHER)
    ).then(BARE, BARE.of(OTHER), merged_bare)


def test_a_later_command_sees_what_an_earlier_one_did() -> None:
    given(POLICY, opened()).when(
        ask(c.AssignTicket, assignee="anna"),
        ask(c.AssignTicket, assignee="bo"),
        ask(c.AssignTicket, assignee="bo", at="1s"),
    ).then(assigned("anna"), assigned("bo", previous="anna"))


def test_a_refusal_disturbs_no_other_command() -> None:
    refused = ask(c.HoldTicket, on="godot")
    unknown = ask(c.AddNote, ticket_id=THIRD)
    desk = given(POLICY, opened(), opened().of(OTHER)).when(
        ask(c.AddNote, text="before"),
        refused,
        unknown,
        ask(c.HoldTicket, on="vendor"),
        ask(c.CloseTicket, ticket_id=OTHER),
    )
    outcomes = desk.outcomes()
    assert [outcome.error for outcome in outcomes] == ["", "RuleBroken", "TicketNotFound", "", ""]
    assert [(o.first, o.last) for o in outcomes] == [(4, 4), (0, 0), (0, 0), (5, 5), (6, 6)]
    facts = [Fact.told_by(event) for event in desk.recorded()]
    assert facts == [noted("before"), held(), closed().of(OTHER)]


def test_an_outcome_names_the_places_of_all_that_a_command_recorded() -> None:
    outcomes = (
        given(POLICY, opened())
        .when(ask(c.Notify, audience=("lead", "requester")), ask(c.AddNote))
        .outcomes()
    )
    assert [(outcome.first, outcome.last) for outcome in outcomes] == [(3, 4), (5, 5)]


def test_what_is_nothing_to_do_has_no_place_and_is_not_refused() -> None:
    [outcome] = given(POLICY, opened()).when(ask(c.ResumeTicket)).outcomes()
    assert (outcome.first, outcome.last, outcome.refusal, outcome.error) == (0, 0, "", "")


def test_an_empty_batch_is_nothing_to_do() -> None:
    given(POLICY).when().then()


def test_a_policy_that_can_not_be_read_is_refused_and_disturbs_no_other_command() -> None:
    desk = given(POLICY, opened()).when(
        ask(c.AddNote), ask(c.PublishPolicy, policy="default", document="{}"), ask(c.CloseTicket)
    )
    assert [outcome.is_refused for outcome in desk.outcomes()] == [False, True, False]


# Once and only once


def test_a_command_twice_in_a_batch_is_done_once() -> None:
    note = ask(c.AddNote, text="once")
    desk = given(POLICY, opened()).when(note, ask(c.CloseTicket), note)
    first, _, again = desk.outcomes()
    assert again == first
    assert [Fact.told_by(event) for event in desk.recorded()] == [noted("once"), closed()]


def test_a_refusal_is_answered_again_even_if_the_command_would_be_right_by_then() -> None:
    resolve = ask(c.RateTicket, score=5)
    desk = given(POLICY, opened()).when(resolve)
    desk.then_refused_for_now(RuleBroken)
    desk.when(ask(c.ResolveTicket)).outcomes()
    desk.when(resolve).then_refused_for_now(RuleBroken)


def test_a_command_done_before_is_answered_beside_new_ones() -> None:
    desk = given(POLICY, opened()).when(ask(c.AddNote, text="old"))
    [old] = desk.outcomes()
    again, new = desk.when(ask(c.AddNote, text="old"), ask(c.AddNote, text="new")).outcomes()
    assert again == old
    assert new.first == old.last + 1


def test_the_id_says_that_it_is_the_same_command_not_the_words() -> None:
    note = ask(c.AddNote, text="one")
    other = ask(c.AddNote, text="two", command_id=note.command_id)
    desk = given(POLICY, opened()).when(note, other)
    assert len(set(desk.outcomes())) == 1
    assert [Fact.told_by(event) for event in desk.recorded()] == [noted("one")]
