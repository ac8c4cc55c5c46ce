"""Runs a desk in real time: reads what is new at once, and sleeps until the next milestone."""

from __future__ import annotations

from threading import Event

from escalon.bootstrap import Embedded

POLL = 0.02
"""Seconds after which the log is looked at though nothing is due: others may write to it."""
GRAIN = 50_000
LIMIT = 1_000


class Live:
    """The loop of `escalon up`; `stop` ends it after the step that is under way."""

    def __init__(self, desk: Embedded, stop: Event) -> None:
        self._desk = desk
        self._stop = stop

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stop.is_set():
            if not self.work():
                self._stop.wait(self._pause())

    def work(self) -> bool:
        """Do one step, in one transaction, if there is anything to do; return whether there was."""
        now = self._desk.clock.now()
        if self._desk.pipeline.is_idle(now):
            return False
        with self._desk.workspace.transaction():
            self._desk.pipeline.step(now, grain=GRAIN, limit=LIMIT)
        return True

    def _pause(self) -> float:
        due = self._desk.pipeline.next_due()
        if due is None:
            return POLL
        return min(POLL, self._desk.clock.seconds_until(due + 1))
