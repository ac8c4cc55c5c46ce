"""A replay through Kafka that can't be is refused by one sentence, and leaves no worker behind."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from infra.kafka.admin import apply
from tests.acceptance.made_up_logs import made_up
from tests.acceptance.replay_program import PROGRAM, environment, run
from tests.integration.workers import opening, send, wait_until

USAGE, STORE, INTERRUPTED = 2, 5, 130


@pytest.fixture
def log(tmp_path):
    return made_up(1, tmp_path / "log.csv")


@pytest.fixture
def settings(database, kafka):
    apply(kafka)
    return {
        "ESCALON_DATABASE": database,
        "ESCALON_KAFKA": kafka.bootstrap,
        "ESCALON_KAFKA_PARTITIONS": str(kafka.partitions),
    }


def refused(code, log, *options, **settings):
    ran = run("replay", log, "--format", "servicenow", *options, **settings)
    assert ran.returncode == code, ran.stderr
    return ran.stderr.splitlines()[-1]


def test_there_is_no_way_but_kafka(log):
    assert refused(USAGE, log, "--through", "post") == "--through is 'post'; it can be kafka."


@pytest.mark.parametrize("option", [("--store", "look"), ("--resume",), ("--batch", "5")])
def test_what_is_of_a_folder_is_refused(option, log):
    assert refused(USAGE, log, "--through", "kafka", *option) == (
        "--store, --resume and --batch are for a replay in a folder; leave them out with"
        " --through kafka, which keeps the result in PostgreSQL."
    )


def test_the_database_must_be_named(log):
    assert refused(USAGE, log, "--through", "kafka") == (
        "ESCALON_DATABASE is not set; name PostgreSQL, such as postgresql://host/desk."
    )


def test_kafka_must_be_named(log, database):
    assert refused(USAGE, log, "--through", "kafka", ESCALON_DATABASE=database) == (
        "ESCALON_KAFKA is not set; name Kafka's servers, such as 127.0.0.1:9092."
    )


def test_topics_that_are_missing_are_named(log, database, kafka):
    settings = {"ESCALON_DATABASE": database, "ESCALON_KAFKA": kafka.bootstrap}

    assert refused(STORE, log, "--through", "kafka", **settings).startswith(
        "Topic escalon.tickets.v1 is missing; run `escalon topics apply`."
    )


def test_topics_that_hold_anything_are_refused(log, settings, kafka):
    send(kafka, [opening("ticket")])

    assert refused(STORE, log, "--through", "kafka", **settings).startswith(
        "Topic escalon.commands.v1 holds records already; name an empty Kafka with ESCALON_KAFKA"
    )


def test_a_database_that_was_worked_on_is_refused(log, settings, database):
    with psycopg.connect(database) as session:
        session.execute("INSERT INTO positions (follower, position) VALUES ('sla-timer:0', 0)")

    assert refused(STORE, log, "--through", "kafka", **settings) == (
        "The database isn't empty; name a new one with ESCALON_DATABASE for a replay."
    )


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_the_replay_however_that_ends(how, log, settings, database):
    with replaying(log, settings) as replay:
        wait_until(lambda: at_work(database), "the workers")
        replay.send_signal(how)
        replay.communicate()
        wait_until(lambda: not sessions(database), "the end of all workers")


def test_the_last_words_of_a_worker_that_ends_are_shown(log, settings, database):
    with replaying(log, settings) as replay:
        wait_until(lambda: is_published(database), "the relay")
        os.kill(children(replay.pid)[0], signal.SIGKILL)
        _, said = replay.communicate()

    assert replay.returncode == STORE
    assert "A worker of relay ended with exit code -9; its last words: " in said


class replaying(ExitStack):  # noqa: N801  # it reads as a verb
    """A replay under way, ended at the end of the block."""

    def __init__(self, log, settings):
        super().__init__()
        self._arguments = [PROGRAM, "replay", log, "--format", "servicenow", "--through", "kafka"]
        self._settings = settings

    def __enter__(self):
        super().__enter__()
        process = subprocess.Popen(
            self._arguments,
            env=environment(**self._settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.enter_context(process)
        self.callback(process.kill)
        return process


def children(parent):
    """Return the processes that one has started, oldest first."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it is gone
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return sorted(found)


def sessions(database):
    with psycopg.connect(database) as session:
        [count] = session.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    return count


def at_work(database):
    """Return whether followers have taken up their shares."""
    with psycopg.connect(database) as session:
        return session.execute("SELECT 1 FROM turns_done").fetchone()


def is_published(database):
    """Return whether followers have read anything, so that the relay leads and has said so."""
    with psycopg.connect(database) as session:
        return session.execute("SELECT 1 FROM positions WHERE position > 0").fetchone()
