"""The command `escalon history`."""

from __future__ import annotations

from typing import Any

import typer

from escalon.cli.asking import How
from escalon.cli.contents import new_app
from escalon.cli.holding import Holding
from escalon.cli.options import AsJson, Moment, Reference, Store, Wait
from escalon.cli.output import instant, print_json, print_table, to_the_second, who
from escalon.cli.standing import standing, until
from infra.store.case import Filed
from projections.sentences import sentence

app = new_app()


@app.command(epilog="Example: `escalon history T-7K2QXD --at 2026-03-01T12:00:00Z`")
def history(
    *,
    ticket: Reference,
    at: Moment = None,
    store: Store = None,
    wait: Wait = None,
    as_json: AsJson = False,
) -> None:
    """Show every fact about a ticket, and how it stood at any moment.

    The facts come from the log, in its order. With `--at`, only those that had taken effect by
    then, and the ticket as it was.
    """
    with How(store, wait=wait).handling() as handling:
        case = handling.log.case(handling.find(ticket))
        now = handling.clock.now()
        catalogue = handling.policies()
    if at is not None and at > now:
        message = f"{instant(at)} lies ahead; the desk's time is {instant(now)}"
        raise typer.BadParameter(message, param_hint="'--at'")
    found = standing(case, now if at is None else at, catalogue)
    if found is None:
        message = f"ticket {ticket} was opened later, at {instant(case[0].event.occurred_at)}"
        raise typer.BadParameter(message, param_hint="'--at'")
    facts = until(case, found.at)
    held = Holding(case, now, catalogue)
    if as_json:
        told = [{**fact_as_json(fact), **held.as_json(fact.event)} for fact in facts]
        print_json({"facts": told, "state": found.as_json()})
        return
    rows = [
        (to_the_second(event.occurred_at), who(event.actor), sentence(event) + held.words(event))
        for _, _, event in facts
    ]
    print_table(f"{len(rows)} facts", ("when (UTC)", "who", "what"), rows)
    found.print()


def fact_as_json(filed: Filed) -> dict[str, Any]:
    """Return a fact as plain values."""
    event = filed.event
    return {
        "position": filed.position,
        "recorded_at": instant(filed.recorded_at),
        "occurred_at": instant(event.occurred_at),
        "event": event.TOPIC.rpartition(".")[2],
        "actor": {"kind": event.actor.kind, "id": event.actor.id},
        "sentence": sentence(event),
        "event_id": event.event_id,
        "causation_id": event.causation_id,
        "command_id": event.command_id,
    }
