"""A real desk in memory to which a case is told in virtual time, and what can be seen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine

from domain import commands as c
from domain.actor import AGENT, REQUESTER, SYSTEM, Actor
from domain.clocks.standing import Standing
from domain.errors import DeskError
from domain.ids import NAMESPACE, derive
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.requests import Request, TicketRequest
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from infra.log.recorded import Recorded
from infra.policies import to_json
from projections.board import board
from projections.catalogue import build
from projections.queues import Queued, queue
from projections.views import open_views
from tests.conformance.rows import NotCovered

TICKET, OTHER = derive(NAMESPACE, "the case"), derive(NAMESPACE, "the other")
ACTORS: Mapping[str, Actor] = {
    "customer": Actor(REQUESTER, derive(NAMESPACE, "customer")),
    "agent": Actor(AGENT, "agent"),
    "system": Actor(SYSTEM, "machine"),
}
EVERYTHING = 2**31
AFTERWARDS = 2**56
"""An instant behind all others of a case, in microseconds: the year 4253."""


class State(NamedTuple):
    """What log and read models hold of the ticket at an instant in microseconds."""

    now: int
    facts: Sequence[Event]
    standings: Mapping[str, Standing]
    queued: Queued | None


class Stage:
    """Takes commands at their instants, and lets time go by in between."""

    def __init__(self, start: int) -> None:
        self._clock = VirtualClock(start)
        self._desk = open_embedded(None, self._clock)
        self._views = open_views(None)
        self._policies = Catalogue()
        [self._queues] = build(self._views, ["queues"], self._policies)
        self._facts: list[Event] = []
        self._asked = 0

    def close(self) -> None:
        self._views.dispose()
        self._desk.close()

    def wait(self, until: int) -> None:
        """Let all happen that does before an instant."""
        self._desk.pipeline.run_until(until, at=self._clock.advance)
        self._clock.advance(until)

    def publish(self, document: Mapping[str, Any]) -> None:
        """Put a policy in use; it reaches an open ticket as the document says."""
        self._do(c.PublishPolicy, "agent", policy="default", document=to_json(document))

    def ask(self, kind: type[TicketRequest], by: str = "agent", **fields: Any) -> None:
        """Have something done to the ticket now."""
        self._do(kind, by, **{"ticket_id": TICKET, **fields})

    def facts(self) -> Sequence[Event]:
        """Return all that was recorded, but for what is about the other ticket."""
        return [fact.event for fact in self._desk.feed.read(0, EVERYTHING) if _is_own(fact.event)]

    def state(self) -> State:
        """Return what is known now."""
        self._desk.pipeline.settle()
        facts = self._desk.feed.read(self._queues.position(), EVERYTHING)
        if facts:
            self._queues.handle(facts)
            self._facts += [fact.event for fact in facts if _is_own(fact.event)]
        now = self._clock.now()
        waiting = [ticket for ticket in queue(self._views) if ticket.ticket_id == TICKET]
        return State(
            now=now,
            facts=tuple(self._facts),
            standings=_standings(self._views, self._policies, now),
            queued=waiting[0] if waiting else None,
        )

    def _do(self, kind: type[Request], by: str, **fields: Any) -> None:
        self._asked += 1
        request = kind(
            command_id=derive(NAMESPACE, f"case: {self._asked}"),
            at=self._clock.now(),
            actor=ACTORS[by],
            imported=True,
            **fields,
        )
        try:
            self._desk.desk.execute(request)  # type: ignore[arg-type]  # one of the commands
        except DeskError as refusal:
            raise NotCovered(f"refused: {refusal}") from None
        self._desk.pipeline.settle()


def rebuilt(facts: Sequence[Event], now: int) -> Mapping[str, Standing]:
    """Return what a read model says that is built anew from the facts."""
    views, policies = open_views(None), Catalogue()
    [queues] = build(views, ["queues"], policies)
    queues.handle([Recorded(position, fact) for position, fact in enumerate(facts, 1)])
    return _standings(views, policies, now)


def _standings(views: Engine, policies: Catalogue, now: int) -> Mapping[str, Standing]:
    found = board(views, [TICKET], policies, now).get(TICKET, ())
    return {each.metric: each for each in found}


def _is_own(fact: Event) -> bool:
    return OTHER not in (fact.originator_id, getattr(fact, "ticket_id", ""))
