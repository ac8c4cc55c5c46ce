"""Runs the escalation rules: reads causes in the order of the log and asks the desk to act."""

from __future__ import annotations

import json
from collections.abc import Sequence

from consumers.following import Consumer, Workspace
from domain.clocks.stored import facts_of
from domain.commands import Command
from domain.desk import Desk
from domain.escalation import CONSIDERED, cause_of, decide, evolve, requester_notice
from domain.events.policy import PolicyEvent
from domain.events.sla import CaseEvent, ClockEvent, RepeatContact
from domain.events.ticket_event import TicketEvent
from domain.facts import TicketFacts
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.policy.policy import Policy
from infra.log.notebook import ROOM, Notebook
from infra.log.recorded import Recorded


class Escalation(Consumer):
    """A follower whose effects are commands with ids that follow from their causes."""

    def __init__(  # what it works with, and the two that differ by partition
        self,
        desk: Desk,
        workspace: Workspace,
        catalogue: Catalogue,
        name: str = "escalation",
        room: int = ROOM,
    ) -> None:
        super().__init__(workspace, name)
        self._desk = desk
        self._catalogue = catalogue
        self._tickets: Notebook[TicketFacts] = Notebook(
            workspace.states,
            self.name,
            dump=lambda facts: json.dumps(facts, separators=(",", ":")),
            load=lambda text: facts_of(json.loads(text)),
            room=room,
        )

    def _take_in(self, batch: Sequence[Recorded]) -> None:
        self._tickets.fetch(
            r.event.ticket_id for r in batch if isinstance(r.event, TicketEvent | CaseEvent)
        )
        commands = [command for r in batch for command in self._consider(r.event)]
        if commands:
            self._desk.execute_many(commands)

    def _flush(self) -> None:
        self._tickets.flush()

    def _consider(self, event: Event) -> Sequence[Command]:
        if isinstance(event, PolicyEvent):
            self._catalogue.learn(event)
            return ()
        assert isinstance(event, TicketEvent | CaseEvent)  # noqa: S101  # there are no others
        before = self._tickets.get(event.ticket_id)
        after = evolve(before, event)
        if after is not None and after is not before:
            self._tickets.put(event.ticket_id, after)
        if before is None or after is None:
            return ()
        return asked_for(event, before, after, self._catalogue)


def asked_for(
    event: TicketEvent | CaseEvent, before: TicketFacts, after: TicketFacts, catalogue: Catalogue
) -> Sequence[Command]:
    """Return what the rules make of an event, by what was known of its ticket before and after."""
    policy = _policy_at(event, before, catalogue) if type(event) in CONSIDERED else None
    if policy is None:
        return ()
    cause = cause_of(event, before)
    commands: list[Command] = [*decide(before, cause, policy)] if cause else []
    notice = requester_notice(event, after, policy)
    return [*commands, notice] if notice else commands


def _policy_at(event: Event, facts: TicketFacts, catalogue: Catalogue) -> Policy | None:
    """Return the policy version that the ticket held at the cause."""
    if isinstance(event, ClockEvent | RepeatContact):
        return catalogue.version(event.policy, event.policy_version)
    return catalogue.version(facts.policy, facts.policy_version)
