"""From words on the command line to a command that is carried out, and what it recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple, cast
from uuid import UUID, uuid4

import typer

from domain.actor import AGENT, KINDS, REQUESTER, Actor
from domain.commands import Command, TicketCommand
from domain.desk import Outcome
from domain.events.ticket import TicketOpened
from domain.ids import NAMESPACE, derive
from escalon.cli.errors import naming
from escalon.cli.options import database_for, folder_of, parsed
from escalon.cli.output import console, print_json, say, shown
from escalon.handling.embedded import EmbeddedHandling, must_be_store
from escalon.handling.handling import Handling
from infra.settings import read_settings
from projections.sentences import sentence

NOBODY = "unknown"
"""Who a requester is of whom nothing was said."""


def actor_of(text: str) -> Actor:
    """Return who `agent:anna` is; raises `ValueError` with a sentence."""
    kind, _, name = text.partition(":")
    if kind not in KINDS or not name:
        message = f"'{text}' names nobody; write a kind and a name, such as agent:anna"
        raise ValueError(f"{message} (kinds are {', '.join(KINDS)})")
    return Actor(kind, pseudonym(name) if kind == REQUESTER else name)


def pseudonym(name: str) -> str:
    """Return what a requester is called in the log: always the same for the same name."""
    return derive(NAMESPACE, f"requester:{name}") if name else ""


By = Annotated[
    Actor | None,
    typer.Option(
        "--as", parser=parsed(actor_of), metavar="WHO", help="Who acts, such as agent:anna."
    ),
]
CommandId = Annotated[
    str,
    typer.Option(metavar="ID", help="A word of yours: with the same again, nothing is done twice."),
]


class How(NamedTuple):
    """Where a command goes, under which id, by whom, and in what form the answer is wanted.

    Where nobody is named an agent acts, or with `requester` that one, if empty the ticket's own.
    """

    store: Path | None = None
    command_id: str = ""
    by: Actor | None = None
    as_json: bool = False
    wait: float | None = None
    requester: str | None = None

    def new_id(self) -> str:
        """Return the id of the command; another each time, unless there is a word for it."""
        try:
            return str(UUID(self.command_id)) if self.command_id else str(uuid4())
        except ValueError:
            return derive(NAMESPACE, f"command:{self.command_id}")

    def of_requester(self, pseudonym: str = "") -> How:
        """Return the same, where it is the requester who acts."""
        return self._replace(requester=pseudonym)

    def actor(self, own: str = "") -> Actor:
        """Return who acts; `own` is the ticket's requester."""
        if self.by:
            return self.by
        if self.requester is None:
            return Actor(AGENT, read_settings().actor)
        return Actor(REQUESTER, self.requester or own or NOBODY)

    @contextmanager
    def handling(self, *, make: bool = False) -> Iterator[Handling]:
        """Give the store, opened, up to now; without `make` there must be one."""
        with opened(self.store, self.wait, make=make) as handling:
            handling.follow()
            yield handling


@contextmanager
def opened(
    store: Path | None, wait: float | None = None, *, make: bool = False
) -> Iterator[Handling]:
    """Give the store of that folder, or what is set: a database, or else a folder.

    `wait` is how many seconds read models may take, otherwise as it is set. Without `make` the
    folder must hold a desk.
    """
    seconds = read_settings().wait if wait is None else wait
    if database := database_for(store):
        with _in_database(database, seconds) as handling:
            yield handling
        return
    folder = folder_of(store)
    if not make:
        must_be_store(folder)
    with naming(folder), EmbeddedHandling(folder, wait=seconds) as handling:
        yield handling


@contextmanager
def _in_database(database: str, seconds: float) -> Iterator[Handling]:
    """Give the desk of a database; its code is loaded only for those who have one."""
    distributed = import_module("escalon.handling.distributed")
    with (
        naming(distributed.place_of(database)),
        cast("Handling", distributed.DistributedHandling(database, wait=seconds)) as handling,
    ):
        yield handling


@contextmanager
def answering(
    store: Path | None, wait: float | None = None, position: int = 0
) -> Iterator[Handling]:
    """Give the store with read models that know all up to a position, or now; or say they don't."""
    with opened(store, wait) as handling:
        if behind := handling.catch_up(position):
            say(behind.sentence("what was asked for" if position else "the log"))
        yield handling


def ask(
    kind: Callable[..., TicketCommand],
    ticket: str,
    how: How,
    refer: Mapping[str, str] | None = None,
    **fields: Any,
) -> None:
    """Carry out a command to a ticket and print what it recorded; `refer` names other tickets."""
    with how.handling() as handling:
        ticket_id = handling.find(ticket)
        others = {name: handling.find(other) for name, other in (refer or {}).items()}
        command = kind(
            command_id=how.new_id(),
            at=handling.clock.now(),
            actor=how.actor(_requester_of(handling, ticket_id)),
            ticket_id=ticket_id,
            **fields,
            **others,
        )
        outcome = carry_out(handling, command)
        show(handling, outcome, how, {"ticket": ticket, "ticket_id": ticket_id})


def carry_out(handling: Handling, command: Command) -> Outcome:
    """Carry out the command; what can't be looked up yet is said beside the results."""
    outcome = handling.carry_out(command)
    if outcome.last and (behind := handling.catch_up(outcome.last)):
        say(behind.sentence("the change"))
    return outcome


def show(handling: Handling, outcome: Outcome, how: How, about: Mapping[str, str]) -> None:
    """Print what a command recorded."""
    recorded = handling.log.between(outcome.first, outcome.last) if outcome.last else []
    if how.as_json:
        facts = [
            {"position": at, "event": event.TOPIC.rpartition(".")[2], "sentence": sentence(event)}
            for at, _, event in recorded
        ]
        print_json({**about, "command_id": outcome.command_id, "recorded": facts})
        return
    words = "; ".join(sentence(filed.event) for filed in recorded) or "nothing to do"
    console().print(shown(f"{about['ticket']}: {words}"))


def _requester_of(handling: Handling, ticket_id: str) -> str:
    opening = handling.log.case(ticket_id)[0].event
    return opening.requester if isinstance(opening, TicketOpened) else ""
