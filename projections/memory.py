"""What a projection knows of the tickets it met last, so that it needn't read its own tables."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from sqlalchemy import Connection

Known = TypeVar("Known")
Fetch = Callable[[Connection, Sequence[str]], Mapping[str, Known]]
ROOM = 10_000
AT_ONCE = 500
"""How many rows are looked up in one query: databases limit the parameters of a statement."""


class Memory(Generic[Known]):
    """At most `room` tickets between batches; `fetch` reads the rest from the tables."""

    def __init__(self, fetch: Fetch[Known], room: int = ROOM) -> None:
        self._fetch = fetch
        self._room = room
        self._known: OrderedDict[str, Known] = OrderedDict()

    def recall(self, connection: Connection, tickets: Iterable[str]) -> dict[str, Known]:
        """Return what is known of those of the tickets that were met before."""
        found: dict[str, Known] = {}
        missing = []
        for ticket in tickets:
            known = self._known.get(ticket)
            if known is None:
                missing.append(ticket)
            else:
                found[ticket] = known
        for start in range(0, len(missing), AT_ONCE):
            found.update(self._fetch(connection, missing[start : start + AT_ONCE]))
        return found

    def keep(self, known: Mapping[str, Known]) -> None:
        """Remember what is known now, and forget what was met longest ago."""
        for ticket, page in known.items():
            self._known[ticket] = page
            self._known.move_to_end(ticket)
        while len(self._known) > self._room:
            self._known.popitem(last=False)
