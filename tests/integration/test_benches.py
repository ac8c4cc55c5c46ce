"""Benches measure what they say, on little."""

from __future__ import annotations

from contextlib import closing

import pytest

from benches import append, latency, policy_edit, rebuild_kafka, throughput
from benches.figures import Verdict
from benches.stage import Stage
from escalon.workers.starting import WORKERS


@pytest.fixture
def stage(database, kafka):
    """The stage of a bench on the run's servers."""
    with closing(Stage(database, kafka)) as one:
        yield one


def test_latency_is_measured_over_every_hop(stage, capsys):
    stage.publish("bench", latency.POLICY)
    latency.fill(stage, 20)
    stage.start(list(WORKERS))

    latency.steady(stage, 1, Verdict(), warm_up=1)

    told = capsys.readouterr().out
    assert "due -> TierEscalated on its topic                 50" in told
    assert told.count(" wanted") == 3


def test_throughput_is_measured_until_everything_is_shown(stage):
    stage.publish("bench", throughput.POLICY)
    stage.start(list(WORKERS))

    shown, known = throughput.run(stage, "few", 100)

    assert 0 < shown <= known
    assert stage.ask("SELECT count(*) FROM views.queues_1") == [(20,)]


def test_the_append_path_is_measured_beside_bare_inserts(stage):
    stage.publish("bench", append.POLICY)

    found = append.measure(stage, 100, 1)

    assert all(figure > 0 for [figure] in found.values())


def test_a_rebuild_from_kafka_makes_the_rows_that_the_library_makes(stage):
    stage.publish("bench", throughput.POLICY)
    stage.execute(list(throughput.lives("rebuilt", 100)))
    facts = rebuild_kafka.publish(stage)

    rates = rebuild_kafka.ours(stage, facts), rebuild_kafka.library(stage, facts)

    assert [rate.facts for rate in rates] == [facts, facts]
    rebuild_kafka.must_agree(stage, facts)


def test_an_edit_of_a_policy_is_measured_until_each_ticket_is_under_it(tmp_path, capsys):
    policy_edit.measure(tmp_path, 20, Verdict())

    told = capsys.readouterr().out
    assert "20 tickets brought, 40 clocks said so" in told
    assert told.count("ok ") == 3
