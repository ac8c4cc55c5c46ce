"""Turn local dates and times into instants and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.hours.local_spans import LocalSpan
from domain.hours.span import Span, clipped, merged
from domain.hours.time_of_day import DAY, SECOND

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL_EPOCH = EPOCH.replace(tzinfo=None)
EPOCH_DAY = EPOCH.toordinal()
MIDNIGHT = time()
MICROSECOND = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)


class TimeZone:
    """An IANA time zone; instants are in microseconds UTC.

    Raises `ValueError` with a sentence for a name that the tz database doesn't have.
    """

    __slots__ = ("_zone",)

    def __init__(self, name: str) -> None:
        try:
            self._zone = ZoneInfo(name)
        except (KeyError, OSError, ValueError):  # it looks for a file and says which way it failed
            message = f"time_zone: there is no time zone '{name}'; write it like Europe/Stockholm"
            raise ValueError(message) from None

    def instant(self, day: date, time_of_day: int) -> int:
        """Return the instant of a local time, microseconds since midnight up to 24:00.

        A time that the clocks skip moves on by what they skip; of one that comes twice, it is
        the first.
        """
        wall = (day.toordinal() - EPOCH_DAY) * DAY + time_of_day
        local = LOCAL_EPOCH + timedelta(microseconds=wall)
        return wall - _micros(self._zone.utcoffset(local.replace(tzinfo=self._zone)))

    def midnight(self, day: date) -> int:
        """Return the instant at which a date begins."""
        wall = (day.toordinal() - EPOCH_DAY) * DAY
        return wall - _micros(datetime.combine(day, MIDNIGHT, self._zone).utcoffset())

    def day(self, day: date) -> Span:
        """Return local midnight to local midnight: mostly 24 hours; none if the date is skipped."""
        return Span(self.midnight(day), self.midnight(day + ONE_DAY))

    def days(self, first: date, last: date) -> Iterator[tuple[date, Span]]:
        """Yield each date from the first to the last, and what `day` says of it."""
        start = self.midnight(first)
        for day in map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)):
            end = self.midnight(day + ONE_DAY)
            yield day, Span(start, end)
            start = end

    def spans_on(self, day: date, whole: Span, spans: Sequence[LocalSpan]) -> Iterable[Span]:
        """Return the instants of a day's local spans, sorted; `whole` is what `day` says of it."""
        midnight = whole.start
        if whole.end - midnight == DAY:
            return [Span(midnight + start, midnight + end) for start, end in spans]
        # Times that the clocks skip move on, which may put them out of order or past midnight.
        moved = [Span(self.instant(day, start), self.instant(day, end)) for start, end in spans]
        return merged(sorted(clipped(moved, *whole)))

    def date_at(self, at: int) -> date:
        """Return the local date at an instant."""
        return self._wall(at).date()

    def time_of_day_at(self, at: int) -> int:
        """Return the local time at an instant, in microseconds since midnight."""
        wall = self._wall(at).replace(tzinfo=None)
        return (wall - LOCAL_EPOCH) // MICROSECOND % DAY

    def _wall(self, at: int) -> datetime:
        return (EPOCH + timedelta(microseconds=at)).astimezone(self._zone)


def _micros(offset: timedelta | None) -> int:
    if offset is None:
        return 0
    return (offset.days * 86_400 + offset.seconds) * SECOND + offset.microseconds
