"""A follower that keeps a read model: rows and position commit together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Dialect, Engine, MetaData

from domain.events.policy import PolicyEvent
from domain.policy.catalogue import Catalogue
from infra.log.recorded import Recorded
from projections import generations
from projections.generations import Place
from projections.views import writing

AT_ONCE = 2_000
"""How many facts a model is given together, however long the batch: it bounds the memory."""

Facts = Sequence[Recorded]
Writes = Callable[[Connection], None]


class Setting(NamedTuple):
    """What a model is made for: a number of its tables, a database, and all policy versions."""

    generation: int
    dialect: Dialect
    policies: Catalogue


class Model(Protocol):
    """How facts change one generation of a projection's tables."""

    def project(self, connection: Connection, facts: Facts) -> None:
        """Write what the facts change; the transaction is the caller's."""
        ...


class Definition(NamedTuple):
    """A projection: its name, its tables by number, and how facts change them."""

    name: str
    tables: Callable[[int], MetaData]
    model: Callable[[Setting], Model]


class Projection:
    """Keeps the live generation, or with `generation` that one.

    Safe beside others that keep the same one: what they have committed is skipped.
    """

    def __init__(
        self,
        engine: Engine,
        definition: Definition,
        policies: Catalogue,
        generation: int | None = None,
    ) -> None:
        self._engine = writing(engine)
        self._definition = definition
        self._policies = policies
        self._generation = generation
        with self._engine.begin() as connection:
            if generations.newest(connection, self.name) == 0:
                begin(connection, definition, 1)
            self._place = self._look(connection)
        self._model = self._new_model()

    @property
    def name(self) -> str:
        """The name of the projection."""
        return self._definition.name

    def position(self) -> int:
        """Return the place of the last fact handled; 0 before the first."""
        return self._place.position

    def handle(self, batch: Facts) -> None:
        """Write what the batch changes and how far it reaches, as one step."""
        with self._writing() as connection:
            self._project(connection, batch)

    def skip_to(self, position: int, also: Writes) -> None:
        """Count all up to the position as handled; `also` writes in the same transaction."""
        with self._writing() as connection:
            also(connection)
            self._reach(connection, max(position, self._follow_others(connection).position))

    def retake(self, batch: Facts, also: Writes) -> None:
        """Handle facts that were put aside, wherever they lie; `also` writes with that."""
        with self._writing() as connection:
            self._follow_others(connection)
            self._learn(batch)
            self._model.project(connection, batch)
            also(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        before = self._place
        try:
            with self._engine.begin() as connection:
                yield connection
        except BaseException:
            self._place = before
            self._model = self._new_model()  # what it remembers wasn't committed
            raise

    def _project(self, connection: Connection, batch: Facts) -> None:
        place = self._follow_others(connection)
        self._learn(batch)
        fresh = batch[bisect_right(batch, place.position, key=attrgetter("position")) :]
        if not fresh:
            return
        for start in range(0, len(fresh), AT_ONCE):
            self._model.project(connection, fresh[start : start + AT_ONCE])
        self._reach(connection, fresh[-1].position)

    def _follow_others(self, connection: Connection) -> Place:
        """Take over how far another process has come, if one has."""
        place = self._look(connection)
        if place != self._place:
            self._place = place
            self._model = self._new_model()
        return place

    def _reach(self, connection: Connection, position: int) -> None:
        self._place = self._place._replace(position=position)
        generations.save_position(connection, self.name, self._place)

    def _learn(self, batch: Facts) -> None:
        """Take in policies also from facts that another has projected: they are read only once."""
        for _, event in batch:
            if isinstance(event, PolicyEvent):
                self._policies.learn(event)

    def _look(self, connection: Connection) -> Place:
        if self._generation is None:
            return generations.live_place(connection, self.name, lock=True)
        return generations.place_of(connection, self.name, self._generation, lock=True)

    def _new_model(self) -> Model:
        setting = Setting(self._place.generation, self._engine.dialect, self._policies)
        return self._definition.model(setting)


def begin(connection: Connection, definition: Definition, generation: int) -> None:
    """Make the empty tables of a generation."""
    definition.tables(generation).create_all(connection)
    generations.add(connection, definition.name, generation)


def drop(connection: Connection, definition: Definition, generation: int) -> None:
    """Drop the tables of a generation, if they are there."""
    definition.tables(generation).drop_all(connection)
    generations.forget(connection, definition.name, generation)
