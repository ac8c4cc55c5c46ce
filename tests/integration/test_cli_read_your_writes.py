"""Reading on the command line what was written there, through Kafka and the workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from tests.acceptance.cli_program import done
from tests.integration.workers import in_threads

LONG = ("--wait", "120")
KEEPERS = ("relay", "projections")


@pytest.fixture
def topics(
    kafka: KafkaSettings, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> KafkaSettings:
    """The process's broker with all topics, empty; the command line works on the database."""
    monkeypatch.setenv("ESCALON_DATABASE", database)
    monkeypatch.setenv("ESCALON_STORE", str(tmp_path / "desk"))
    apply(kafka)
    return kafka


def waiting() -> list[str]:
    """Return the references of all tickets in the queues, as far as is known without waiting."""
    tiers = done("queues", "--json", "--wait", "0").json["tiers"]
    return sorted(ticket["external_id"] for tier in tiers for ticket in tier["tickets"])


def test_a_command_returns_once_the_queues_show_it(database: str, topics: KafkaSettings):
    with in_threads(KEEPERS, database, topics):
        for number in range(1, 4):
            ran = done("ticket", "open", f"Number {number}", "--id", f"N-{number}", *LONG)

            assert "the read models are at" not in ran.err
            assert waiting() == [f"N-{n}" for n in range(1, number + 1)]


def test_a_query_waits_for_what_was_written_while_nobody_kept_the_read_models(
    database: str, topics: KafkaSettings
):
    opened = done("ticket", "open", "One", "--id", "A", "--wait", "0", "--json")
    assert "the read models are at position 0, the change is at 2" in opened.err
    position = str(opened.json["recorded"][-1]["position"])

    with in_threads(KEEPERS, database, topics):
        ran = done("report", "sla", "--position", position, *LONG)

        assert "the read models are at" not in ran.err
        assert waiting() == ["A"]


def test_a_reference_is_found_that_the_read_models_are_yet_to_hear_of(
    database: str, topics: KafkaSettings
):
    done("ticket", "open", "One", "--id", "A", "--wait", "0")

    with in_threads(KEEPERS, database, topics):
        assert done("ticket", "show", "A", "--json", *LONG).json["subject"] == "One"


def test_read_models_that_were_rebuilt_go_on_with_their_worker(
    database: str, topics: KafkaSettings
):
    with in_threads(KEEPERS, database, topics):
        done("ticket", "open", "One", "--id", "A", *LONG)
        done("rebuild", "all")
        done("ticket", "open", "Two", "--id", "B", *LONG)

        assert waiting() == ["A", "B"]
