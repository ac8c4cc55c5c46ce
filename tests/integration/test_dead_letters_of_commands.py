"""A bad command waits alone; whoever asks has it carried out again."""

from __future__ import annotations

import pytest

from infra.kafka.admin import apply
from infra.kafka.commands import value_of
from infra.kafka.letter import Letter
from infra.kafka.protocols import Partition
from infra.kafka.topics import COMMANDS
from tests.integration.letters import drop, parked_of, put, redrive, stalled
from tests.integration.workers import (
    desk_of,
    header,
    id_of,
    in_threads,
    now,
    of,
    opening,
    publish,
    records,
    resolving,
    results,
    send,
    wait_until,
)

KEY = id_of("ticket")


@pytest.fixture
def desk(database, kafka):
    """A desk with a policy, and the broker with all topics."""
    apply(kafka)
    with desk_of(database, kafka) as one:
        one.desk.execute_many([publish()])
        yield one


def test_a_bad_command_is_parked_alone_and_the_next_of_its_ticket_is_carried_out(
    database, desk, kafka
):
    number, offset = put(kafka, COMMANDS.name, value_of(opening("ticket"))[:-9], KEY)
    with in_threads(["commands"], database, kafka):
        send(kafka, [opening("ticket")])
        wait_until(lambda: of(desk, "TicketOpened"), "the ticket")
        wait_until(lambda: parked_of(desk), "the dead letter")
        [found] = parked_of(desk)
        [letter] = records(kafka, COMMANDS.dead_letters.name)

    assert (found.follower, found.key, found.offset) == (f"commands:{number}", KEY, offset)
    assert header(letter, "error") == found.error
    assert stalled(desk) == []


def test_a_bad_command_can_be_dropped_and_does_not_come_again(database, desk, kafka):
    put(kafka, COMMANDS.name, b"rubbish", KEY)
    with in_threads(["commands"], database, kafka):
        wait_until(lambda: parked_of(desk), "the dead letter")
        drop(desk, parked_of(desk)[0].id)
        wait_until(lambda: not parked_of(desk), "the drop")
    desk.claims.forget_offsets()
    with in_threads(["commands"], database, kafka):
        send(kafka, [opening("ticket")])
        wait_until(lambda: of(desk, "TicketOpened"), "the ticket")
        found = parked_of(desk)

    assert found == []


def test_a_bad_command_of_a_new_cluster_is_parked_though_an_old_one_lay_at_its_place(
    database, desk, kafka
):
    """A place in topics that are left names nothing any more."""
    put(kafka, COMMANDS.name, b"rubbish", KEY)
    with in_threads(["commands"], database, kafka):
        wait_until(lambda: parked_of(desk), "the dead letter")
        drop(desk, parked_of(desk)[0].id)
        wait_until(lambda: not parked_of(desk), "the drop")
    desk.claims.forget_offsets()
    desk.parking.forget_spots()
    with in_threads(["commands"], database, kafka):
        wait_until(lambda: parked_of(desk), "the dead letter of the new topic")
        [found] = parked_of(desk)

    assert found.value == b"rubbish"


def test_a_bad_command_that_is_still_bad_stays_with_the_time_of_the_attempt(database, desk, kafka):
    put(kafka, COMMANDS.name, b"rubbish", KEY)
    with in_threads(["commands"], database, kafka):
        wait_until(lambda: parked_of(desk), "the dead letter")
        redrive(desk)
        wait_until(lambda: parked_of(desk)[0].tried_at, "the attempt")
        [found] = parked_of(desk)

    assert (found.value, found.asked) == (b"rubbish", None)


def test_a_redriven_command_is_carried_out_and_answered(database, desk, kafka):
    """As after a release that mends what kept it from being carried out."""
    desk.desk.execute_many([opening("ticket")])
    command = resolving("ticket", now())
    letter = Letter(Partition(COMMANDS.name, 0), 5, b"key", value_of(command), (), None, "A bug.")
    desk.parking.keep("commands:0", letter, is_alone=True)
    redrive(desk)
    with in_threads(["commands"], database, kafka):
        wait_until(lambda: not parked_of(desk), "the redrive")
        [answer] = results(kafka)[command.command_id]

    assert answer.first == of(desk, "TicketResolved")[0].originator_version + 1
