"""Clusters and members that aren't who they seem: said in a sentence, and nothing read over."""

from __future__ import annotations

import signal
import time
from contextlib import closing
from dataclasses import replace
from threading import Event

import pytest

from escalon.cli.main import main
from escalon.workers.membership import AGAIN_SECONDS, Membership, MemberTaken
from escalon.workers.starting import work
from infra.kafka.admin import apply
from infra.kafka.client import SESSION_MS, admin
from infra.kafka.identity import AnotherCluster, Identity, identity, must_be_known
from infra.kafka.topics import TICKETS
from tests.integration.workers import (
    Process,
    desk_of,
    in_threads,
    log_of,
    of,
    opening,
    publish,
    records,
    wait_until,
)

TIMERS = ["relay", "sla-timer"]


@pytest.fixture
def topics(kafka):
    apply(kafka)
    return kafka


def make_anew(kafka, topic):
    with closing(admin(kafka)) as cluster:
        cluster.delete_topics([topic.name])
        wait_until(lambda: topic.name not in identity(kafka).topics, "the topic to go")
        apply(kafka)


def test_topics_that_were_made_anew_are_not_read_on_as_if_they_were_the_old(database, topics):
    with desk_of(database, topics) as desk:
        must_be_known(desk.workspace.states, identity(topics))
        make_anew(topics, TICKETS)
        with pytest.raises(AnotherCluster, match=f"Topic {TICKETS.name} was .* when it was read"):
            work("sla-timer", database, topics, Event())


def test_another_cluster_is_not_read_on_as_if_it_were_the_old(database, topics):
    with desk_of(database, topics) as desk:
        must_be_known(desk.workspace.states, Identity("another", {}))
        with pytest.raises(AnotherCluster, match="The Kafka cluster was another when it was read"):
            work("commands", database, topics, Event())


def test_an_adopted_cluster_is_filled_and_read_and_nothing_is_done_twice(
    database, topics, monkeypatch
):
    with desk_of(database, topics) as desk:
        with in_threads(TIMERS, database, topics):
            desk.desk.execute_many([publish(), opening("early")])
            wait_until(lambda: of(desk, "SlaBreached"), "the breach")
        for topic in ("tickets", "sla", "policies", "watermarks"):
            make_anew(topics, replace(TICKETS, name=f"escalon.{topic}.v1"))
        adopt(database, topics, monkeypatch)
        with in_threads(TIMERS, database, topics):
            desk.desk.execute_many([opening("late")])
            wait_until(lambda: len(of(desk, "SlaBreached")) == 2, "the other breach")
        logged = [event.TOPIC for _, event in log_of(desk)]

    assert sorted(logged).count("escalon.SlaBreached") == 2
    assert len(records(topics, TICKETS.name)) == 2


def adopt(database, kafka, monkeypatch):
    monkeypatch.setenv("ESCALON_DATABASE", database)
    monkeypatch.setenv("ESCALON_KAFKA", kafka.bootstrap)
    monkeypatch.setenv("ESCALON_KAFKA_PARTITIONS", str(kafka.partitions))
    monkeypatch.setattr("sys.argv", ["escalon", "topics", "adopt"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0


def test_a_member_with_a_name_has_its_partitions_back_at_once(database, topics):
    named = replace(topics, member="timer-1")
    first = Process("sla-timer", database, named)
    wait_until(lambda: first.has_said("works on"), "the timer")
    first.end(signal.SIGKILL)
    begun = time.monotonic()
    second = Process("sla-timer", database, named)
    wait_until(lambda: second.has_said("works on partitions [0, 1, 2]"), "the partitions")
    waited = time.monotonic() - begun
    assert second.end(signal.SIGTERM) == 0

    assert waited < SESSION_MS / 1_000


def test_two_members_with_one_name_end_one_with_a_sentence(topics):
    named = replace(topics, member="timer-1")
    first = Membership(named, "test-names", [TICKETS.name])
    wait_until(lambda: first.poll() is not None, "the first to be a member")
    second = Membership(named, "test-names", [TICKETS.name])
    wait_until(lambda: second.poll() is not None, "the second to be a member")
    first.ask_again()
    try:
        with pytest.raises(MemberTaken, match="is named 'timer-1' too"):
            wait_until(lambda: first.poll() and False, "the end", 10 * AGAIN_SECONDS)
    finally:
        first.close()
        second.close()
