"""The command `escalon replay`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from errno import ENOENT
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from escalon.cli.contents import new_app
from escalon.cli.errors import naming
from escalon.cli.options import AsJson
from escalon.cli.output import print_json, print_table, progress_console
from escalon.importers.formats import FORMATS, must_be_known, read_log
from escalon.importers.log import Log
from escalon.replay.report import Report
from escalon.replay.retell import Retelling, retell
from escalon.replay.through_kafka import Carrying, retell_through_kafka
from escalon.shipped import policy_text
from infra.kafka.configured import kafka_settings
from infra.policies import read_policy, to_json
from infra.settings import SettingsMistake, database_of, read_settings

app = new_app()

FORMAT_HELP = "; ".join(f"{name}: {format.description}" for name, format in FORMATS.items())


@app.command(
    epilog="Example: `escalon replay incidents.csv.gz --format servicenow --store ./look --json`"
)
def replay(
    *,
    file: Annotated[Path, typer.Argument(help="The log, CSV or gzipped CSV.", show_default=False)],
    format: Annotated[str, typer.Option(help=FORMAT_HELP, show_default=False)],
    policy: Annotated[
        str, typer.Option(help="A policy file, or a shipped policy; the format's own by default.")
    ] = "",
    store: Annotated[
        Path | None, typer.Option(help="Folder to keep the result in; otherwise it isn't kept.")
    ] = None,
    outcomes: Annotated[
        Path | None, typer.Option(help="File for one line of CSV per ticket.")
    ] = None,
    resume: Annotated[
        bool, typer.Option(help="Go on where an interrupted replay stopped.")
    ] = False,
    batch: Annotated[
        int | None, typer.Option(min=1, help="Entries told in one transaction.")
    ] = None,
    through: Annotated[
        str, typer.Option(help="`kafka`: through PostgreSQL and Kafka, whose settings are needed.")
    ] = "",
    processes: Annotated[
        int, typer.Option(min=1, help="Processes of each worker; with `--through kafka`.")
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Tell a real log to the desk again, in virtual time, and see what the policy makes of it."""
    must_be_known(format)
    _must_go_through(through, store, resume, batch)
    if outcomes is not None and not outcomes.absolute().parent.is_dir():
        raise FileNotFoundError(ENOENT, "there is no such folder", str(outcomes.parent))
    name, text = policy_text(policy or format)
    with progress_console().status("Reading the log …"):
        log = read_log(file, format, _policy_name(name, text))
        document = to_json(read_policy(text, name=name, first_year=log.first_year))
    if through:
        carrying = Carrying(
            file=file,
            log=log,
            document=document,
            database=database_of(read_settings()),
            kafka=kafka_settings(read_settings()),
            processes=processes,
            outcomes=outcomes,
        )
        _print(_with_progress(log, partial(retell_through_kafka, carrying)), as_json)
        return
    with _folder(store) as folder, naming(Path(folder)):
        retelling = Retelling(
            file=file,
            log=log,
            document=document,
            store=Path(folder),
            batch=batch or read_settings().batch,
            resume=resume,
            outcomes=outcomes,
        )
        found = _with_progress(log, partial(retell, retelling))
    _print(found, as_json)


def _must_go_through(through: str, *others: object) -> None:
    """Refuse what can't be together with `--through`."""
    if through not in ("", "kafka"):
        message = f"--through is {through!r}; it can be kafka."
        raise SettingsMistake(message)
    if through and any(others):
        message = (
            "--store, --resume and --batch are for a replay in a folder; leave them out with"
            " --through kafka, which keeps the result in PostgreSQL."
        )
        raise SettingsMistake(message)


def _print(found: Report, as_json: bool) -> None:
    if as_json:
        print_json(found.as_json())
    else:
        _show(found)


def _policy_name(name: str, text: str) -> str:
    return str(read_policy(text, name=name, first_year=2000)["policy"])


def _folder(store: Path | None) -> AbstractContextManager[str]:
    return nullcontext(str(store)) if store else TemporaryDirectory(prefix="escalon-replay-")


def _with_progress(log: Log, tell: Callable[[Callable[[int], None]], Report]) -> Report:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=progress_console()) as progress:
        task = progress.add_task("Replaying", total=len(log.entries))
        return tell(lambda done: progress.update(task, completed=done))


def _show(found: Report) -> None:
    print_table(
        "Replay",
        ("what", "value"),
        [
            (name, str(value))
            for name, value in found.as_json().items()
            if not isinstance(value, dict)
        ],
    )
    print_table("Events", ("event", "recorded"), found.by_event.items())
    print_table(
        "Agreements",
        ("metric", "met", "breached", "met %"),
        [
            (metric, n["met"], n["breached"], _percent(n["met"], n["breached"]))
            for metric, n in found.sla.items()
        ],
    )
    if found.refused_reasons:
        print_table("Refused", ("why", "times"), found.refused_reasons.items())


def _percent(met: int, breached: int) -> str:
    return f"{100 * met / (met + breached):.1f}" if met + breached else ""
