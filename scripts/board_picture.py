"""Draws docs/images/board.svg from a demo in virtual time: `python -m scripts.board_picture`."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console

from domain.durations import MINUTE, SECOND
from escalon.bootstrap import open_embedded
from escalon.demo.board.lateness import Lateness, recorded_at
from escalon.demo.board.picture import Programme, picture
from escalon.demo.board.scene import Scene
from escalon.demo.morning import Morning
from escalon.demo.people.script import Script
from escalon.demo.rehearsal import Rehearsal
from infra.clock import VirtualClock

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "images" / "board.svg"
DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
PLAYED = 50 * MINUTE
SEED = 1
SPEED = 60
SIZE = 132, 36
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""What would be fetched from elsewhere whenever somebody looks at the picture."""
NOBODY_WAITS = 2**62
"""Since when milestones are timed: in virtual time none is late, which would prove nothing."""


def main() -> None:
    """Play, and draw the board as it is then."""
    morning = Morning.before(int(DAY.timestamp()) * SECOND)
    clock = VirtualClock(morning.doors)
    with closing(open_embedded(None, clock)) as desk:
        scene = Scene(Lateness(recorded_at(desk.recorder), NOBODY_WAITS, SPEED), morning.curtain)
        desk.desk.execute(morning.publication())
        desk.pipeline.settle()
        rehearsal = Rehearsal(desk, clock, Script(SEED, morning), [scene])
        rehearsal.play(morning.curtain + PLAYED)
        draw(scene, Programme(morning.zone, morning.curtain, SPEED), clock.now())


def draw(scene: Scene, programme: Programme, now: int) -> None:
    """Write the picture of a terminal that shows the scene."""
    width, height = SIZE
    console = Console(
        record=True, width=width, height=height, file=StringIO(), color_system="truecolor"
    )
    console.print(picture(scene, programme, now, SIZE))
    svg = console.export_svg(title="escalon demo", unique_id="board")
    without_fonts = FONTS.sub("", svg)
    lines = (line.rstrip() for line in without_fonts.splitlines())
    PICTURE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
