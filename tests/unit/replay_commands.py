"""Entries of a log in few words: who is told what at which minute."""

from __future__ import annotations

from typing import Any

from domain import commands as c
from domain.actor import AGENT, Actor
from domain.commands import TicketCommand
from escalon.importers.log import Retold


def said(at: int, kind: type[Any], ticket: str, **fields: str) -> TicketCommand:
    """Return a command to a ticket, with an id that says what it is."""
    command: TicketCommand = kind(
        command_id=f"{at} {kind.__name__} {ticket}",
        at=at,
        actor=Actor(AGENT, "anna"),
        imported=True,
        ticket_id=ticket,
        **fields,
    )
    return command


def opening(at: int, ticket: str, requester: str = "") -> TicketCommand:
    return said(at, c.OpenTicket, ticket, requester=requester)


def noting(at: int, ticket: str) -> TicketCommand:
    return said(at, c.AddNote, ticket)


def entries_of(*commands: TicketCommand) -> list[Retold]:
    """Return one entry for each command."""
    return [Retold(command.at, row, (command,)) for row, command in enumerate(commands, 1)]
