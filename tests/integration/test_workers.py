"""Workers beside each other: whatever comes twice, late or broken, each thing happens once."""

from __future__ import annotations

import signal
import time
from collections import Counter
from contextlib import ExitStack, closing
from functools import reduce
from threading import Event

import pytest

from escalon.workers.kinds import KINDS
from escalon.workers.projecting import views_url
from escalon.workers.share import Share
from escalon.workers.starting import WORKERS, TopicsMissing, work
from infra.kafka.admin import apply
from infra.kafka.client import admin
from infra.kafka.feed import KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import TICKETS, TOPICS
from infra.store.postgres.claims import Deposed
from projections.catalogue import ALL
from projections.generations import position_of
from projections.outcomes import outcomes
from projections.views import open_views
from tests.integration.workers import (
    FOLLOWERS,
    POLICY,
    Process,
    contact,
    desk_of,
    folded_outcomes,
    id_of,
    in_threads,
    log_of,
    now,
    numbers_of,
    of,
    opening,
    publish,
    publish_log,
    resolving,
    send,
    wait_until,
)

SECOND = 1_000_000
LATE = 10 * SECOND
"""Later than any clock of a ticket that was opened just now."""
POLICY_PLACE = ("escalon.policies.v1", 0)


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


def test_each_ticket_is_breached_and_moved_once_and_each_repeat_is_said_once(database, topics):
    names = [f"ticket {number}" for number in range(30)]
    with desk_of(database, topics) as desk:
        with in_threads(["commands", *FOLLOWERS], database, topics):
            send(topics, [publish()])
            wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
            send(topics, [opening(name, f"person {n % 15}") for n, name in enumerate(names)])
            wait_until(lambda: len(of(desk, "TierEscalated")) >= len(names), "all moves")
            wait_until(lambda: len(of(desk, "RepeatContact")) >= len(names) // 2, "all repeats")
        breached = Counter(event.ticket_id for event in of(desk, "SlaBreached"))
        moved = Counter(event.originator_id for event in of(desk, "TierEscalated"))
        repeated = Counter(event.requester for event in of(desk, "RepeatContact"))

    once = Counter(id_of(name) for name in names)
    assert breached == once
    assert moved == once
    assert repeated == Counter(id_of(f"person {n}") for n in range(15))


def test_contacts_on_one_ticket_count_together_whoever_they_are_by(database, topics):
    """Each of three people is counted by the share of another partition, or of none."""
    rule = {"scope: requester": "scope: ticket", "contacts: 2": "contacts: 3"}
    policy = reduce(lambda text, change: text.replace(*change), rule.items(), POLICY)
    with desk_of(database, topics) as desk:
        with in_threads(["commands", *FOLLOWERS], database, topics):
            send(topics, [publish(policy)])
            wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
            send(topics, [opening("ticket", "")])
            send(topics, [contact("ticket", person) for person in ("anna", "")])
            send(topics, [opening("other", "anna")])
            wait_until(lambda: of(desk, "RepeatContact"), "the repeat")
            send(topics, [contact("other", "bert")])
            wait_until(lambda: len(of(desk, "ContactReceived")) == 3, "the last contact")
            wait_until(lambda: len(of(desk, "SlaBreached")) == 2, "the breaches")
        repeated = of(desk, "RepeatContact")

    assert [(one.ticket_id, one.contacts) for one in repeated] == [(id_of("ticket"), 3)]


def test_timers_that_come_and_go_say_everything_once(database, topics):
    portions = [[f"{portion} {number}" for number in range(30)] for portion in range(3)]
    timers: list[Process] = []

    def start(count):
        timers.extend(Process("sla-timer", database, topics) for _ in range(count))
        wait_until(lambda: all(timer.has_said("works on") for timer in timers), "the timers")

    with desk_of(database, topics) as desk, ExitStack() as ends:
        ends.callback(lambda: [timer.end(signal.SIGKILL) for timer in timers])
        with in_threads(["relay", "commands"], database, topics):
            send(topics, [publish()])
            wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
            start(1)
            send(topics, [opening(name) for name in portions[0]])
            start(2)
            send(topics, [opening(name) for name in portions[1]])
            wait_until(lambda: of(desk, "SlaBreached"), "a breach")
            timers.pop().end(signal.SIGKILL)
            send(topics, [opening(name) for name in portions[2]])
            wait_until(lambda: len(of(desk, "SlaBreached")) >= 90, "all breaches")
        breached = Counter(event.ticket_id for event in of(desk, "SlaBreached"))

    assert breached == Counter(id_of(name) for portion in portions for name in portion)


def holding(desk, kafka, number):
    """Return the timer's share of a partition, and the feed that it reads."""
    share = Share(desk, KINDS["sla-timer"], number)
    places = [Partition(topic, n) for topic, n in (("escalon.tickets.v1", number), POLICY_PLACE)]
    begins = share.begin(places)
    feed = KafkaFeed(kafka, desk.mapper, begins, [number])
    share.read_from(feed, number)
    return share, feed


def read_all(feed, desk):
    """Have all that is recorded come, as far as it is published."""
    wait_until(lambda: feed.poll(0.02) or feed.complete_to >= len(log_of(desk)), "the log")
    return feed.offsets()


def open_one(desk, kafka):
    desk.desk.execute_many([publish(), opening("ticket")])
    publish_log(desk, kafka)
    [number] = numbers_of(kafka, "ticket")
    return number


def test_a_timer_that_was_deposed_says_nothing_when_its_clocks_fall_due(database, topics):
    with desk_of(database, topics) as desk:
        begun, number = now(), open_one(desk, topics)
        share, feed = holding(desk, topics, number)
        with closing(feed):
            assert share.work(begun, read_all(feed, desk))
            desk.claims.claim(share.name)
            with pytest.raises(Deposed):
                share.work(begun + LATE, feed.offsets())
        said = of(desk, "SlaBreached")

    assert said == []


def test_a_timer_that_was_deposed_takes_in_nothing(database, topics):
    with desk_of(database, topics) as desk:
        begun, number = now(), open_one(desk, topics)
        share, feed = holding(desk, topics, number)
        with closing(feed):
            offsets = read_all(feed, desk)
            desk.claims.claim(share.name)
            with pytest.raises(Deposed):
                share.work(begun + LATE, offsets)
        stored = desk.workspace.states.position(share.name), desk.claims.offsets(share.name)

    assert stored == (0, {})


def test_a_successor_says_what_the_deposed_did_not(database, topics):
    with desk_of(database, topics) as desk:
        begun, number = now(), open_one(desk, topics)
        first, feed = holding(desk, topics, number)
        with closing(feed):
            assert first.work(begun, read_all(feed, desk))
        successor, feed = holding(desk, topics, number)
        with closing(feed):
            assert successor.work(begun + LATE, feed.offsets())
        said = of(desk, "SlaBreached")

    assert [event.ticket_id for event in said] == [id_of("ticket")]


def test_who_was_deposed_by_one_that_goes_away_takes_its_share_again(database, topics):
    with desk_of(database, topics) as desk:
        with in_threads(["relay", "sla-timer"], database, topics):
            desk.desk.execute_many([publish()])
            wait_until(lambda: desk.claims.offsets("sla-timer:0"), "the timer")
            for number in range(topics.partitions):
                desk.claims.claim(f"sla-timer:{number}")
            desk.desk.execute_many([opening("ticket")])
            wait_until(lambda: of(desk, "SlaBreached"), "the breach")
        said = of(desk, "SlaBreached")

    assert len(said) == 1


def test_read_models_are_the_fold_of_the_log(database, topics):
    names = [f"ticket {number}" for number in range(20)]
    engine = open_views(None, views_url(database))
    with desk_of(database, topics) as desk:
        with in_threads(WORKERS, database, topics):
            send(topics, [publish()])
            wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
            opened = [opening(name, f"person {n % 10}") for n, name in enumerate(names)]
            send(topics, opened)
            send(topics, [resolving(one.external_id, one.at + 1) for one in opened[:5]])
            wait_until(lambda: len(of(desk, "TierEscalated")) >= 15, "all moves")
            wait_until(lambda: len(of(desk, "RepeatContact")) >= 10, "all repeats")
            last = len(log_of(desk))
            wait_until(lambda: min(known(engine)) >= last, "the read models")
        kept = list(outcomes(engine))
        folded = folded_outcomes(desk)
    engine.dispose()

    assert len(kept) == len(names)
    assert kept == folded


def known(engine):
    return [position_of(engine, name) for name in ALL]


def test_workers_stop_within_five_seconds_when_told(database, topics):
    processes = [Process(name, database, topics) for name in WORKERS]
    signs = {"relay": "leads from", "projections": "go on from"}
    try:
        for process in processes:
            sign = signs.get(process.name, "works on partitions [0, 1, 2]")
            wait_until(lambda p=process, s=sign: p.has_said(s), process.name)
        began = time.monotonic()
        for process in processes:
            process.popen.send_signal(signal.SIGTERM)
        codes = [process.wait() for process in processes]
        took = time.monotonic() - began
    finally:
        for process in processes:
            process.end(signal.SIGKILL)

    assert codes == [0] * len(processes)
    assert took < 5


def test_a_worker_refuses_to_start_where_topics_are_missing(database, kafka):
    apply(kafka, TOPICS[1:])
    with pytest.raises(TopicsMissing) as told:
        work("relay", database, kafka, Event())

    assert str(told.value) == f"Topic {TOPICS[0].name} is missing; run `escalon topics apply`."


@pytest.mark.parametrize(("name", "sign"), [("relay", "leads from"), ("sla-timer", "works on")])
def test_a_worker_whose_topic_is_deleted_under_it_ends_and_says_which(database, kafka, name, sign):
    apply(kafka)
    worker = Process(name, database, kafka)
    try:
        wait_until(lambda: worker.has_said(sign), "the worker")
        with closing(admin(kafka)) as cluster:
            cluster.delete_topics([TICKETS.name])
        with desk_of(database, kafka) as desk:
            desk.desk.execute_many([publish(), opening("ticket")])
        code = worker.wait(120)
    finally:
        worker.end(signal.SIGKILL)

    assert code == 5, "".join(worker.said)
    assert f"Topic {TICKETS.name} is missing; run `escalon topics apply`." in worker.said[-1]
