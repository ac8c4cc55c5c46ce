"""One tier's queue as a panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.panel import Panel
from rich.text import Text

from escalon.demo.board import looks
from escalon.demo.board.card import Card
from escalon.demo.board.countdown import countdown
from escalon.demo.board.queues import NOT_DUE, Place

BORDER = 2
FOR_MARK, FOR_AGENT = 23, 30
"""How many columns inside make room for the priority's mark, and for the agent's name."""


class QueuePanel:
    """Queues at one moment (`now`, in microseconds), each for as much room as there is."""

    def __init__(self, cards: Mapping[str, Card], now: int) -> None:
        self._cards = cards
        self._now = now

    def of(self, tier: str, queue: Sequence[Place], width: int, height: int) -> Panel:
        """Return the panel of a tier, `width` columns by `height` lines with its border."""
        room = max(0, height - BORDER)
        shown = queue if len(queue) <= room else queue[: max(0, room - 1)]
        lines = [self._line(place, width - BORDER) for place in shown]
        if len(shown) < len(queue):
            lines.append(Text(f"and {len(queue) - len(shown)} more", looks.QUIET))
        over = sum(place.due_at < self._now for place in queue)
        return Panel(
            Text("\n", no_wrap=True, overflow="ellipsis").join(lines),
            title=Text.assemble((tier, "bold"), f" {len(queue)}"),
            subtitle=Text(f"{over} overdue", looks.OVERDUE) if over else None,
            border_style="red" if over else "blue",
            padding=0,
            height=height,
        )

    def _line(self, place: Place, width: int) -> Text:
        mark, colour = looks.MARKS.get(place.priority, ("  ", ""))
        line = Text()
        line.append(f"{self._cards[place.ticket_id].external_id:<7}", colour)
        if width >= FOR_MARK:
            line.append(f"{mark} ", colour)
        line.append(f"{looks.SHORT.get(place.metric, 'held'):<5}", looks.QUIET)
        if width >= FOR_AGENT:
            line.append(f" {place.assignee[: width - FOR_AGENT + 6]}")
        time = self._time(place)
        line.append(" " * max(0, width - line.cell_len - time.cell_len))
        line.append_text(time)
        return line

    def _time(self, place: Place) -> Text:
        if place.due_at == NOT_DUE:
            return Text(looks.AWAITED.get(place.held_on, ""), looks.QUIET)
        left = place.due_at - self._now
        return Text(countdown(left), looks.of_time(left))
