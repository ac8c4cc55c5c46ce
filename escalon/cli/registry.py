"""The commands `escalon registry …`."""

from __future__ import annotations

from typing import Annotated

import typer

from escalon.cli.contents import new_app
from escalon.cli.output import console, shown
from escalon.http.registry import registry_app
from escalon.http.serving import AddressMistake, serving
from escalon.up import stopped_by_signals
from infra.registry import Catalogue

app = new_app(
    help="Serve the schemas of the topics to other people's clients.",
    no_args_is_help=True,
    epilog="Example: `escalon registry serve --port 8081`",
)


@app.callback()
def registry() -> None:
    """Keep the group a group: it has one command so far."""


@app.command(epilog="Example: `escalon registry serve --host 127.0.0.1 --port 8081`")
def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The port; 0 is any that is free.")
    ] = 8081,
) -> None:
    """Serve the schemas under their ids, as clients of a Confluent schema registry know it.

    Reading asks for no password: serve it where everybody may know the schemas.
    """
    catalogue = Catalogue()
    try:
        with stopped_by_signals() as stop, serving(registry_app(catalogue), host, port) as url:
            words = f"The schema registry is at {url}: {len(catalogue.by_id)} schemas."
            console().print(shown(words), soft_wrap=True)
            stop.wait()
    except AddressMistake as mistake:
        raise typer.BadParameter(str(mistake), param_hint="'--host', '--port'") from None
