"""The relay publishes the log once and in order, whoever is killed; none that was deposed does."""

from __future__ import annotations

from contextlib import closing

import pytest
from kafka.errors import KafkaError

from consumers.relay import Relay
from infra.kafka.admin import apply
from infra.kafka.client import Sends, admin, producer
from infra.kafka.partitioning import partition_of
from infra.kafka.protocols import Partition
from infra.kafka.publisher import TRANSACTIONAL, Publisher
from infra.kafka.topics import CONTACTS, OF_EVENTS, POLICIES, TICKETS, WATERMARKS
from infra.kafka.watermarks import LOG, from_value, to_value
from tests.integration.workers import (
    desk_of,
    header,
    id_of,
    log_of,
    now,
    opening,
    publish,
    publish_log,
    records,
    resolving,
)

NAMES = [f"ticket {number}" for number in range(12)]


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


@pytest.fixture
def desk(database, topics):
    """A desk with a policy and some tickets, half of them resolved; nothing is published."""
    with desk_of(database, topics) as one:
        begun = now()
        one.desk.execute_many([publish()])
        for number, name in enumerate(NAMES):
            one.desk.execute_many([opening(name, f"person {number}")])
        one.desk.execute_many([resolving(name, begun + 1) for name in NAMES[::2]])
        yield one


def published(kafka):
    """Return position and id of all records of each event topic's partitions."""
    found: dict[Partition, list[tuple[int, str]]] = {}
    for topic in OF_EVENTS:
        for one in records(kafka, topic.name):
            place = Partition(one.topic, one.partition)
            stated = int(header(one, "position")), header(one, "ce_id")
            found.setdefault(place, []).append(stated)
    return found


def expected(desk):
    """Return position and id of all facts, each once, and of those that are copied twice."""
    facts = [(position, event.event_id) for position, event in log_of(desk)]
    copies = [(at, e.event_id) for at, e in log_of(desk) if "Opened" in e.TOPIC]
    return sorted(facts + copies)


def all_of(found):
    return sorted(one for stated in found.values() for one in stated)


def marks(kafka):
    return [from_value(record.value or b"") for record in records(kafka, WATERMARKS.name)]


def test_everything_is_published_once_and_each_partition_in_the_order_of_the_log(desk, topics):
    publish_log(desk, topics)
    found = published(topics)

    assert all_of(found) == expected(desk)
    assert all(stated == sorted(stated) for stated in found.values())


def test_what_is_published_is_what_is_stored(desk, topics):
    publish_log(desk, topics)
    stored = {fact.position: fact.state for fact in desk.outbox.stored_behind(0, 1_000)}

    for topic in OF_EVENTS:
        for record in records(topics, topic.name):
            assert record.value == stored[int(header(record, "position"))]


def test_a_key_is_the_tickets_the_requesters_or_the_policys(desk, topics):
    publish_log(desk, topics)
    tickets, people = ({id_of(name) for name in NAMES}, {id_of(f"person {n}") for n in range(12)})

    for topic, keys in ((TICKETS, tickets), (CONTACTS, people), (POLICIES, {"quick"})):
        found = records(topics, topic.name)
        assert {(record.key or b"").decode() for record in found} == keys
        spread = topic.partitions(topics.partitions)
        for record in found:
            assert record.partition == partition_of((record.key or b"").decode(), spread)


def test_headers_say_what_happened_and_when_and_to_which_ticket(desk, topics):
    publish_log(desk, topics)
    events = dict(log_of(desk))

    for record in records(topics, TICKETS.name):
        event = events[int(header(record, "position"))]
        said = {name: value.decode() for name, value in record.headers if name != "ce_time"}
        assert said == {
            "ce_specversion": "1.0",
            "ce_id": event.event_id,
            "ce_type": event.TOPIC,
            "ce_source": "/escalon",
            "ce_subject": event.originator_id,
            "position": header(record, "position"),
        }
        assert header(record, "ce_time").endswith("Z")


def test_a_successor_goes_on_without_a_gap_or_a_repeat(desk, topics):
    with closing(Publisher(topics)) as publisher:
        relay = Relay(Few(desk.outbox), publisher, publisher.begin())
        relay.step()
        relay.step()
    with closing(Publisher(topics)) as publisher:
        went_on = publisher.begin()
    publish_log(desk, topics)

    assert went_on == relay.position == 2 * Few.SIZE
    assert all_of(published(topics)) == expected(desk)


class Few:
    """The log in small batches."""

    SIZE = 4

    def __init__(self, outbox):
        self._outbox = outbox

    def stored_behind(self, position, limit):
        return self._outbox.stored_behind(position, min(limit, self.SIZE))

    def quiet_since(self):
        return self._outbox.quiet_since()


def begin_and_leave(kafka, number):
    """Do what a relay does that is killed with a batch and its watermark sent, and no commit."""
    sends = Sends(name=f"killed {number}", transactional=TRANSACTIONAL)
    with closing(producer(kafka, sends)) as sender:
        sender.init_transactions()
        sender.begin_transaction()
        sender.send(TICKETS.name, b"nothing", b"key", headers=[("position", b"99")]).get(10)
        value = to_value(99, 0, {})
        sender.send(WATERMARKS.name, value, LOG.encode(), partition=0).get(10)


@pytest.mark.parametrize("kills", [1, 12])
def test_what_killed_relays_had_begun_is_never_seen(desk, topics, kills):
    """Broken by looking for the last watermark among the last few offsets only."""
    with closing(Publisher(topics)) as publisher:
        Relay(Few(desk.outbox), publisher, publisher.begin()).step()
    for number in range(kills):
        begin_and_leave(topics, number)
    publish_log(desk, topics)

    assert all_of(published(topics)) == expected(desk)


def test_a_log_whose_watermarks_have_expired_is_published_on_from_where_the_topics_end(
    desk, topics
):
    publish_log(desk, topics)
    with closing(admin(topics)) as cluster:
        cluster.delete_records({Partition(WATERMARKS.name, 0): -1})
    desk.desk.execute_many([opening("one more", "person")])
    publish_log(desk, topics)

    assert all_of(published(topics)) == expected(desk)


def test_a_deposed_relay_publishes_nothing_however_often_it_tries(desk, topics):
    deposed, leader = Publisher(topics), Publisher(topics)
    with closing(deposed), closing(leader):
        relay = Relay(Few(desk.outbox), deposed, deposed.begin())
        relay.step()
        leader.begin()
        before = published(topics), marks(topics)
        for _ in range(3):
            with pytest.raises(KafkaError):
                relay.step()

        assert (published(topics), marks(topics)) == before
    publish_log(desk, topics)
    assert all_of(published(topics)) == expected(desk)


def test_a_watermark_says_how_far_all_is_and_where_each_partition_ends(desk, topics):
    publish_log(desk, topics)
    found = published(topics)
    last = marks(topics)[-1]
    places = [Partition(t.name, n) for t in OF_EVENTS for n in range(t.partitions(3))]

    assert last.position == len(log_of(desk))
    # Nothing but the commit lies behind the last record, so that it is at the end's offset.
    assert {place: last.ends[place] for place in places} == {
        place: len(found.get(place, ())) for place in places
    }


def test_a_quiet_log_is_said_to_be_complete_up_to_now(desk, topics):
    publish_log(desk, topics)
    with closing(Publisher(topics)) as publisher:
        relay = Relay(desk.outbox, publisher, publisher.begin())
        relay.idle()
        desk.desk.execute_many([opening("one more")])
        relay.idle()
    first, second = marks(topics)

    assert first.position == second.position
    assert len(log_of(desk)) == second.position + 1
