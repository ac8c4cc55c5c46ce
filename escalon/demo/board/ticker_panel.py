"""The last things worth a look, as a panel."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rich.panel import Panel
from rich.text import Text

from escalon.demo.board import looks
from escalon.demo.board.notice import Notice
from escalon.demo.board.scene import Scene
from escalon.demo.local_time import time_text

BORDER = 2


def ticker_panel(scene: Scene, zone: ZoneInfo, height: int) -> Panel:
    """Return the panel, the newest line last, `height` lines with its border."""
    room = max(0, height - BORDER)
    newest = list(scene.notices)[-room:] if room else []
    lines = [notice_line(scene, notice, zone) for notice in newest]
    return Panel(
        Text("\n", no_wrap=True, overflow="ellipsis").join(lines),
        title=Text("what happened", "bold"),
        border_style="blue",
        padding=0,
        height=height,
    )


def notice_line(scene: Scene, notice: Notice, zone: ZoneInfo) -> Text:
    """Return one line: when, what, on which ticket, by which rule, and the subject."""
    card = scene.cards[notice.ticket_id]
    line = Text()
    line.append(f"{time_text(notice.at, zone)} ", looks.QUIET)
    line.append(f"{notice.kind:<9} ", looks.KINDS[notice.kind])
    line.append(f"{card.external_id:<6} ", "bold")
    line.append(f"{notice.text}  ")
    line.append(card.subject, looks.QUIET)
    return line
