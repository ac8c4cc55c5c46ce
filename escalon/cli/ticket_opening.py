"""The command `escalon ticket open`."""

from __future__ import annotations

from base64 import b32encode
from typing import Annotated
from uuid import UUID

import typer

from domain.commands import OpenTicket
from domain.ids import NAMESPACE, derive
from escalon.cli.asking import By, CommandId, How, carry_out, pseudonym, show
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Store, Wait
from escalon.cli.output import console, say, shown
from escalon.handling.handling import Handling
from escalon.publishing import DEFAULT
from infra.settings import read_settings

app = new_app()

SIZES = (6, 8, 13, 26)
"""How many letters of its id a new ticket is called by: as few as do."""


@app.command(
    "open", epilog='Example: `escalon ticket open "No network" --requester rita --tag vpn`'
)
def open_ticket(
    *,
    subject: Annotated[str, typer.Argument(help="What it is about.", show_default=False)],
    requester: Annotated[str, typer.Option(help="Who asks; stored as a pseudonym.")] = "",
    priority: Annotated[str, typer.Option(help="As the policy's targets name it.")] = "normal",
    channel: Annotated[str, typer.Option(help="How it came in.")] = "web",
    queue: Annotated[str, typer.Option(help="The queue it goes to.")] = "",
    category: Annotated[str, typer.Option(help="What kind of question it is.")] = "",
    customer: Annotated[str, typer.Option(help="The requester's customer or contract.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A word to find it by; any number.")] = None,
    tier: Annotated[str, typer.Option(help="Where it begins; the policy's first by default.")] = "",
    policy: Annotated[
        str, typer.Option(help="The policy it comes under; otherwise the setting `policy`.")
    ] = "",
    external_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Its reference; otherwise one is made.")
    ] = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Open a ticket and print its reference."""
    who = pseudonym(requester)
    how = How(store, command_id, by, as_json, wait).of_requester(who)
    policy = policy or read_settings().policy
    with how.handling(make=True) as handling:
        id = how.new_id()
        if policy == DEFAULT and handling.publish_first(derive(id, "policy"), how.actor()):
            say(f"The shipped policy '{DEFAULT}' is in use now; see `escalon policy show`.")
        ticket_id = _ticket_id(id, external_id)
        command = OpenTicket(
            command_id=id,
            at=handling.clock.now(),
            actor=how.actor(),
            ticket_id=ticket_id,
            subject=subject,
            external_id=external_id or _reference(handling, ticket_id),
            requester=who,
            customer=customer,
            channel=channel,
            priority=priority,
            queue=queue,
            category=category,
            tags=tuple(tag or ()),
            tier=tier,
            policy=policy,
        )
        outcome = carry_out(handling, command)
        about = {"ticket": command.external_id, "ticket_id": ticket_id}
        if as_json:
            show(handling, outcome, how, about)
        else:
            console().print(shown(command.external_id))


def _ticket_id(command_id: str, external_id: str) -> str:
    """Return the ticket's id: the same reference can't be given to two tickets from here."""
    if external_id:
        return derive(NAMESPACE, f"ticket:{external_id}")
    return derive(command_id, "ticket")


def _reference(handling: Handling, ticket_id: str) -> str:
    """Return a reference that no other ticket has, as far as is known."""
    letters = b32encode(UUID(ticket_id).bytes).decode()
    names = [f"T-{letters[:size]}" for size in SIZES]
    return next((name for name in names if handling.holder(name) in (None, ticket_id)), ticket_id)
