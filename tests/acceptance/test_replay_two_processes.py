"""Two processes that write to one store at the same time lose nothing and do nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import ExitStack, closing
from itertools import pairwise
from sqlite3 import connect

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import PublishPolicy
from domain.desk import Outcome
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import LOG, open_embedded
from escalon.shipped import policy_text
from infra.policies import read_policy, to_json
from tests.acceptance import writing
from tests.acceptance.replay_program import REPOSITORY, TOO_LONG, environment

NAMES = ("anna", "bert")
EVERYTHING = 2**31


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Make a store with a policy and the tickets that both write to."""
    folder = tmp_path_factory.mktemp("two") / "store"
    _, text = policy_text("default")
    with closing(open_embedded(folder)) as desk:
        at = desk.clock.now()
        publication = PublishPolicy(
            command_id=derive(NAMESPACE, "two-processes"),
            at=at,
            actor=Actor(SYSTEM, "test"),
            policy="default",
            document=to_json(read_policy(text, name="default", first_year=2026)),
        )
        openings = [writing.opening(number, at) for number in range(writing.TICKETS)]
        assert not any(it.is_refused for it in desk.desk.execute_many([publication, *openings]))
    return folder


@pytest.fixture(scope="module")
def outcomes(store):
    """Have both write at once, and return what each was answered, by command."""
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.acceptance.writing", store, name],
                    env=environment(),
                    cwd=REPOSITORY,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for name in NAMES
        ]
        for process in both:
            assert process.stdout.readline() == "ready\n"
        for process in both:
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=TOO_LONG) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    answered = ([Outcome(*json.loads(line)) for line in out.splitlines()] for out, _ in said)
    return [{outcome.command_id: outcome for outcome in each} for each in answered]


@pytest.fixture(scope="module")
def facts(store, outcomes):
    assert outcomes
    with closing(open_embedded(store)) as desk:
        return list(desk.feed.read(0, EVERYTHING))


def test_each_is_answered_for_each_of_its_commands(outcomes):
    for name, answered in zip(NAMES, outcomes, strict=True):
        assert answered.keys() == {asked.command_id for asked in writing.commands(name, 0)}


def test_the_commands_of_both_are_interleaved_in_the_log(outcomes, facts):
    own = [answered.keys() - other.keys() for answered, other in (outcomes, outcomes[::-1])]
    writers = ["".join(str(n) for n in (0, 1) if f.event.command_id in own[n]) for f in facts]
    turns = sum(a != b for a, b in pairwise(writers))

    assert turns > 3


def test_what_was_accepted_is_in_the_log_exactly_once_where_the_answer_says(outcomes, facts):
    recorded = defaultdict(list)
    for fact in facts:
        recorded[fact.event.command_id].append(fact.position)
    for answered in outcomes:
        for outcome in answered.values():
            places = recorded.get(outcome.command_id, [])
            assert places == ([outcome.first] if outcome.first else [])
            assert outcome.first == outcome.last


def test_what_both_asked_for_is_answered_the_same_to_both(outcomes):
    anna, bert = outcomes
    common = anna.keys() & bert.keys()

    assert len(common) == writing.COMMON
    assert {id: anna[id] for id in common} == {id: bert[id] for id in common}


def test_only_what_nobody_knows_is_refused(outcomes):
    refusals = Counter(outcome.error for answered in outcomes for outcome in answered.values())

    assert refusals.keys() == {"", "TicketNotFound"}
    assert refusals["TicketNotFound"] > 10


def test_versions_have_no_holes(facts):
    versions = defaultdict(list)
    for fact in facts:
        versions[fact.event.originator_id].append(fact.event.originator_version)

    assert len(versions) > writing.TICKETS
    for numbers in versions.values():
        assert numbers == list(range(1, len(numbers) + 1))


def test_ordinals_are_dense(store, facts):
    with closing(connect(store / LOG)) as database:
        rows = database.execute("SELECT ordinal FROM events ORDER BY position").fetchall()

    assert [ordinal for (ordinal,) in rows] == list(range(1, len(facts) + 1))


def test_recorded_times_never_go_back(store, facts):
    with closing(connect(store / LOG)) as database:
        rows = database.execute("SELECT recorded_at FROM events ORDER BY position").fetchall()

    assert len(rows) == len(facts)
    assert rows == sorted(rows)
