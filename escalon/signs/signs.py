"""One worker's signs of life: what it does, how far it is, what it counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

from escalon.signs.answers import Answers
from escalon.signs.recordings import Recordings
from escalon.signs.role import Role
from escalon.signs.watermark import WatermarkAge
from infra.clock import Clock, SystemClock
from infra.kafka.protocols import Partition


class Signs:
    """Written by the worker's own thread, once for a batch or a round; others only look.

    `offsets` say from where it reads on in each partition; `position` is how far in the log a
    leader has come.
    """

    def __init__(self, worker: str = "", clock: Clock | None = None) -> None:
        self.worker = worker
        self.clock = clock or SystemClock()
        self.role = Role.STARTING
        self.has_failed = False
        self.partitions: Collection[int] = ()
        self.offsets: Mapping[Partition, int] = {}
        self.position = 0
        self.rebalances = self.deposed = self.restarts = 0
        self.watermark = WatermarkAge()
        self.recordings = Recordings()
        self.answers = Answers()
        self._round_at = monotonic()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Begin to work; what ends it by an error is counted, and where it was is forgotten."""
        self._begin(Role.STARTING)
        try:
            yield
        except Exception:
            self.restarts += 1
            self._begin(Role.BEGINNING_ANEW)
            raise

    def round(self) -> None:
        """Say that the loop is alive, and that all of the round before is committed."""
        self._round_at = monotonic()
        self.recordings.commit(self.clock.now())

    def seconds_since_round(self) -> float:
        """Return how long the loop has been silent."""
        return monotonic() - self._round_at

    def works_on(self, numbers: Collection[int]) -> None:
        """Have other partitions than before; without any, stand by."""
        self.rebalances += 1
        self.role = Role.WORKING if numbers else Role.STANDING_BY
        self.partitions = tuple(sorted(numbers))
        self.offsets = {}
        self.watermark.forget()

    def stands_by(self) -> None:
        """Wait to lead."""
        self.role = Role.STANDING_BY
        self.round()

    def leads(self, position: int, marked_at: int = 0) -> None:
        """Lead, and be at a position in the log; `marked_at` is its watermark's time."""
        self.role = Role.LEADING
        self.position = position
        if marked_at:
            self.watermark.read(marked_at, self.clock.now())

    def has_read(self, offsets: Mapping[Partition, int], marked_at: int) -> None:
        """Be at these offsets, and know a watermark of that time (microseconds; 0: none)."""
        self.offsets = offsets
        self.watermark.read(marked_at, self.clock.now())

    def _begin(self, role: Role) -> None:
        self._round_at = monotonic()
        self.role = role
        self.partitions, self.offsets = (), {}
        self.watermark.forget()
        self.recordings.forget()
