"""The commands `escalon ticket …` about tiers, ends, and other tickets."""

from __future__ import annotations

from typing import Annotated

import typer

from domain import commands as c
from escalon.cli.asking import By, CommandId, How, ask
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Reference, Store, Wait

app = new_app()

Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other ticket.")]


@app.command(epilog="Example: `escalon ticket escalate T-7K2QXD --to management`")
def escalate(
    *,
    ticket: Reference,
    to: Annotated[str, typer.Option(metavar="TIER", help="Where to; the next tier up.")] = "next",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Move the ticket up the ladder."""
    ask(c.EscalateTier, ticket, How(store, command_id, by, as_json, wait), to=to)


@app.command(epilog="Example: `escalon ticket deescalate T-7K2QXD`")
def deescalate(
    *,
    ticket: Reference,
    to: Annotated[
        str, typer.Option(metavar="TIER", help="Where to; the next tier down.")
    ] = "previous",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Move the ticket down the ladder."""
    ask(c.DeescalateTier, ticket, How(store, command_id, by, as_json, wait), to=to)


@app.command(epilog='Example: `escalon ticket resolve T-7K2QXD --resolution "New cable."`')
def resolve(
    *,
    ticket: Reference,
    resolution: Annotated[str, typer.Option(help="What helped.")] = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Say that the question is answered."""
    ask(c.ResolveTicket, ticket, How(store, command_id, by, as_json, wait), resolution=resolution)


@app.command(epilog="Example: `escalon ticket reopen T-7K2QXD`")
def reopen(
    *,
    ticket: Reference,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Take up a resolved or closed ticket again."""
    ask(c.ReopenTicket, ticket, How(store, command_id, by, as_json, wait))


@app.command(epilog="Example: `escalon ticket close T-7K2QXD`")
def close(
    *,
    ticket: Reference,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """End the ticket."""
    ask(c.CloseTicket, ticket, How(store, command_id, by, as_json, wait))


@app.command(epilog="Example: `escalon ticket link T-7K2QXD T-M3AOVI --relation causes`")
def link(
    *,
    ticket: Reference,
    other: Other,
    relation: Annotated[str, typer.Option(help="What they have to do with each other.")] = (
        "related"
    ),
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Say that another ticket has to do with this one."""
    how = How(store, command_id, by, as_json, wait)
    ask(c.LinkTickets, ticket, how, {"other": other}, relation=relation)


@app.command(epilog="Example: `escalon ticket merge T-7K2QXD T-M3AOVI`")
def merge(
    *,
    ticket: Reference,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The ticket that goes on.")],
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Give up the ticket for another that asks the same."""
    ask(c.MergeTicket, ticket, How(store, command_id, by, as_json, wait), {"into": into})
