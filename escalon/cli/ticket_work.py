"""The commands `escalon ticket …` about who works on a ticket, where, and until when."""

from __future__ import annotations

from typing import Annotated

import typer

from domain import commands as c
from escalon.cli.asking import By, CommandId, How, ask
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Reference, Store, Wait

app = new_app()


@app.command(epilog="Example: `escalon ticket acknowledge T-7K2QXD --as agent:anna`")
def acknowledge(
    *,
    ticket: Reference,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Say that somebody in the ticket's tier has seen it."""
    ask(c.AcknowledgeTicket, ticket, How(store, command_id, by, as_json, wait))


@app.command(epilog="Example: `escalon ticket assign T-7K2QXD anna`")
def assign(
    *,
    ticket: Reference,
    agent: Annotated[str, typer.Argument(help="Who gets it.")],
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Give the ticket to an agent."""
    ask(c.AssignTicket, ticket, How(store, command_id, by, as_json, wait), assignee=agent)


@app.command(epilog="Example: `escalon ticket unassign T-7K2QXD`")
def unassign(
    *,
    ticket: Reference,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Take the ticket from its agent."""
    ask(c.UnassignTicket, ticket, How(store, command_id, by, as_json, wait))


@app.command(epilog="Example: `escalon ticket priority T-7K2QXD urgent`")
def priority(
    *,
    ticket: Reference,
    priority: Annotated[str, typer.Argument(help="As the policy's targets name it.")],
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Change the priority."""
    ask(c.ChangePriority, ticket, How(store, command_id, by, as_json, wait), priority=priority)


@app.command(epilog="Example: `escalon ticket route T-7K2QXD network --category wifi`")
def route(
    *,
    ticket: Reference,
    queue: Annotated[str, typer.Argument(help="Where it goes.")],
    category: Annotated[str, typer.Option(help="What kind it is; otherwise as it was.")] = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Put the ticket in another queue."""
    how = How(store, command_id, by, as_json, wait)
    ask(c.RouteTicket, ticket, how, queue=queue, category=category)


@app.command(epilog="Example: `escalon ticket hold T-7K2QXD requester`")
def hold(
    *,
    ticket: Reference,
    on: Annotated[str, typer.Argument(help="For whom it waits: requester, vendor or internal.")],
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Put the ticket on hold, waiting for somebody."""
    ask(c.HoldTicket, ticket, How(store, command_id, by, as_json, wait), on=on)


@app.command(epilog="Example: `escalon ticket resume T-7K2QXD`")
def resume(
    *,
    ticket: Reference,
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Go on with a ticket that was on hold."""
    ask(c.ResumeTicket, ticket, How(store, command_id, by, as_json, wait))
