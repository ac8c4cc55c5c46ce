"""A replay through Kafka says of each ticket what the embedded one says, to the byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pytest

from escalon.replay.retell import Retelling, retell
from escalon.replay.through_kafka import Carrying, retell_through_kafka
from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from tests.acceptance.made_up_cases import document, made_up_cases
from tests.acceptance.replay_program import SERVICENOW, first_incidents, replay, run

OF_TIME = {"log_digest", "seconds", "rows_per_second"}
"""What may differ: the order of facts about different tickets, and how long it took."""
ROWS = 1_500
OVER = "The database holds a replay, which stays as it is; name another with ESCALON_DATABASE."


class Servers(NamedTuple):
    """Empty servers, the settings that name them, and how many processes work on them."""

    database: str
    kafka: KafkaSettings
    processes: int

    @property
    def settings(self) -> Mapping[str, str]:
        return {
            "ESCALON_DATABASE": self.database,
            "ESCALON_KAFKA": self.kafka.bootstrap,
            "ESCALON_KAFKA_PARTITIONS": str(self.kafka.partitions),
        }


@pytest.fixture(params=[(1, 1), (3, 3)], ids=["1 partition", "3 partitions"])
def servers(request, database, kafka):
    partitions, processes = request.param
    kafka = replace(kafka, partitions=partitions)
    apply(kafka)
    return Servers(database, kafka, processes)


def compared(report):
    return {name: value for name, value in report.items() if name not in OF_TIME}


def test_cases_that_meet_and_fall_due_together_come_to_the_same(servers, tmp_path, monkeypatch):
    for name, value in servers.settings.items():  # the workers read them
        monkeypatch.setenv(name, value)
    file = tmp_path / "log"
    file.write_text("made up")
    log = made_up_cases(1, requesters=10, tickets=40)
    told = {"file": file, "log": log, "document": document()}
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    within = Retelling(**told, store=tmp_path / "store", batch=4_000, outcomes=here)
    across = Carrying(
        **told,
        database=servers.database,
        kafka=servers.kafka,
        processes=servers.processes,
        outcomes=there,
    )
    entries = []

    found = retell_through_kafka(across, entries.append)
    expected = retell(within, lambda _: None)

    assert compared(found.as_json()) == compared(expected.as_json())
    assert there.read_bytes() == here.read_bytes()
    assert entries[-1] == len(log.entries)
    assert min(found.repeat_contacts, found.escalations, found.by_event["TicketMerged"]) > 0


@pytest.mark.real_data(SERVICENOW)
def test_real_incidents_come_to_the_same_in_a_database_that_is_read_and_not_worked_on(
    servers, shared, tmp_path
):
    log = first_incidents(shared, tmp_path / "log.csv", ROWS)
    expected = replay(log, tmp_path / "store")
    outcomes = tmp_path / "there.csv"
    how = ("--through", "kafka", "--processes", str(servers.processes), "--outcomes", outcomes)

    ran = run("replay", log, "--format", "servicenow", *how, "--json", **servers.settings)
    worker = run("work", "sla-timer", **servers.settings)
    read = run("report", "sla", "--json", **servers.settings)

    assert ran.returncode == 0, ran.stderr
    assert compared(json.loads(ran.stdout)) == compared(expected.report)
    assert outcomes.read_bytes() == expected.outcomes
    assert worker.returncode == 5
    assert json.loads(worker.stderr)["message"] == OVER
    assert (read.stderr, read.returncode) == ("", 0)
    assert read.stdout == run("report", "sla", "--json", "--store", tmp_path / "store").stdout
