"""The log as it is read from topics: in its order, from anywhere, over no broken record."""

from __future__ import annotations

from contextlib import closing

import pytest

from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.feed import Begin, KafkaFeed, OffsetGone
from infra.kafka.protocols import Partition
from infra.kafka.publisher import Publisher
from infra.kafka.topics import POLICIES, SLA, TICKETS, WATERMARKS
from tests.integration.workers import (
    desk_of,
    log_of,
    now,
    opening,
    publish,
    publish_log,
    resolving,
    wait_until,
)

NAMES = [f"ticket {number}" for number in range(10)]
PLACES = [
    *(Partition(topic.name, number) for topic in (TICKETS, SLA) for number in range(3)),
    Partition(POLICIES.name, 0),
]
FROM_THE_BEGINNING = dict.fromkeys(PLACES, Begin())
BROKEN = {
    "random bytes": b"\x8f\x13 no record of ours",
    "nothing": b"",
    "an unknown schema": b"\x00\x7f\xff\xff\xffbody",
    "a command": None,
    "a truncated fact": None,
}


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


@pytest.fixture
def desk(database, topics):
    """A desk with a policy and tickets, all of it published."""
    with desk_of(database, topics) as one:
        begun = now()
        one.desk.execute_many([publish()])
        one.desk.execute_many([opening(name) for name in NAMES])
        one.desk.execute_many([resolving(name, begun + 1) for name in NAMES])
        publish_log(one, topics)
        yield one


def positions(feed, desk, after=0):
    """Return the positions of all that comes, up to the end of the log."""
    last = len(log_of(desk))
    wait_until(lambda: feed.poll(0.02) or feed.complete_to >= last, "the end of the log")
    return [recorded.position for recorded in feed.views[0].read(after, 1_000)]


def a_feed(kafka, desk, begins):
    return closing(KafkaFeed(kafka, desk.mapper, begins))


def test_facts_come_in_the_order_of_the_log_over_all_topics(desk, topics):
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        assert positions(feed, desk) == [position for position, _ in log_of(desk)]


def test_facts_are_those_of_the_log(desk, topics):
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        positions(feed, desk)
        assert [tuple(recorded) for recorded in feed.views[0].read(0, 1_000)] == log_of(desk)


def test_reading_goes_on_from_stored_offsets_without_a_gap_or_a_repeat(desk, topics):
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        first = positions(feed, desk)
        begins = {place: Begin(offset, first[-1]) for place, offset in feed.offsets().items()}
    desk.desk.execute_many([opening("one more"), opening("and another")])
    publish_log(desk, topics)
    with a_feed(topics, desk, begins) as feed:
        second = positions(feed, desk)

    assert first + second == [position for position, _ in log_of(desk)]


def test_offsets_that_lag_behind_the_position_repeat_nothing(desk, topics):
    with a_feed(topics, desk, dict.fromkeys(PLACES, Begin(None, 5))) as feed:
        assert positions(feed, desk) == [at for at, _ in log_of(desk) if at > 5]


def test_a_slower_reader_gets_what_a_faster_one_has(desk, topics):
    """Broken by letting go of what one of several readers has handled."""
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        every = positions(feed, desk)

        assert positions(feed, desk, after=8) == every[8:]
        assert positions(feed, desk, after=4) == every[4:]


def test_nothing_is_released_before_its_neighbours_are_read_that_far(desk, topics):
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        released = []
        for _ in range(200):
            feed.poll(0.02)
            released = [recorded.position for recorded in feed.views[0].read(0, 1_000)]
            assert released == list(range(1, len(released) + 1))
            if len(released) == len(log_of(desk)):
                break

    assert len(released) == len(log_of(desk))


def test_an_offset_that_the_topic_has_not_is_told_of_in_a_sentence(desk, topics):
    place = Partition(POLICIES.name, 0)
    begins = FROM_THE_BEGINNING | {place: Begin(1_000, 5)}
    with pytest.raises(OffsetGone) as told:
        KafkaFeed(topics, desk.mapper, begins)

    assert str(told.value) == (
        "escalon.policies.v1 partition 0 has offsets 0 to 2, the stored one is 1000;"
        " is this the same cluster?"
    )


def put(kafka, topic, value, headers):
    """Put a record that isn't ours on a topic, and return its offset."""
    with closing(producer(kafka, Sends(name="somebody else"))) as sender:
        return sender.send(topic, value, b"key", headers, partition=0).get(10).offset


def broken(kind, desk):
    whole = desk.outbox.stored_behind(1, 1)[0].state
    if kind == "a truncated fact":
        return whole[:-5]
    return value_of(opening("ticket")) if kind == "a command" else BROKEN[kind]


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("topic", [TICKETS.name, SLA.name, POLICIES.name])
def test_what_is_not_ours_comes_beside_the_facts_with_where_it_lies(desk, topics, topic, kind):
    offset = put(topics, topic, broken(kind, desk), [("position", b"1000000")])
    desk.desk.execute_many([opening("one more")])
    publish_log(desk, topics)
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        found = positions(feed, desk)
        [unread] = feed.views[0].unread

    assert found == [position for position, _ in log_of(desk)]
    assert (unread.letter.place, unread.letter.offset) == (Partition(topic, 0), offset)
    assert "\n" not in unread.letter.why


@pytest.mark.parametrize("headers", [[], [("position", b"soon")], [("position", b"-1")]])
def test_a_fact_that_states_no_position_is_not_ours(desk, topics, headers):
    value = desk.outbox.stored_behind(1, 1)[0].state
    offset = put(topics, TICKETS.name, value, headers)
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        positions(feed, desk)
        wait_until(lambda: feed.poll(0.02) or feed.views[0].unread, "the record")
        [unread] = feed.views[0].unread

    assert unread.letter.offset == offset


def test_a_broken_watermark_is_passed_over(desk, topics):
    put(topics, WATERMARKS.name, b"rubbish", [])
    desk.desk.execute_many([opening("one more")])
    publish_log(desk, topics)
    with a_feed(topics, desk, FROM_THE_BEGINNING) as feed:
        assert positions(feed, desk) == [position for position, _ in log_of(desk)]


def test_a_relay_goes_on_where_its_last_watermark_says_whatever_lies_behind(desk, topics):
    put(topics, WATERMARKS.name, b"rubbish", [])
    put(topics, TICKETS.name, b"rubbish", [])
    with closing(Publisher(topics)) as publisher:
        assert publisher.begin() == len(log_of(desk))
