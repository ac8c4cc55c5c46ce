"""The command `escalon up`."""

from __future__ import annotations

from escalon.cli.contents import new_app
from escalon.cli.errors import naming
from escalon.cli.options import Store, database_for, folder_of
from escalon.cli.output import console, shown
from escalon.up import run_up, stopped_by_signals
from infra.settings import SettingsMistake

app = new_app()


@app.command(epilog="Example: `escalon up --store ./desk`")
def up(*, store: Store = None) -> None:
    """Run the desk: clocks, rules and read models, until interrupted.

    Other commands work beside it. A new desk begins under the shipped policy.
    """
    if database_for(store):
        message = (
            "ESCALON_DATABASE is set, whose desk `escalon work` runs; name a folder by --store."
        )
        raise SettingsMistake(message)
    folder = folder_of(store)
    with naming(folder), stopped_by_signals() as stop:
        run_up(folder, stop, lambda words: console().print(shown(words), soft_wrap=True))
