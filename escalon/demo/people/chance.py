"""Chance that is the same again for the same seed."""

from __future__ import annotations

from random import Random

from domain.durations import MINUTE


def dice(seed: int, name: str) -> Random:
    """Return dice of somebody's own, so that nobody's throws depend on who threw before."""
    return Random(f"{seed}:{name}")  # noqa: S311  # a play, not a secret


def minutes(random: Random, low: float, high: float) -> int:
    """Return a length in microseconds between two in minutes, more often a short one."""
    return int(random.triangular(low, high, low + (high - low) / 4) * MINUTE)
