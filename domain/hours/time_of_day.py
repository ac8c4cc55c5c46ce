"""Times of day as people write them: `08:30`, `08:30:15`, `24:00`."""

from __future__ import annotations

import re

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_WRITTEN = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)


def parse_time_of_day(text: str) -> int:
    """Return the microseconds since local midnight; `24:00` is the end of the day.

    Raises `ValueError` with a sentence.
    """
    written = _WRITTEN.fullmatch(text)
    if written:
        hours, minutes, seconds = (int(part or 0) for part in written.groups())
        time_of_day = hours * HOUR + minutes * MINUTE + seconds * SECOND
        if minutes < 60 and seconds < 60 and time_of_day <= DAY:  # noqa: PLR2004  # a clock's face
            return time_of_day
    message = f"'{text}' is not a time of day; write it as 08:30, 08:30:15 or, at the end, 24:00"
    raise ValueError(message)


def format_time_of_day(time_of_day: int) -> str:
    """Return the shortest text that `parse_time_of_day` reads back; parts of a second are lost."""
    minutes, seconds = divmod(time_of_day // SECOND, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
