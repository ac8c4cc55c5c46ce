"""The commands `escalon topics …`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer

from escalon.cli.contents import new_app
from escalon.cli.errors import REFUSED
from escalon.cli.options import AsJson
from escalon.cli.output import console, print_json, print_table, say
from escalon.distributed import open_distributed
from infra.kafka import admin
from infra.kafka.configured import kafka_settings
from infra.kafka.identity import identity, must_be_known
from infra.kafka.topics import TOPICS
from infra.settings import database_of, read_settings

app = new_app(
    help="Make and check Kafka's topics.",
    no_args_is_help=True,
    epilog="Example: `escalon topics check`",
)


@app.command(epilog="Example: `escalon topics apply`")
def apply(
    *,
    change: Annotated[
        bool, typer.Option("--change", help="Set the settings that differ, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Create the topics that are missing, and say what differs in those that are there.

    The number of partitions of a topic is never changed.
    """
    done = admin.apply(kafka_settings(read_settings()), change=change)
    made = [(name, "created") for name in done.created]
    made += [(name, "changed") for name in done.changed]
    if as_json:
        print_json(done._asdict())
    elif made:
        print_table("", ("topic", "done"), made)
    else:
        console().print("Nothing to do.")
    _end(done.differences)


@app.command(epilog="Example: `escalon topics check --json`")
def check(*, as_json: AsJson = False) -> None:
    """Say where Kafka's topics differ from what is needed; the exit code is 1 if they do."""
    differences = admin.check(kafka_settings(read_settings()))
    if as_json:
        print_json({"topics": [topic.name for topic in TOPICS], "differences": differences})
    elif not differences:
        console().print(f"All {len(TOPICS)} topics are as they should be.")
    _end(differences)


@app.command(epilog="Example: `escalon topics adopt`")
def adopt() -> None:
    """Have all workers read this cluster's topics from their beginning; stop them before.

    For a new cluster, or topics made anew, under a desk that has read others. Nothing is done
    twice: workers know what they have handled, and the relay publishes what is missing.
    """
    settings = read_settings()
    kafka = kafka_settings(settings)
    found = identity(kafka)
    with (
        closing(open_distributed(database_of(settings), kafka)) as desk,
        desk.workspace.transaction(),
    ):
        desk.claims.forget_offsets()
        desk.parking.forget_spots()
        must_be_known(desk.workspace.states, found)
    console().print(f"Workers read cluster {found.cluster} from its beginning.")


def _end(differences: Sequence[str]) -> None:
    for difference in differences:
        say(difference)
    if differences:
        raise typer.Exit(REFUSED)
