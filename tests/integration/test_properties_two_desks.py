"""Two desks on one store, each with what it remembers, lose nothing and do nothing twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as some

from domain.commands import Command, PublishPolicy
from domain.desk import Desk
from escalon.bootstrap import open_embedded
from infra.clock import VirtualClock
from tests.integration.random_days import POLICY, Wish, days, instants
from tests.spec import after, ask
from tests.unit.random_tickets import EXAMPLES

Rows = list[tuple[str, bytes]]


def _rows(desk: Desk) -> Rows:
    return [(row.topic, row.state) for row in desk.recorder.select_notifications(1, 100_000)]


def _open(folder: Path) -> Desk:
    return open_embedded(folder, VirtualClock(after("0s")), timer=False).desk


def _commands(wishes: Sequence[Wish]) -> list[Command]:
    publish = ask(PublishPolicy, policy="default", document=json.dumps(POLICY))
    return [publish, *(command for instant in instants(wishes) for command in instant.commands)]


@EXAMPLES
@given(days, some.lists(some.booleans(), min_size=13, max_size=13))
def test_two_desks_record_what_one_would(wishes: Sequence[Wish], turns: Sequence[bool]) -> None:
    """Fails when a desk that meets a conflict doesn't read its tickets anew."""
    commands = _commands(wishes)
    with TemporaryDirectory() as folder:
        desks = [_open(Path(folder) / "shared"), _open(Path(folder) / "shared")]
        alone = _open(Path(folder) / "alone")
        outcomes = [
            desks[turn].execute_many([c])[0] for c, turn in zip(commands, turns, strict=False)
        ]
        assert outcomes == [alone.execute_many([c])[0] for c in commands[: len(outcomes)]]
        assert _rows(desks[0]) == _rows(desks[1]) == _rows(alone)
        for desk in desks:
            assert desk.execute_many(commands[: len(outcomes)]) == outcomes
        assert _rows(desks[0]) == _rows(alone)
        for desk in (*desks, alone):
            desk.close()
