"""A process that writes to a store beside another: `python -m tests.acceptance.writing STORE NAME`.

Says when it is ready, begins when it is told to, and prints what became of each of its commands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path
from random import Random

from domain.actor import AGENT, Actor
from domain.commands import AddNote, AssignTicket, ChangePriority, Command, OpenTicket, RouteTicket
from domain.desk import Desk, Outcome
from domain.desk.ledger import Conflict
from domain.ids import NAMESPACE, derive
from escalon.bootstrap import open_embedded

COMMANDS = 300
COMMON = 50
"""How many of them the other process asks for too, under the same ids."""
AT_ONCE = (1, 7, 30)
TICKETS = 12
BY = Actor(AGENT, "writer")
PRIORITIES = ("urgent", "high", "normal", "low")


def ticket_id(number: int) -> str:
    """Return the id of one of the tickets that both write to."""
    return derive(NAMESPACE, f"writing:{number}")


def opening(number: int, at: int) -> OpenTicket:
    """Return what opens that ticket."""
    id = ticket_id(number)
    return OpenTicket(command_id=derive(id, "open"), at=at, actor=BY, ticket_id=id)


def commands(name: str, at: int) -> list[Command]:
    """Return what a process asks for: its own, and among it what both do."""
    random = Random(name)  # noqa: S311  # the same each time is what is wanted
    own = [_command(f"{name}:{number}", random, at) for number in range(COMMANDS - COMMON)]
    both = Random("both")  # noqa: S311  # as above
    common = [_command(f"both:{number}", both, at) for number in range(COMMON)]
    random.shuffle(mixed := own + common)
    return mixed


def _command(name: str, random: Random, at: int) -> Command:
    ticket = random.randrange(TICKETS + 1)  # the last one is nowhere, and refused
    carried = {
        "command_id": derive(NAMESPACE, name),
        "at": at,
        "actor": BY,
        "ticket_id": ticket_id(ticket),
    }
    match random.randrange(4):
        case 0:
            return AddNote(**carried, text=name)
        case 1:
            return AssignTicket(**carried, assignee=f"agent {random.randrange(3)}")
        case 2:
            return ChangePriority(**carried, priority=random.choice(PRIORITIES))
        case _:
            return RouteTicket(**carried, queue=f"queue {random.randrange(3)}")


def portions(asked: Sequence[Command]) -> Iterator[Sequence[Command]]:
    """Yield them in portions of several sizes."""
    sizes = cycle(AT_ONCE)
    start = 0
    while start < len(asked):
        size = next(sizes)
        yield asked[start : start + size]
        start += size


def carried_out(desk: Desk, portion: Sequence[Command]) -> list[Outcome]:
    """Return what became of the portion, asked for again as long as the other is always faster."""
    while True:
        try:
            return desk.execute_many(portion)
        except Conflict:  # nothing of it was recorded
            continue


def main(store: Path, name: str) -> None:
    """Ask for everything, and print each outcome as one line of JSON."""
    with closing(open_embedded(store)) as desk:
        asked = commands(name, desk.clock.now())
        print("ready", flush=True)  # noqa: T201  # the other process reads it
        sys.stdin.readline()
        for portion in portions(asked):
            for outcome in carried_out(desk.desk, portion):
                print(json.dumps(outcome))  # noqa: T201  # as above


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
