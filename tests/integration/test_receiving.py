"""Commands through Kafka: each once whatever comes again, each answered, the broken put aside."""

from __future__ import annotations

from contextlib import closing

import pytest

from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.commands import value_of
from infra.kafka.protocols import Partition
from infra.kafka.topics import COMMANDS
from tests.integration.workers import (
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
    records,
    resolving,
    results,
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


def answered(kafka, *names):
    """Return how often the openings of tickets have been answered."""
    found = results(kafka)
    return [len(found.get(id_of(f"open {name}"), [])) for name in names]


def test_a_command_that_comes_twice_is_done_once_and_answered_alike(database, topics):
    names = [f"ticket {number}" for number in range(20)]
    with desk_of(database, topics) as desk, in_threads(["commands"], database, topics):
        send(topics, [publish()], times=2)
        wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
        send(topics, [opening(name) for name in names], times=2)
        wait_until(lambda: answered(topics, *names) == [2] * len(names), "all answers")
        said = results(topics)
        positions = {e.external_id: (at, at) for at, e in log_of(desk) if hasattr(e, "tier")}

    assert len(positions) == len(names)
    for name in names:
        assert [(o.first, o.last) for o in said[id_of(f"open {name}")]] == [positions[name]] * 2


def test_a_refusal_is_answered_with_its_sentence(database, topics):
    with in_threads(["commands"], database, topics):
        command = resolving("nobody opened it", now())
        send(topics, [command], times=2)
        wait_until(lambda: len(results(topics).get(command.command_id, [])) == 2, "both answers")

    first, second = results(topics)[command.command_id]
    assert first == second
    assert first.error == "TicketNotFound"
    assert id_of("nobody opened it") in first.refusal


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (b"rubbish", "The message begins with the byte 0x72"),
        (b"\x00\xff\xff\xff\xff{}", ""),
        (b"", ""),
    ],
)
def test_what_is_no_command_goes_to_the_dead_letters_and_the_others_go_on(
    database, topics, value, why
):
    with desk_of(database, topics) as desk, in_threads(["commands"], database, topics):
        send(topics, [publish()])
        wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
        with closing(producer(topics, Sends(name="test"))) as sender:
            key = id_of("same ticket").encode()
            sender.send(COMMANDS.name, value, key, headers=[("mine", b"kept")]).get(10)
        send(topics, [opening("same ticket")])
        wait_until(lambda: answered(topics, "same ticket") == [1], "the answer")
        [letter] = records(topics, COMMANDS.dead_letters.name)

    assert (letter.key, letter.value) == (key, value)
    assert header(letter, "mine") == "kept"
    assert header(letter, "error").startswith(why)


def test_a_truncated_command_goes_to_the_dead_letters(database, topics):
    value = value_of(opening("cut off"))[:-9]
    with in_threads(["commands"], database, topics):
        with closing(producer(topics, Sends(name="test"))) as sender:
            sender.send(COMMANDS.name, value, b"key").get(10)
        wait_until(lambda: records(topics, COMMANDS.dead_letters.name), "the letter")

    assert [one.value for one in records(topics, COMMANDS.dead_letters.name)] == [value]


def test_who_was_deposed_moves_no_offset_back_and_does_its_work_again(database, topics):
    """As after a hand-over to a process that then learns that it wasn't its turn."""
    with desk_of(database, topics) as desk, in_threads(["commands"], database, topics):
        send(topics, [publish()])
        wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
        [number] = numbers_of(topics, "ticket")
        follower, place = f"commands:{number}", Partition(COMMANDS.name, number)
        wait_until(lambda: any(desk.claims.offsets(f"commands:{n}") for n in range(3)), "offsets")
        before = desk.claims.offsets(follower)
        desk.claims.claim(follower)
        send(topics, [opening("ticket")])
        wait_until(lambda: answered(topics, "ticket") == [1], "an answer")
        meanwhile = desk.claims.offsets(follower)
        wait_until(lambda: answered(topics, "ticket") == [2], "another answer")
        wait_until(lambda: desk.claims.offsets(follower) != before, "offsets")
        after = desk.claims.offsets(follower)
        opened = of(desk, "TicketOpened")

    assert meanwhile == before
    assert after[place] == before.get(place, 0) + 1
    assert len(opened) == 1
