"""What a worker does at the moment."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Its values are shown to people."""

    STARTING = "starting"
    WORKING = "working"
    LEADING = "leading"
    STANDING_BY = "standing by"
    BEGINNING_ANEW = "beginning anew"
