"""Tickets that have to do with one another: linked, or the same question."""

from __future__ import annotations

import pytest

from domain.commands import (
    AcknowledgeTicket,
    AddNote,
    ApplyPolicy,
    AssignTicket,
    ChangePriority,
    CloseTicket,
    EscalateTier,
    HoldTicket,
    LinkTickets,
    MergeTicket,
    ReceiveContact,
    ReopenTicket,
    ResolveTicket,
    ResumeTicket,
    RouteTicket,
    SendReply,
    TicketCommand,
    UnassignTicket,
)
from domain.errors import RuleBroken, TicketNotFound
from tests.spec import OTHER, THIRD, TICKET, Fact, ask, given
from tests.unit.policy_documents import POLICY
from tests.unit.ticket_facts import assigned, closed, held, linked, merged, opened, resolved

BOTH = (POLICY, opened(), opened().of(OTHER))
TAKEN = ask(MergeTicket, into=OTHER)


@pytest.mark.parametrize(
    "history",
    [(), (assigned(),), (held(),), (resolved(),), (closed(),)],
    ids=["new", "open", "held", "resolved", "closed"],
)
def test_a_ticket_is_merged_from_wherever_it_stands(history: tuple[Fact, ...]) -> None:
    given(*BOTH, *history).when(TAKEN).then(merged(into=OTHER))


def test_a_ticket_is_merged_into_an_ended_one_too() -> None:
    given(*BOTH, closed().of(OTHER)).when(TAKEN).then(merged(into=OTHER))


def test_merged_into_the_same_ticket_again_is_nothing_to_do() -> None:
    given(*BOTH, merged(into=OTHER)).when(TAKEN).then_nothing()


def test_a_merged_ticket_is_not_merged_elsewhere() -> None:
    given(*BOTH, opened().of(THIRD), merged(into=OTHER)).when(
        ask(MergeTicket, into=THIRD)
    ).then_refused(RuleBroken, f"The ticket was merged; go on with ticket {OTHER}.")


def test_a_ticket_is_not_merged_into_itself() -> None:
    given(POLICY, opened()).when(ask(MergeTicket, into=TICKET)).then_refused(
        RuleBroken, "A ticket can't be merged into itself; name another ticket."
    )


def test_two_tickets_are_not_merged_into_each_other() -> None:
    given(*BOTH, merged(into=TICKET).of(OTHER)).when(TAKEN).then_refused(
        RuleBroken, f"Ticket {OTHER} is itself merged; merge into {TICKET} instead."
    )


def test_a_ticket_is_not_merged_into_a_merged_one() -> None:
    given(*BOTH, opened().of(THIRD), merged(into=THIRD).of(OTHER)).when(TAKEN).then_refused(
        RuleBroken, f"Ticket {OTHER} is itself merged; merge into {THIRD} instead."
    )


def test_a_ticket_is_not_merged_into_one_that_is_not_there() -> None:
    given(POLICY, opened()).when(TAKEN).then_refused(TicketNotFound, f"There is no ticket {OTHER}.")


@pytest.mark.parametrize(
    "command",
    [
        ask(ReceiveContact),
        ask(SendReply),
        ask(AddNote),
        ask(AcknowledgeTicket),
        ask(AssignTicket, assignee="anna"),
        ask(UnassignTicket),
        ask(ChangePriority, priority="high"),
        ask(RouteTicket, queue="hardware"),
        ask(HoldTicket, on="vendor"),
        ask(ResumeTicket),
        ask(EscalateTier),
        ask(ResolveTicket),
        ask(ReopenTicket),
        ask(CloseTicket),
        ask(LinkTickets, other=OTHER),
        ask(ApplyPolicy, policy="default", version=1, mode="retroactive"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_all_goes_on_with_the_other_ticket(command: TicketCommand) -> None:
    given(*BOTH, merged(into=OTHER)).when(command).then_refused(
        RuleBroken, f"The ticket was merged; go on with ticket {OTHER}."
    )


def test_a_ticket_has_to_do_with_another() -> None:
    given(*BOTH).when(ask(LinkTickets, other=OTHER)).then(linked(OTHER, "related"))


def test_an_ended_ticket_can_be_linked() -> None:
    given(*BOTH, closed()).when(ask(LinkTickets, other=OTHER)).then(linked())


def test_tickets_can_have_to_do_with_each_other_in_several_ways() -> None:
    given(*BOTH, linked(relation="related")).when(
        ask(LinkTickets, other=OTHER, relation="caused by")
    ).then(linked(relation="caused by"))


def test_a_known_link_is_nothing_to_do() -> None:
    given(*BOTH, linked()).when(ask(LinkTickets, other=OTHER)).then_nothing()


def test_a_ticket_has_nothing_to_do_with_itself() -> None:
    given(POLICY, opened()).when(ask(LinkTickets, other=TICKET)).then_refused(
        RuleBroken, "A ticket can't be linked to itself; name another ticket."
    )


def test_a_link_leads_to_a_ticket_that_is_there() -> None:
    given(POLICY, opened()).when(ask(LinkTickets, other=OTHER)).then_refused(
        TicketNotFound, f"There is no ticket {OTHER}."
    )
