"""What can't be handled waits, in order, and nothing else does; then it is as if it never had."""

from __future__ import annotations

import logging
import signal
from collections import Counter
from contextlib import ExitStack

import psycopg
import pytest

from domain import commands as c
from escalon.workers.kinds import KINDS
from infra.kafka.admin import apply
from infra.kafka.commands import value_of
from infra.kafka.topics import BY_NAME, CONTACTS, POLICIES, SLA, TICKETS, WATERMARKS
from tests.integration.letters import (
    Touchy,
    at_work,
    drop,
    parked_of,
    put,
    redrive,
    stalled,
)
from tests.integration.workers import (
    ANNA,
    Process,
    desk_of,
    header,
    id_of,
    in_threads,
    log_of,
    now,
    numbers_of,
    of,
    opening,
    publish,
    publish_log,
    records,
    resolving,
    wait_until,
)

SECOND = 1_000_000
NAMES = [f"ticket {number}" for number in range(6)]
BAD = NAMES[2]


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


@pytest.fixture
def desk(database, topics):
    """A desk with a policy and tickets, all of it published."""
    with desk_of(database, topics) as one:
        one.desk.execute_many([publish()])
        one.desk.execute_many([opening(name, f"person of {name}") for name in NAMES])
        publish_log(one, topics)
        yield one


def note(name, number=1, at=None):
    return c.AddNote(
        command_id=id_of(f"note {name} {number}"),
        at=at or now(),
        actor=ANNA,
        ticket_id=id_of(name),
        text="seen",
    )


def in_time(desk):
    """Return commands that note something on the bad ticket and resolve it before its deadline."""
    [opened] = [fact for fact in of(desk, "TicketOpened") if fact.ticket_id == id_of(BAD)]
    at = opened.occurred_at + 1
    return note(BAD, 1, at), note(BAD, 2, at), resolving(BAD, at)


def records_of(desk):
    """Return what is parked but for what stands for clocks."""
    return [one for one in parked_of(desk) if one.offset is not None]


def carry_out(desk, kafka, *commands):
    desk.desk.execute_many(commands)
    publish_log(desk, kafka)


def breached(desk):
    return Counter(event.ticket_id for event in of(desk, "SlaBreached"))


def each(*names):
    return Counter(id_of(name) for name in names)


def others():
    return each(*(name for name in NAMES if name != BAD))


def is_note(fact, name=BAD):
    return fact.TOPIC == "escalon.NoteAdded" and fact.ticket_id == id_of(name)


def a_fact(desk):
    return desk.outbox.stored_behind(1, 1)[0].state


BROKEN = {
    "random bytes": lambda _: (b"\x8f\x13 no record of ours", [("position", b"3")]),
    "nothing": lambda _: (None, [("position", b"3")]),
    "an unknown schema": lambda _: (b"\x00\x7f\xff\xff\xffbody", [("position", b"3")]),
    "a command": lambda _: (value_of(opening("ticket")), [("position", b"3")]),
    "a truncated fact": lambda desk: (a_fact(desk)[:-5], [("position", b"3")]),
    "no position": lambda desk: (a_fact(desk), []),
    "a position that is none": lambda desk: (a_fact(desk), [("position", b"soon")]),
    "a position beyond all logs": lambda desk: (a_fact(desk), [("position", b"9" * 30)]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_read_is_parked_with_what_comes_later_and_the_others_go_on(
    database, desk, topics, kind
):
    value, headers = BROKEN[kind](desk)
    number, offset = put(topics, TICKETS.name, value, id_of(BAD), headers)
    carry_out(desk, topics, note(BAD, 1), note(BAD, 2))
    with in_threads(["sla-timer"], database, topics):
        wait_until(lambda: breached(desk) == others(), "the other breaches")
        found = parked_of(desk, "sla-timer")

    last = len(log_of(desk)) - len(others())
    assert [(one.follower, one.key, one.position) for one in found] == [
        (f"sla-timer:{number}", id_of(BAD), None),
        (f"sla-timer:{number}", id_of(BAD), last - 1),
        (f"sla-timer:{number}", id_of(BAD), last),
    ]
    assert (found[0].offset, found[0].value, list(found[0].headers)) == (offset, value, headers)
    assert found[0].error.startswith("The record can't be read: ")
    assert stalled(desk) == [(id_of(BAD), f"sla-timer:{number}")]


def test_dead_letters_are_on_their_topic_in_order_as_they_came(database, desk, topics):
    put(topics, TICKETS.name, b"rubbish", id_of(BAD), [("mine", b"kept")])
    carry_out(desk, topics, note(BAD, 1), note(BAD, 2))
    with in_threads(["sla-timer"], database, topics):
        wait_until(lambda: len(parked_of(desk)) == 3, "the dead letters")
    letters = records(topics, TICKETS.dead_letters.name)
    sources = {(r.partition, r.offset): r for r in records(topics, TICKETS.name)}

    assert letters[0].value == b"rubbish"
    assert header(letters[0], "mine") == "kept"
    assert header(letters[0], "error").startswith("The record can't be read: ")
    for letter in letters:
        source = sources[letter.partition, int(header(letter, "offset"))]
        assert (letter.key, letter.value) == (source.key, source.value)
        assert list(letter.headers[: len(source.headers)]) == list(source.headers)
    assert [int(header(letter, "offset")) for letter in letters] == sorted(
        int(header(letter, "offset")) for letter in letters
    )


@pytest.mark.parametrize(
    "where",
    [
        ("escalation", SLA, id_of(BAD)),
        ("repeat-contacts", CONTACTS, id_of(f"person of {BAD}")),
    ],
)
def test_every_follower_parks_by_the_key_of_its_topic(database, desk, topics, where):
    worker, topic, key = where
    number, offset = put(topics, topic.name, b"rubbish", key)
    with in_threads([worker], database, topics):
        wait_until(lambda: parked_of(desk), "the dead letter")
        first = parked_of(desk)[0]
    assert (first.follower, first.key) == (f"{worker}:{number}", key)
    assert (first.topic, first.offset) == (topic.name, offset)


def test_a_rule_that_raises_for_one_ticket_stalls_that_ticket_alone(database, desk, topics):
    touchy = Touchy(is_note)
    first, _, resolved = in_time(desk)
    carry_out(desk, topics, first, note(NAMES[0]), resolved)
    with at_work(touchy.kind(), database, topics):
        wait_until(lambda: breached(desk) == others(), "the other breaches")
        found = parked_of(desk)

    assert [one.error for one in found] == [
        "Handling it failed with ZeroDivisionError: no rule for escalon.NoteAdded.",
        "An earlier record of the same key is parked.",
    ]
    assert [one.position for one in found] == [
        at for at, fact in log_of(desk) if is_note(fact) or fact.TOPIC == "escalon.TicketResolved"
    ]
    assert of(desk, "SlaMet") == []


def test_later_facts_of_a_stalled_ticket_are_parked_as_they_come(database, desk, topics):
    touchy = Touchy(is_note)
    with at_work(touchy.kind(), database, topics):
        carry_out(desk, topics, note(BAD, 1))
        wait_until(lambda: len(records_of(desk)) == 1, "the first")
        carry_out(desk, topics, note(BAD, 2), note(NAMES[0]))
        wait_until(lambda: len(records_of(desk)) == 2, "the second")
    with at_work(touchy.kind(), database, topics):
        carry_out(desk, topics, note(BAD, 3))
        wait_until(lambda: len(records_of(desk)) == 3, "the third, by another process")
        positions = [one.position for one in records_of(desk)]

    assert positions == [at for at, fact in log_of(desk) if is_note(fact)]


def test_clocks_of_a_stalled_ticket_rest_and_then_fire_with_their_true_deadline(
    database, desk, topics
):
    touchy = Touchy(is_note)
    carry_out(desk, topics, note(BAD))
    with at_work(touchy.kind(), database, topics):
        wait_until(lambda: breached(desk) == others(), "the other breaches")
        wait_until(lambda: stalled(desk), "the stalled ticket")
        at_rest = breached(desk)
        touchy.mend()
        assert redrive(desk, BAD) == 1
        wait_until(lambda: breached(desk) == each(*NAMES), "the last breach")
        wait_until(lambda: not parked_of(desk), "nothing to be parked")
    [opened] = [e.occurred_at for e in of(desk, "TicketOpened") if e.ticket_id == id_of(BAD)]
    [due] = [e.due_at for e in of(desk, "SlaBreached") if e.ticket_id == id_of(BAD)]

    assert at_rest == others()
    assert due == opened + SECOND


def test_after_a_redrive_a_timer_that_never_stumbled_has_nothing_to_add(database, desk, topics):
    touchy = Touchy(is_note)
    first, second, resolved = in_time(desk)
    carry_out(desk, topics, first, resolved)
    with at_work(touchy.kind(), database, topics):
        wait_until(lambda: breached(desk) == others(), "the other breaches")
        carry_out(desk, topics, second)
        wait_until(lambda: len(parked_of(desk)) == 3, "all to be parked")
        touchy.mend()
        redrive(desk)
        wait_until(lambda: not parked_of(desk), "the redrive")
    before = log_of(desk)
    last = max(at for at, fact in before if is_note(fact))
    [number] = numbers_of(topics, BAD)
    with in_threads(["sla-timer"], database, topics):
        states = desk.workspace.states
        wait_until(lambda: states.position(f"sla-timer:{number}") >= last, "the other timer")

    assert [fact.ticket_id for fact in of(desk, "SlaMet")] == [id_of(BAD)]
    assert log_of(desk) == before


def test_a_redrive_before_the_cause_is_mended_leaves_all_in_order(database, desk, topics):
    touchy = Touchy(is_note)
    first, _, resolved = in_time(desk)
    carry_out(desk, topics, first, resolved)
    with at_work(touchy.kind(), database, topics):
        wait_until(lambda: len(parked_of(desk)) == 2, "the stalled ticket")
        before = parked_of(desk)
        redrive(desk)
        wait_until(lambda: parked_of(desk)[0].tried_at, "the attempt")
        after = parked_of(desk)
        touchy.mend()
        redrive(desk)
        wait_until(lambda: not parked_of(desk), "the redrive")

    assert [one.asked for one in after] == [None, None]
    assert [one.id for one in after] == [one.id for one in before]
    assert [one.value for one in after] == [one.value for one in before]


def test_a_drop_skips_one_record_and_hands_on_those_behind_it(database, desk, topics):
    touchy = Touchy(lambda fact: is_note(fact) and fact.command_id == id_of(f"note {BAD} 1"))
    carry_out(desk, topics, *in_time(desk))
    with at_work(touchy.kind(), database, topics):
        wait_until(lambda: len(parked_of(desk)) == 3, "the stalled ticket")
        drop(desk, parked_of(desk)[0].id)
        wait_until(lambda: not parked_of(desk), "the others")
        wait_until(lambda: of(desk, "SlaMet"), "the clock that was met")
        with psycopg.connect(database) as connection:
            query = "SELECT asked, settled_at IS NOT NULL FROM parked ORDER BY id"
            ends = connection.execute(query).fetchall()

    assert ends == [("drop", True), ("redrive", True), ("redrive", True)]


def test_a_ticket_whose_clocks_cannot_be_fired_is_stalled_alone(database, desk, topics):
    touchy = Touchy(cannot_fire=(BAD,))
    with at_work(touchy.kind(), database, topics):
        wait_until(lambda: breached(desk) == others(), "the other breaches")
        wait_until(lambda: stalled(desk), "the stalled ticket")
        [found] = parked_of(desk)
        touchy.mend()
        redrive(desk)
        wait_until(lambda: breached(desk) == each(*NAMES), "the last breach")

    assert (found.key, found.offset) == (id_of(BAD), None)


def test_a_timer_that_is_killed_while_it_parks_loses_nothing_and_parks_nothing_twice(
    database, desk, topics
):
    many = [f"many {number}" for number in range(60)]
    for name in many:
        put(topics, TICKETS.name, b"rubbish", id_of(name))
    carry_out(desk, topics, *(opening(name) for name in many))
    with ExitStack() as ends:
        for parkings in (1, 15, 40):
            timer = Process("sla-timer", database, topics)
            ends.callback(timer.end, signal.SIGKILL)
            wait_until(
                lambda t=timer, n=parkings: sum(" parks " in line for line in list(t.said)) >= n,
                "some parkings",
            )
            timer.end(signal.SIGKILL)
        timer = Process("sla-timer", database, topics)
        ends.callback(timer.end, signal.SIGKILL)
        wait_until(lambda: len(parked_of(desk)) >= 2 * len(many), "all parkings")
        wait_until(lambda: breached(desk) == each(*NAMES), "the other breaches")
        timer.end(signal.SIGTERM)
    found = parked_of(desk)

    assert Counter(one.key for one in found) == Counter({id_of(name): 2 for name in many})
    for name in many:
        assert [one.value == b"rubbish" for one in parked_of(desk, name=name)] == [True, False]


def test_what_was_dropped_does_not_come_again_with_the_next_process(database, desk, topics):
    put(topics, TICKETS.name, b"rubbish", id_of(BAD))
    with in_threads(["sla-timer"], database, topics):
        wait_until(lambda: parked_of(desk), "the dead letter")
        drop(desk, parked_of(desk)[0].id)
        wait_until(lambda: not parked_of(desk), "the drop")
    desk.claims.forget_offsets()
    carry_out(desk, topics, opening("one more"))
    with in_threads(["sla-timer"], database, topics):
        wait_until(lambda: breached(desk) == each(*NAMES, "one more"), "all breaches")
        found = parked_of(desk)

    assert found == []


def test_a_broken_record_of_a_policy_is_parked_alone(database, desk, topics):
    put(topics, POLICIES.name, b"rubbish", "quick")
    carry_out(desk, topics, opening("one more"))
    with in_threads(["sla-timer"], database, topics):
        wait_until(lambda: breached(desk) == each(*NAMES, "one more"), "all breaches")
        found = parked_of(desk)

    assert {one.key for one in found} == {"quick"}
    assert len(found) == topics.partitions
    assert stalled(desk) == []


def test_a_broken_watermark_is_only_warned_of(database, desk, topics, caplog):
    put(topics, WATERMARKS.name, b"rubbish", "escalon")
    with (
        caplog.at_level(logging.WARNING, "infra.kafka.feed"),
        in_threads(["sla-timer", "relay"], database, topics),
    ):
        wait_until(lambda: breached(desk) == each(*NAMES), "all breaches")

    assert "escalon.watermarks.v1 offset" in caplog.text
    assert parked_of(desk) == []


def test_each_parking_is_said_once_in_a_sentence(database, desk, topics, caplog):
    number, offset = put(topics, TICKETS.name, b"rubbish", id_of(BAD))
    with caplog.at_level(logging.WARNING), in_threads(["sla-timer"], database, topics):
        wait_until(lambda: breached(desk) == others(), "the other breaches")
    said = [line for line in caplog.messages if " parks " in line]

    start = (
        f"sla-timer:{number} parks {TICKETS.name} partition {number} offset {offset},"
        f" key {id_of(BAD)}: The record can't be read: "
    )
    assert [line.startswith(start) for line in said] == [True]


def test_every_topic_that_is_read_has_one_for_its_dead_letters():
    read = {topic for kind in KINDS.values() for topic in kind.topics}
    assert all(BY_NAME[topic].dead_letters.name in BY_NAME for topic in read)
