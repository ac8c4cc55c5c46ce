"""The examples of `examples/` do what they say, as programs of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from escalon.client import Client
from escalon.http.registry import registry_app
from escalon.http.serving import serving
from escalon.publishing import publication
from infra.kafka.admin import apply
from infra.kafka.topics import COMMANDS
from infra.registry import Catalogue
from tests.integration.workers import ANNA, desk_of, id_of, in_threads, now, of, records

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PATIENCE = 90.0


@pytest.fixture
def desk(database, kafka):
    """A desk under the shipped policy that carries out commands."""
    apply(kafka)
    with desk_of(database, kafka) as desk, in_threads(["commands"], database, kafka):
        with Client(kafka) as client:
            command = publication("default", command_id=id_of("publish"), at=now(), actor=ANNA)
            client.send(command).result(PATIENCE)
        yield desk


def run(example, *arguments, **environment):
    """Run an example and return what it said."""
    done = subprocess.run(
        [sys.executable, "-P", EXAMPLES / example, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_program_without_anything_of_ours_opens_a_ticket_and_reads_the_result(desk):
    with serving(registry_app(Catalogue()), "127.0.0.1", 0) as url:
        servers = {"ESCALON_KAFKA": desk.kafka.bootstrap, "ESCALON_REGISTRY": url}
        said = [run("with_confluent_kafka.py", "order 1", **servers) for _ in range(2)]

    [opened] = of(desk, "TicketOpened")
    assert said == ["order 1: recorded at positions 2 to 2\n"] * 2
    assert (opened.external_id, opened.subject) == ("order 1", "Where is order 1?")


def test_it_chooses_partitions_as_our_own_client_does(desk):
    orders = [f"order {number}" for number in range(3)]
    with serving(registry_app(Catalogue()), "127.0.0.1", 0) as url:
        servers = {"ESCALON_KAFKA": desk.kafka.bootstrap, "ESCALON_REGISTRY": url}
        for order in orders:
            run("with_confluent_kafka.py", order, **servers)
            run("with_the_client.py", order, **servers)

    places = {}
    for record in records(desk.kafka, COMMANDS.name):
        places.setdefault(record.key, set()).add(record.partition)
    assert len(places) == len(orders) + 1
    assert all(len(numbers) == 1 for numbers in places.values())


def test_the_client_opens_a_ticket_and_gives_it_to_somebody(desk):
    said = run("with_the_client.py", "order 1", ESCALON_KAFKA=desk.kafka.bootstrap)

    assert said == "order 1: opened at position 2\norder 1: assigned at position 3\n"
    assert [event.assignee for event in of(desk, "TicketAssigned")] == ["anna"]
