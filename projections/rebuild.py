"""Rebuilds a projection beside the live one, which goes on answering until the switch."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine

from domain.policy.catalogue import Catalogue
from infra.log.feed import Feed
from projections import generations
from projections.catalogue import ALL
from projections.projection import Definition, Projection, begin, drop
from projections.views import writing

LIMIT = 1_000


def rebuild(
    engine: Engine,
    name: str,
    feed: Feed,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Fill new tables from the start of the log, switch to them, drop the old; return their number.

    `progress` is told each position that is reached. Facts recorded meanwhile are caught up with,
    and the switch waits until the new tables know all that the old ones do.
    A rebuild that was broken off leaves the live tables alone; the next one clears up behind it.
    Raises `KeyError` for an unknown name, `ProjectionMissing` when another rebuild took over.
    """
    definition = ALL[name]
    with writing(engine).begin() as connection:
        generation = _prepare(connection, definition)
    projection = Projection(engine, definition, Catalogue(), generation)
    while True:
        while batch := feed.read(projection.position(), LIMIT):
            projection.handle(batch)
            progress(projection.position())
        with writing(engine).begin() as connection:
            if _switch(connection, definition, generation):
                return generation


def _prepare(connection: Connection, definition: Definition) -> int:
    name = definition.name
    newest = generations.newest(connection, name)
    if newest:
        live = generations.live_place(connection, name).generation
        for unfinished in range(live + 1, newest + 1):
            drop(connection, definition, unfinished)
    begin(connection, definition, newest + 1)
    return newest + 1


def _switch(connection: Connection, definition: Definition, generation: int) -> bool:
    name = definition.name
    new = generations.place_of(connection, name, generation, lock=True)
    live = generations.live_place(connection, name, lock=True)
    if new.position < live.position:
        return False
    if generation != live.generation:
        generations.make_live(connection, name, generation)
        drop(connection, definition, live.generation)
    return True
