"""The only way in: batches, once and only once, believable times, and who, when and why."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest

from domain import commands as c
from domain.desk.handlers import HANDLERS
from domain.errors import NotSupported, RuleBroken, TicketNotFound, TimeRefused
from domain.ids import NAMESPACE, derive
from tests.spec import (
    ANNA,
    MACHINE,
    OTHER,
    REQUESTER,
    THIRD,
    TICKET,
    Fact,
    after,
    ask,
    given,
    published,
)
from tests.unit.policy_documents import PLAIN, POLICY, document
from tests.unit.ticket_facts import (
    assigned,
    closed,
    escalated,
    held,
    merged,
    noted,
    opened,
    resolved,
    resumed,
)

BARE = opened(subject="", requester="")
ASKED: dict[type[Any], dict[str, Any]] = {
    c.ReceiveContact: {},
    c.SendReply: {},
    c.AddNote: {},
    c.AcknowledgeTicket: {},
    c.AssignTicket: {"assignee": "anna"},
    c.UnassignTicket: {},
    c.ChangePriority: {"priority": "high"},
    c.RouteTicket: {"queue": "hardware"},
    c.HoldTicket: {"on": "vendor"},
    c.ResumeTicket: {},
    c.EscalateTier: {},
    c.DeescalateTier: {},
    c.ResolveTicket: {},
    c.ReopenTicket: {},
    c.CloseTicket: {},
    c.LinkTickets: {"other": OTHER},
    c.MergeTicket: {"into": OTHER},
    c.RateTicket: {"score": 5},
    c.Notify: {"audience": ("lead",)},
    c.ApplyPolicy: {"policy": "default", "version": 1, "mode": "withdraw"},
}
HISTORY: dict[type[Any], tuple[Fact, ...]] = {
    c.UnassignTicket: (assigned(),),
    c.ResumeTicket: (held(),),
    c.DeescalateTier: (escalated(),),
    c.ReopenTicket: (closed(),),
    c.RateTicket: (resolved(),),
}
"""What must have happened for the command to record something."""
EACH = pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.__name__)


def test_every_command_has_behaviour_but_the_one_to_come() -> None:
    kinds = {*get_args(c.TicketCommand), *get_args(c.PolicyCommand)}
    assert set(HANDLERS) == kinds
    assert len(kinds) == 23
    assert {*ASKED, c.OpenTicket, c.PublishPolicy, c.RetirePolicy} == kinds


def test_nobody_can_be_forgotten_yet() -> None:
    given(POLICY).when(ask(c.ForgetRequester, requester="carl")).then_refused(
        NotSupported, "ForgetRequester has no behaviour yet; it can't be carried out."
    )


@EACH
def test_a_command_is_about_a_ticket_that_is_there(kind: type[Any]) -> None:
    given(POLICY, opened().of(OTHER)).when(ask(kind, **ASKED[kind])).then_refused(
        TicketNotFound, f"There is no ticket {TICKET}."
    )


# Who, when and why


@EACH
def test_a_fact_carries_who_when_and_why(kind: type[Any]) -> None:
    command = ask(kind, by=REQUESTER, at="-3m", **ASKED[kind])
    history = [fact.at("-1h") for fact in (opened(), opened().of(OTHER), *HISTORY.get(kind, ()))]
    desk = given(POLICY, *history).when(command)
    desk.outcomes()
    [fact] = desk.recorded()
    assert (fact.actor, fact.occurred_at) == (REQUESTER, after("-3m"))
    assert (fact.command_id, fact.causation_id) == (command.command_id, command.command_id)
    assert fact.correlation_id == fact.originator_id == TICKET
    assert fact.event_id == derive(command.command_id, "1")
    assert fact.originator_version == len(HISTORY.get(kind, ())) + 2


def test_a_fact_leads_to_what_caused_its_command() -> None:
    cause = derive(NAMESPACE, "a breach")
    [fact] = given(POLICY, opened()).when(ask(c.AddNote, causation_id=cause)).then(noted())
    assert fact.causation_id == cause


def test_the_facts_of_a_command_are_numbered() -> None:
    command = ask(c.Notify, audience=("lead", "requester"))
    desk = given(POLICY, opened()).when(command)
    desk.outcomes()
    ids = [derive(command.command_id, "1"), derive(command.command_id, "2")]
    assert [fact.event_id for fact in desk.recorded()] == ids


def test_ids_follow_from_the_command_alone() -> None:
    """The same command in a batch and alone records the same ids."""
    last = ask(c.AddNote, text="last")
    [alone] = given(POLICY, opened()).when(last).then(noted("last"))
    *_, together = (
        given(POLICY, opened())
        .when(ask(c.AddNote, text="first"), last)
        .then(noted("first"), noted("last"))
    )
    assert alone.event_id == together.event_id


# Batches


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


# Believable times


def test_a_command_may_be_five_seconds_ahead() -> None:
    given(POLICY, opened()).when(ask(c.AddNote, at="5s")).then(noted())


def test_a_command_from_further_ahead_is_refused() -> None:
    given(POLICY, opened()).when(ask(c.AddNote, at="1m30s")).then_refused(
        TimeRefused, "The command's time lies 1m30s in the future; at most 5s are allowed."
    )


def test_a_command_may_be_as_old_as_the_policy_allows() -> None:
    given(POLICY, opened().at("-1h")).when(ask(c.AddNote, at="-5m")).then(noted())


def test_an_older_command_is_refused() -> None:
    given(POLICY, opened().at("-1h")).when(ask(c.AddNote, at="-5m1s")).then_refused(
        TimeRefused, "The command's time lies 5m1s in the past; the policy allows 5m."
    )


def test_a_command_may_be_older_where_the_tickets_policy_allows_it() -> None:
    patient = published(document(late_facts="1h"))
    given(patient, opened().at("-2h")).when(ask(c.AddNote, at="-1h")).then(noted())


def test_an_opening_may_be_as_old_as_the_policy_it_names_allows() -> None:
    strict = published(document(policy="strict", late_facts="1s"))
    given(POLICY, strict).when(ask(c.OpenTicket, policy="strict", at="-2s")).then_refused(
        TimeRefused, "The command's time lies 2s in the past; the policy allows 1s."
    )


def test_a_ticket_keeps_the_patience_of_its_own_version() -> None:
    strict = published(document(late_facts="1s"), 2)
    given(POLICY, strict, opened().at("-1h")).when(ask(c.AddNote, at="-5m")).then(noted())


@pytest.mark.parametrize("at", ["-48000h", "48000h"])
def test_an_importer_tells_of_any_time(at: str) -> None:
    given(POLICY, opened().at("-3000d")).when(ask(c.AddNote, at=at, imported=True)).then(noted())


def test_what_a_rule_asks_for_is_as_old_as_its_cause() -> None:
    given(POLICY, opened().at("-3d")).when(ask(c.AddNote, by=MACHINE, at="-2d")).then(noted())


def test_a_policy_is_not_published_in_the_past() -> None:
    command = ask(c.PublishPolicy, policy="default", document="{}", at="-1h")
    given(POLICY).when(command).then_refused(
        TimeRefused, "The command's time lies 1h in the past; the policy allows 5m."
    )


def test_times_within_a_batch_are_judged_one_by_one() -> None:
    desk = given(POLICY, opened()).when(ask(c.AddNote, at="1h"), ask(c.AddNote))
    assert [outcome.is_refused for outcome in desk.outcomes()] == [True, False]


# Commands are data


def test_commands_with_the_same_content_are_the_same() -> None:
    assert ask(c.LinkTickets, other=OTHER) == ask(c.LinkTickets, other=OTHER)
    assert ask(c.LinkTickets, other=OTHER, by=ANNA) != ask(c.LinkTickets, other=OTHER, by=MACHINE)


@pytest.mark.parametrize("kind", [*get_args(c.Command)], ids=lambda kind: kind.__name__)
def test_every_command_carries_its_id_its_time_and_who_asks(kind: type[Any]) -> None:
    assert {"command_id", "at", "actor", "causation_id", "imported"} <= {
        field.name for field in fields(kind)
    }
