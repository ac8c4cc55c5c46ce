"""Given what happened, when somebody asks, then this follows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from domain.actor import AGENT, SYSTEM, Actor
from domain.actor import REQUESTER as PERSON
from domain.commands import Command
from domain.desk import Outcome
from domain.durations import parse_duration
from domain.errors import DeskError
from domain.events.policy import PolicyPublished, PolicyRetired
from domain.events.sla import CaseEvent
from domain.ids import NAMESPACE, derive
from domain.model import Event
from domain.policy.publication import Publication
from domain.requests import TicketRequest
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock

NOON = 1_767_614_400_000_000
"""Monday 2026-01-05 12:00 UTC, in microseconds."""

TICKET = derive(NAMESPACE, "ticket")
OTHER = derive(NAMESPACE, "other ticket")
THIRD = derive(NAMESPACE, "third ticket")
CARL = derive(NAMESPACE, "carl")
"""The pseudonym of the one who asks."""

ANNA = Actor(AGENT, "anna")
REQUESTER = Actor(PERSON, CARL)
MACHINE = Actor(SYSTEM, "rule:up")

ENVELOPE = {"ticket_id", *(f.name for f in fields(Event))}


def after(text: str) -> int:
    """Return the instant that lies `1h30m` after noon, or `-1h30m` before it."""
    length = parse_duration(text.removeprefix("-"))
    return NOON - length if text.startswith("-") else NOON + length


@dataclass(frozen=True, kw_only=True)
class Fact:
    """An event without its envelope: what a test wants to say and compare.

    `heard` is when the desk learned of it, where that is later than it happened.
    """

    kind: type[Event]
    said: Mapping[str, Any]
    stream: str = TICKET
    occurred_at: int = field(default=NOON, compare=False)
    heard: int = field(default=0, compare=False)
    actor: Actor = field(default=ANNA, compare=False)

    def at(self, text: str, *, heard: str = "") -> Fact:
        """Return the same, so long after noon."""
        return replace(self, occurred_at=after(text), heard=after(heard) if heard else 0)

    def by(self, actor: Actor) -> Fact:
        """Return the same, done by another."""
        return replace(self, actor=actor)

    def of(self, stream: str) -> Fact:
        """Return the same about another ticket."""
        return replace(self, stream=stream)

    def event(self, version: int) -> Event:
        """Return the fact as the log has it."""
        id = derive(self.stream, f"fact {version}")
        return self.kind(
            originator_id=self.stream,
            originator_version=version,
            event_id=id,
            occurred_at=self.occurred_at,
            actor=self.actor,
            command_id=id,
            correlation_id=self.stream,
            causation_id=id,
            **self.said,
        )

    @classmethod
    def told_by(cls, event: Event) -> Fact:
        """Return what the event says; what a rule says is compared by the ticket it is about."""
        said = {f.name: getattr(event, f.name) for f in fields(event) if f.name not in ENVELOPE}
        stream = event.ticket_id if isinstance(event, CaseEvent) else event.originator_id
        return cls(kind=type(event), said=said, stream=stream, occurred_at=event.occurred_at)


def published(document: Mapping[str, Any], version: int = 1, *, note: str = "") -> Fact:
    """Say that a version of a policy was published."""
    name = document["policy"]
    said = {"policy": name, "policy_version": version, "note": note, "time_zones": ""}
    return Fact(
        kind=PolicyPublished,
        said={**said, "document": json.dumps(document)},
        stream=Publication.id_of(name),
    )


def retired(policy: str = "default", version: int = 1, *, note: str = "") -> Fact:
    """Say that a policy is out of use."""
    said = {"policy": policy, "policy_version": version, "note": note}
    return Fact(kind=PolicyRetired, said=said, stream=Publication.id_of(policy))


def ask(kind: type[Any], *, by: Actor = ANNA, at: str = "0s", **about: Any) -> Any:
    """Return a command whose id follows from all that it says, by Anna and at noon."""
    if issubclass(kind, TicketRequest):
        about.setdefault("ticket_id", TICKET)
    id = derive(NAMESPACE, f"{kind.__name__} {by} {at} {sorted(about.items())}")
    return kind(**{"command_id": id, "at": after(at), "actor": by, **about})


def events_of(history: Sequence[Fact]) -> list[Event]:
    """Return the facts as events, each stream counted from 1."""
    versions: dict[str, int] = {}
    events = []
    for fact in history:
        versions[fact.stream] = versions.get(fact.stream, 0) + 1
        events.append(fact.event(versions[fact.stream]))
    return events


class given:  # noqa: N801  # reads as a sentence
    """A desk with a history, at noon; whatever is asked is asked twice and must be done once."""

    def __init__(self, *history: Fact, now: str = "0s") -> None:
        self._embedded = open_embedded(None, VirtualClock(after(now)))
        self.desk = self._embedded.desk
        mapper = self._embedded.mapper
        stored = [mapper.to_stored_event(event) for event in events_of(history)]
        self._embedded.recorder.insert_events(stored)
        self._seen = len(stored)
        self._commands: Sequence[Command] = ()

    def when(self, *commands: Command) -> given:
        """Ask for all of it in one batch."""
        self._commands = commands
        return self

    def then(self, *expected: Fact) -> list[Event]:
        """Nothing is refused, and this is recorded in this order; returns it with its envelope."""
        outcomes = self.outcomes()
        assert [outcome.refusal for outcome in outcomes] == [""] * len(outcomes)
        recorded = self.recorded()
        assert [Fact.told_by(event) for event in recorded] == list(expected)
        self._must_load()
        self._embedded.close()
        return recorded

    def then_nothing(self) -> None:
        """Nothing is refused, and nothing is recorded."""
        nothing = [Outcome(command.command_id) for command in self._commands]
        assert self.outcomes() == nothing
        self.then()

    def then_refused(self, error: type[DeskError], sentence: str) -> None:
        """The one command is refused by that sentence, and nothing is recorded."""
        [command] = self._commands
        with pytest.raises(DeskError) as refused:
            self.desk.execute(command)
        assert str(refused.value) == sentence
        refusal = Outcome(command.command_id, refusal=sentence, error=error.__name__)
        assert self.outcomes() == [refusal]
        assert self.recorded() == []
        self._embedded.close()

    def recorded_facts(self) -> list[Fact]:
        """Ask, and return what is recorded, whatever it is."""
        self.outcomes()
        return [Fact.told_by(event) for event in self.recorded()]

    def then_refused_for_now(self, error: type[DeskError]) -> None:
        """The one command is refused; more may be asked of the same desk."""
        assert [outcome.error for outcome in self.outcomes()] == [error.__name__]

    def outcomes(self) -> list[Outcome]:
        """Ask twice, and return the outcomes, which must be the same."""
        outcomes = self.desk.execute_many(self._commands)
        count = len(self.recorded())
        assert self.desk.execute_many(self._commands) == outcomes
        assert len(self.recorded()) == count
        return outcomes

    def recorded(self) -> list[Event]:
        """Return what was recorded since."""
        rows = self._embedded.recorder.select_notifications(self._seen + 1, 1_000)
        return [self._embedded.mapper.to_domain_event(row) for row in rows]

    def _must_load(self) -> None:
        """Make sure that the store gives back each ticket that the commands were about."""
        for command in self._commands:
            if isinstance(command, TicketRequest):
                ticket = self.desk.ticket(command.ticket_id)
                known = self._embedded.recorder.select_events(command.ticket_id)
                assert (ticket.version if ticket else 0) == len(known)
