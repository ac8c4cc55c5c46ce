"""Read moments and spans as the cases write them; nothing is reckoned here."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from domain.hours import Span, TimeZone, parse_time_of_day

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T([\d:]+)(?:Z|\[([\w/+-]+)(?:;dst)?\])")


def instant(text: str) -> int:
    """Return the microseconds of `2006-01-07T17:00:00Z` or `…T17:00:00[America/Los_Angeles]`."""
    written = _INSTANT.fullmatch(text)
    if written is None:
        raise ValueError(f"'{text}' is not an instant")
    day, time, zone = written.groups()
    return TimeZone(zone or "UTC").instant(date.fromisoformat(day), parse_time_of_day(time))


def read(answer: Any) -> Any:
    """Return an expected answer with its instants read; a pair of them is a span."""
    if isinstance(answer, str) and _INSTANT.fullmatch(answer):
        return instant(answer)
    if isinstance(answer, list):
        parts = [read(part) for part in answer]
        return Span(*parts) if len(parts) == 2 and isinstance(parts[0], int) else parts
    return answer
