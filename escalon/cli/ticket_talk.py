"""The commands `escalon ticket …` about what is said."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.commands import AddNote, RateTicket, ReceiveContact, SendReply
from escalon.cli.asking import By, CommandId, How, ask, pseudonym
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Reference, Store, Wait

app = new_app()

Words = Annotated[str, typer.Argument(metavar="TEXT", help="What is said.")]
Channel = Annotated[str, typer.Option(help="By which way.")]


@app.command(epilog='Example: `escalon ticket reply T-7K2QXD "Please try again now."`')
def reply(
    *,
    ticket: Reference,
    text: Words,
    channel: Channel = "web",
    automatic: Annotated[bool, typer.Option(help="A machine's answer; keeps no promise.")] = False,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Send the requester an answer."""
    how = How(store, command_id, by, as_json, wait)
    ask(SendReply, ticket, how, text=text, channel=channel, automatic=automatic)


@app.command(epilog='Example: `escalon ticket contact T-7K2QXD "Still no network" --channel phone`')
def contact(
    *,
    ticket: Reference,
    text: Words,
    channel: Channel = "web",
    requester: Annotated[str, typer.Option(help="Who; otherwise the ticket's requester.")] = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Add a message or call from a requester."""
    who = pseudonym(requester)
    how = How(store, command_id, by, as_json, wait)
    ask(ReceiveContact, ticket, how.of_requester(who), text=text, channel=channel, requester=who)


@app.command(epilog='Example: `escalon ticket note T-7K2QXD "The switch in room 4 is old."`')
def note(
    *,
    ticket: Reference,
    text: Words,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Write a note that the requester doesn't see."""
    ask(AddNote, ticket, How(store, command_id, by, as_json, wait), text=text)


@app.command(epilog='Example: `escalon ticket rate T-7K2QXD 4 --comment "Quick, thanks."`')
def rate(
    *,
    ticket: Reference,
    score: Annotated[int, typer.Argument(help="From 1, poor, to 5, excellent.")],
    comment: Annotated[str, typer.Option(help="Why.")] = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Record how satisfied the requester is."""
    how = How(store, command_id, by, as_json, wait)
    ask(RateTicket, ticket, how.of_requester(), score=score, comment=comment)
