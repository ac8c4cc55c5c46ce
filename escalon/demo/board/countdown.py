"""How long until something is due, in few characters."""

from __future__ import annotations

from domain.durations import DAY, HOUR, MINUTE, SECOND

WIDTH = 7
"""The longest that is written: `-23h59m`."""


def countdown(micros: int) -> str:
    """Return a length as `9:59` below an hour, `3h05m` below a day, else `12d04h`.

    What is over is negative: `-0:07`.
    """
    sign = "-" if micros <= -SECOND else ""
    length = abs(micros)
    if length < HOUR:
        return f"{sign}{length // MINUTE}:{length % MINUTE // SECOND:02}"
    if length < DAY:
        return f"{sign}{length // HOUR}h{length % HOUR // MINUTE:02}m"
    return f"{sign}{length // DAY}d{length % DAY // HOUR:02}h"
