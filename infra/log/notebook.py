"""What a follower knows of each key: in memory while in use, in the store when a batch ends."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from infra.store.states import State, States

Known = TypeVar("Known")
ROOM = 20_000
"""How many pages are in memory between batches; one of a ticket's clocks is 3 to 5 KiB."""
WINDOW = 1_000
NEXT = 100
"""How many pages of those that are due next are read at once."""
ANY = 2**31
FOREVER = 2**62


class Notebook(Generic[Known]):
    """Pages by key; `flush` writes those that changed, with the time when each is due again.

    Only the next due times are in memory: those before `_horizon`, and of pages not yet written.
    """

    def __init__(  # noqa: PLR0913  # a follower states all of it once
        self,
        states: States,
        follower: str,
        *,
        dump: Callable[[Known], str],
        load: Callable[[str], Known],
        due: Callable[[Known], int | None] = lambda _: None,
        room: int = ROOM,
    ) -> None:
        self._states = states
        self._follower = follower
        self._dump, self._load, self._due = dump, load, due
        self._room = room
        self._pages: OrderedDict[str, Known | None] = OrderedDict()
        self._changed: set[str] = set()
        self._agenda: list[tuple[int, str]] = []
        self._horizon = -1

    def fetch(self, keys: Iterable[str]) -> None:
        """Have the pages of those keys at hand, read from the store at once."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._pages]
        if missing:
            texts = self._states.load(self._follower, missing)
            for key in missing:
                self._pages[key] = self._load(texts[key]) if key in texts else None

    def get(self, key: str) -> Known | None:
        """Return what is known of the key."""
        if key not in self._pages:
            self.fetch([key])
        self._pages.move_to_end(key)
        return self._pages[key]

    def put(self, key: str, known: Known) -> None:
        """Note what is known now."""
        self._pages[key] = known
        self._pages.move_to_end(key)
        self._changed.add(key)
        due = self._due(known)
        if due is not None and due < self._horizon:
            heapq.heappush(self._agenda, (due, key))

    def flush(self) -> None:
        """Write what changed, and forget what wasn't used for longest."""
        self._write()
        while len(self._pages) > self._room:
            self._pages.popitem(last=False)

    def next_due(self) -> int | None:
        """Return the earliest time at which some page is due."""
        while True:
            while self._agenda and not self._is_current(*self._agenda[0]):
                heapq.heappop(self._agenda)
            if self._agenda:
                return self._agenda[0][0]
            if self._horizon >= FOREVER:
                return None
            self._look_ahead()

    def due_before(self, now: int, at_most: int = ANY) -> list[str]:
        """Return the first keys that are due before then, in order; they leave the agenda."""
        keys: dict[str, None] = {}
        while len(keys) < at_most and (due := self.next_due()) is not None and due < now:
            keys[heapq.heappop(self._agenda)[1]] = None
        return list(keys)

    def _is_current(self, due: int, key: str) -> bool:
        if key not in self._pages:  # it is the first of the agenda, which the next are close to
            self.fetch(key for _, key in self._agenda[:NEXT])
        page = self.get(key)
        return page is not None and self._due(page) == due

    def _look_ahead(self) -> None:
        self._write()
        since = max(self._horizon, 0)
        rows = self._states.due_from(self._follower, since, WINDOW)
        self._agenda = list(rows)
        self._horizon = rows[-1][0] + 1 if len(rows) >= WINDOW else FOREVER

    def _write(self) -> None:
        if not self._changed:
            return
        pages = ((key, self._pages[key]) for key in sorted(self._changed))
        states = [State(key, self._dump(p), self._due(p)) for key, p in pages if p is not None]
        self._states.save(self._follower, states)
        self._changed.clear()
