"""Plain lines instead of a board, where there is no terminal to draw on."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console

from escalon.demo.board.picture import Programme
from escalon.demo.board.scene import Scene
from escalon.demo.board.ticker_panel import notice_line


class Plain:
    """Prints each notice once, from the moment at which it is entered."""

    def __init__(self, console: Console, scene: Scene, programme: Programme) -> None:
        self._console = console
        self._scene = scene
        self._zone = programme.zone
        self._printed = 0

    def __enter__(self) -> Self:
        self._printed = self._scene.noticed
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def show(self, now: int) -> None:
        """Print what happened since the last time."""
        new = self._scene.noticed - self._printed
        for notice in list(self._scene.notices)[-new:] if new else ():
            line = notice_line(self._scene, notice, self._zone)
            self._console.print(line.plain, markup=False, highlight=False, soft_wrap=True)
        self._printed = self._scene.noticed
