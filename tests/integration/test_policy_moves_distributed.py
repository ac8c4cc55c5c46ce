"""Changes of a policy through Kafka, by processes that are killed, as one process makes them."""

from __future__ import annotations

import signal
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from domain import commands as c
from domain.durations import HOUR
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from infra.kafka.admin import apply
from infra.policies import read_policy, to_json
from infra.store.postgres.summary import PostgresSummary
from infra.store.sqlite.summary import Summary
from tests.integration.workers import ANNA, Process, desk_of, id_of, in_threads, now, wait_until

APPLIED = "escalon.PolicyApplied"
MANY = 600
"""Two batches of each partition."""
VERSIONS = (
    "targets: [{metrics: {resolution: 80h, tier_time: 60h}}]",
    "apply_to_open: from_now\ntargets: [{metrics: {resolution: 70h, tier_time: 50h}}]",
    """apply_to_open: retroactive
moved: {technical: experts}
targets: [{metrics: {resolution: 40h, tier_time: 50h}}]""",
)
TIERS = ("technical", "technical", "experts")


def publishing(number, base):
    """Return the command to publish a version, each an hour after the one before."""
    text = (
        "policy: quick\n"
        "tiers: [{name: front-line, team: support}, "
        f"{{name: {TIERS[number]}, team: engineering}}]\n{VERSIONS[number]}\n"
    )
    return c.PublishPolicy(
        command_id=id_of(f"publish {number}"),
        at=base + number * HOUR,
        actor=ANNA,
        imported=True,
        policy="quick",
        document=to_json(read_policy(text, first_year=2026)),
    )


def openings(base):
    return [
        c.OpenTicket(
            command_id=id_of(f"open {number}"),
            at=base + number,
            actor=ANNA,
            imported=True,
            ticket_id=id_of(f"ticket {number}"),
            policy="quick",
            tier=("front-line", "technical")[number % 2],
        )
        for number in range(MANY)
    ]


def embedded(base):
    """Return how many events of each name the same leads to in one process, and their digest."""
    with closing(open_embedded(None, VirtualClock(base + 3 * HOUR))) as one:
        for commands in ([publishing(0, base)], openings(base)):
            one.desk.execute_many(commands)
        for number in (1, 2):
            one.pipeline.settle()
            one.desk.execute_many([publishing(number, base)])
        one.pipeline.settle()
        summary = Summary(one.recorder.datastore)
        return summary.by_event(), summary.tickets_digest()


@contextmanager
def policy_moves(database, kafka, ending):
    """Run the worker in a process of its own, until that signal."""
    process = Process("policy-moves", database, kafka)
    try:
        yield
    finally:
        process.end(ending)


@pytest.fixture
def two_partitions(kafka):
    settings = replace(kafka, partitions=2, member="moves")
    apply(settings)
    return settings


def test_versions_reach_each_ticket_once_though_the_process_is_killed(database, two_partitions):
    base, kafka = now() - 3 * HOUR, two_partitions
    counts, digest = embedded(base)
    log = PostgresSummary(database)
    with desk_of(database, kafka) as desk:
        desk.desk.execute_many([publishing(0, base)])
        desk.desk.execute_many(openings(base))
        with in_threads(["relay", "sla-timer", "escalation"], database, replace(kafka, member="")):
            with policy_moves(database, kafka, signal.SIGKILL):
                desk.desk.execute_many([publishing(1, base)])
                wait_until(lambda: log.by_event().get(APPLIED), "the first batch", 90)
            desk.desk.execute_many([publishing(2, base)])
            with policy_moves(database, kafka, signal.SIGTERM):
                wait_until(lambda: log.by_event() == counts, "all that one process records", 120)

    assert (counts[APPLIED], counts["escalon.TierEscalated"]) == (2 * MANY, MANY // 2)
    assert log.tickets_digest() == digest
