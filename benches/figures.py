"""How benches say what they measured, and whether it is what is wanted."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence

MS = 1_000


def print_machine(**sizes: int) -> None:
    """Print the machine, its load and the sizes of the run."""
    told = ", ".join(f"{name.replace('_', ' ')} {size:,}" for name, size in sizes.items())
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f}; {told}"
    )


def percentile(values: Sequence[int], share: float) -> int:
    """Return the value that so many percent of the sorted values don't exceed."""
    return values[min(len(values) - 1, int(len(values) * share / 100))]


def print_spread(name: str, values: Sequence[int]) -> None:
    """Print a line on durations in microseconds."""
    if not values:
        print(f"  {name:44} none")
        return
    sorted_ = sorted(values)
    p50, p90, p99 = (percentile(sorted_, share) / MS for share in (50, 90, 99))
    print(f"  {name:44} {len(sorted_):7,} {p50:8.1f} {p90:8.1f} {p99:8.1f} {sorted_[-1] / MS:8.1f}")


def print_heading(what: str) -> None:
    """Print what the columns of `print_spread` are."""
    print(f"  {what:44} {'number':>7} {'p50':>8} {'p90':>8} {'p99':>8} {'highest':>8}  ms")


class Verdict:
    """Collects which limits hold; `--report` only tells."""

    def __init__(self) -> None:
        self._missed = False

    def at_most(self, name: str, found: float, limit: float) -> None:
        """Say whether the number is small enough."""
        self._say(f"{name}: {found:,.1f}, at most {limit:,g} wanted", holds=found <= limit)

    def at_least(self, name: str, found: float, limit: float) -> None:
        """Say whether the number is large enough."""
        self._say(f"{name}: {found:,.1f}, at least {limit:,g} wanted", holds=found >= limit)

    def exit(self) -> None:
        """End with code 1 if a limit was missed, unless only a report was asked for."""
        sys.exit(int(self._missed and "--report" not in sys.argv[1:]))

    def _say(self, sentence: str, *, holds: bool) -> None:
        self._missed |= not holds
        print(f"{'ok    ' if holds else 'MISSED'} {sentence}")
