"""The command `escalon config show`."""

from __future__ import annotations

from escalon.cli.contents import new_app
from escalon.cli.options import AsJson
from escalon.cli.output import console, print_json, print_table, shown
from infra.settings import PREFIX, Settings, origin, read_settings, settings_file

app = new_app(
    help="Show the settings.", no_args_is_help=True, epilog="Example: `escalon config show`"
)


@app.callback()
def config() -> None:
    """Show the settings."""


@app.command(epilog="Example: `ESCALON_STORE=desk escalon config show`")
def show(*, as_json: AsJson = False) -> None:
    """Show each setting, its value, and where that comes from."""
    settings = read_settings().model_dump(mode="json")
    rows = [
        (name, settings[name], origin(name), field.description)
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        print_json({name: {"value": value, "from": source} for name, value, source, _ in rows})
        return
    columns = ("setting", "value", "from", "what it is")
    print_table(
        "Settings",
        columns,
        [(n, "" if v is None else str(v), source, what) for n, v, source, what in rows],
    )
    there = "" if settings_file().exists() else ", which isn't there"
    said = f"Set them with {PREFIX}NAME in the environment, or in {settings_file()}{there}."
    console().print(shown(said))
