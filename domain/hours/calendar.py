"""What every calendar answers: business time between instants, and business days."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from itertools import islice

from domain.hours.span import Span
from domain.hours.time_zone import TimeZone


class Calendar(ABC):
    """Says when there is business time.

    Instants are microseconds since the Unix epoch, UTC; durations are microseconds of business
    time; dates and times of day are those of `time_zone`. A calendar never changes, equals any
    other of the same definition, and may be shared between threads.

    Where business time stands still, from a closing time to the next opening, several instants
    would do as an answer; `boundary` says which: `close`, the closing time, or `open`, the opening.

    Whatever searches raises `CalendarExhausted`, a `ValueError`, if nothing opens for 100 years.
    """

    __slots__ = ()

    time_zone: str
    _zone: TimeZone

    @abstractmethod
    def add(self, start: int, duration: int, boundary: str = "close") -> int:
        """Return the instant at which `duration` of business time, counted from `start`, is over.

        No duration at all is over at `start`, open or not (`close`), or at the next open moment
        (`open`). Raises `ValueError` for a negative duration or an unknown boundary.
        """

    @abstractmethod
    def subtract(self, end: int, duration: int, boundary: str = "close") -> int:
        """Return the instant from which to `end` there is `duration` of business time.

        It is what `add` with the same boundary gives for an earlier start. No duration at all
        gives `end` (`close`) or what `previous_opening` gives (`open`). Raises `ValueError` for a
        negative duration or an unknown boundary.
        """

    @abstractmethod
    def elapsed(self, start: int, end: int) -> int:
        """Return the business time in [`start`, `end`); 0 if `end` is not after `start`."""

    @abstractmethod
    def is_open(self, at: int) -> bool:
        """Return whether business time runs at an instant; at a closing time it no longer does."""

    @abstractmethod
    def next_opening(self, at: int) -> int:
        """Return the instant itself if open, else the next opening."""

    @abstractmethod
    def previous_opening(self, at: int) -> int:
        """Return the instant itself if open, else the closing time before: the end of open time."""

    @abstractmethod
    def spans_between(self, start: int, end: int) -> Iterator[Span]:
        """Yield the open spans in [`start`, `end`), cut off at both."""

    @abstractmethod
    def spans_after(self, origin: int) -> Iterator[Span]:
        """Yield the open spans from an instant on, the first cut off there.

        It ends where nothing opens for 100 years. Longer openings come in parts.
        """

    @abstractmethod
    def spans_before(self, origin: int) -> Iterator[Span]:
        """Yield the open spans before an instant, latest first, the first cut off there.

        It ends where nothing opens for 100 years. Longer openings come in parts.
        """

    @abstractmethod
    def is_holiday(self, day: date) -> bool:
        """Return whether a date is a holiday, even if a shift opens it."""

    @abstractmethod
    def is_on_break(self, at: int) -> bool:
        """Return whether an instant lies in a break, even if it would be closed anyway."""

    @abstractmethod
    def has_hours(self) -> bool:
        """Return whether the calendar is ever open."""

    def date_at(self, at: int) -> date:
        """Return the local date at an instant."""
        return self._zone.date_at(at)

    def day(self, day: date) -> Span:
        """Return local midnight to local midnight; 23 or 25 hours where the clocks change."""
        return self._zone.day(day)

    def is_business_day(self, day: date) -> bool:
        """Return whether any of a date is open."""
        return self.elapsed(*self.day(day)) > 0

    def business_days_after(self, day: date) -> Iterator[date]:
        """Yield the business days after a date, nearest first; the date itself is none of them."""
        while True:
            day = self.date_at(self.next_opening(self.day(day).end))
            yield day

    def business_days_before(self, day: date) -> Iterator[date]:
        """Yield the business days before a date, nearest first; the date itself is none of them."""
        while True:
            day = self.date_at(self.previous_opening(self.day(day).start - 1) - 1)
            yield day

    def add_business_days(self, start: int, days: int) -> int:
        """Return the same time of day on the `days`-th business day after the date of `start`.

        If that is not open, it is the next opening. No days at all: the next open moment.
        """
        return self.next_opening(self._moved(start, _checked_days(days)))

    def subtract_business_days(self, end: int, days: int) -> int:
        """Return the same time of day on the `days`-th business day before the date of `end`.

        If that is not open, it is the closing time before. No days at all: `previous_opening`.
        """
        return self.previous_opening(self._moved(end, -_checked_days(days)))

    def end_of_business_day(self, start: int, days: int) -> int:
        """Return the last closing time of the `days`-th business day after the date of `start`.

        The date of `start` is day 0, whether a business day or not and whatever the time. For 0
        days it is today's end, if there is business time left, else that of the next business day.
        A negative number counts days before. Where midnight is open, a day ends at midnight.
        """
        if days == 0 and not self.elapsed(start, self.day(self.date_at(start)).end):
            days = 1
        return self.previous_opening(self.day(self._counted(self.date_at(start), days)).end)

    def _moved(self, at: int, days: int) -> int:
        if days == 0:
            return at
        day = self._counted(self.date_at(at), days)
        return self._zone.instant(day, self._zone.time_of_day_at(at))

    def _counted(self, day: date, days: int) -> date:
        if days == 0:
            return day
        run = self.business_days_after(day) if days > 0 else self.business_days_before(day)
        return next(islice(run, abs(days) - 1, None))


def rolls_on(duration: int, boundary: str) -> bool:
    """Return whether the boundary is `open`; raise `ValueError` where either makes no sense."""
    if duration < 0:
        message = f"duration: {duration} microseconds is negative; write 0 or more"
        raise ValueError(message)
    if boundary == "close":
        return False
    if boundary == "open":
        return True
    message = f"boundary: '{boundary}' is unknown; write close or open"
    raise ValueError(message)


def _checked_days(days: int) -> int:
    if days < 0:
        message = f"days: {days} is negative; write 0 or more"
        raise ValueError(message)
    return days
