"""All that the board shows: one follower that keeps what people want to see."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from domain.events.sla import CaseEvent
from domain.events.ticket import TicketOpened, TierEscalated
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from escalon.demo.board.card import Card
from escalon.demo.board.lateness import Lateness
from escalon.demo.board.notice import Notice, notice
from escalon.demo.board.queues import Queues
from escalon.demo.board.tally import Tally
from infra.log.recorded import Recorded

REMEMBERED = 200
"""How many notices are kept; more than any terminal has lines."""


class Scene:
    """Queues, counts and the last notices, all from facts; its position is in memory only.

    What happened before `since`, in microseconds, is known but was not seen by anybody.
    """

    name = "demo-scene"

    def __init__(self, lateness: Lateness, since: int) -> None:
        self._since = since
        self.queues = Queues()
        self.tally = Tally()
        self.lateness = lateness
        self.cards: dict[str, Card] = {}
        self.notices: deque[Notice] = deque(maxlen=REMEMBERED)
        self.noticed = 0
        self._position = 0

    def position(self) -> int:
        """Return the place of the last fact seen."""
        return self._position

    def handle(self, batch: Sequence[Recorded]) -> None:
        """Take in facts."""
        for recorded in batch:
            self._see(recorded.event)
        self.lateness.see(batch)
        self._position = batch[-1].position

    def _see(self, event: Event) -> None:
        self.queues.see(event)
        self.tally.see(event)
        if isinstance(event, TicketOpened):
            self.cards[event.ticket_id] = Card.of(event)
        if isinstance(event, TicketEvent | CaseEvent) and event.occurred_at >= self._since:
            card = self.cards[event.ticket_id]
            card.facts += 1
            card.moves += isinstance(event, TierEscalated) and bool(event.rule)
        line = notice(event)
        if line is not None:
            self.notices.append(line)
            self.noticed += 1
