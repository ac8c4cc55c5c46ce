"""How old the newest watermark is that a worker knows, and the alarm when it is too old."""

from __future__ import annotations

import logging

TOO_OLD = 5.0
"""Seconds; the relay says at least once a second how far the topics are complete."""
MICROS = 1_000_000
log = logging.getLogger(__name__)


class WatermarkAge:
    """Times are microseconds since the epoch; nothing has an age before the first mark is read."""

    def __init__(self) -> None:
        self._at: int | None = None
        self._is_told = False

    def seconds(self, now: int) -> float | None:
        """Return the age; `None` for a worker that reads none now."""
        return None if self._at is None else max(0, now - self._at) / MICROS

    def read(self, at: int, now: int) -> None:
        """Hear of the newest mark, 0 where none was ever seen: then its age begins now.

        Says once that it has become too old, and once that it is well again.
        """
        self._at = at or self._at or now
        age = (now - self._at) / MICROS
        if (age > TOO_OLD) == self._is_told:
            return
        self._is_told = not self._is_told
        fields = {"watermark_age_seconds": round(age, 3)}
        if self._is_told:
            log.warning(
                "The newest watermark is %.1f s old; is a relay at work?", age, extra=fields
            )
        else:
            log.info("The newest watermark is %.1f s old: all is well again.", age, extra=fields)

    def forget(self) -> None:
        """Read marks no more, or anew."""
        self._at = None
