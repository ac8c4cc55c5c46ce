"""Plays a script in hurried time on one thread: people act, the desk works, the board is drawn."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Protocol

from escalon.bootstrap import Embedded
from escalon.demo.board.scene import Scene
from escalon.demo.people.script import Script
from escalon.live import Live
from infra.log.follower import catch_up

FRAME = 0.125
"""Seconds between two pictures."""
LIMIT = 1_000


class Screen(Protocol):
    """Whatever shows the scene."""

    def show(self, now: int) -> None:
        """Show it as of a time of the desk, in microseconds."""
        ...


class Demo:
    """The loop; `stop` ends it after the step that is under way."""

    def __init__(self, desk: Embedded, script: Script, scene: Scene, screen: Screen) -> None:
        self._desk = desk
        self._script = script
        self._scene = scene
        self._screen = screen
        self._stop = Event()
        self._live = Live(desk, self._stop)

    def run(self, speed: float, is_over: Callable[[int], bool]) -> None:
        """Play until it is over, which is asked with the desk's time in microseconds."""
        frame = int(FRAME * speed * 1_000_000)
        next_frame = now = self._desk.clock.now()
        while not is_over(now):
            if now >= next_frame:
                self._screen.show(now)
                next_frame = now + frame
            if not self._step(now):
                self._stop.wait(self._pause(next_frame))
            now = self._desk.clock.now()
        self._screen.show(now)

    def _step(self, now: int) -> bool:
        """Do what is due; return whether there was anything."""
        commands = self._script.until(now)
        if commands:
            self._desk.desk.execute_many(commands)
        worked = self._live.work()
        if commands or worked:
            catch_up(self._desk.feed, (self._script, self._scene), LIMIT)
        return bool(commands) or worked

    def _pause(self, next_frame: int) -> float:
        due = self._desk.pipeline.next_due()
        instants = [self._script.next_at(), next_frame]
        if due is not None:
            instants.append(due + 1)
        return min(FRAME, self._desk.clock.seconds_until(min(instants)))
