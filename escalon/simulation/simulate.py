"""A whole simulation: from a log and a policy to what would have come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from domain.events.sla import CaseEvent
from domain.events.ticket_event import TicketEvent
from domain.ticket import Ticket
from escalon.garbage import seldom_collected
from escalon.simulation.families import Families, Tickets, families_of, portions
from escalon.simulation.family import Family, in_order
from escalon.simulation.hearing import place_of
from escalon.simulation.load import Period
from escalon.simulation.people import PERHAPS
from escalon.simulation.result import Result
from escalon.simulation.trial import Trial
from escalon.simulation.watch import Watch
from infra.log.recorded import Recorded
from infra.store.past import Past


class Question(NamedTuple):
    """What would have come of the policy whose canonical `document` this is.

    Counted from `since` on and before `until` (microseconds), otherwise from the first ticket to
    the last fact; `compare` holds it against what was recorded.
    """

    document: Mapping[str, Any]
    since: int | None = None
    until: int | None = None
    compare: bool = True


def simulate(past: Past, question: Question, told: Callable[[int, int], None]) -> Result:
    """Tell the past again; `told` hears how many tickets of how many are done.

    Raises `UnknownPolicy` for the name of a policy that the log doesn't have.
    """
    trial = Trial(past.policies(), question.document)
    families = families_of(past)
    result = Result(trial, _period(past, families, question), compare=question.compare)
    telling = _Telling(past, trial, result)
    done = 0
    with seldom_collected():
        for portion in portions(families.listed):
            telling.tell(portion)
            done += sum(len(family) for family in portion)
            told(done, families.tickets)
    result.finish()
    return result


def tell_recorded(recorded: Iterable[Recorded], watches: Mapping[str, Watch], until: int) -> None:
    """Let those who follow tickets see what was recorded of them, as far as it came before."""
    tickets = {id: Ticket.blank(id) for id in watches}
    for _, event in recorded:
        if isinstance(event, TicketEvent):
            id, ticket = event.originator_id, tickets[event.originator_id]
            at = max(event.occurred_at, ticket.effective_at)
            if at < until:
                ticket.remember(event)
                watches[id].hear(at, event, place_of(ticket))
        elif isinstance(event, CaseEvent) and event.occurred_at < until:
            id = event.ticket_id
            watches[id].hear(event.occurred_at, event, place_of(tickets[id]))


def _period(past: Past, families: Families, question: Question) -> Period:
    end = past.end.recorded_at + 1
    if question.until is not None:
        end = min(end, question.until)
    start = families.first_at if question.since is None else question.since
    return Period(min(start, end), end)


_Own: TypeAlias = tuple[int, TicketEvent]


class _Telling:
    """Tells the tickets of some families once more, and if asked as they were recorded."""

    def __init__(self, past: Past, trial: Trial, result: Result) -> None:
        self._past, self._trial, self._result = past, trial, result

    def tell(self, portion: Sequence[Tickets]) -> None:
        result = self._result
        tickets = [ticket for family in portion for ticket in family]
        kinds = PERHAPS if result.recorded is None else ()
        recorded = list(self._past.of_tickets(tickets, kinds))
        watches = {ticket: result.simulated.watch() for ticket in tickets}
        for family in _split(recorded, portion):
            result.left_out += self._simulate(family, watches)
        before = None
        if result.recorded is not None:
            before = {ticket: result.recorded.watch() for ticket in tickets}
            tell_recorded(recorded, before, result.period.end)
        for ticket in tickets:
            result.add(ticket, watches[ticket].end(), before[ticket].end() if before else None)

    def _simulate(self, recorded: Iterable[_Own], watches: Mapping[str, Watch]) -> int:
        family = Family(self._trial, lambda ticket: watches[ticket].hear)
        family.live(in_order(recorded), self._result.period.end)
        return sum(case.left_out for case in family.cases.values())


def _split(recorded: Iterable[Recorded], portion: Sequence[Tickets]) -> list[list[_Own]]:
    """Return the tickets' own facts of each family, with their positions."""
    number_of = {ticket: n for n, family in enumerate(portion) for ticket in family}
    facts: list[list[_Own]] = [[] for _ in portion]
    for position, event in recorded:
        if isinstance(event, TicketEvent):
            facts[number_of[event.originator_id]].append((position, event))
    return facts
