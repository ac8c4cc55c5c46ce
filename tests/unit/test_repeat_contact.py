"""Noticing on the desk that somebody had to come back."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands import (
    ApplyPolicy,
    CloseTicket,
    MergeTicket,
    OpenTicket,
    ReceiveContact,
    ResolveTicket,
)
from domain.durations import HOUR
from domain.events.sla import RepeatContact
from domain.events.ticket import TierEscalated
from domain.ids import derive
from tests.spec import CARL, MACHINE, NOON, OTHER, REQUESTER, THIRD, TICKET, after, ask
from tests.unit.desk_examples import Day
from tests.unit.policy_documents import document, repeat, rule

UP = document(repeat_contact=repeat(), escalation=[rule("up", "repeat_contact", to="next")])
MINUTES = {"repeat_contact": repeat(contacts=3, within="10m")}


def opening(ticket: str = TICKET, at: str = "0s", **about: Any) -> Any:
    said = {"requester": CARL, "by": REQUESTER, "ticket_id": ticket, **about}
    return ask(OpenTicket, at=at, **said)


def contact(ticket: str = TICKET, at: str = "10m", **about: Any) -> Any:
    return ask(ReceiveContact, **{"by": REQUESTER, "ticket_id": ticket, "at": at, **about})


def repeats(*commands: Any, policy: dict[str, Any] = UP) -> list[tuple[str, str]]:
    """Return when and on which ticket a requester was found to have come back."""
    desk = Day(policy)
    for command in commands:
        desk.ask(command)
    found = desk.of(RepeatContact)
    desk.close()
    tickets = {TICKET: "ticket", OTHER: "other", THIRD: "third"}
    return [(told.occurred_at, tickets[told.ticket_id]) for told in found]


def test_the_opening_is_a_contact() -> None:
    assert repeats(opening(), contact()) == [(after("10m"), "ticket")]


def test_a_second_ticket_is_a_contact_too_and_the_newest_is_the_one() -> None:
    assert repeats(opening(), opening(OTHER, "10m")) == [(after("10m"), "other")]


def test_what_is_said_tells_how_it_was_counted() -> None:
    desk = Day(UP)
    last = contact(at="10m")
    desk.ask(opening())
    [outcome] = desk.ask(last)
    [said] = desk.of(RepeatContact)
    fact = desk.log()[outcome.first - 1]
    assert said.event_id == said.originator_id == derive(fact.event_id, "repeat")
    assert (said.causation_id, said.contact_id) == (fact.event_id, fact.event_id)
    assert (said.requester, said.scope, said.contacts) == (CARL, "requester", 2)
    assert (said.within, said.first_contact_at) == (HOUR, NOON)
    assert (said.ticket_id, said.ticket_version) == (TICKET, 2)
    assert (said.policy, said.policy_version) == ("default", 1)
    [move] = desk.of(TierEscalated)
    assert (move.causation_id, move.reason) == (said.event_id, "repeat_contact")
    desk.close()


def test_at_the_edge_of_the_window_it_counts() -> None:
    assert repeats(opening(), contact(at="1h")) == [(after("1h"), "ticket")]
    assert repeats(opening(), contact(at="1h1ms")) == []


def test_somebody_else_has_not_come_back() -> None:
    assert repeats(opening(), opening(OTHER, "10m", requester="somebody else")) == []


def test_somebody_elses_contact_on_the_ticket_counts_for_them() -> None:
    stranger = derive(TICKET, "stranger")
    assert repeats(opening(), contact(requester=stranger)) == []
    assert repeats(opening(), contact(requester=stranger), contact(at="20m")) == [
        (after("20m"), "ticket")
    ]


def test_machines_never_come_back() -> None:
    assert repeats(opening(), contact(by=MACHINE), opening(OTHER, "20m", by=MACHINE)) == []


def test_without_a_requester_there_is_no_coming_back() -> None:
    assert repeats(opening(requester=""), contact()) == []


def test_without_a_rule_nothing_is_noticed() -> None:
    assert repeats(opening(), contact(), policy=document()) == []


def test_the_same_ticket_counts_by_itself_where_the_rule_says_so() -> None:
    by_ticket = document(repeat_contact=repeat(scope="ticket"))
    assert repeats(opening(), opening(OTHER, "10m"), policy=by_ticket) == []
    assert repeats(opening(), contact(), policy=by_ticket) == [(after("10m"), "ticket")]
    stranger = contact(requester="somebody else")
    assert repeats(opening(requester=""), stranger, policy=by_ticket) == [(after("10m"), "ticket")]


def test_it_counts_anew_after_each_time() -> None:
    contacts = [contact(at=f"{minute}m") for minute in (10, 20, 30, 40)]
    assert repeats(opening(), *contacts) == [
        (after("10m"), "ticket"),
        (after("30m"), "ticket"),
    ]


@pytest.mark.parametrize("ending", [ResolveTicket, CloseTicket])
def test_on_an_ended_ticket_it_is_said_of_the_newest_that_is_open(ending: type[Any]) -> None:
    rule = document(repeat_contact=repeat(contacts=3))
    assert repeats(
        opening(),
        opening(OTHER, "10m"),
        ask(ending, ticket_id=OTHER, at="15m"),
        contact(OTHER, "20m"),
        policy=rule,
    ) == [(after("20m"), "ticket")]


def test_where_no_ticket_is_open_it_is_said_nowhere() -> None:
    assert repeats(opening(), ask(ResolveTicket, at="5m"), contact()) == []


def test_said_nowhere_it_counts_anew_too() -> None:
    assert repeats(opening(), ask(ResolveTicket, at="5m"), contact(), opening(OTHER, "20m")) == []


def test_a_duplicate_that_was_merged_does_not_count() -> None:
    rule = document(repeat_contact=repeat(contacts=3))
    twice = [opening(), opening(OTHER, "10m")]
    merge = ask(MergeTicket, ticket_id=OTHER, into=TICKET, at="15m")
    assert repeats(*twice, merge, contact(at="20m"), policy=rule) == []
    assert repeats(*twice, contact(at="20m"), policy=rule) == [(after("20m"), "ticket")]


def test_a_ticket_is_counted_by_the_version_that_it_is_under() -> None:
    """Version 2 counts what is opened under it, and version 1, to which it is brought, does not."""
    desk = Day(document(), document(repeat_contact=repeat()))
    desk.ask(opening(policy="default"))
    desk.ask(contact(at="5m"))
    assert len(desk.of(RepeatContact)) == 1
    desk.ask(ask(ApplyPolicy, policy="default", version=1, at="6m"))
    desk.ask(contact(at="10m"), contact(at="10m", text="again"))
    assert len(desk.of(RepeatContact)) == 1
    desk.close()


def test_a_contact_is_counted_by_the_version_of_its_time_whatever_was_applied_right_after() -> None:
    desk = Day(document(repeat_contact=repeat()))
    desk.ask(opening())
    desk.publish(document())
    desk.ask(contact(), ask(ApplyPolicy, policy="default", version=2, at="10m"))
    assert [said.policy_version for said in desk.of(RepeatContact)] == [1]
    desk.close()


def test_a_rule_notices_a_requester_across_many_tickets() -> None:
    rule = document(**MINUTES)
    steps = [opening(), opening(OTHER, "4m"), opening(THIRD, "10m")]
    assert repeats(*steps, policy=rule) == [(after("10m"), "third")]
    late = [opening(), opening(OTHER, "4m"), opening(THIRD, "10m1s")]
    assert repeats(*late, policy=rule) == []


def test_a_follower_that_lags_says_the_same_as_one_that_does_not() -> None:
    """It hears of the contact once the ticket is resolved, and looks at how that stood then."""
    desk = Day(UP)
    desk.ask(opening())
    commands = [contact(), ask(ResolveTicket, at="20m")]
    for command in commands:
        desk.clock.advance(command.at)
        desk.embedded.desk.execute_many([command])
    desk.embedded.pipeline.settle()
    said = desk.of(RepeatContact)
    assert [(one.occurred_at, one.ticket_version) for one in said] == [(after("10m"), 2)]
    desk.close()
