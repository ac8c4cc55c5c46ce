"""Whatever rows follow each other, the desk refuses nothing of what they ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from domain.actor import Actor
from domain.commands import Command, PublishPolicy
from domain.desk.handlers import HANDLERS, Context
from domain.ids import NAMESPACE, derive
from domain.model import Aggregate, Event
from domain.policy.catalogue import Catalogue
from escalon.importers import Log
from escalon.importers.italian import ACTIVITIES
from escalon.importers.servicenow import PRIORITIES, STATES
from escalon.importers.volvo import LEVELS, STATUSES
from tests.unit.importer_examples import told

TIERS = {"servicenow": ["front"], "volvo": ["L1", "L2", "L3"], "italian": ["front", "technical"]}
HOURS = [f"{hour:02}:00" for hour in range(24)]
COLUMNS = {
    "servicenow": {
        "incident_state": some.sampled_from(list(STATES)),
        "priority": some.sampled_from(list(PRIORITIES)),
        "assignment_group": some.sampled_from(["?", "Group 1", "Group 2"]),
        "assigned_to": some.sampled_from(["?", "Resolver 1", "Resolver 2"]),
        "caller_id": some.sampled_from(["?", "Caller 1"]),
        "sys_updated_by": some.sampled_from(["?", "Updated by 1"]),
        "sys_updated_at": some.sampled_from([f"1/2/2016 {hour}" for hour in HOURS]),
    },
    "volvo": {
        "status": some.sampled_from([status.split("-", 1) for status in STATUSES]),
        "ST Level": some.sampled_from(list(LEVELS)),
        "Owner First Name": some.sampled_from(["", "Siebel", "Anna"]),
        "Owner Country": some.sampled_from(["0", "Sweden"]),
        "Change Date+Time": some.sampled_from([f"2012-05-01T{hour}:00+01:00" for hour in HOURS]),
    },
    "italian": {
        "Activity": some.sampled_from(list(ACTIVITIES)),
        "Resource": some.sampled_from(["", "Value 1", "Value 2"]),
        "time:timestamp": some.sampled_from([f"2010-01-13 {hour}:00+00:00" for hour in HOURS]),
    },
}


def as_cells(row: dict[str, object]) -> dict[str, str]:
    """Return the row with Volvo's status in the two columns where the log has it."""
    cells = {name: str(value) for name, value in row.items() if name != "status"}
    match row.get("status"):
        case [status, sub_status]:
            return {**cells, "Status": str(status), "Sub Status": str(sub_status)}
    return cells


def policy(name: str) -> PublishPolicy:
    document = {
        "policy": name,
        "calendars": {},
        "tiers": [{"name": tier, "team": tier} for tier in TIERS[name]],
        "moved": {},
        "targets": [],
        "escalation": [],
        "repeat_contact": None,
        "notify": {},
        "late_facts": "5m",
        "apply_to_open": "keep",
    }
    return PublishPolicy(
        command_id=derive(NAMESPACE, name),
        at=0,
        actor=Actor("agent", "anna"),
        policy=name,
        document=json.dumps(document),
    )


def carry_out(commands: Sequence[Command]) -> list[Event]:
    """Return what the rules record for all the commands; raise where they refuse one."""
    catalogue, found = Catalogue(), {}
    recorded: list[Event] = []
    for command in commands:
        changed: Aggregate = HANDLERS[type(command)](Context(command, found, catalogue))
        found[changed.id] = changed
        events = changed.collect_events()
        if isinstance(command, PublishPolicy):
            catalogue.learn(events[0])
        recorded += events
    return recorded


def log_of(format: str, rows: list[dict[str, object]]) -> Log:
    with TemporaryDirectory() as folder:
        return told(Path(folder), format, *map(as_cells, rows))


@pytest.mark.parametrize("format", list(COLUMNS))
def test_nothing_that_a_log_may_say_is_refused(format) -> None:
    """Without the `ReopenTicket` of `tell_change` each of the three finds a refusal."""

    @settings(max_examples=200)
    @given(some.lists(some.fixed_dictionaries(COLUMNS[format]), min_size=1, max_size=8))
    def holds(rows) -> None:
        log = log_of(format, rows)
        commands = [command for entry in log.entries for command in entry.commands]

        recorded = carry_out([policy(format), *commands])

        assert len({event.event_id for event in recorded}) == len(recorded)
        assert [entry[:2] for entry in log.entries] == sorted(entry[:2] for entry in log.entries)
        assert all(command.at == entry.at for entry in log.entries for command in entry.commands)

    holds()
