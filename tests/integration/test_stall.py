"""Whatever comes late through Kafka, no breach is made up, and none is late."""

from __future__ import annotations

import signal
from collections import Counter
from dataclasses import replace

import pytest

from domain import commands as c
from domain.clocks.book import next_milestone
from domain.clocks.fold import fold
from domain.clocks.stored import to_text
from escalon.workers.projecting import views_url
from infra.kafka.admin import apply
from infra.kafka.topics import SLA, TICKETS
from infra.policies import read_policy, to_json
from infra.store.states import State
from projections.catalogue import ALL
from projections.generations import position_of
from projections.outcomes import outcomes
from projections.views import open_views
from tests.integration.workers import (
    ANNA,
    Process,
    desk_of,
    folded_outcomes,
    header,
    id_of,
    in_threads,
    log_of,
    now,
    numbers_of,
    opening,
    publish,
    publish_log,
    records,
    resolving,
    wait_until,
)

SECOND = 1_000_000
PROMISED = 8
POLICY = f"""
policy: quick
tiers: [{{name: front-line, team: support}}, {{name: technical, team: engineering}}]
targets:
  - {{match: {{priority: low}}, metrics: {{resolution: 24h}}}}
  - {{metrics: {{resolution: {PROMISED}s}}}}
"""
ON_TIME = 4 * SECOND
"""What a machine with many other things to do may need."""
LAG, AT_ONCE = 50_000, 1_000
EARLIER = 5_500_000
"""So long ago tickets were opened that fall due while a timer reads what it lags behind."""


@pytest.fixture
def topics(kafka):
    apply(kafka)
    return kafka


def publishing():
    return replace(publish(), document=to_json(read_policy(POLICY, first_year=2026)))


def lateness(desk):
    """Return by ticket how late its breach was recorded, in microseconds."""
    rows = desk.recorder.datastore.execute(
        "SELECT position FROM events WHERE topic = 'escalon.SlaBreached'"
    )
    facts = [fact for row in rows for fact in desk.outbox.stored_behind(row[0] - 1, 1)]
    return {fact.event.ticket_id: fact.recorded_at - fact.event.due_at for fact in facts}


def breached(kafka):
    """Return how often the topic has each ticket's breach."""
    said = [r for r in records(kafka, SLA.name) if header(r, "ce_type") == "escalon.SlaBreached"]
    return Counter(record.key.decode() for record in said)


@pytest.fixture
def stalled(database, topics):
    """A relay that can be stopped, beside the other workers."""
    relay = Process("relay", database, topics)
    try:
        with in_threads(["sla-timer", "escalation", "projections"], database, topics):
            wait_until(lambda: relay.has_said("leads from position"), "the relay")
            yield relay.popen.send_signal
    finally:
        relay.end(signal.SIGKILL)


def test_while_the_relay_stalls_breaches_are_as_true_and_as_prompt_as_ever(
    database, topics, stalled
):
    answered = ["known, answered", "new, answered"]
    forgotten = ["known, forgotten", "new, forgotten"]
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publishing(), opening(answered[0]), opening(forgotten[0])])
        wait_until(lambda: len(records(topics, TICKETS.name)) == 2, "both on the topic")
        for name in (answered[0], forgotten[0]):
            wait_until(lambda name=name: is_known(desk, name), "the timer to know it")
        stalled(signal.SIGSTOP)
        desk.desk.execute_many([opening(answered[1]), opening(forgotten[1])])
        desk.desk.execute_many([resolving(name, now()) for name in answered])
        wait_until(lambda: len(lateness(desk)) == len(forgotten), "the breaches")
        meanwhile = len(records(topics, TICKETS.name))
        stalled(signal.SIGCONT)
        wait_until(lambda: breached(topics).total() == len(forgotten), "the topic")
        late, (shown, folded) = lateness(desk), queues(desk)

    assert meanwhile == 2
    assert late.keys() == {id_of(name) for name in forgotten}
    assert max(late.values()) < ON_TIME
    assert breached(topics) == Counter(id_of(name) for name in forgotten)
    assert shown == folded


def queues(desk):
    """Return what the read models show once they are complete, and what they have to show."""
    engine = open_views(None, views_url(desk.database))
    last = len(log_of(desk))
    wait_until(lambda: min(position_of(engine, one) for one in ALL) >= last, "the read models")
    shown = list(outcomes(engine))
    engine.dispose()
    return shown, folded_outcomes(desk)


def is_known(desk, name):
    """Return whether the timer has taken in that the ticket of a name was opened."""
    [number] = numbers_of(desk.kafka, name)
    reached = desk.workspace.states.position(f"sla-timer:{number}")
    [[opened]] = desk.recorder.datastore.execute(
        "SELECT min(position) FROM events WHERE originator_id = %s", (id_of(name),)
    )
    return opened <= reached


def lag(desk):
    """Record many facts of other tickets."""
    others = [replace(opening(f"other {number}"), priority="low") for number in range(AT_ONCE)]
    desk.desk.execute_many(others)
    for turn in range(LAG // AT_ONCE - 1):
        desk.desk.execute_many([note(turn, ticket.ticket_id) for ticket in others])


def note(turn, ticket):
    return c.AddNote(
        command_id=id_of(f"note {turn} {ticket}"), at=now(), actor=ANNA, ticket_id=ticket, text="-"
    )


def learn(desk, names):
    """Have the timer know tickets ahead of its feed, as it does after a look at the store."""
    for event in desk.workspace.events_behind({id_of(name): 0 for name in names}):
        clocks, _ = fold(None, event, desk.policies())
        [number] = numbers_of(desk.kafka, event.external_id)
        state = State(event.originator_id, to_text(clocks), next_milestone(clocks))
        desk.workspace.states.save(f"sla-timer:{number}", [state])


def test_a_timer_that_lags_by_50_000_records_says_what_is_true_and_says_it_in_time(
    database, topics
):
    answered, forgotten = ([f"{how} {n}" for n in range(20)] for how in ("answered", "forgotten"))
    with desk_of(database, topics) as desk:
        desk.desk.execute_many([publishing()])
        lag(desk)
        publish_log(desk, topics)
        end = desk.recorder.max_notification_id()
        begun = now() - EARLIER
        tickets = [replace(opening(name), at=begun) for name in answered + forgotten]
        desk.desk.execute_many(tickets)
        learn(desk, answered + forgotten)
        desk.desk.execute_many([resolving(name, now()) for name in answered])
        with in_threads(["relay", "sla-timer"], database, topics):
            wait_until(lambda: len(lateness(desk)) >= len(forgotten), "the breaches")
            reached = [desk.workspace.states.position(f"sla-timer:{n}") for n in range(3)]
            wait_until(lambda: is_known(desk, forgotten[-1]), "the timer to catch up", 90)
        late = lateness(desk)

    assert late.keys() == {id_of(name) for name in forgotten}
    assert max(late.values()) < ON_TIME
    assert min(reached) < end
