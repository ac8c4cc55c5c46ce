"""The other two whole logs through the real program, against what their CSV says by itself."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from itertools import pairwise

import pytest

from tests.acceptance.replay_program import replay_once, shared_by_workers

VOLVO, ITALIAN = "data/volvo-incidents.csv.gz", "data/italian-helpdesk.csv.gz"
LINES = {"L1": 1, "L2": 2, "L3": 3, "L2/L3": 3}


@pytest.fixture(scope="module")
def volvo(shared, tmp_path_factory):
    folder = shared_by_workers(tmp_path_factory) / "volvo-whole"
    return replay_once(folder, shared / VOLVO, "--format", "volvo")


@pytest.fixture(scope="module")
def lines(shared):
    """Return the support lines, 1 to 3, that each service request went through, row by row."""
    changes = defaultdict(list)
    with gzip.open(shared / VOLVO, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            changes[row["SR Number"]].append((row["Change Date+Time"], row["ST Level"]))
    return {
        number: [LINES[level] for _, level in sorted(rows, key=lambda row: row[0])]
        for number, rows in changes.items()
    }


@pytest.mark.real_data(VOLVO)
def test_volvos_moves_are_the_logs_changes_of_support_line(volvo, lines):
    found = {it["external_id"]: (it["moves_up"], it["moves_down"]) for it in volvo.tickets()}
    changes = {
        number: (
            str(sum(after > before for before, after in pairwise(levels))),
            str(sum(after < before for before, after in pairwise(levels))),
        )
        for number, levels in lines.items()
    }

    assert found == changes
    assert len(set(changes.values())) > 10


@pytest.mark.real_data(VOLVO)
def test_volvos_requests_end_in_the_line_of_their_last_row(volvo, lines):
    ended = {it["external_id"]: it["final_tier"] for it in volvo.tickets()}

    assert ended == {number: f"L{levels[-1]}" for number, levels in lines.items()}


@pytest.mark.real_data(VOLVO)
def test_volvos_requests_never_above_the_first_line_are_those_without_a_move_that_end_there(
    volvo, lines
):
    below = {number for number, levels in lines.items() if set(levels) == {1}}
    unmoved = {
        it["external_id"]
        for it in volvo.tickets()
        if (it["moves_up"], it["moves_down"], it["final_tier"]) == ("0", "0", "L1")
    }

    assert unmoved == below
    assert len(below) > 1_000


@pytest.mark.real_data(VOLVO)
def test_volvos_rules_notify_and_do_not_move(volvo):
    assert volvo.report["by_event"]["StaffNotified"] > 0
    assert volvo.report["escalations"] == 0


@pytest.mark.real_data(VOLVO)
def test_nothing_of_volvos_log_is_refused(volvo, lines):
    assert volvo.report["refused_reasons"] == {}
    assert volvo.report["refused"] == 0
    assert volvo.report["rows"] == sum(len(levels) for levels in lines.values())
    assert volvo.report["tickets"] == len(volvo.tickets()) == len(lines)


@pytest.mark.real_data(ITALIAN)
def test_nothing_of_the_italian_log_is_refused(shared, tmp_path_factory):
    folder = shared_by_workers(tmp_path_factory) / "italian-whole"
    found = replay_once(folder, shared / ITALIAN, "--format", "italian")

    assert found.report["refused_reasons"] == {}
    assert found.report["refused"] == 0
    assert (found.report["rows"], found.report["tickets"]) == (21_348, 4_580)
    assert len(found.tickets()) == 4_580
