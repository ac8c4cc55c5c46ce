"""The commands `escalon work …`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Annotated

import typer

from escalon.cli import errors
from escalon.cli.contents import new_app
from escalon.garbage import seldom_collected
from escalon.health.serving import serving_health
from escalon.signs import Signs
from escalon.up import stopped_by_signals
from escalon.workers.ending import end_in_time
from escalon.workers.secrets import secrets_of
from escalon.workers.starting import WORKERS, work_all
from infra import journal
from infra.kafka.configured import kafka_settings
from infra.settings import database_of, read_settings

log = logging.getLogger(__name__)

Health = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Serve `/livez`, `/readyz` and `/metrics` there; otherwise the setting `health`.",
    ),
]

app = new_app(
    help="Run one kind of worker of a distributed desk.",
    no_args_is_help=True,
    epilog="Example: `escalon work sla-timer`",
)


@app.command(epilog="Example: `escalon work relay`")
def relay(*, health: Health = None) -> None:
    """Publish the log to Kafka; of several, one does and the others wait to take over."""
    _run("relay", health=health)


@app.command(epilog="Example: `escalon work commands`")
def commands(*, health: Health = None) -> None:
    """Carry out commands that come through Kafka, and answer them."""
    _run("commands", health=health)


@app.command("sla-timer", epilog="Example: `escalon work sla-timer`")
def sla_timer(*, health: Health = None) -> None:
    """Run the clocks of a share of the tickets."""
    _run("sla-timer", health=health)


@app.command("repeat-contacts", epilog="Example: `escalon work repeat-contacts`")
def repeat_contacts(*, health: Health = None) -> None:
    """Notice requesters who come back."""
    _run("repeat-contacts", health=health)


@app.command(epilog="Example: `escalon work escalation`")
def escalation(*, health: Health = None) -> None:
    """Let the rules act on what happens to a share of the tickets."""
    _run("escalation", health=health)


@app.command("policy-moves", epilog="Example: `escalon work policy-moves`")
def policy_moves(*, health: Health = None) -> None:
    """Bring a policy's changes to open tickets."""
    _run("policy-moves", health=health)


@app.command(epilog="Example: `escalon work projections`")
def projections(*, health: Health = None) -> None:
    """Keep the read models; of several, one does and the others wait to take over."""
    _run("projections", health=health)


@app.command("all", epilog="Example: `escalon work all`")
def every(*, health: Health = None) -> None:
    """Run one of each kind in this process."""
    _run(*WORKERS, health=health)


def _run(*names: str, health: str | None) -> None:
    settings = read_settings()
    database, kafka = database_of(settings), kafka_settings(settings)
    address = settings.health if health is None else health
    journal.begin(settings.log, secrets_of(database, kafka))
    workers = [Signs(name) for name in names]
    with (
        stopped_by_signals() as stop,
        serving_health(address, database, kafka, workers),
        seldom_collected(),
    ):
        end_in_time(stop, lambda: any(signs.has_failed for signs in workers))
        _work(lambda: work_all(database, kafka, stop, workers))


def _work(task: Callable[[], None]) -> None:
    """Have an error be the log's last line, in the form of all others, and the exit code."""
    try:
        task()
    except Exception as error:
        code = errors.code_of(error)
        if code is None:
            log.exception("A worker ended by a mistake of ours.")
            raise typer.Exit(1) from None
        log.error("%s", errors.sentence(error))  # noqa: TRY400  # a sentence, no traceback
        raise typer.Exit(code) from None
