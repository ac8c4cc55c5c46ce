"""A replay that is killed goes on as if nothing had been: nothing is lost, nothing told twice."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from random import Random
from signal import SIGKILL
from sqlite3 import connect

import pytest

from escalon.bootstrap import LOG
from projections.views import VIEWS
from tests.acceptance.replay_program import (
    REPOSITORY,
    SERVICENOW,
    TOO_LONG,
    environment,
    first_incidents,
    replay,
)

pytestmark = pytest.mark.real_data(SERVICENOW)

ROWS = 3_000
BATCH = ("--batch", "300")
APPENDS, POSITIONS, PROJECTED = range(400, 2_200), range(4, 27), range(1, 9)
"""Numbers of calls that each place is reached with, beyond the first transaction."""
BATCHES = range(2)
"""Each of four projections is given so many batches at least."""


@pytest.fixture(scope="module")
def log(shared, tmp_path_factory):
    return first_incidents(shared, tmp_path_factory.mktemp("killed") / "log.csv", ROWS)


@pytest.fixture(scope="module")
def undisturbed(log, tmp_path_factory):
    return replay(log, tmp_path_factory.mktemp("undisturbed") / "store")


def one_of(numbers, seed):
    return Random(seed).choice(numbers)  # noqa: S311  # the same each time is what is wanted


def killed(log, store, place, number):
    """Replay until killed, and until whatever it left behind has ended too: it holds the pipes."""
    program = (sys.executable, "-m", "tests.acceptance.killed_replay")
    return subprocess.run(
        [*program, "replay", log, "--format", "servicenow", "--store", store, *BATCH],
        env=environment(KILLED=f"{place}:{number}"),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=TOO_LONG,
    )


def recorded(store):
    with closing(connect(store / LOG)) as database:
        return database.execute("SELECT COUNT(*) FROM events").fetchone()[0]


def read_models(store):
    """Return all rows of all tables."""
    with closing(connect(store / VIEWS)) as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608  # our own
            for (name,) in tables
        }


def must_be_as_undisturbed(resumed, undisturbed):
    assert resumed.digests == undisturbed.digests
    assert resumed.outcomes == undisturbed.outcomes
    assert read_models(resumed.store) == read_models(undisturbed.store)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_inside_a_transaction_it_goes_on_as_if_nothing_had_been(
    log, undisturbed, tmp_path, seed
):
    ended = killed(log, tmp_path / "store", "inside", one_of(APPENDS, seed))
    assert ended.returncode == -SIGKILL
    assert recorded(tmp_path / "store") < undisturbed.report["events"]

    must_be_as_undisturbed(replay(log, tmp_path / "store", "--resume", *BATCH), undisturbed)


@pytest.mark.parametrize("seed", [3, 4])
def test_killed_between_append_and_position_it_goes_on_as_if_nothing_had_been(
    log, undisturbed, tmp_path, seed
):
    ended = killed(log, tmp_path / "store", "commit", one_of(POSITIONS, seed))
    assert ended.returncode == -SIGKILL
    assert recorded(tmp_path / "store") < undisturbed.report["events"]

    must_be_as_undisturbed(replay(log, tmp_path / "store", "--resume", *BATCH), undisturbed)


@pytest.mark.parametrize("projection", [1, 2, 3, 4])
def test_killed_in_the_middle_of_a_projections_batch_it_goes_on_as_if_nothing_had_been(
    log, undisturbed, tmp_path, projection
):
    number = projection + 4 * one_of(BATCHES, projection)
    ended = killed(log, tmp_path / "store", "projecting-all", number)
    assert ended.returncode == -SIGKILL

    must_be_as_undisturbed(replay(log, tmp_path / "store", "--resume", *BATCH), undisturbed)


def test_the_read_models_process_ends_by_itself_when_the_other_is_killed(
    log, undisturbed, tmp_path
):
    ended = killed(log, tmp_path / "store", "projecting-parent", one_of(PROJECTED, 5))
    assert ended.returncode == -SIGKILL

    must_be_as_undisturbed(replay(log, tmp_path / "store", "--resume", *BATCH), undisturbed)


def test_when_only_the_read_models_process_is_killed_a_sentence_says_so_and_it_goes_on(
    log, undisturbed, tmp_path
):
    ended = killed(log, tmp_path / "store", "projecting", one_of(PROJECTED, 5))
    assert ended.returncode > 0
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("The read models stopped being kept")

    must_be_as_undisturbed(replay(log, tmp_path / "store", "--resume", *BATCH), undisturbed)


def test_killed_before_anything_of_the_log_is_told_it_goes_on_as_well(log, undisturbed, tmp_path):
    ended = killed(log, tmp_path / "store", "inside", 2)
    assert ended.returncode == -SIGKILL

    must_be_as_undisturbed(replay(log, tmp_path / "store", "--resume", *BATCH), undisturbed)
