"""Whatever is asked of a ticket, in whatever order: its history loads, and causes move it once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as some

from domain.actor import Actor
from domain.commands import DeescalateTier, EscalateTier, ReopenTicket, ResolveTicket
from domain.desk.handlers import HANDLERS, Context
from domain.durations import MINUTE
from domain.errors import DeskError
from domain.events.conversation import StaffNotified
from domain.events.sla import EscalationDeclined
from domain.events.ticket import TicketMerged, TicketOpened, TierMoved
from domain.model import Event
from domain.ticket import Ticket
from tests.spec import ANNA, MACHINE, NOON, TICKET
from tests.unit.random_tickets import EXAMPLES, OPENINGS, POLICIES, Opening, Step, happened, steps


@EXAMPLES
@given(steps(late=(0, 6)), OPENINGS)
def test_every_history_loads(story: Sequence[Step], opening: Opening) -> None:
    """Fails when `TicketState._merged` refuses what `Ticket.merge` allows."""
    ticket, history = happened(story, opening)
    loaded: Any = None
    for fact, _ in history:
        loaded = fact.mutate(loaded)
    assert type(loaded) is Ticket
    assert _memory(loaded) == _memory(ticket)


def _memory(ticket: Ticket) -> dict[str, Any]:
    return {name: value for name, value in vars(ticket).items() if not name.startswith("_")}


@EXAMPLES
@given(steps(late=(0, 6)), OPENINGS)
def test_a_history_has_no_holes_and_no_end_but_one(story: Sequence[Step], opening: Opening) -> None:
    """Fails when `Ticket.note` doesn't look whether the ticket was merged."""
    facts = [fact for fact, _ in happened(story, opening).history]
    assert [fact.originator_version for fact in facts] == list(range(1, len(facts) + 1))
    assert [type(fact) for fact in facts].count(TicketOpened) == 1
    assert all(type(fact) is not TicketMerged for fact in facts[:-1])
    assert len({fact.event_id for fact in facts}) == len(facts)


class Asked(NamedTuple):
    """A command by a person or a rule, told at a minute; a rule's is that of its cause."""

    kind: type[Any]
    by: Actor
    minute: int
    to: str


MOVES = [
    Asked(kind, by, minute, to)
    for by, minute in product((ANNA, MACHINE), range(3))
    for kind, to in (
        (EscalateTier, "next"),
        (EscalateTier, "management"),
        (DeescalateTier, "previous"),
    )
]
ENDS = [Asked(kind, ANNA, 2, "") for kind in (ResolveTicket, ReopenTicket)]
orders = some.lists(some.sampled_from([*MOVES, *ENDS]), min_size=4, max_size=10)


@EXAMPLES
@given(orders)
def test_causes_of_one_instant_move_one_tier(asked: Sequence[Asked]) -> None:
    """Fails when a ticket's `moved_at` is the time that the move states, not its effective time."""
    recorded = [fact for each in _all_done(asked) for fact in each]
    moved_at, effective = -1, 0
    for fact in recorded:
        if isinstance(fact, EscalationDeclined):
            continue
        effective = max(effective, fact.occurred_at)
        if isinstance(fact, TierMoved):
            assert fact.reason == "manual" or fact.occurred_at > moved_at
            moved_at = effective


@EXAMPLES
@given(orders)
def test_a_rule_moves_or_declines_or_tells_and_never_keeps_silent(asked: Sequence[Asked]) -> None:
    """Fails when `_move` drops why a rule's move was declined."""
    for each, recorded in zip(asked, _all_done(asked), strict=True):
        if each.by == MACHINE:
            [fact] = recorded
            assert isinstance(fact, TierMoved | EscalationDeclined | StaffNotified)


def _all_done(asked: Sequence[Asked]) -> list[list[Event]]:
    """Return what each command records, one after the other."""
    ticket = happened([], Opening()).ticket
    return [_done(each, number, ticket) for number, each in enumerate(asked)]


def _done(each: Asked, number: int, ticket: Ticket) -> list[Event]:
    at = NOON + each.minute * MINUTE
    about: dict[str, Any] = {"to": each.to} if each.to else {}
    if each.by == MACHINE:
        about |= {"reason": "sla_breached", "rule": "up", "cause_at": at}
    id = f"{number:032x}"
    command = each.kind(command_id=id, at=at, actor=each.by, ticket_id=TICKET, **about)
    context = Context(command, {TICKET: ticket}, POLICIES)
    try:
        HANDLERS[each.kind](context)
    except DeskError:
        return []
    return [*ticket.collect_events(), *context.beside]
