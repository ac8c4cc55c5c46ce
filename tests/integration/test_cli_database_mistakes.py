"""What the command line says of a database that can't be used, or whose time is over."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from domain.durations import HOUR
from domain.ids import NAMESPACE, derive
from escalon.cli.output import instant
from escalon.replay import checkpoint
from escalon.replay.checkpoint import Checkpoint
from infra.local.ports import free_port
from infra.store.postgres.datastore import Datastore
from infra.store.postgres.states import PostgresStates
from tests.acceptance.cli_program import done, escalon
from tests.integration.desk_in_database import keep_read_models
from tests.integration.workers import now

COMMANDS = [["ticket", "open", "One"], ["queues"], ["history", "A"], ["policy", "show"]]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCALON_WAIT", "0")


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_database_that_nobody_serves_is_told_of_with_its_place(
    words: list[str], monkeypatch: pytest.MonkeyPatch
):
    port = free_port()
    monkeypatch.setenv("ESCALON_DATABASE", f"postgresql://anna:secret@127.0.0.1:{port}/desk")
    ran = escalon(*words)

    assert ran.code == 5
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(f"The store 127.0.0.1:{port}/desk can't be used (connection failed:")
    assert "see that PostgreSQL runs there, or name another with ESCALON_DATABASE." in ran.err
    assert "secret" not in ran.err


def test_a_database_that_is_not_there_is_told_of(postgres: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_DATABASE", f"{postgres}nowhere")
    ran = escalon("queues")

    assert ran.code == 5
    assert 'database "nowhere" does not exist): make it, or name another' in ran.err


def test_a_database_without_tables_is_told_of(empty_database: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_DATABASE", empty_database)
    ran = escalon("ticket", "open", "One")

    assert ran.code == 5
    assert "run `escalon db upgrade`" in ran.err


def test_what_names_no_database_is_told_of_without_being_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ESCALON_DATABASE", "secret words")
    ran = escalon("queues")

    assert ran.code == 2
    assert ran.err == (
        "ESCALON_DATABASE names no database; write it like postgresql://user@host:5432/desk.\n"
    )


@pytest.fixture
def retold(database: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """A database that holds a replay with ticket A; returns when its time ended."""
    monkeypatch.setenv("ESCALON_DATABASE", database)
    done("ticket", "open", "One", "--id", "A")
    keep_read_models(database)
    end = now() + 2 * HOUR
    with closing(Datastore(database)) as store:
        checkpoint.save(PostgresStates(store), Checkpoint("a log", 1, end))
    return end


@pytest.mark.parametrize(
    "words",
    [["open", "Two"], ["reply", "A", "Hello"], ["resolve", "A"]],
    ids=lambda words: words[0],
)
@pytest.mark.usefixtures("retold")
def test_a_replay_stays_as_it_is(words: list[str], database: str):
    ran = escalon("ticket", *words)

    assert ran.code == 5
    assert ran.err == (
        "The database holds a replay, which stays as it is; name another with ESCALON_DATABASE.\n"
    )
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT max(position) FROM events").fetchone() == (2,)


def test_a_replay_is_read_as_it_stood_at_its_end(retold: int):
    id = derive(NAMESPACE, "ticket:A")
    ends = [
        done("queues", "--json").json["now"],
        done("ticket", "show", "A", "--json").json["at"],
        done("history", "A", "--json").json["state"]["at"],
    ]

    assert ends == 3 * [instant(retold)]
    assert done("why", id, "--json").json["ticket_id"] == id
