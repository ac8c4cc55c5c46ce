"""The board on a terminal, drawn again and again."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live

from escalon.demo.board.picture import Programme, picture
from escalon.demo.board.scene import Scene


class Terminal:
    """Fills the terminal while it is entered, and gives it back as it was."""

    def __init__(self, console: Console, scene: Scene, programme: Programme) -> None:
        self._console = console
        self._scene = scene
        self._programme = programme
        self._live = Live(console=console, screen=True, auto_refresh=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def show(self, now: int) -> None:
        """Draw the board as of a time of the desk, in microseconds."""
        board = picture(self._scene, self._programme, now, self._console.size)
        self._live.update(board, refresh=True)
