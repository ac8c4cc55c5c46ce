"""The commands `escalon work …`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from escalon.cli.contents import new_app
from escalon.up import stopped_by_signals
from escalon.workers.starting import work, work_all
from infra.kafka.configured import kafka_settings
from infra.kafka.settings import KafkaSettings
from infra.settings import database_of, read_settings

app = new_app(
    help="Run one kind of worker of a distributed desk.",
    no_args_is_help=True,
    epilog="Example: `escalon work sla-timer`",
)


@app.command(epilog="Example: `escalon work relay`")
def relay() -> None:
    """Publish the log to Kafka; of several, one does and the others wait to take over."""
    _run(_one("relay"))


@app.command(epilog="Example: `escalon work commands`")
def commands() -> None:
    """Carry out commands that come through Kafka, and answer them."""
    _run(_one("commands"))


@app.command("sla-timer", epilog="Example: `escalon work sla-timer`")
def sla_timer() -> None:
    """Run the clocks of a share of the tickets."""
    _run(_one("sla-timer"))


@app.command("repeat-contacts", epilog="Example: `escalon work repeat-contacts`")
def repeat_contacts() -> None:
    """Notice requesters who come back."""
    _run(_one("repeat-contacts"))


@app.command(epilog="Example: `escalon work escalation`")
def escalation() -> None:
    """Let the rules act on what happens to a share of the tickets."""
    _run(_one("escalation"))


@app.command(epilog="Example: `escalon work projections`")
def projections() -> None:
    """Keep the read models; of several, one does and the others wait to take over."""
    _run(_one("projections"))


@app.command("all", epilog="Example: `escalon work all`")
def every() -> None:
    """Run one of each kind in this process."""
    _run(work_all)


def _one(name: str) -> Callable[[str, KafkaSettings, Event], None]:
    return lambda database, kafka, stop: work(name, database, kafka, stop)


def _run(task: Callable[[str, KafkaSettings, Event], None]) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    _quiet("kafka")
    settings = read_settings()
    database = database_of(settings)
    with stopped_by_signals() as stop:
        task(database, kafka_settings(settings), stop)


def _quiet(library: str) -> None:
    """Keep a library from saying in its words what we say in ours; ours come from listening to it.

    So its voice must stay: one that is turned down would leave a refusal a mere silence.
    """
    voice = logging.getLogger(library)
    voice.setLevel(logging.WARNING)
    voice.propagate = False
    voice.addHandler(logging.NullHandler())
