"""The three real logs as commands: the desk refuses none, and what it records agrees with them."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.actor import SYSTEM, Actor
from domain.commands import OpenTicket, PublishPolicy
from domain.desk import Outcome
from domain.ids import NAMESPACE, derive
from domain.model import Event
from escalon.bootstrap import Embedded, open_embedded
from escalon.importers import Log, read_log
from infra.clock import VirtualClock
from infra.policies import read_policy, to_json

POLICIES = Path(__file__).resolve().parents[2] / "escalon" / "policies"
FILES = {
    "servicenow": "servicenow-incidents.csv.gz",
    "volvo": "volvo-incidents.csv.gz",
    "italian": "italian-helpdesk.csv.gz",
}
SERVICENOW = pytest.mark.real_data(f"data/{FILES['servicenow']}")
VOLVO = pytest.mark.real_data(f"data/{FILES['volvo']}")
ITALIAN = pytest.mark.real_data(f"data/{FILES['italian']}")
EVERY_LOG = [
    pytest.param("servicenow", marks=SERVICENOW),
    pytest.param("volvo", marks=VOLVO),
    pytest.param("italian", marks=ITALIAN),
]
BATCH = 5_000
HINDSIGHT = {
    "servicenow": ["resolved_at", "closed_at", "closed_code", "resolved_by"],
    "volvo": ["SR Latest Impact"],
}
TRUTH = ["made_sla", "reopen_count", "reassignment_count", "sys_mod_count", "active"]
LEVELS = {"L1": 1, "L2": 2, "L3": 3, "L2/L3": 3}
Row = dict[str, str]


class Told(NamedTuple):
    """What became of a whole log, without followers: outcomes, and facts by stored name."""

    log: Log
    refused: list[Outcome]
    facts: dict[str, Counter[str]]
    """For each kind of fact, how many each ticket (by the log's number) has."""


def rows_of(shared: Path, format: str) -> list[Row]:
    with gzip.open(shared / "data" / FILES[format], "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grouped(rows: Sequence[Row], number: str) -> dict[str, list[Row]]:
    tickets = defaultdict(list)
    for row in rows:
        tickets[row[number]].append(row)
    return dict(tickets)


def publication(format: str, log: Log) -> PublishPolicy:
    document = read_policy((POLICIES / f"{format}.yaml").read_text(), first_year=log.first_year)
    return PublishPolicy(
        command_id=derive(NAMESPACE, format),
        at=log.entries[0].at,
        actor=Actor(SYSTEM, "test"),
        policy=format,
        document=to_json(document),
        imported=True,
    )


def everything(desk: Embedded) -> Iterator[Event]:
    position = 0
    while batch := desk.feed.read(position, BATCH):
        yield from (recorded.event for recorded in batch)
        position = batch[-1].position


def tell(format: str, log: Log) -> Told:
    desk = open_embedded(None, VirtualClock(log.entries[0].at))
    commands = [command for entry in log.entries for command in entry.commands]
    outcomes = desk.desk.execute_many([publication(format, log)])
    for start in range(0, len(commands), BATCH):
        outcomes += desk.desk.execute_many(commands[start : start + BATCH])
    numbers = {c.ticket_id: c.external_id for c in commands if isinstance(c, OpenTicket)}
    facts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for event in everything(desk):
        facts[type(event).__name__][numbers.get(event.originator_id, "")] += 1
    desk.close()
    return Told(log, [outcome for outcome in outcomes if outcome.is_refused], dict(facts))


@pytest.fixture(scope="module")
def told(shared):
    """Tell a log, once for all tests that ask for it."""
    known: dict[str, Told] = {}

    def once(format: str) -> Told:
        if format not in known:
            log = read_log(shared / "data" / FILES[format], format, format)
            known[format] = tell(format, log)
        return known[format]

    return once


@pytest.mark.parametrize("format", EVERY_LOG)
def test_the_desk_refuses_nothing_of_a_real_log(told, format) -> None:
    assert told(format).refused == []


@pytest.mark.parametrize("format", EVERY_LOG)
def test_every_row_is_read_and_every_ticket_opened(shared, told, format) -> None:
    number = {"servicenow": "number", "volvo": "SR Number", "italian": "case:concept:name"}[format]
    rows = rows_of(shared, format)
    log, _, facts = told(format)

    assert log.rows == len(rows)
    assert facts["TicketOpened"] == Counter({row[number] for row in rows})
    assert log.tickets == len(facts["TicketOpened"])


@pytest.mark.parametrize("format", EVERY_LOG)
def test_entries_are_in_order_of_time_and_row_and_commands_have_ids_of_their_own(
    told, format
) -> None:
    entries = told(format).log.entries
    places = [(entry.at, entry.row) for entry in entries]
    ids = [command.command_id for entry in entries for command in entry.commands]

    assert places == sorted(places)
    assert all(command.at == entry.at for entry in entries for command in entry.commands)
    assert len(set(ids)) == len(ids)


@SERVICENOW
def test_reopens_equal_the_logs_own_count(shared, told) -> None:
    incidents = grouped(rows_of(shared, "servicenow"), "number")
    counted = {number: int(rows[-1]["reopen_count"]) for number, rows in incidents.items()}
    reopened = told("servicenow").facts["TicketReopened"]

    assert {number: reopened[number] for number in incidents} == counted
    assert sum(counted.values()) > 0


@SERVICENOW
def test_routings_equal_the_changes_of_group(shared, told) -> None:
    incidents = grouped(rows_of(shared, "servicenow"), "number")
    changes = {
        number: sum(a["assignment_group"] != b["assignment_group"] for a, b in pairwise(rows))
        for number, rows in incidents.items()
    }
    routed = told("servicenow").facts["TicketRouted"]

    assert {number: routed[number] for number in incidents} == changes


@SERVICENOW
def test_each_incident_is_acknowledged_once_if_it_was_taken_up(shared, told) -> None:
    incidents = grouped(rows_of(shared, "servicenow"), "number")
    taken_up = {
        number
        for number, rows in incidents.items()
        if {row["incident_state"] for row in rows} - {"New", "-100"}
    }

    assert told("servicenow").facts["TicketAcknowledged"] == Counter(taken_up)


@VOLVO
def test_moves_equal_the_changes_of_support_line(shared, told) -> None:
    requests = grouped(rows_of(shared, "volvo"), "SR Number")
    up, down = Counter[str](), Counter[str]()
    for number, rows in requests.items():
        ordered = sorted(rows, key=lambda row: row["Change Date+Time"])
        for before, after in pairwise(LEVELS[row["ST Level"]] for row in ordered):
            up[number] += after > before
            down[number] += after < before
    facts = told("volvo").facts

    assert facts["TierEscalated"] == +up
    assert facts["TierDeescalated"] == +down


@ITALIAN
def test_127_rows_are_there_twice_and_are_told_once(shared, told) -> None:
    rows = rows_of(shared, "italian")
    again, seen = [], set()
    for number, row in enumerate(rows, 1):
        if tuple(row.values()) in seen:
            again.append(number)
        seen.add(tuple(row.values()))

    assert len(again) == 127
    assert not {entry.row for entry in told("italian").log.entries} & set(again)


@pytest.mark.parametrize("format", EVERY_LOG[:2])
def test_what_only_hindsight_knows_changes_nothing(shared, told, tmp_path, format) -> None:
    """Permutes the columns that hold final values, and for ServiceNow the log's verdicts too."""
    rows = rows_of(shared, format)
    for column in HINDSIGHT[format] + (TRUTH if format == "servicenow" else []):
        values = [row[column] for row in rows]
        for row, value in zip(rows, reversed(values), strict=True):
            row[column] = value
    path = tmp_path / "permuted.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    assert read_log(path, format, format) == told(format).log
