"""What many commands can be told, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from escalon.cli.output import micros_of
from infra.settings import read_settings

Value = TypeVar("Value")


def parsed(parse: Callable[[str], Value]) -> Callable[[str], Value]:
    """Return a reader of options whose complaint becomes one about the command line."""

    def read(text: str) -> Value:
        try:
            return parse(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return read


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="The desk's folder; otherwise the setting `database`, or else the setting `store`.",
    ),
]
Reference = Annotated[
    str, typer.Argument(metavar="TICKET", help="The ticket's reference, or its id.")
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait",
        min=0,
        metavar="SECONDS",
        help="How long the read models may take; otherwise the setting `wait`.",
    ),
]
Position = Annotated[
    int,
    typer.Option(
        "--position",
        min=0,
        metavar="NUMBER",
        help="Answer once the read models know the log up to there; otherwise up to its end.",
        show_default=False,
    ),
]
Moment = Annotated[
    int | None,
    typer.Option(parser=parsed(micros_of), metavar="TIME", help="Such as 2026-03-01T12:00:00Z."),
]


def folder_of(store: Path | None) -> Path:
    """Return the folder that was named, or else the one that is set."""
    return store or read_settings().store


def database_for(store: Path | None) -> str:
    """Return the database that is set, unless a folder was named; empty for a desk in a folder."""
    return "" if store else read_settings().database.get_secret_value()
