"""`escalon …` that is killed at a place of its own, as by a failing machine: no clearing up.

    KILLED=inside:17 python -m tests.acceptance.killed_replay replay LOG …

The process that keeps the read models imports this module too, and so can be killed as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from itertools import count
from signal import SIGKILL
from typing import Any, NamedTuple

from escalon.cli import main
from infra.store.sqlite.recorder import Recorder
from infra.store.sqlite.states import SQLiteStates
from projections import generations

KILLED = "KILLED"


class Place(NamedTuple):
    """A function, before or after whose call of a number somebody is killed."""

    owner: Any
    name: str
    after: bool = False
    this: bool = True
    parent: bool = False


PLACES = {
    "inside": Place(Recorder, "insert_events", after=True),
    "commit": Place(SQLiteStates, "save_position"),
    "projecting": Place(generations, "save_position"),
    "projecting-all": Place(generations, "save_position", parent=True),
    "projecting-parent": Place(generations, "save_position", parent=True, this=False),
}
"""Inside a transaction, its facts appended; at its end, the positions of followers not yet written;
and in a batch of a projection, its rows written and its position not."""


def deadly(place: Place, number: int) -> Callable[..., Any]:
    """Return the function of that place, so that its call of that number kills."""
    alive: Callable[..., Any] = getattr(place.owner, place.name)
    calls = count(1)

    @wraps(alive)
    def called(*args: Any, **kwargs: Any) -> Any:
        killing = next(calls) == number
        if killing and not place.after:
            kill(place)
        result = alive(*args, **kwargs)
        if killing and place.after:
            kill(place)
        return result

    return called


def kill(place: Place) -> None:
    """Kill whom the place names."""
    if place.parent:
        os.kill(os.getppid(), SIGKILL)
    if place.this:
        os.kill(os.getpid(), SIGKILL)


place, _, number = os.environ[KILLED].partition(":")
setattr(PLACES[place].owner, PLACES[place].name, deadly(PLACES[place], int(number)))

if __name__ == "__main__":
    main()
