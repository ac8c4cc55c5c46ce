"""What a log's columns knew only afterwards, and its own verdicts, decide nothing."""

from __future__ import annotations

import csv
from random import Random

import pytest

from tests.acceptance.replay_program import SERVICENOW, first_incidents, replay

pytestmark = pytest.mark.real_data(SERVICENOW)

ROWS = 6_000
HINDSIGHT = ("resolved_at", "closed_at", "closed_code", "resolved_by")
TRUTH = ("made_sla", "reopen_count", "reassignment_count", "sys_mod_count", "active")


def permuted(log, path, seed):
    """Write the log with each of those columns in another order of its own."""
    random = Random(seed)  # noqa: S311  # the same each time is what is wanted
    with log.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in (*HINDSIGHT, *TRUTH):
        before = [row[column] for row in rows]
        after = random.sample(before, len(before))
        assert after != before
        for row, value in zip(rows, after, strict=True):
            row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_hindsight_and_the_logs_own_verdicts_change_nothing(shared, tmp_path):
    log = first_incidents(shared, tmp_path / "log.csv", ROWS)

    plain = replay(log, tmp_path / "plain")
    other = replay(permuted(log, tmp_path / "permuted.csv", seed=1), tmp_path / "other")

    assert plain.report["sla"]["resolution"]["breached"] > 100
    assert other.outcomes == plain.outcomes
    assert other.digests == plain.digests
