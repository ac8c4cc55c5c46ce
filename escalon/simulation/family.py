"""Tickets that may have to do with each other, in their common virtual time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from domain.events.ticket_event import TicketEvent
from escalon.simulation.case import Case
from escalon.simulation.contacts import COUNTED, Contacts, Told
from escalon.simulation.hearing import Hear
from escalon.simulation.people import is_of_ladder, is_ruled
from escalon.simulation.trial import Trial

Timed: TypeAlias = tuple[int, int, TicketEvent]
"""A fact behind its effective time (microseconds) among those of people, and its position."""


def in_order(recorded: Iterable[tuple[int, TicketEvent]]) -> list[Timed]:
    """Return what people said of tickets in the order in which it took effect."""
    reached: dict[str, int] = {}
    timed: list[Timed] = []
    for position, event in recorded:
        if is_ruled(event) and not is_of_ladder(event):
            continue
        at = max(event.occurred_at, reached.get(event.originator_id, 0))
        reached[event.originator_id] = at
        timed.append((at, position, event))
    timed.sort()  # no two have the same position
    return timed


class Family:
    """All of an instant and all that it causes comes first, then what is due, as on the desk."""

    def __init__(self, trial: Trial, listener: Callable[[str], Hear]) -> None:
        self.cases: dict[str, Case] = {}
        self._trial = trial
        self._listener = listener
        self._contacts = Contacts(trial.catalogue, self.cases)
        self._agenda: list[tuple[int, str]] = []
        self._dues: dict[str, int | None] = {}

    def live(self, facts: Sequence[Timed], until: int) -> None:
        """Let all happen that does before `until`."""
        for at, together in groupby(facts, key=itemgetter(0)):
            if at >= until:
                break
            self._fire(at)
            self._tell([event for _, _, event in together])
        self._fire(until)

    def _fire(self, until: int) -> None:
        while self._agenda and self._agenda[0][0] < until:
            due, id = heapq.heappop(self._agenda)
            if self._dues[id] == due:
                self._dues[id] = None
                self.cases[id].fire(due + 1)
                self._settle(self.cases[id])

    def _tell(self, events: Iterable[TicketEvent]) -> None:
        touched: dict[str, Case] = {}
        counted: list[Told] = []
        for event in events:
            case = self._case(event.originator_id)
            told = case.take(event)
            if told is not None:
                touched[told.originator_id] = case
                if type(told) in COUNTED and case.facts is not None:
                    counted.append(Told(told, case.facts))
        for contact in counted:
            repeat = self._contacts.after(contact)
            if repeat is not None:
                touched[repeat.ticket_id] = case = self.cases[repeat.ticket_id]
                case.conclude([repeat])
        for case in touched.values():
            self._settle(case)

    def _case(self, id: str) -> Case:
        if id not in self.cases:
            self.cases[id] = Case(id, self._trial, self._listener(id))
        return self.cases[id]

    def _settle(self, case: Case) -> None:
        case.settle()
        id, due = case.ticket.id, case.due()
        if due != self._dues.get(id):
            self._dues[id] = due
            if due is not None:
                heapq.heappush(self._agenda, (due, id))
