"""The program `escalon`: its way in, and what its errors look like."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from escalon.cli import errors
from escalon.cli.contents import MARKUP, Contents
from infra.time_zones import use_pinned_time_zones

app = typer.Typer(
    name="escalon",
    cls=Contents,
    no_args_is_help=True,
    rich_markup_mode=MARKUP,
    pretty_exceptions_enable=False,
    epilog="Begin with `escalon demo`. Every command has `--help` with an example;"
    " `escalon --install-completion` teaches your shell their names.",
)


def main() -> None:
    """Run the program with the arguments of the process."""
    use_pinned_time_zones()
    sys.exit(errors.run(app))


def _version(asked: bool) -> None:
    if asked:
        typer.echo(version("escalon"))
        raise typer.Exit


@app.callback(help="An event-sourced ticket desk: when, why and to whom a ticket moves up.")
def root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Run one of the commands."""
