"""The whole board at one moment."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.layout import Layout
from rich.text import Text

from escalon.demo.board.layout import HEADER, Division, division
from escalon.demo.board.queue_panel import QueuePanel
from escalon.demo.board.scene import Scene
from escalon.demo.board.ticker_panel import ticker_panel
from escalon.demo.board.totals import totals
from escalon.demo.board.totals_panel import totals_panel
from escalon.demo.local_time import date_text, time_text


class Programme(NamedTuple):
    """What stays the same during a demo: where it plays, since when (microseconds), how fast."""

    zone: ZoneInfo
    curtain: int
    speed: float


def picture(scene: Scene, programme: Programme, now: int, size: tuple[int, int]) -> Layout:
    """Return the board for a terminal of `size` columns and lines; `now` is the desk's."""
    width, height = size
    queues = scene.queues.by_tier()
    divided = division(width, height, len(queues))
    panels = QueuePanel(scene.cards, now)
    row = [
        _column(panels.of(tier, queue, columns, divided.queues), columns)
        for (tier, queue), columns in zip(queues.items(), divided.tiers, strict=True)
    ]
    waiting = sum(len(queue) for queue in queues.values())
    numbers = totals(scene, waiting, now - programme.curtain)
    below = [
        _column(ticker_panel(scene, programme.zone, divided.below), width - divided.totals),
        _column(totals_panel(numbers, divided.totals, divided.below), divided.totals),
    ]
    return _rows(_header(programme, now), row, below, divided)


def _rows(header: Text, row: list[Layout], below: list[Layout], divided: Division) -> Layout:
    upper, lower = Layout(size=max(1, divided.queues)), Layout(size=max(1, divided.below))
    upper.split_row(*row or [Layout("")])
    lower.split_row(*below)
    whole = Layout()
    whole.split_column(Layout(header, size=HEADER), upper, lower)
    return whole


def _column(renderable: RenderableType, width: int) -> Layout:
    return Layout(renderable, size=max(1, width))


def _header(programme: Programme, now: int) -> Text:
    time = f"{date_text(now, programme.zone)}  {time_text(now, programme.zone)}"
    fast = f"{programme.speed:g} times as fast as life"
    return Text.assemble(
        (" Escalon ", "bold reverse"),
        (f"  {time}  ", "bold"),
        f" {fast}   Ctrl-C ends",
        no_wrap=True,
        overflow="ellipsis",
    )
