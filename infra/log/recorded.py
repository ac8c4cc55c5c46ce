"""A fact with its place in the log."""

from __future__ import annotations

from typing import NamedTuple

from domain.model import Event


class Recorded(NamedTuple):
    """`position` orders the log; positions may have gaps."""

    position: int
    event: Event
