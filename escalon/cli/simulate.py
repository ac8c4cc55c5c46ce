"""The command `escalon simulate`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from errno import ENOENT
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from domain.durations import SECOND
from escalon.cli.contents import new_app
from escalon.cli.errors import naming
from escalon.cli.options import AsJson, Moment, Store, database_for, folder_of, parsed
from escalon.cli.output import print_json, progress_console
from escalon.cli.simulation import print_report
from escalon.handling.embedded import must_be_store
from escalon.shipped import policy_text
from escalon.simulation.chart import FORMATS, draw
from escalon.simulation.opening import past_of_database, past_of_folder
from escalon.simulation.report import Report, report_of
from escalon.simulation.simulate import Question, simulate
from infra.policies import read_policy
from infra.store.past import Past

app = new_app()


def chart_file(text: str) -> Path:
    """Return the file of that name; raises `ValueError` for one that is no picture."""
    file = Path(text)
    if file.suffix.lower() not in FORMATS:
        message = f"'{text}' is no picture; name a file that ends in {' or '.join(FORMATS)}"
        raise ValueError(message)
    return file


def zone_name(text: str) -> str:
    """Return the name of a time zone; raises `ValueError` for one that there isn't."""
    if text not in available_timezones():
        message = f"'{text}' is no time zone; name one like Europe/Stockholm or UTC"
        raise ValueError(message)
    return text


@app.command(
    name="simulate",
    epilog="Example: `escalon simulate --policy new.yaml --since 2026-03-01 --chart load.svg`",
)
def simulate_policy(
    *,
    policy: Annotated[
        str, typer.Option(metavar="FILE", help="A policy file, or a shipped policy.")
    ],
    since: Moment = None,
    until: Moment = None,
    compare: Annotated[bool, typer.Option(help="Hold it against what was recorded.")] = True,
    limit: Annotated[int, typer.Option(min=0, help="How many tickets that differ are shown.")] = 10,
    time_zone: Annotated[
        str | None,
        typer.Option(
            parser=parsed(zone_name),
            metavar="ZONE",
            help="Whose days and hours; otherwise those of the policy's first target.",
        ),
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option(
            parser=parsed(chart_file),
            metavar="FILE",
            help="A picture of the load of each tier, .svg or .png.",
        ),
    ] = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Show what would have come of another policy over what was recorded; nothing is changed."""
    if chart is not None and not chart.absolute().parent.is_dir():
        raise FileNotFoundError(ENOENT, "there is no such folder", str(chart.parent))
    name, text = policy_text(policy)
    with _past(store) as past:
        document = read_policy(text, name=name, first_year=_first_year(past))
        question = Question(document, since, until, compare)
        report = _report(past, question, time_zone or _zone_of(document))
    if chart is not None:
        draw(report, chart)
    if as_json:
        print_json(report.as_json())
    else:
        print_report(report, limit)


@contextmanager
def _past(store: Path | None) -> Iterator[Past]:
    if database := database_for(store):
        place_of = import_module("escalon.handling.distributed").place_of
        with naming(place_of(database)), closing(past_of_database(database)) as past:
            yield past
        return
    folder = folder_of(store)
    must_be_store(folder)
    with naming(folder), closing(past_of_folder(folder)) as past:
        yield past


def _first_year(past: Past) -> int:
    """Return the year of the first policy: no ticket is older, nor are its public holidays."""
    first = min((event.occurred_at for event in past.policies()), default=0)
    return datetime.fromtimestamp(first // SECOND, UTC).year


def _zone_of(document: dict[str, Any]) -> str:
    calendar = document["targets"][0]["calendar"][0] if document["targets"] else "always"
    return str(document["calendars"][calendar]["time_zone"])


def _report(past: Past, question: Question, time_zone: str) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = progress_console()
    silent = not screen.is_terminal
    with Progress(*columns, TimeElapsedColumn(), console=screen, disable=silent) as progress:
        task = progress.add_task("Simulating", total=None)
        result = simulate(
            past, question, lambda done, of: progress.update(task, completed=done, total=of)
        )
    return report_of(result, ZoneInfo(time_zone))
