"""Each command: about a ticket that is there, by somebody, at some time, for a reason."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest

from domain import commands as c
from domain.desk.handlers import HANDLERS
from domain.errors import NotSupported, TicketNotFound
from domain.ids import NAMESPACE, derive
from tests.spec import (
    ANNA,
    MACHINE,
    OTHER,
    REQUESTER,
    TICKET,
    Fact,
    after,
    ask,
    given,
)
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import (
    assigned,
    closed,
    escalated,
    held,
    noted,
    opened,
    resolved,
)

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


def test_commands_with_the_same_content_are_the_same() -> None:
    assert ask(c.LinkTickets, other=OTHER) == ask(c.LinkTickets, other=OTHER)
    assert ask(c.LinkTickets, other=OTHER, by=ANNA) != ask(c.LinkTickets, other=OTHER, by=MACHINE)


@pytest.mark.parametrize("kind", [*get_args(c.Command)], ids=lambda kind: kind.__name__)
def test_every_command_carries_its_id_its_time_and_who_asks(kind: type[Any]) -> None:
    assert {"command_id", "at", "actor", "causation_id", "imported"} <= {
        field.name for field in fields(kind)
    }
