"""What holds of commands, log, topics and read models, however much went wrong meanwhile.

It is written apart from the pipeline: from what was sent, and from what SQL and Avro read.
"""

from __future__ import annotations

from collections import Counter

from escalon.workers.projecting import views_url
from infra.kafka.topics import CONTACTS, OF_EVENTS
from projections.outcomes import outcomes
from projections.views import open_views
from tests.acceptance.chaos import TARGET
from tests.acceptance.chaos_reading import Log
from tests.integration.workers import desk_of, folded_outcomes, header, records


def must_hold(database, kafka, plan):
    """Check all of it."""
    log = Log(database)
    must_be_done_once(plan, log)
    must_have_whole_streams(log)
    must_be_breached_as_the_model_says(plan, log)
    must_be_moved_once(plan, log)
    must_be_published_once_in_order(kafka, log)
    must_be_folded(database, kafka)


def must_be_folded(database, kafka):
    engine = open_views(None, views_url(database))
    kept = list(outcomes(engine))
    engine.dispose()
    with desk_of(database, kafka) as desk:
        assert kept == folded_outcomes(desk)


def must_be_done_once(plan, log):
    asked = {command.command_id for command in plan.commands}
    recorded = Counter(record["command_id"] for _, _, _, _, record in log.rows)

    assert len(asked) == plan.size.commands
    assert [refusal for command, refusal in log.outcomes if command in asked and refusal] == []
    assert {command: recorded[command] for command in asked} == dict.fromkeys(asked, 1)


def must_have_whole_streams(log):
    versions = {}
    for _, _, stream, version, _ in log.rows:
        versions.setdefault(stream, []).append(version)

    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())


def must_be_breached_as_the_model_says(plan, log):
    """Whoever is never resolved breaches once, when due; others never, or it is taken back."""
    breaches = log.of("SlaBreached")
    withdrawn = Counter(record["breach_id"] for record in log.of("SlaBreachRetracted"))
    standing = [one for one in breaches if one["event_id"] not in withdrawn]

    assert Counter(one["ticket_id"] for one in standing) == Counter(plan.unresolved())
    assert all(one["due_at"] == plan.opened[one["ticket_id"]] + TARGET for one in breaches)
    assert max(Counter(one["ticket_id"] for one in breaches).values()) == 1
    assert set(withdrawn.values()) <= {1}
    assert withdrawn.keys() <= {one["event_id"] for one in breaches}


def must_be_moved_once(plan, log):
    breaches = {one["event_id"]: one["ticket_id"] for one in log.of("SlaBreached")}
    moves = log.of("TierEscalated")
    moved = Counter(one["ticket_id"] for one in moves)

    assert set(moved.values()) == {1}
    assert moved.keys() >= plan.unresolved()
    assert all(breaches[one["causation_id"]] == one["ticket_id"] for one in moves)
    repeats = Counter(one["requester"] for one in log.of("RepeatContact"))
    assert set(repeats.values()) == {1}
    assert repeats.keys() >= plan.came_back_unresolved() != set()


def must_be_published_once_in_order(kafka, log):
    expected = {record["event_id"]: at for at, _, _, _, record in log.rows}
    found, last = {}, {}
    for topic in OF_EVENTS:
        for one in records(kafka, topic.name):
            position, place = int(header(one, "position")), (one.topic, one.partition)
            assert position > last.get(place, 0)
            last[place] = position
            if topic != CONTACTS:
                assert header(one, "ce_id") not in found
                found[header(one, "ce_id")] = position
            else:
                assert expected[header(one, "ce_id")] == position

    assert found == expected
