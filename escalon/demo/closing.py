"""What is said when the demo is over: the totals, and where to look closer."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from escalon.demo.board.card import Card
from escalon.demo.board.scene import Scene
from escalon.demo.board.totals import totals
from escalon.demo.board.totals_panel import total_line
from infra.settings import read_settings

WIDTH = 30


def closer_looks(scene: Scene, store: Path) -> list[str]:
    """Return three commands about what just happened; tickets are named where there are any."""
    option = "" if store.resolve() == read_settings().store.resolve() else _option(store)
    cards = scene.cards.values()
    moved = max(cards, key=lambda card: (card.moves, card.facts), default=None)
    others = [card for card in cards if card is not moved]
    busiest = max(others, key=lambda card: card.facts, default=moved)
    looks = [_about("why", moved), _about("history", busiest), "escalon queues"]
    return [look + option for look in looks]


def say_goodbye(console: Console, scene: Scene, played: int, commands: Sequence[str]) -> None:
    """Print the totals after `played` microseconds of desk time, and the commands."""
    waiting = sum(len(queue) for queue in scene.queues.by_tier().values())
    for total in totals(scene, waiting, played):
        console.print(total_line(total, WIDTH), soft_wrap=True)
    console.print(Text("\nLook closer at what just happened:", "bold"))
    for command in commands:
        console.print(Text(f"  {command}"), soft_wrap=True)


def _about(question: str, card: Card | None) -> str:
    return f"escalon {question} {card.external_id}" if card else "escalon queues --json"


def _option(store: Path) -> str:
    return f" --store {shlex.quote(str(store))}"
