"""Workers' health and metrics over HTTP, on a real broker and a real database."""

from __future__ import annotations

import json
import signal
import socket
from contextlib import ExitStack, closing

import psycopg
import pytest

from escalon.health.database import AskingDatabase
from escalon.health.process import observed
from escalon.signs import Signs
from escalon.workers.starting import WORKERS
from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.protocols import Partition
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS
from infra.store.postgres.migrate import upgrade
from tests.integration.health import STARTING, watched
from tests.integration.workers import (
    Process,
    desk_of,
    in_threads,
    now,
    of,
    opening,
    publish,
    resolving,
    send,
    wait_until,
)

PASSWORD = "not-to-be-told"  # noqa: S105  # the server asks for none
OF_ALL = list(WORKERS)


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


@pytest.fixture
def everything(database, topics):
    """All workers in one process, once they have something to do."""
    with_password = database.replace("escalon@", f"escalon:{PASSWORD}@")
    with watched("all", with_password, topics) as all_workers:
        wait_until(all_workers.is_ready, "readiness", STARTING)
        yield all_workers


@pytest.fixture
def counted(database, topics, everything):
    """The metrics once three commands came, of which one opened a ticket that was breached."""
    with desk_of(database, topics) as desk:
        send(topics, [publish()])
        wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
        send(topics, [opening("ticket"), resolving("nobody opened it", now())])
        with closing(producer(topics, Sends(name="test"))) as sender:
            sender.send(COMMANDS.name, b"no command", b"key").get(10)
        wait_until(lambda: of(desk, "TierEscalated"), "the move")
    for name, labels in [
        ("escalon_dead_letters_total", f"{COMMANDS.name} commands"),
        ("escalon_commands_total", "TicketNotFound refused commands"),
        ("escalon_move_lateness_seconds_count", "escalation"),
    ]:
        wait_until(lambda n=name, of=labels: everything.value(n, of), name)
    wait_until(lambda: everything.value("escalon_log_head_position") == 4, "the head of the log")
    wait_until(lambda: everything.value("escalon_clocks_held", "sla-timer:2") == 0, "clocks")
    return everything.metrics()


def test_commands_count_by_what_became_of_them(counted):
    assert counted["escalon_commands_total"] == {
        "recorded commands": 2,
        "TicketNotFound refused commands": 1,
        "dead_letter commands": 1,
    }
    assert counted["escalon_command_latency_seconds_count"] == {"commands": 3}


def test_it_is_told_how_late_milestones_and_moves_are(counted):
    assert counted["escalon_milestone_lateness_seconds_count"] == {"sla-timer": 1}
    assert 0 < counted["escalon_milestone_lateness_seconds_sum"]["sla-timer"] < 60
    assert counted["escalon_move_lateness_seconds_count"] == {"escalation": 1}
    assert counted["escalon_events_appended_total"]["escalon.TierEscalated escalation"] == 1


def test_it_is_told_who_leads_who_holds_what_and_how_far_all_is(counted):
    assert counted["escalon_leading"] == {"relay": 1, "projections": 1}
    assert counted["escalon_relay_position"] == {"relay": 4}
    assert counted["escalon_partitions_held"]["sla-timer"] == 3
    assert counted["escalon_rebalances_total"]["escalation"] >= 1
    assert counted["escalon_server_up"] == {"postgresql": 1, "kafka": 1}
    assert max(counted["escalon_watermark_age_seconds"].values()) < 5


def test_each_line_of_the_log_is_json_and_none_tells_a_password(everything):
    everything.process.end(signal.SIGTERM)
    lines = everything.lines()

    assert all({"time", "level", "worker", "message"} <= line.keys() for line in lines)
    assert set(OF_ALL) <= {line["worker"] for line in lines}
    assert {"worker": "sla-timer", "partitions": [0, 1, 2]}.items() <= everything.said(
        "sla-timer works on partitions [0"
    )[-1].items()
    assert not any(PASSWORD in line for line in everything.process.said)


def test_a_process_says_what_its_workers_do(everything):
    status, body = everything.get("/readyz")
    told = json.loads(body)

    assert (status, told["ready"], told["why"]) == (200, True, [])
    assert [one["worker"] for one in told["workers"]] == OF_ALL
    assert [one["role"] for one in told["workers"]][::6] == ["leading", "leading"]
    assert everything.get("/livez") == (200, '{"live":true,"why":[]}')


def test_without_a_relay_a_follower_warns_once_and_is_unready_until_there_is_one(database, topics):
    alarm, age = "watermark that escalation knows", ("escalon_watermark_age_seconds", "escalation")
    with watched("escalation", database, topics) as follower:
        with in_threads(["relay"], database, topics):
            wait_until(follower.is_ready, "readiness", STARTING)
        before = len(follower.said("is a relay at work"))
        wait_until(lambda: (follower.value(*age) or 0) > 7, "an old watermark")
        status, why = follower.get("/readyz")[0], follower.why()
        warned = follower.said("is a relay at work")[before:]
        with in_threads(["relay"], database, topics):
            wait_until(follower.is_ready, "readiness", STARTING)
            wait_until(lambda: follower.said("all is well again"), "the end of the alarm")

    assert status == 503
    assert [alarm in reason for reason in why].count(True) == 1
    assert [line["level"] for line in warned] == ["warning"]


def test_a_relay_that_waits_to_take_over_is_ready(database, topics):
    with in_threads(["relay"], database, topics), desk_of(database, topics) as desk:
        wait_until(lambda: leads(desk), "a leader")
        with watched("relay", database, topics) as second:
            wait_until(second.is_ready, "readiness")
            told = json.loads(second.get("/readyz")[1])["workers"]
            leading = second.value("escalon_leading", "relay")

    assert told == [
        {
            "worker": "relay",
            "role": "standing by",
            "partitions": [],
            "watermark_age_seconds": None,
        }
    ]
    assert leading == 0


def leads(desk):
    """Return whether some relay holds the lock of the leader."""
    return desk.recorder.datastore.execute(
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted",
        (0x5245_4C59,),
    )


def test_lag_is_what_lies_behind_the_offsets_of_a_worker(database, topics):
    send(topics, [opening("ticket")])
    [number] = [
        n
        for n in range(topics.partitions)
        if Partition(COMMANDS.name, n) in lagging(database, topics)
    ]
    place = Partition(COMMANDS.name, number)

    assert lagging(database, topics, {place: 0}) == {place: 1}
    assert lagging(database, topics, {place: 1}) == {place: 0}


def lagging(database, kafka, offsets=None):
    """Return the lag in each partition, of those that have some where no offsets are given."""
    signs = Signs("commands")
    every = {Partition(COMMANDS.name, number): 0 for number in range(kafka.partitions)}
    signs.offsets = offsets or every
    process = observed(database, kafka, [signs])
    with process.asking():
        wait_until(process.kafka.is_answered, "an answer")
        found = {place: lag for _, place, lag in process.lags()}
    return found if offsets else {place: lag for place, lag in found.items() if lag}


def test_a_worker_is_unready_while_a_server_is_away(own_postgres, topics):
    database = own_postgres.create_database("desk")
    upgrade(database)
    with watched("escalation", database, topics) as follower:
        wait_until(lambda: follower.said("works on partitions"), "the worker to work")
        wait_until(lambda: "PostgreSQL doesn't answer." not in follower.why(), "an answer")
        own_postgres.stop("fast")
        wait_until(lambda: "PostgreSQL doesn't answer." in follower.why(), "silence")
        away = follower.value("escalon_server_up", "postgresql")
        restarts = ("escalon_restarts_total", "escalation")
        wait_until(lambda: (follower.value(*restarts) or 0) >= 1, "another attempt")
        lives = follower.get("/livez")[0]
        own_postgres.start()
        wait_until(lambda: "PostgreSQL doesn't answer." not in follower.why(), "an answer")

    assert (away, lives) == (0, 200)


def refused(database, address):
    """Return exit code and last line of a worker that is to serve its health at an address."""
    kafka = KafkaSettings(bootstrap="127.0.0.1:1")
    with ExitStack() as ends:
        process = Process("relay", database, kafka, ESCALON_HEALTH=address)
        ends.callback(process.end, signal.SIGKILL)
        code = process.wait()
    return code, process.said


def test_an_address_that_is_taken_is_refused_in_a_sentence():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        told = refused("postgresql://127.0.0.1/desk", f"127.0.0.1:{port}")

    sentence = f"127.0.0.1, port {port}, can't be served at: address already in use"
    assert told == (2, [f"{sentence}; name another address.\n"])


def test_an_address_that_is_none_is_refused_in_a_sentence():
    code, [line] = refused("postgresql://127.0.0.1/desk", "nowhere")

    assert code == 2
    assert line == (
        "The address of health checks is 'nowhere'; name a host and a port up to 65535,"
        " such as 127.0.0.1:9464.\n"
    )


def test_parked_records_and_the_tickets_that_they_stall_are_counted_by_follower(database):
    parked = [("commands:0", "alone", True), ("sla-timer:1", "ticket", False)]
    with psycopg.connect(database) as session:
        for number, (follower, key, is_alone) in enumerate([*parked, parked[1]]):
            session.execute(
                "INSERT INTO parked (follower, key, is_alone, topic, partition, record_offset,"
                " header_names, header_values, error, parked_at)"
                " VALUES (%s, %s, %s, 'topic', 0, %s, '{}', '{}', 'broken', 1)",
                (follower, key, is_alone, number),
            )
    with closing(AskingDatabase(database, lambda: ())) as asking:
        told = asking()

    assert told.parked == {"commands:0": 1, "sla-timer:1": 2}
    assert told.stalled == {"commands:0": 0, "sla-timer:1": 1}
