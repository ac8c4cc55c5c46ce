"""Lengths of time as people write them: `4h`, `1h30m`, `90s`, `2d`."""

from __future__ import annotations

import re

MICROS = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

_UNITS = {"w": WEEK, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND, "ms": 1_000}
_PART = re.compile(r"(\d+)(ms|[wdhms])")
_WHOLE = re.compile(r"(?:\d+(?:ms|[wdhms]))+")


def parse_duration(text: str) -> int:
    """Return the microseconds in a text such as `1h30m`.

    Units are w, d, h, m, s and ms; a day is 24 hours. Raises `ValueError` with a sentence.
    """
    compact = text.replace(" ", "")
    if not _WHOLE.fullmatch(compact):
        message = f"'{text}' is not a length of time; write it like 15m, 4h or 1h30m"
        raise ValueError(message)
    return sum(int(amount) * _UNITS[unit] for amount, unit in _PART.findall(compact))


def format_duration(micros: int) -> str:
    """Return the text that `parse_duration` reads back, in hours and less: `34h`, `1h30m`.

    Not in days: those of business time aren't 24 hours long.
    """
    if micros < 0:
        return f"-{format_duration(-micros)}"
    parts = []
    rest = micros
    for unit in ("h", "m", "s", "ms"):
        amount, rest = divmod(rest, _UNITS[unit])
        if amount:
            parts.append(f"{amount}{unit}")
    return "".join(parts) or "0s"
