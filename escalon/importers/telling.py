"""Commands out of the rows of one log: ids, actors and strings that are the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from domain.actor import AGENT, REQUESTER, SYSTEM, Actor
from domain.commands import AssignTicket, OpenTicket, TicketCommand, UnassignTicket
from domain.ids import NAMESPACE, derive
from escalon.importers.log import Retold

SOMEBODY = Actor(AGENT, "import")
"""Who acted where the log doesn't say; a person, for all we know."""


class Source:
    """One kind of log: what its names are at the desk, each made once, as rows are many.

    `policy` is the one that its tickets get.
    """

    def __init__(self, format: str, policy: str) -> None:
        self.policy = policy
        self._namespace = derive(NAMESPACE, f"source:{format}")
        self._tickets: dict[str, str] = {}
        self._agents: dict[str, Actor] = {"": SOMEBODY}
        self._requesters: dict[str, Actor] = {"": SOMEBODY}

    def id(self, name: str) -> str:
        """Return the id that belongs to a name in this kind of log."""
        return derive(self._namespace, name)

    def ticket(self, number: str) -> str:
        """Return the id of the ticket with that number."""
        if number not in self._tickets:
            self._tickets[number] = self.id(f"ticket:{number}")
        return self._tickets[number]

    def agent(self, name: str) -> Actor:
        """Return the agent of that name."""
        if name not in self._agents:
            self._agents[name] = Actor(AGENT, name)
        return self._agents[name]

    def machine(self, name: str) -> Actor:
        """Return the program of that name."""
        return Actor(SYSTEM, name)

    def requester(self, name: str) -> Actor:
        """Return who asked, by a pseudonym."""
        if name not in self._requesters:
            self._requesters[name] = Actor(REQUESTER, self.id(f"requester:{name}"))
        return self._requesters[name]


class Spoken(NamedTuple):
    """Which row of which ticket speaks, when, and who acted in it."""

    row: int
    ticket: str
    at: int
    actor: Actor


class Telling:
    """The commands that one row stands for, one after the other."""

    def __init__(self, source: Source, spoken: Spoken) -> None:
        self._source = source
        self._spoken = spoken
        self._commands: list[TicketCommand] = []

    def open(self, at: int, external_id: str, caller: str = "", **fields: str) -> None:
        """Open the ticket, at a time of its own; without a caller nobody is known to have asked."""
        by = self._source.requester(caller)
        self._say(
            OpenTicket,
            self._spoken._replace(at=at, actor=by),
            external_id=external_id,
            requester=by.id if caller else "",
            policy=self._source.policy,
            **fields,
        )

    def say(self, command: Callable[..., TicketCommand], **fields: str) -> None:
        """Ask one thing of the ticket."""
        self._say(command, self._spoken, **fields)

    def assign(self, assignee: str) -> None:
        """Give the ticket to somebody, or to nobody where the name is empty."""
        if assignee:
            self.say(AssignTicket, assignee=assignee)
        else:
            self.say(UnassignTicket)

    def entries(self) -> Iterator[Retold]:
        """Yield what was said, by time."""
        for at, together in groupby(self._commands, attrgetter("at")):
            yield Retold(at, self._spoken.row, tuple(together))

    def _say(self, command: Callable[..., TicketCommand], spoken: Spoken, **fields: str) -> None:
        said = command(
            command_id=self._source.id(f"{spoken.row}:{len(self._commands) + 1}"),
            at=spoken.at,
            actor=spoken.actor,
            imported=True,
            ticket_id=spoken.ticket,
            **fields,
        )
        self._commands.append(said)
