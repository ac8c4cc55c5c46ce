"""The commands `escalon ticket …`."""

from __future__ import annotations

from escalon.cli import ticket_course, ticket_opening, ticket_showing, ticket_talk, ticket_work
from escalon.cli.contents import new_app

app = new_app(
    help="Open tickets and work on them.",
    no_args_is_help=True,
    epilog="Example: `escalon ticket assign T-7K2QXD anna`",
)
for part in (ticket_opening, ticket_showing, ticket_work, ticket_talk, ticket_course):
    app.add_typer(part.app)
