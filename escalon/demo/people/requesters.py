"""The people who ask, under pseudonyms; some of them have paid for more attention."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from domain.actor import REQUESTER, Actor
from domain.ids import NAMESPACE, derive

GROUPS = ("shops", "warehouse", "head-office", "partners")
CUSTOMERS = ("gold", "silver", "standard", "standard", "standard")
ALL = 4_000


@dataclass(frozen=True, slots=True)
class Requester:
    """A person; `id` is a pseudonym, `patience` from 0 (calls at once) to 1 (never calls again)."""

    id: str
    customer: str
    group: str
    patience: float

    @property
    def actor(self) -> Actor:
        """The person as one who acts."""
        return Actor(REQUESTER, self.id)


class Requesters:
    """Everybody whom the desk serves."""

    def __init__(self, seed: int, random: Random) -> None:
        self._random = random
        self._people = [self._somebody(seed, number) for number in range(ALL)]

    def somebody(self) -> Requester:
        """Return the one who comes next."""
        return self._random.choice(self._people)

    def _somebody(self, seed: int, number: int) -> Requester:
        return Requester(
            id=derive(NAMESPACE, f"demo:{seed}:requester:{number}"),
            customer=self._random.choice(CUSTOMERS),
            group=self._random.choice(GROUPS),
            patience=self._random.random(),
        )
