"""ServiceNow logs that never were: few incidents, in which much happens at the same minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.acceptance.replay_program import written
from tests.acceptance.servicenow_oracle import HOURS

STATES = ("New", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed", "-100")
GRAINS = (1, 30, 60, 600, 720)
"""Minutes between two times at which anything happens, so that deadlines are met exactly."""
STEPS = (0, 0, 0, 1, 1, 2, 3, 5, 10, 20, 24, 36)
FIRST = datetime(2016, 2, 26)  # noqa: DTZ001  # as the log writes times: without a zone
DAYS = 6
LATER = "INC9999,New,?,1/8/2016 00:00,u,1/8/2016 00:00,Phone,c,4 - Low,?,?"
"""Ends every log after all has fallen due."""


def made_up(seed: int, path: Path) -> Path:
    """Write the log of that number."""
    random = Random(seed)  # noqa: S311  # the same each time is what is wanted
    grain = timedelta(minutes=random.choice(GRAINS))
    incidents = (_rows(f"INC{n:04}", grain, random) for n in range(random.randint(1, 8)))
    return written(path, *(row for rows in incidents for row in rows), LATER)


def _rows(number: str, grain: timedelta, random: Random) -> Iterator[str]:
    opened = at = FIRST + grain * random.randrange(timedelta(days=DAYS) // grain)
    priority, caller = random.choice(list(HOURS)), random.choice("AB?")
    for _ in range(random.randint(1, 9)):
        state = random.choice(STATES)
        at += grain * random.choice(STEPS)
        if state == "Closed":  # under a priority that held before
            at += grain
        elif random.random() < 0.3:
            priority = random.choice(list(HOURS))
        group = random.choice(("g1", "g2", "?"))
        cells = (number, state, caller, _said(opened), "u", _said(at))
        yield ",".join([*cells, "Phone", "c", priority, group, "?"])


def _said(at: datetime) -> str:
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}"
