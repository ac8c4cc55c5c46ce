"""Say that a calendar has no more openings."""

from __future__ import annotations

from datetime import timedelta

from domain.hours.time_zone import EPOCH


class CalendarExhausted(ValueError):
    """A calendar isn't open, or not long enough, within a century of the moment asked for."""

    @classmethod
    def after(cls, at: int) -> CalendarExhausted:
        """Return the error of a search forward from `at`, microseconds UTC."""
        return cls(f"The calendar has no opening left in the 100 years after {_text(at)}.")

    @classmethod
    def before(cls, at: int) -> CalendarExhausted:
        """Return the error of a search backward from `at`, microseconds UTC."""
        return cls(f"The calendar has no opening left in the 100 years before {_text(at)}.")

    @classmethod
    def outside(cls, at: int) -> CalendarExhausted:
        """Return the error of a moment that no calendar covers."""
        return cls(
            f"The moment {at} (microseconds UTC) lies outside the years 2 to 9998; "
            "calendars reckon only inside them."
        )


def _text(at: int) -> str:
    return f"{EPOCH + timedelta(microseconds=at):%Y-%m-%d %H:%M:%S} UTC"
