"""Which tables of a projection answer: each rebuild fills new ones beside them, then switches.

The tables of a projection carry a number: `timeline_1`, and once it was rebuilt `timeline_2`.
`generations` says which number is live, `positions` how far each number has come.
Queries look up the live one in their own transaction, so a switch is seen whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    cast,
    delete,
    insert,
    inspect,
    select,
    update,
)

metadata = MetaData()

generations = Table(
    "generations",
    metadata,
    Column("projection", String, primary_key=True),
    Column("live", Integer, nullable=False),
    Column("newest", Integer, nullable=False),
)
positions = Table(
    "positions",
    metadata,
    Column("projection", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

_KEY = generations.c.projection.concat("_").concat(cast(generations.c.live, String))
_LIVE = select(generations.c.projection, generations.c.live, positions.c.position).join(
    positions, positions.c.projection == _KEY
)


class Place(NamedTuple):
    """How far one generation of a projection has come; `position` is that of its last fact."""

    generation: int
    position: int


class ProjectionMissing(LookupError):
    """A projection, or one generation of it, isn't there."""


def key_of(name: str, generation: int) -> str:
    """Return the name that the generation's position is stored under."""
    return f"{name}_{generation}"


def live_place(connection: Connection, name: str, *, lock: bool = False) -> Place:
    """Return which generation answers, and how far it has come.

    `lock` keeps other writers out until the transaction ends. Raises `ProjectionMissing`.
    """
    query = _LIVE.where(generations.c.projection == name)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        message = f"There is no projection '{name}' in these read models yet; rebuild it first."
        raise ProjectionMissing(message)
    return Place(row.live, row.position)


def place_of(connection: Connection, name: str, generation: int, *, lock: bool = False) -> Place:
    """Return how far that generation has come; raises `ProjectionMissing` when it was dropped."""
    query = select(positions.c.position).where(positions.c.projection == key_of(name, generation))
    position = connection.scalar(query.with_for_update() if lock else query)
    if position is None:
        message = f"The tables number {generation} of '{name}' are gone: another rebuild took over."
        raise ProjectionMissing(message)
    return Place(generation, position)


def save_position(connection: Connection, name: str, place: Place) -> None:
    """Remember how far the generation has come."""
    connection.execute(
        update(positions)
        .where(positions.c.projection == key_of(name, place.generation))
        .values(position=place.position)
    )


def newest(connection: Connection, name: str) -> int:
    """Return the highest number that was ever given out; 0 before the first."""
    query = select(generations.c.newest).where(generations.c.projection == name)
    return connection.scalar(query.with_for_update()) or 0


def add(connection: Connection, name: str, generation: int) -> None:
    """Note a new generation that has read nothing; the first of a projection is live at once."""
    if generation == 1:
        first = {"projection": name, "live": 1, "newest": 1}
        connection.execute(insert(generations).values(first))
    else:
        _change(connection, name, newest=generation)
    start = {"projection": key_of(name, generation), "position": 0}
    connection.execute(insert(positions).values(start))


def forget(connection: Connection, name: str, generation: int) -> None:
    """Forget how far a generation came; it is no more."""
    key = key_of(name, generation)
    connection.execute(delete(positions).where(positions.c.projection == key))


def make_live(connection: Connection, name: str, generation: int) -> None:
    """Have that generation answer from now on."""
    _change(connection, name, live=generation)


def _change(connection: Connection, name: str, **values: int) -> None:
    connection.execute(update(generations).where(generations.c.projection == name).values(**values))


@contextmanager
def reading(engine: Engine, name: str) -> Iterator[tuple[Connection, int]]:
    """Give a connection in a transaction, and the number of the generation that answers in it."""
    with engine.connect() as connection:
        yield connection, live_place(connection, name).generation


def position_of(engine: Engine, name: str) -> int:
    """Return the log position up to which the projection's answers are complete."""
    with engine.connect() as connection:
        return live_place(connection, name).position


def reached(engine: Engine) -> Mapping[str, int]:
    """Return how far the answers of each projection are complete; empty while there are none."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(generations.name):
            return {}
    return positions_of(engine)


def positions_of(engine: Engine) -> Mapping[str, int]:
    """Return how far the answers of each projection are complete, where there are tables."""
    with engine.connect() as connection:
        return {row.projection: row.position for row in connection.execute(_LIVE)}
