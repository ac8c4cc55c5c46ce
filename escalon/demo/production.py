"""One demo put together: the desk, the people, and somebody to watch them."""

from __future__ import annotations

from threading import Event

from rich.console import Console

from domain.durations import SECOND
from escalon.bootstrap import Embedded
from escalon.demo.board.lateness import Lateness, recorded_at
from escalon.demo.board.picture import Programme
from escalon.demo.board.plain import Plain
from escalon.demo.board.scene import Scene
from escalon.demo.board.terminal import Terminal
from escalon.demo.clock import StageClock
from escalon.demo.interrupts import Interrupts
from escalon.demo.morning import Morning
from escalon.demo.people.script import Script
from escalon.demo.rehearsal import Rehearsal
from escalon.demo.show import Demo


class Production:
    """What happened before the curtain rises is told at once; from then on it is played."""

    def __init__(self, desk: Embedded, clock: StageClock, morning: Morning, seed: int) -> None:
        self._desk = desk
        self._clock = clock
        self._morning = morning
        self._script = Script(seed, morning)

    def play(self, console: Console, speed: float, seconds: float | None, stop: Event) -> Scene:
        """Play for so many real seconds, or until told to stop; return what there was to see."""
        curtain = self._morning.curtain
        scene = Scene(Lateness(recorded_at(self._desk.recorder), curtain, speed), curtain)
        self._prepare(scene)
        programme = Programme(self._morning.zone, curtain, speed)
        screen = (Terminal if _can_draw(console) else Plain)(console, scene, programme)
        end = None if seconds is None else curtain + int(seconds * speed * SECOND)
        with Interrupts() as interrupts, screen:
            self._clock.hurry(speed)
            demo = Demo(self._desk, self._script, scene, screen)
            demo.run(
                speed,
                lambda now: stop.is_set() or interrupts.came or (end is not None and now >= end),
            )
        return scene

    def _prepare(self, scene: Scene) -> None:
        self._desk.desk.execute(self._morning.publication())
        self._desk.pipeline.settle()
        rehearsal = Rehearsal(self._desk, self._clock, self._script, [scene])
        rehearsal.play(self._morning.curtain)


def _can_draw(console: Console) -> bool:
    """Return whether the terminal moves its cursor and knows more letters than ASCII."""
    knows_letters = not console.options.ascii_only
    return console.is_terminal and not console.is_dumb_terminal and knows_letters
