"""The client: commands are answered, refusals raised, and nothing waits in silence."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from domain import commands as c
from escalon.client import Client, ClientClosed, KafkaMistake, KafkaSettings, NoAnswer
from escalon.client import TicketNotFound as NotFound
from infra.kafka.admin import apply
from infra.kafka.client import Sends, producer
from infra.kafka.topics import COMMANDS, RESULTS
from tests.integration.workers import (
    ANNA,
    desk_of,
    header,
    id_of,
    in_threads,
    log_of,
    now,
    of,
    opening,
    publish,
    records,
    resolving,
    results,
    wait_until,
)

PATIENCE = 60.0
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


@pytest.fixture
def desk(database, topics):
    """A desk that carries out commands, under a policy."""
    with desk_of(database, topics) as desk, in_threads(["commands"], database, topics):
        with Client(topics) as client:
            client.send(publish()).result(PATIENCE)
        yield desk


@pytest.fixture
def client(desk):
    with Client(desk.kafka) as client:
        yield client


def test_a_command_is_answered_with_the_positions_of_what_it_recorded(desk, client):
    outcome = client.send(opening("ticket")).result(PATIENCE)

    [(position, opened)] = [(at, e) for at, e in log_of(desk) if e.TOPIC == "escalon.TicketOpened"]
    assert (outcome.first, outcome.last) == (position, position)
    assert (outcome.command_id, opened.external_id) == (id_of("open ticket"), "ticket")


def test_a_command_that_is_sent_again_is_done_once_and_answered_alike(desk, topics, client):
    first = client.send(opening("ticket")).result(PATIENCE)
    second = client.send(opening("ticket")).result(PATIENCE)
    with Client(topics) as another:
        third = another.send(opening("ticket")).result(PATIENCE)

    assert first == second == third
    assert len(of(desk, "TicketOpened")) == 1


def test_a_command_that_is_sent_twice_at_once_has_one_answer(desk, client):
    first, second = client.send_many([opening("ticket")] * 2)

    assert first.result(PATIENCE) == second.result(PATIENCE)
    assert len(of(desk, "TicketOpened")) == 1


def test_a_refusal_is_raised_in_the_desks_own_words(client):
    answer = client.send(resolving("nobody opened it", now()))

    with pytest.raises(NotFound, match=id_of("nobody opened it")):
        answer.result(PATIENCE)
    assert isinstance(answer.exception(), NotFound)


def test_many_commands_to_one_ticket_are_carried_out_in_their_order(desk, client):
    notes = [
        c.AddNote(
            command_id=id_of(f"note {n}"), at=0, actor=ANNA, ticket_id=id_of("t"), text=str(n)
        )
        for n in range(50)
    ]

    outcomes = [a.result(PATIENCE) for a in client.send_many([opening("t"), *notes])]

    assert [note.text for note in of(desk, "NoteAdded")] == [str(n) for n in range(50)]
    assert [o.first for o in outcomes] == sorted(o.first for o in outcomes)


def test_threads_share_a_client(desk, client):
    names = [f"ticket {n}" for n in range(40)]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: client.send(opening(n)).result(PATIENCE), names))

    assert [o.command_id for o in found] == [id_of(f"open {name}") for name in names]
    assert len(of(desk, "TicketOpened")) == len(names)


def test_an_answer_can_be_awaited(client):
    async def ask():
        return await asyncio.gather(*client.send_many([opening("one"), opening("two")]))

    one, two = asyncio.run(ask())

    assert (one.command_id, two.command_id) == (id_of("open one"), id_of("open two"))


def test_a_command_without_a_time_is_given_that_of_sending(desk, client):
    before = now()
    client.send(replace(opening("ticket"), at=0)).result(PATIENCE)

    [opened] = of(desk, "TicketOpened")
    assert before <= opened.occurred_at <= now()


def test_a_result_that_is_none_is_left_out(topics, client):
    with closing(producer(topics, Sends(name="test"))) as sender:
        sender.send(RESULTS.name, b"rubbish", b"key").get(10)

    assert client.send(opening("ticket")).result(PATIENCE).last


def test_without_workers_a_timeout_says_what_to_look_at(topics):
    with Client(topics) as client:
        answer = client.send(opening("ticket"))
        with pytest.raises(NoAnswer) as late:
            answer.result(0.1)

    assert str(late.value) == (
        f"Command {id_of('open ticket')} has no answer after 0.1 s; is `escalon work commands`"
        " running? It may still be carried out; sent again with the same id it is done once."
    )


def test_who_waits_is_told_that_the_client_was_closed(topics):
    with Client(topics) as client:
        answer = client.send(opening("ticket"))

    with pytest.raises(ClientClosed, match="the client was closed before it was answered"):
        answer.result()
    with pytest.raises(ClientClosed, match="was not sent: the client was closed"):
        client.send(opening("ticket"))


def test_a_trace_goes_with_the_command_as_a_header(topics):
    with Client(topics) as client:
        client.send(opening("ticket"), traceparent=TRACE)
        with pytest.raises(ValueError, match="traceparent is 'here'; it is written as W3C"):
            client.send(opening("other"), traceparent="here")
        wait_until(lambda: records(topics, COMMANDS.name), "the command")

    [record] = records(topics, COMMANDS.name)
    assert header(record, "traceparent") == TRACE
    assert record.key == id_of("ticket").encode()


def test_commands_that_others_sent_are_not_waited_for(topics, client):
    with Client(topics) as another:
        another.send(opening("theirs")).result(PATIENCE)
    client.send(opening("mine")).result(PATIENCE)

    assert len(results(topics)) == 3


def test_topics_that_are_missing_are_said(kafka):
    with pytest.raises(KafkaMistake, match=r"escalon.command-results.v1 is missing; run `escalon"):
        Client(kafka)


def test_a_broker_that_is_not_there_is_said():
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience=0.5)

    with pytest.raises(KafkaMistake, match=r"No Kafka broker answered at 127.0.0.1:9"):
        Client(nowhere)
