"""The whole play: everybody's plans, and the commands that come of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.commands import TicketCommand
from domain.durations import MINUTE
from domain.events.ticket import PriorityChanged, TierMoved
from escalon.demo.morning import Morning
from escalon.demo.people.agents import ROSTER
from escalon.demo.people.case import Case
from escalon.demo.people.chance import dice
from escalon.demo.people.stage import Stage
from escalon.demo.people.visitors import Visitors
from escalon.demo.people.worker import Worker
from infra.log.recorded import Recorded

BEFORE = 24 * MINUTE
"""How long before the curtain something breaks, so that there is something to see at once."""


class Script:
    """A follower too: people see where the desk has moved their tickets.

    The same seed, morning and facts give the same commands. Times are in microseconds.
    """

    name = "demo-script"

    def __init__(self, seed: int, morning: Morning) -> None:
        self._stage = stage = Stage(morning.doors, morning.zone, morning.tiers)
        self._position = 0
        visitors = Visitors(seed, stage)
        stage.agenda.begin(visitors.arrive())
        stage.agenda.begin(visitors.break_down(morning.curtain - BEFORE - morning.doors))
        for agent in ROSTER:
            worker = Worker(agent, stage, dice(seed, f"agent:{agent.name}"))
            stage.agenda.begin(worker.day())

    @property
    def cases(self) -> Mapping[str, Case]:
        """The tickets that people still know, by id."""
        return self._stage.cases

    def next_at(self) -> int:
        """Return when somebody does something next."""
        at = self._stage.agenda.next_at()
        assert at is not None  # noqa: S101  # people come for ever
        return at

    def until(self, now: int) -> Sequence[TicketCommand]:
        """Return what people ask of the desk up to that time, each with the time of its own."""
        self._stage.agenda.run(now)
        return self._stage.pen.take()

    def position(self) -> int:
        """Return the place of the last fact that people have seen."""
        return self._position

    def handle(self, batch: Sequence[Recorded]) -> None:
        """Let people see what the desk recorded."""
        for recorded in batch:
            self._see(recorded.event)
        self._position = batch[-1].position

    def _see(self, event: object) -> None:
        if not isinstance(event, TierMoved | PriorityChanged):
            return
        case = self._stage.cases.get(event.ticket_id)
        if case is None:
            return
        if isinstance(event, PriorityChanged):
            case.priority = event.new
        elif self._stage.tiers[case.height] != event.to_tier:
            self._stage.move(case, self._stage.tiers.index(event.to_tier))
