"""A replay through Kafka and PostgreSQL says of each ticket what the embedded one says, to the byte."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from escalon.replay.retell import Retelling, retell
from escalon.replay.through_kafka import Carrying, retell_through_kafka
from infra.kafka.admin import apply
from tests.acceptance.made_up_cases import document, made_up_cases
from tests.acceptance.replay_program import SERVICENOW, first_incidents, replay, run

OF_TIME = {"log_digest", "seconds", "rows_per_second"}
"""What may differ: the order of facts about different tickets, and how long it took."""
ROWS = 1_500


def compared(report):
    return {name: value for name, value in report.items() if name not in OF_TIME}


def settings_of(database, kafka):
    return {
        "ESCALON_DATABASE": database,
        "ESCALON_KAFKA": kafka.bootstrap,
        "ESCALON_KAFKA_PARTITIONS": str(kafka.partitions),
    }


@pytest.mark.parametrize(("partitions", "processes"), [(1, 1), (3, 3)])
def test_cases_that_meet_and_fall_due_together_come_to_the_same(
    partitions, processes, database, kafka, tmp_path, monkeypatch
):
    kafka = replace(kafka, partitions=partitions)
    apply(kafka)
    for name, value in settings_of(database, kafka).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "log"
    file.write_text("made up")
    told = {"file": file, "log": made_up_cases(1, requesters=10, tickets=40)}
    told["document"] = document()
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    expected = retell(
        Retelling(**told, store=tmp_path / "store", batch=4_000, outcomes=here), lambda _: None
    )
    entries = []

    found = retell_through_kafka(
        Carrying(**told, database=database, kafka=kafka, processes=processes, outcomes=there),
        entries.append,
    )

    assert compared(found.as_json()) == compared(expected.as_json())
    assert there.read_bytes() == here.read_bytes()
    assert entries[-1] == len(told["log"].entries)
    assert min(found.repeat_contacts, found.escalations, found.by_event["TicketMerged"]) > 0


@pytest.mark.real_data(SERVICENOW)
@pytest.mark.parametrize(("partitions", "processes"), [(1, 1), (3, 3)])
def test_real_incidents_come_to_the_same(partitions, processes, database, kafka, shared, tmp_path):
    kafka = replace(kafka, partitions=partitions)
    apply(kafka)
    log = first_incidents(shared, tmp_path / "log.csv", ROWS)
    expected = replay(log, tmp_path / "store")
    settings = settings_of(database, kafka)
    there = ("--through", "kafka", "--processes", str(processes))
    outcomes = tmp_path / "there.csv"

    ran = run(
        "replay",
        log,
        "--format",
        "servicenow",
        *there,
        "--outcomes",
        outcomes,
        "--json",
        **settings,
    )

    assert ran.returncode == 0, ran.stderr
    assert compared(json.loads(ran.stdout)) == compared(expected.report)
    assert outcomes.read_bytes() == expected.outcomes
