"""The time zones that this program was installed with, not those of the machine."""

from __future__ import annotations

import zoneinfo


def use_pinned_time_zones() -> None:
    """Have all zones read from the pinned `tzdata`: a replay then gives the same bytes anywhere."""
    zoneinfo.reset_tzpath(to=())
