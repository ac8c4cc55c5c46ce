"""How the board divides the terminal."""

from __future__ import annotations

from typing import NamedTuple


class Division(NamedTuple):
    """Lines of the `queues` and of what is `below` them, columns of each tier and of the totals."""

    queues: int
    below: int
    tiers: tuple[int, ...]
    totals: int


HEADER = 1
BELOW_AT_MOST = 14
TOTALS = 30


def division(width: int, height: int, tiers: int) -> Division:
    """Return the division of a terminal of that size for a number of tiers."""
    left = max(0, height - HEADER)
    below = min(BELOW_AT_MOST, max(left // 2 + 1, left - 26))
    each, rest = divmod(width, max(1, tiers))
    columns = tuple(each + (number < rest) for number in range(tiers))
    return Division(left - below, below, columns, min(TOTALS, width // 3 + 1))
