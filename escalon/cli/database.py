"""The commands `escalon db …`."""

from __future__ import annotations

from escalon.cli.contents import new_app
from escalon.cli.output import console
from infra.settings import database_of, read_settings
from infra.store.postgres import migrate

app = new_app(
    help="Bring the database to the tables of this version.",
    no_args_is_help=True,
    epilog="Example: `escalon db check`",
)


@app.command(epilog="Example: `ESCALON_DATABASE=postgresql://127.0.0.1/desk escalon db upgrade`")
def upgrade() -> None:
    """Apply the migrations that are missing, all or nothing."""
    applied = migrate.upgrade(database_of(read_settings()))
    for name in applied:
        console().print(f"applied {name}")
    if not applied:
        console().print("Nothing to do.")


@app.command(epilog="Example: `escalon db check`")
def check() -> None:
    """Say whether the database has the tables of this version; the exit code is 5 if not."""
    migrate.check(database_of(read_settings()))
    console().print("The database is at this version.")
