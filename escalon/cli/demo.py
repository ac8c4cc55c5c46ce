"""The command `escalon demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.durations import SECOND, parse_duration
from escalon.bootstrap import LOG
from escalon.cli.asking import opened
from escalon.cli.contents import new_app
from escalon.cli.errors import naming
from escalon.cli.options import parsed
from escalon.cli.output import console
from escalon.demo import run_demo
from escalon.handling.embedded import DEMO
from escalon.handling.mistakes import StoreMistake
from escalon.up import stopped_by_signals
from infra.store.lock import FollowersLock
from projections.views import VIEWS

app = new_app()

FOLDER = Path(".escalon-demo")
SIGN = "The desk in this folder is a demo's: the next demo begins by removing it.\n"


@app.command(epilog="Example: `escalon demo --for 30s --speed 120`")
def demo(
    *,
    length: Annotated[
        int | None,
        typer.Option(
            "--for",
            parser=parsed(parse_duration),
            metavar="LENGTH",
            help="Such as 30s or 5m; otherwise it runs until interrupted.",
        ),
    ] = None,
    speed: Annotated[float, typer.Option(help="How many times as fast as life.")] = 60,
    seed: Annotated[int, typer.Option(help="Another number gives another morning.")] = 1,
    store: Annotated[Path, typer.Option(help="Its folder, made anew each time.")] = FOLDER,
) -> None:
    """Watch a desk at work, faster than life.

    People ask, agents answer, clocks run, and rules move what is late. At the end it names
    commands that show what happened.
    """
    seconds = None if length is None else length / SECOND
    with naming(store), stopped_by_signals() as stop:
        make_anew(store)
        code = run_demo(store, seconds, speed, seed, console(), stop)
    if code:
        raise typer.Exit(code)
    with opened(store) as handling:
        handling.catch_up()


def make_anew(folder: Path) -> None:
    """Make a folder for a demo, over that of an earlier one but over nothing else.

    Raises `StoreMistake` for another's folder, `StoreBusy` while the earlier demo runs.
    """
    if folder.exists() and not (folder / DEMO).exists() and any(folder.iterdir()):
        message = f"{folder} is not a demo's; name a folder that is, or a new one, with --store."
        raise StoreMistake(message)
    with FollowersLock(folder):
        for file in (*folder.glob(f"{LOG}*"), *folder.glob(f"{VIEWS}*")):
            file.unlink()
        (folder / DEMO).write_text(SIGN, encoding="utf-8")
