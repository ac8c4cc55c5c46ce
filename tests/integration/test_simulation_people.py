"""What of people's facts is told again: all that would still say something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.commands import (
    AcknowledgeTicket,
    AssignTicket,
    ChangePriority,
    CloseTicket,
    MergeTicket,
    OpenTicket,
    ReceiveContact,
    UnassignTicket,
)
from domain.events.sla import RepeatContact
from domain.events.ticket import (
    PriorityChanged,
    TicketAcknowledged,
    TicketAssigned,
    TicketUnassigned,
)
from domain.model import Event
from tests.integration.simulations import PastOfDesk, simulated_facts
from tests.spec import CARL, OTHER, REQUESTER, TICKET, ask
from tests.unit.desk_examples import Day
from tests.unit.policy_documents import document, repeat, rule, target

PROMISE = target(resolution="1h")
UP = rule("up", "sla_breached", to="next")
RAISE = rule("raise", "sla_breached", set_priority="urgent")
STILL = document(PROMISE)
MOVING = document(PROMISE, escalation=[UP])
RAISING = document(PROMISE, escalation=[RAISE])


@pytest.fixture
def day(request) -> Iterator[Day]:
    """A desk under the policy that the test names."""
    whole = Day(request.param)
    whole.ask(ask(OpenTicket, requester=CARL))
    yield whole
    whole.close()


def facts(day: Day, policy: dict, kind: type[Event]) -> list[Event]:
    """Return the facts of that kind that would have been under the policy."""
    seen = simulated_facts(PastOfDesk(day.embedded), policy)
    return [each.event for each in seen if isinstance(each.event, kind)]


@pytest.mark.parametrize("day", [STILL], indirect=True)
def test_a_priority_that_a_rule_has_set_already_is_not_set_again(day):
    day.ask(ask(ChangePriority, at="2h", priority="urgent"))
    rules = [fact.rule for fact in facts(day, RAISING, PriorityChanged)]

    assert rules == ["raise"]
    assert [fact.rule for fact in facts(day, STILL, PriorityChanged)] == [""]


@pytest.mark.parametrize("day", [RAISING], indirect=True)
def test_a_priority_that_a_rule_set_is_not_taken_from_the_log(day):
    day.until("2h").ask(ask(CloseTicket, at="3h"))

    assert len(day.of(PriorityChanged)) == 1
    assert facts(day, STILL, PriorityChanged) == []


@pytest.mark.parametrize("day", [MOVING], indirect=True)
def test_who_takes_a_ticket_again_after_a_move_does_so_only_where_it_moved(day):
    for at in ("10m", "2h"):
        day.ask(
            ask(AcknowledgeTicket, at=at),
            ask(AssignTicket, at=at, assignee="anna"),
        )

    for kind in (TicketAcknowledged, TicketAssigned):
        assert len(day.of(kind)) == len(facts(day, MOVING, kind)) == 2
        assert len(facts(day, STILL, kind)) == 1


@pytest.mark.parametrize("day", [STILL], indirect=True)
def test_nobody_is_taken_from_a_ticket_that_a_move_took_from_them(day):
    day.ask(ask(AssignTicket, at="10m", assignee="anna"))
    day.ask(ask(UnassignTicket, at="2h"))

    assert len(facts(day, STILL, TicketUnassigned)) == 1
    assert facts(day, MOVING, TicketUnassigned) == []


@pytest.mark.parametrize("day", [STILL], indirect=True)
def test_a_repeat_is_said_on_the_newest_ticket_that_waits(day):
    day.ask(ask(OpenTicket, at="10m", ticket_id=OTHER, requester=CARL))
    day.ask(ask(CloseTicket, at="20m", ticket_id=OTHER))
    day.ask(ask(ReceiveContact, at="30m", by=REQUESTER, ticket_id=OTHER, requester=CARL))
    thrice = document(PROMISE, repeat_contact=repeat(contacts=3, within="1h"))

    assert [repeat.ticket_id for repeat in facts(day, thrice, RepeatContact)] == [TICKET]


@pytest.mark.parametrize("day", [STILL], indirect=True)
def test_contacts_on_a_merged_ticket_count_no_more(day):
    day.ask(ask(OpenTicket, at="10m", ticket_id=OTHER, requester=CARL))
    day.ask(ask(MergeTicket, at="20m", ticket_id=OTHER, into=TICKET))
    day.ask(ask(ReceiveContact, at="30m", by=REQUESTER, requester=CARL))
    thrice = document(PROMISE, repeat_contact=repeat(contacts=3, within="1h"))
    twice = document(PROMISE, repeat_contact=repeat(contacts=2, within="15m"))

    assert facts(day, thrice, RepeatContact) == []
    assert [repeat.ticket_id for repeat in facts(day, twice, RepeatContact)] == [OTHER]
