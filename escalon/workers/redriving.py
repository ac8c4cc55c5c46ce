"""Looking now and then whether parked records are to be redriven."""

from __future__ import annotations

from collections.abc import Collection
from time import monotonic

from infra.store.postgres.parking import Parking

LOOK_SECONDS = 0.5


class Redrives:
    """Looks twice a second, and without a pause while there is more to do."""

    def __init__(self, parking: Parking) -> None:
        self._parking = parking
        self._next = 0.0

    def asked(self, followers: Collection[str]) -> set[str]:
        """Return those of which something is to be redriven or dropped, if it is time to look."""
        if not followers or monotonic() < self._next:
            return set()
        found = self._parking.asked(followers)
        if not found:
            self._next = monotonic() + LOOK_SECONDS
        return found
