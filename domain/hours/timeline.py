"""A calendar's openings, found as far into the past and future as anybody has asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from domain.hours.exhausted import CalendarExhausted
from domain.hours.openings import Openings
from domain.hours.span import Span
from domain.hours.time_of_day import DAY
from domain.hours.time_zone import EPOCH_DAY

YEAR = 366 * DAY
HORIZON = 100 * YEAR
LONGEST_STEP = 64 * YEAR
EARLIEST = (date(2, 1, 1).toordinal() - EPOCH_DAY) * DAY
LATEST = (date(9999, 1, 1).toordinal() - EPOCH_DAY) * DAY

Source = Callable[[int, int], Iterable[Span]]
"""Gives the sorted open spans between two instants, cut off at them."""


class Timeline:
    """Asks a source for more openings when a question needs them.

    What it has found never changes: each step makes new `Openings` and puts them in place, so that
    threads may share a timeline. Two of them may do the same step twice, nothing worse.
    """

    __slots__ = ("_openings", "_source")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._openings = Openings.over(Span(0, 0), (), 0)

    def around(self, at: int) -> Openings:
        """Return openings that cover an instant and the microsecond after it."""
        openings = self._openings
        if openings.low <= at < openings.high:
            return openings
        return self._widened(openings, at, at + 1)

    def across(self, start: int, end: int) -> Openings:
        """Return openings that cover [`start`, `end`)."""
        openings = self._openings
        if openings.low <= start and end <= openings.high:
            return openings
        return self._widened(openings, start, end)

    def until(self, openings: Openings, position: int, origin: int) -> Openings:
        """Return openings that reach a position ahead of the origin.

        Raises `CalendarExhausted` if nothing opens for 100 years.
        """
        while openings.ceiling < position:
            if openings.high >= self._farthest(openings, origin):
                raise CalendarExhausted.after(origin)
            openings = self._later(openings)
        return openings

    def since(self, openings: Openings, position: int, origin: int) -> Openings:
        """Return openings that reach back to a position behind the origin.

        Raises `CalendarExhausted` if nothing opens for 100 years.
        """
        while openings.floor > position:
            first = openings.starts[0] if openings.starts else origin
            if openings.low <= max(EARLIEST, min(first, origin) - HORIZON):
                raise CalendarExhausted.before(origin)
            openings = self._earlier(openings)
        return openings

    def next_span(self, at: int) -> Span:
        """Return the span that is open at an instant, from there on, or the next one.

        An opening that goes on for more than a century is cut off.
        """
        openings = self.around(at)
        position = openings.position(at)
        openings = self.until(openings, position + 1, at)
        span = openings.span_from(position)
        while span.end == openings.high < min(LATEST, at + HORIZON):
            openings = self._later(openings)
            span = openings.span_from(position)
        return span

    def previous_span(self, at: int) -> Span:
        """Return the span that is open just before an instant, up to there, or the one before.

        An opening that goes back for more than a century is cut off.
        """
        openings = self.around(at)
        position = openings.position(at)
        openings = self.since(openings, position - 1, at)
        span = openings.span_up_to(position)
        while span.start == openings.low > max(EARLIEST, at - HORIZON):
            openings = self._earlier(openings)
            span = openings.span_up_to(position)
        return span

    def _widened(self, openings: Openings, start: int, end: int) -> Openings:
        for at in (start, end):
            if not EARLIEST <= at <= LATEST:
                raise CalendarExhausted.outside(at)
        if openings.low == openings.high:
            begin = max(EARLIEST, start - YEAR)
            openings = Openings.over(Span(begin, begin), (), 0)
        while openings.low > start:
            openings = self._earlier(openings)
        while openings.high < end:
            openings = self._later(openings)
        return openings

    def _later(self, openings: Openings) -> Openings:
        high = min(LATEST, openings.high + _step(openings))
        longer = openings.followed_by(self._source(openings.high, high), high)
        self._openings = longer
        return longer

    def _earlier(self, openings: Openings) -> Openings:
        low = max(EARLIEST, openings.low - _step(openings))
        longer = openings.preceded_by(self._source(low, openings.low), low)
        self._openings = longer
        return longer

    @staticmethod
    def _farthest(openings: Openings, origin: int) -> int:
        last = openings.ends[-1] if openings.ends else origin
        return min(LATEST, max(last, origin) + HORIZON)


def _step(openings: Openings) -> int:
    """Double each time, so that a long walk costs no more than its length."""
    return min(max(2 * YEAR, openings.high - openings.low), LONGEST_STEP)
