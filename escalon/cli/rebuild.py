"""The command `escalon rebuild`."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from escalon.cli.asking import opened
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Store
from escalon.cli.output import console, print_json, progress_console
from projections.catalogue import ALL
from projections.rebuild import rebuild

app = new_app()

EVERYTHING = "all"


class Bar(NamedTuple):
    """One bar of the progress."""

    progress: Progress
    task: TaskID

    def reach(self, position: int) -> None:
        """Be at that position of the log."""
        self.progress.update(self.task, completed=position)


@app.command("rebuild", epilog="Example: `escalon rebuild queues`")
def rebuild_views(
    *,
    name: Annotated[str, typer.Argument(help=f"Which of {', '.join(ALL)}, or {EVERYTHING}.")],
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Build a read model anew from the log, beside the live one.

    The old one answers until the new one knows as much; then they are switched.
    """
    if name not in (EVERYTHING, *ALL):
        known = ", ".join([*ALL, EVERYTHING])
        message = f"there is no read model '{name}'; name one of {known}"
        raise typer.BadParameter(message, param_hint="'NAME'")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    built = {}
    with (
        opened(store) as handling,
        Progress(*columns, console=progress_console()) as progress,
    ):
        last = handling.last_position()
        for each in ALL if name == EVERYTHING else [name]:
            told = Bar(progress, progress.add_task(f"Building {each}", total=last))
            built[each] = rebuild(handling.engine, each, handling.feed, told.reach)
            told.reach(last)
    if as_json:
        print_json({"built": built, "position": last})
    else:
        console().print(f"Built anew up to position {last}: {', '.join(built)}.")
