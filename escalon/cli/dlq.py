"""The commands `escalon dlq …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import psycopg
import typer

from escalon.cli.contents import new_app
from escalon.cli.options import AsJson
from escalon.cli.output import console, instant, print_json, print_table, shown, to_the_second
from escalon.dead_letter import shown as shown_letter
from infra.settings import database_of, read_settings
from infra.store.postgres import migrate, parked
from infra.store.postgres.parked import Database, Filter
from infra.store.postgres.parked_record import ParkedRecord

app = new_app(
    help="Look at records that couldn't be handled, and have them handled again.",
    no_args_is_help=True,
    epilog="Example: `escalon dlq list`",
)
Id = Annotated[int, typer.Argument(metavar="ID", help="The number that `list` shows.")]
Follower = Annotated[
    str,
    typer.Option(metavar="NAME", help="Only of this worker, such as sla-timer or sla-timer:3."),
]
OfTicket = Annotated[
    str, typer.Option("--ticket", metavar="ID", help="Only with this key: a ticket's id.")
]
COLUMNS = ("id", "worker", "key", "where", "since", "asked", "why")


class NotParked(LookupError):
    """Nothing that was named is among the dead letters."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Nothing is parked {what}; see `escalon dlq list`.")


@app.command("list", epilog="Example: `escalon dlq list --follower sla-timer --json`")
def every(*, follower: Follower = "", ticket: OfTicket = "", as_json: AsJson = False) -> None:
    """List the records that wait, each behind those that it waits for."""
    with _database() as database:
        found = parked.found(database, Filter(follower, ticket))
    if as_json:
        print_json([shown_letter(one) for one in found])
    else:
        print_table("dead letters", COLUMNS, [_row(one) for one in found])


@app.command(epilog="Example: `escalon dlq show 12`")
def show(id: Id, *, as_json: AsJson = False) -> None:
    """Show one record: what it holds, its headers, and why it couldn't be handled."""
    with _database() as database:
        record = shown_letter(_one(database, id))
    if as_json:
        print_json(record)
        return
    for part in ("headers", "fields"):
        record |= {f"{part}: {name}": value for name, value in (record.pop(part) or {}).items()}
    for name in ("parked_at", "tried_at"):
        record[name] = instant(record[name])
    rows = [(name, value) for name, value in record.items() if value is not None]
    print_table(f"dead letter {id}", ("what", "value"), rows)


@app.command(epilog="Example: `escalon dlq redrive 12`")
def redrive(
    id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="The number that `list` shows.")
    ] = None,
    *,
    ticket: OfTicket = "",
    every: Annotated[bool, typer.Option("--all", help="All that is parked.")] = False,
) -> None:
    """Have records handled again, in order, with all that waits behind them.

    The worker that has their partition does it, within a second while it runs.
    """
    if (id is not None) + bool(ticket) + every != 1:
        message = "name one record by its ID, or a ticket with --ticket, or --all"
        raise typer.BadParameter(message)
    with _database() as database:
        count = parked.ask_redrive(database, Filter(ticket=ticket, id=id))
    if not count and not every:
        raise NotParked(f"with the number {id}" if id is not None else f"with the key {ticket}")
    _tell(count)


@app.command(epilog="Example: `escalon dlq drop 12 --yes`")
def drop(
    id: Id, *, yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False
) -> None:
    """Skip one record for good, and have those that wait with it handled, in order."""
    with _database() as database:
        record = _one(database, id)
        database.commit()  # a person may take their time
        where = f"{_where(record)}, key {record.key}"
        if not yes:
            typer.confirm(f"{record.follower} will never handle {where}. Drop it?", abort=True)
        count = parked.ask_drop(database, id)
    if not count:
        raise NotParked(f"with the number {id}")
    _tell(count - 1)
    console().print(shown(f"Number {id} will be dropped."))


@contextmanager
def _database() -> Iterator[Database]:
    url = database_of(read_settings())
    migrate.check(url)
    with psycopg.connect(url) as database:
        yield database


def _one(database: Database, id: int) -> ParkedRecord:
    found = parked.found(database, Filter(id=id))
    if not found:
        raise NotParked(f"with the number {id}")
    return found[0]


def _row(one: ParkedRecord) -> tuple[object, ...]:
    since = to_the_second(one.parked_at)
    return (one.id, one.follower, one.key, _where(one), since, one.asked, one.error)


def _where(one: ParkedRecord) -> str:
    if one.value is None:
        return "its clocks"
    place = f"{one.topic} {one.partition}"
    return place if one.offset is None else f"{place} @ {one.offset}"


def _tell(count: int) -> None:
    console().print(shown(f"{count} record{'' if count == 1 else 's'} will be handled again."))
