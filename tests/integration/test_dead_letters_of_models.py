"""Read models over what they can't project: the ticket waits in that model, all else goes on."""

from __future__ import annotations

from contextlib import closing, contextmanager

import pytest

from escalon.workers.models import Models
from escalon.workers.projecting import views_url
from infra.kafka.admin import apply
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.feed import Begin, KafkaFeed
from infra.kafka.protocols import Partition
from infra.kafka.topics import POLICIES, SLA, TICKETS
from projections import attainment, timeline
from projections.catalogue import ALL
from projections.generations import position_of
from projections.outcomes import outcomes
from projections.projection import Definition, Projection
from projections.views import open_views
from tests.integration.letters import drop, parked_of, put, redrive
from tests.integration.workers import (
    desk_of,
    folded_outcomes,
    id_of,
    in_threads,
    log_of,
    now,
    opening,
    publish,
    publish_log,
    resolving,
    wait_until,
)

NAMES = [f"ticket {number}" for number in range(6)]
BAD = NAMES[2]
PLACES = [
    *(Partition(topic.name, number) for topic in (TICKETS, SLA) for number in range(3)),
    Partition(POLICIES.name, 0),
]


@pytest.fixture
def desk(database, kafka):
    """A desk with a policy and tickets, all of it published."""
    apply(kafka)
    with desk_of(database, kafka) as one:
        one.desk.execute_many([publish()])
        one.desk.execute_many([opening(name) for name in NAMES])
        publish_log(one, kafka)
        yield one


class TouchyModel:
    """A model with a bug in how it projects a ticket that is resolved."""

    def __init__(self, model, bugs):
        self._model, self._bugs = model, bugs

    def project(self, connection, facts):
        self._model.project(connection, facts)
        if any(fact.originator_id in self._bugs for _, fact in facts if "Resolved" in fact.TOPIC):
            message = "no column for it"
            raise ZeroDivisionError(message)


def touchy(definition, bugs):
    return Definition(
        definition.name,
        definition.tables,
        lambda setting: TouchyModel(definition.model(setting), bugs),
    )


@contextmanager
def models_of(desk, *definitions):
    """Give read models made so, their projections, and the log that has come for them."""
    policies = desk.policies()
    engine = open_views(None, views_url(desk.database))
    projections = [Projection(engine, one, policies) for one in definitions]
    letters = DeadLetters(desk.kafka)
    feed = KafkaFeed(desk.kafka, desk.mapper, dict.fromkeys(PLACES, Begin()))
    last = len(log_of(desk))
    with closing(letters), closing(feed):
        wait_until(lambda: feed.poll(0.02) or feed.complete_to >= last, "the log")
        yield Models(desk, projections, policies, letters), projections, feed.views[0]
    engine.dispose()


def test_a_model_that_cannot_project_a_fact_parks_its_ticket_until_it_is_mended(desk, kafka):
    bugs = {id_of(BAD)}
    desk.desk.execute_many([resolving(name, now()) for name in NAMES])
    publish_log(desk, kafka)
    last = len(log_of(desk))
    made = touchy(attainment.DEFINITION, bugs), timeline.DEFINITION
    with models_of(desk, *made) as (models, projections, view):
        while models.hand_on(view):
            pass
        found = parked_of(desk)
        reached = [projection.position() for projection in projections]
        bugs.clear()
        redrive(desk)
        models.redrive(lambda: None)

    assert [(one.follower, one.key) for one in found] == [("projections:attainment", id_of(BAD))]
    assert "no column for it" in found[0].error
    assert reached == [last, last]
    assert parked_of(desk) == []


def test_read_models_go_on_over_rubbish_and_are_the_fold_of_the_log_once_it_is_dropped(
    database, desk, kafka
):
    put(kafka, TICKETS.name, b"rubbish", id_of(BAD))
    desk.desk.execute_many([resolving(name, now()) for name in NAMES])
    publish_log(desk, kafka)
    engine = open_views(None, views_url(database))
    last = len(log_of(desk))
    with in_threads(["projections"], database, kafka):
        wait_until(lambda: len(parked_of(desk, "projections")) == 2 * len(ALL), "the dead letters")
        wait_until(lambda: min(position_of(engine, name) for name in ALL) == last, "the others")
        waiting = list(outcomes(engine))
        for one in parked_of(desk):
            if one.value == b"rubbish":
                drop(desk, one.id)
        wait_until(lambda: not parked_of(desk), "the redrive")
        kept = list(outcomes(engine))
    folded = folded_outcomes(desk)
    engine.dispose()

    assert waiting != folded
    assert kept == folded
