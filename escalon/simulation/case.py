"""One ticket on its way through a simulated time."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from consumers.escalation import asked_for
from domain.clocks.book import TicketClocks, next_milestone
from domain.clocks.fire import fire
from domain.clocks.fold import fold
from domain.commands import Command, DeescalateTier, EscalateTier, TierMove
from domain.desk.handlers import HANDLERS, Context
from domain.errors import DeskError, RuleBroken
from domain.escalation import CONSIDERED
from domain.events.sla import CaseEvent
from domain.events.ticket import TierEscalated, TierMoved
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.ticket import Ticket
from domain.ticket.moves import MANUAL, move
from escalon.simulation.hearing import Hear, place_of
from escalon.simulation.people import still_says_something
from escalon.simulation.trial import Trial


class _News(NamedTuple):
    event: TicketEvent
    before: TicketFacts
    after: TicketFacts


class Case:
    """A ticket with its clocks; `settle` has the rules act on all that is new.

    `left_out` counts the moves of people that made no sense on the ladder.
    """

    def __init__(self, id: str, trial: Trial, hear: Hear) -> None:
        self.ticket = Ticket.blank(id)
        self.left_out = 0
        self._trial = trial
        self._hear = hear
        self._clocks: TicketClocks | None = None
        self._news: list[_News] = []
        self._said: list[CaseEvent] = []

    @property
    def facts(self) -> TicketFacts | None:
        """What is known of the ticket; `None` before it is opened."""
        return self._clocks.facts if self._clocks else None

    def due(self) -> int | None:
        """Return when its clocks say something next, in microseconds."""
        return next_milestone(self._clocks) if self._clocks else None

    def take(self, recorded: TicketEvent) -> TicketEvent | None:
        """Take in a recorded fact, and return it as it is here, if it says anything still."""
        event = self._trial.adopted(recorded, self.facts)
        if event is None or not still_says_something(event, self.ticket):
            return None
        if isinstance(event, TierMoved):
            return self._move(event)
        return self._remember(event)

    def conclude(self, said: Iterable[CaseEvent]) -> None:
        """Take in what was concluded about the ticket."""
        assert self._clocks is not None  # noqa: S101  # only of opened tickets anything is said
        place = place_of(self._clocks.facts)
        for event in said:
            if type(event) in CONSIDERED:
                self._said.append(event)
            self._hear(event.occurred_at, event, place)

    def fire(self, now: int) -> None:
        """Say what took effect before `now`."""
        assert self._clocks is not None  # noqa: S101  # only an opened ticket is due
        self._clocks, said = fire(self._clocks, now, self._trial.catalogue)
        self.conclude(said)

    def settle(self) -> None:
        """Have the rules act on what is new, and on what comes of that, until nothing does."""
        while self._news or self._said:
            commands = self._asked_for()
            self._news, self._said = [], []
            for command in commands:
                with suppress(DeskError):  # what the desk refuses a rule, it refuses here
                    self._carry_out(command)

    def _asked_for(self) -> list[Command]:
        facts, catalogue = self.facts, self._trial.catalogue
        assert facts is not None  # noqa: S101  # there is news of opened tickets only
        of_facts = [asked_for(*news, catalogue) for news in self._news]
        of_said = [asked_for(event, facts, facts, catalogue) for event in self._said]
        return [command for asked in [*of_facts, *of_said] for command in asked]

    def _carry_out(self, command: Command) -> None:
        context = Context(command, {self.ticket.id: self.ticket}, self._trial.catalogue)
        HANDLERS[type(command)](context)
        self._tell_recorded()
        self.conclude(event for event in context.beside if isinstance(event, CaseEvent))

    def _move(self, event: TierMoved) -> TicketEvent | None:
        if event.reason != MANUAL:
            return None if self._trial.governs(self.facts) else self._remember(event)
        try:
            self._ask_for_move(event)
        except RuleBroken:
            self.left_out += 1
            return None
        return self._tell_recorded()

    def _ask_for_move(self, event: TierMoved) -> None:
        policy = self._trial.catalogue.known(self.ticket.policy, self.ticket.policy_version)
        assert policy is not None  # noqa: S101  # a ticket is opened under a published policy
        kind: type[TierMove] = EscalateTier if isinstance(event, TierEscalated) else DeescalateTier
        asked = kind(
            command_id=event.command_id,
            at=event.occurred_at,
            actor=event.actor,
            causation_id=event.causation_id,
            ticket_id=self.ticket.id,
            to=policy.ladder.moved.get(event.to_tier, event.to_tier),
            reason=MANUAL,
        )
        move(self.ticket, asked, policy.ladder)

    def _remember(self, event: TicketEvent) -> TicketEvent:
        self.ticket.remember(event)
        self.ticket.version += 1
        return self._tell(event)

    def _tell_recorded(self) -> TicketEvent | None:
        told = None
        for event in self.ticket.collect_events():
            assert isinstance(event, TicketEvent)  # noqa: S101  # a ticket records no others
            told = self._tell(event)
        return told

    def _tell(self, event: TicketEvent) -> TicketEvent:
        known = self._clocks
        self._clocks, said = fold(known, event, self._trial.catalogue)
        after = self._clocks.facts
        self._hear(after.effective_at, event, place_of(after))
        if known is not None and type(event) in CONSIDERED:
            self._news.append(_News(event, known.facts, after))
        if said:
            self.conclude(said)
        return event
