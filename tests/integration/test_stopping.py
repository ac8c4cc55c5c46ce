"""Workers end within five seconds when told, whichever server has fallen silent."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from escalon.workers.starting import WORKERS
from infra.kafka.admin import apply
from infra.kafka.settings import KafkaSettings
from infra.store.postgres.migrate import upgrade
from tests.integration.health import ANYWHERE, STARTING, Watched
from tests.integration.workers import Process, desk_of, opening, publish, wait_until

SIGNS = {"relay": "leads from", "projections": "go on from"}


def of_postgres(database):
    """Return the ids of all processes of a PostgreSQL server, its first one before the others."""
    with psycopg.connect(database) as session:
        own = session.execute(
            "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int"
            " UNION ALL SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        ).fetchall()
    return [pid for (pid,) in own]


@contextmanager
def silent(pids):
    """Have processes neither work nor answer, nor hang up."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@pytest.fixture
def servers(own_kafka, own_postgres):
    """A broker and a database of this test, ready for workers."""
    kafka = KafkaSettings(bootstrap=own_kafka.bootstrap, partitions=3)
    apply(kafka)
    database = own_postgres.create_database("desk")
    upgrade(database)
    pids = {"kafka": lambda: [own_kafka.pid], "postgres": lambda: of_postgres(database)}
    return kafka, database, pids


@pytest.mark.parametrize("server", ["kafka", "postgres"])
def test_workers_stop_within_five_seconds_though_a_server_is_silent(servers, server):
    kafka, database, pids_of = servers
    with ExitStack() as ends:
        processes = [Process(name, database, kafka, **ANYWHERE) for name in WORKERS]
        for process in processes:
            ends.callback(process.end, signal.SIGKILL)
        relay = Watched(processes[0])
        for process in processes:
            sign = SIGNS.get(process.name, "works on partitions [0, 1, 2]")
            wait_until(lambda p=process, s=sign: p.has_said(s), process.name, STARTING)
        with desk_of(database, kafka) as desk:
            desk.desk.execute_many([publish(), opening("ticket")])
        ends.enter_context(silent(pids_of[server]()))
        silence = ("escalon_round_age_seconds", "relay")
        wait_until(lambda: (relay.value(*silence) or 0) > 1, "a relay that waits for an answer")
        took = {process.name: how_long(process) for process in processes}

    assert {process.name: process.popen.returncode for process in processes} == dict.fromkeys(
        WORKERS, 0
    )
    assert max(took.values()) < 5


def how_long(process):
    """Return how many seconds a process takes to end when told."""
    began = time.monotonic()
    process.end(signal.SIGTERM)
    return time.monotonic() - began
