"""From the command that a client sent in a trace to whatever came of it, by others too."""

from __future__ import annotations

import pytest

from domain.commands import EscalateTier
from infra.kafka.admin import apply
from infra.kafka.headers import trace_of
from infra.kafka.topics import RESULTS, SLA, TICKETS
from tests.integration.workers import (
    ANNA,
    FOLLOWERS,
    desk_of,
    header,
    id_of,
    in_threads,
    now,
    of,
    opening,
    publish,
    publish_log,
    records,
    results,
    send,
    wait_until,
)

FIRST = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECOND = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"
MALFORMED = FIRST.replace("-", "_")


@pytest.fixture
def topics(kafka):
    """The process's broker with all topics, empty."""
    apply(kafka)
    return kafka


def traced(kafka, topic):
    """Return event names with their traces, in the order of each partition."""
    return [(header(one, "ce_type"), trace_of(one.headers)) for one in records(kafka, topic)]


def test_a_trace_reaches_whatever_comes_of_a_command_also_by_others_and_later(database, topics):
    """The timers and rules start only when the one who carried out the command has ended."""
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publish()])
        opened = [opening("first", "anna"), opening("second", "anna")]
        with in_threads(["commands"], database, topics):
            send(topics, opened, trace=FIRST)
            wait_until(lambda: len(results(topics)) == len(opened), "the answers")
        with in_threads(FOLLOWERS, database, topics):
            wait_until(lambda: len(of(desk, "TierEscalated")) == len(opened), "the moves")
            wait_until(lambda: of(desk, "RepeatContact"), "the repeat")
            moved = {("escalon.TierEscalated", FIRST)}
            wait_until(lambda: moved <= set(traced(topics, TICKETS.name)), "their records")

    tickets, sla = traced(topics, TICKETS.name), traced(topics, SLA.name)
    answers = [trace_of(one.headers) for one in records(topics, RESULTS.name)]
    assert set(answers) == {FIRST}
    assert {("escalon.TicketOpened", FIRST), ("escalon.TierEscalated", FIRST)} <= set(tickets)
    assert {("escalon.SlaBreached", FIRST), ("escalon.RepeatContact", FIRST)} <= set(sla)
    assert {trace for _, trace in [*tickets, *sla]} == {FIRST}


@pytest.mark.parametrize("trace", ["", MALFORMED])
def test_a_command_without_a_valid_trace_is_carried_out_without_one(database, topics, trace):
    with desk_of(database, topics) as desk, in_threads(["relay", "commands"], database, topics):
        desk.desk.execute_many([publish()])
        send(topics, [opening("ticket")], trace=trace)
        wait_until(lambda: traced(topics, TICKETS.name), "the record")
        wait_until(lambda: results(topics), "the answer")

    assert traced(topics, TICKETS.name) == [("escalon.TicketOpened", "")]
    assert [one.headers for one in records(topics, RESULTS.name)] == [[]]


def escalating(name):
    return EscalateTier(
        command_id=id_of(f"escalate {name}"),
        at=now(),
        actor=ANNA,
        ticket_id=id_of(name),
        to="next",
    )


def recorded_traces(desk):
    return [fact.trace for fact in desk.outbox.stored_behind(0, 100)]


def test_a_fact_without_a_trace_of_its_own_takes_the_latest_of_its_ticket(database, topics):
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publish()])
        for trace, name in [(FIRST, "one"), (SECOND, "two")]:
            desk.recorder.traces.tell({id_of(f"open {name}"): trace})
            desk.desk.execute_many([opening(name)])
        desk.recorder.traces.tell({})
        desk.desk.execute_many([escalating("one"), escalating("two")])
        traces = recorded_traces(desk)

    assert traces == ["", FIRST, SECOND, FIRST, SECOND]


def test_a_command_that_came_without_a_trace_takes_none_of_another(database, topics):
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publish()])
        desk.recorder.traces.tell({id_of("open one"): FIRST})
        desk.desk.execute_many([opening("one")])
        desk.recorder.traces.tell({id_of("escalate one"): ""})
        desk.desk.execute_many([escalating("one")])
        traces = recorded_traces(desk)

    assert traces == ["", FIRST, ""]


def test_commands_of_one_batch_keep_their_traces_apart(database, topics):
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publish()])
        desk.recorder.traces.tell({id_of("open one"): FIRST, id_of("open two"): SECOND})
        desk.desk.execute_many([opening("one"), opening("two")])
        traces = recorded_traces(desk)

    assert traces == ["", FIRST, SECOND]


def test_a_trace_changes_no_record(database, topics):
    """Its bytes are the same, so digests are."""
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publish()])
        desk.recorder.traces.tell({id_of("open one"): FIRST})
        desk.desk.execute_many([opening("one")])
        publish_log(desk, topics)
        stored = [fact.state for fact in desk.outbox.stored_behind(1, 100)]

    assert [one.value for one in records(topics, TICKETS.name)] == stored
    assert all(FIRST.encode() not in state for state in stored)
