"""Turns of the three acting followers, in the order in which one process has them act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

from escalon.replay.log_growth import TIMER, LogGrowth
from escalon.workers.kinds import IN_REPLAYS
from infra.store.postgres.turns import Horizon, TurnsGiven

CONTACTS = "repeat-contacts"
LOOK_SECONDS = 0.2
GATHERING_SECONDS = 300.0
"""How long all partitions may take to find their workers."""


class NotGathered(RuntimeError):
    """Partitions that nobody works on, though the workers have had time enough."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"After {GATHERING_SECONDS:g} s no worker of {kind} has all partitions;"
            " does another desk's worker use the same Kafka? Stop it, or name another Kafka."
        )


class Settling:
    """Hands turns to followers; `waiting` is called while they are taken, and may raise."""

    def __init__(
        self, turns: TurnsGiven, growth: LogGrowth, partitions: int, waiting: Callable[[], None]
    ) -> None:
        self._turns = turns
        self._growth = growth
        self._partitions = partitions
        self._waiting = waiting
        self._ends: dict[str, int] = {}
        self._handled = dict.fromkeys(IN_REPLAYS, 0)
        self._grown: set[str] = set()
        self._cuts: list[int] = []

    @property
    def position(self) -> int:
        """The log position up to which all is settled."""
        return self._growth.position

    def gather(self) -> None:
        """Wait until every share has been taken up; raises `NotGathered`."""
        until = monotonic() + GATHERING_SECONDS
        for kind in IN_REPLAYS:
            number = self._turns.give(kind, 0)
            self._wait(kind, number, until)

    @contextmanager
    def firing(self, horizons: Mapping[str, int]) -> Iterator[None]:
        """Have tickets fire during the block: each what took effect before its own time."""
        if not horizons:
            yield
            return
        self._grown.update(horizons)
        timer_of = self._growth.timer_of
        listed = [Horizon(timer_of(ticket), ticket, now) for ticket, now in horizons.items()]
        number = self._turns.give(TIMER, self._handled[TIMER], listed)
        yield
        self._wait(TIMER, number)

    def cut(self) -> None:
        """Have repeats be looked for in what came up to now before what comes from now on.

        Contacts of different people are counted by different shares, which may say something of
        the same ticket: what they say is to come in the order of the contacts.
        """
        self._look()
        self._cuts.append(self._growth.position)

    def settle(self) -> None:
        """Have each follower handle what is new for it, in their order, until nothing is."""
        while sum(self._hand_on(kind) for kind in IN_REPLAYS):
            pass
        self._cuts.clear()

    def dues(self) -> Mapping[str, int | None]:
        """Return when the tickets that something happened to are due next."""
        grown, self._grown = self._grown, set()
        return self._growth.dues(grown)

    def _hand_on(self, kind: str) -> bool:
        """Give the kind a turn up to the last fact that it reads, unless it has seen that."""
        self._look()
        reads = IN_REPLAYS[kind].reads
        until = max((end for name, end in self._ends.items() if reads(name)), default=0)
        if until <= self._handled[kind]:
            return False
        cuts = self._cuts if kind == CONTACTS else []
        between = [cut for cut in cuts if self._handled[kind] < cut < until]
        for end in [*between, until]:
            self._wait(kind, self._turns.give(kind, end))
        self._handled[kind] = until
        return True

    def _look(self) -> None:
        growth = self._growth.look()
        self._ends |= growth.ends
        self._grown.update(growth.tickets)

    def _wait(self, kind: str, number: int, until: float | None = None) -> None:
        shares = [f"{kind}:{partition}" for partition in range(self._partitions)]
        while not self._turns.is_done(number, shares, LOOK_SECONDS):
            self._waiting()
            if until is not None and monotonic() > until:
                raise NotGathered(kind)
