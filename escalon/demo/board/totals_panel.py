"""The totals as a panel."""

from __future__ import annotations

from collections.abc import Sequence

from rich.panel import Panel
from rich.text import Text

from escalon.demo.board import looks
from escalon.demo.board.totals import Total

BORDER = 2


def totals_panel(totals: Sequence[Total], width: int, height: int) -> Panel:
    """Return the panel, with as many of the totals as its height has room for."""
    lines = [total_line(total, width - BORDER) for total in totals[: max(0, height - BORDER)]]
    return Panel(
        Text("\n", no_wrap=True, overflow="ellipsis").join(lines),
        title=Text("so far", "bold"),
        border_style="blue",
        padding=0,
        height=height,
    )


def total_line(total: Total, width: int) -> Text:
    """Return one number, its name left and its value right."""
    style = looks.OVERDUE if total.is_bad and total.value != "0" else "bold"
    space = " " * max(1, width - len(total.name) - len(total.value))
    return Text.assemble(total.name, space, (total.value, style))
