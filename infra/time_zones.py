"""The time zones that this program was installed with, not those of the machine."""

from __future__ import annotations

import zoneinfo


def use_pinned_time_zones() -> None:
    """Have all zones read from the pinned `tzdata` package, so that a replay gives the same bytes."""
    zoneinfo.reset_tzpath(to=())
