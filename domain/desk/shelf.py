"""The tickets and policies at hand: loaded many at a time, kept while they are used."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from domain.desk.ledger import Ledger
from domain.model import Aggregate


class Shelf:
    """Aggregates by id, at most `room` of them; what the log says of the rest is read again.

    A stale one is harmless: the store refuses what was decided on it, and it is read anew.
    """

    def __init__(self, ledger: Ledger, mapper: Any, room: int) -> None:
        self._ledger = ledger
        self._mapper = mapper
        self._room = room
        self._aggregates: OrderedDict[str, Aggregate] = OrderedDict()

    def fetch(self, ids: Iterable[str]) -> dict[str, Aggregate]:
        """Return those of the aggregates that exist."""
        wanted = dict.fromkeys(ids)
        missing = [id for id in wanted if id not in self._aggregates]
        if missing:
            self._load(missing)
        found = {}
        for id in wanted:
            if id in self._aggregates:
                self._aggregates.move_to_end(id)
                found[id] = self._aggregates[id]
        return found

    def add(self, aggregate: Aggregate) -> None:
        """Keep an aggregate that was made just now."""
        self._aggregates[aggregate.id] = aggregate

    def drop(self, ids: Iterable[str]) -> None:
        """Forget what may be stale."""
        for id in ids:
            self._aggregates.pop(id, None)

    def trim(self) -> None:
        """Forget what wasn't used for longest, down to the room there is."""
        while len(self._aggregates) > self._room:
            self._aggregates.popitem(last=False)

    def _load(self, ids: list[str]) -> None:
        for stored in self._ledger.streams(ids):
            event = self._mapper.to_domain_event(stored)
            aggregate = self._aggregates.get(event.originator_id)
            self._aggregates[event.originator_id] = event.mutate(aggregate)
