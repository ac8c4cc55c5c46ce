"""The same log and policy give the same bytes, however much is told at once."""

from __future__ import annotations

import pytest

from tests.acceptance.replay_program import SERVICENOW, first_incidents, replay

pytestmark = pytest.mark.real_data(SERVICENOW)

ROWS = 3_000
OTHERWISE = [((), "12345"), (("--batch", "7"), "0"), (("--batch", "500"), "12345")]


@pytest.fixture(scope="module")
def log(shared, tmp_path_factory):
    return first_incidents(shared, tmp_path_factory.mktemp("determinism") / "log.csv", ROWS)


@pytest.fixture(scope="module")
def plain(log, tmp_path_factory):
    return replay(log, tmp_path_factory.mktemp("plain") / "store", PYTHONHASHSEED="0")


@pytest.mark.parametrize(("options", "seed"), OTHERWISE)
def test_batches_and_hash_seeds_leave_no_trace(log, plain, tmp_path, options, seed):
    again = replay(log, tmp_path / "store", *options, PYTHONHASHSEED=seed)

    assert again.digests == plain.digests
    assert again.outcomes == plain.outcomes
    assert without_time(again.report) == without_time(plain.report)


def without_time(report):
    return {name: it for name, it in report.items() if name not in ("seconds", "rows_per_second")}
