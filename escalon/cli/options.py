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
    typer.Option("--store", help="The desk's folder; otherwise the setting `store`."),
]
Reference = Annotated[
    str, typer.Argument(metavar="TICKET", help="The ticket's reference, or its id.")
]
Moment = Annotated[
    int | None,
    typer.Option(parser=parsed(micros_of), metavar="TIME", help="Such as 2026-03-01T12:00:00Z."),
]


def folder_of(store: Path | None) -> Path:
    """Return the folder that was named, or else the one that is set."""
    return store or read_settings().store
