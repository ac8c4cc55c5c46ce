"""A calendar that is slow and plain: each second of some days is painted open or stays closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from operator import and_
from zoneinfo import ZoneInfo

from domain.hours import BusinessCalendar
from tests.unit.hours_examples import SECOND

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


def second_of(zone: str, day: date, time_of_day: int) -> int:
    """Return the second of time of a second of a local day: Python's own answer, fold 0."""
    local = datetime(day.year, day.month, day.day) + timedelta(seconds=time_of_day)  # noqa: DTZ001  # local
    return (local.replace(tzinfo=ZoneInfo(zone)) - EPOCH) // timedelta(seconds=1)


def date_of(zone: str, second: int) -> date:
    """Return the local date of a second."""
    return (EPOCH + timedelta(seconds=second)).astimezone(ZoneInfo(zone)).date()


class Seconds:
    """The seconds from the first of a date to the last of another, both in the calendar's zone."""

    def __init__(self, calendar: BusinessCalendar, first: date, last: date) -> None:
        zone = calendar.time_zone
        self.start = second_of(zone, first, 0)
        self.end = second_of(zone, last + ONE_DAY, 0)
        self.open = bytearray(self.end - self.start)
        for number in range((last - first).days + 1):
            day = first + number * ONE_DAY
            dawn, dusk = second_of(zone, day, 0), second_of(zone, day + ONE_DAY, 0)
            for begin, end in open_parts(calendar, day):
                self._paint(
                    max(dawn, second_of(zone, day, begin)), min(dusk, second_of(zone, day, end))
                )

    def count(self, start: int, end: int) -> int:
        """Return how many open seconds there are from one second to another."""
        return int.from_bytes(self.between(start, end)).bit_count()

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield the open runs of seconds, `from` and `to`."""
        for begin, end in runs_of(self.open):
            yield self.start + begin, self.start + end

    def is_open(self, second: int) -> bool:
        return bool(self.open[second - self.start])

    def both(self, other: Seconds) -> Seconds:
        """Return the seconds, where both know them, in which both are open."""
        common = Seconds.__new__(Seconds)
        common.start, common.end = max(self.start, other.start), min(self.end, other.end)
        masks = (int.from_bytes(each.between(common.start, common.end)) for each in (self, other))
        common.open = bytearray(and_(*masks).to_bytes(common.end - common.start))
        return common

    def between(self, start: int, end: int) -> bytearray:
        """Return a byte for each second from one to another, 1 or 0."""
        return self.open[max(0, start - self.start) : max(0, end - self.start)]

    def _paint(self, start: int, end: int) -> None:
        if start < end:
            self.open[start - self.start : end - self.start] = b"\1" * (end - start)


def open_parts(calendar: BusinessCalendar, day: date) -> Iterator[tuple[int, int]]:
    """Return what is open on a local date, as seconds since its midnight, `from` and `to`."""
    is_holiday = day in calendar.holidays or (day.month, day.day) in calendar.yearly_holidays
    weekly = () if is_holiday else calendar.hours.get(day.weekday(), ())
    wall = bytearray(DAY)
    for start, end in calendar.shifts.get(day, weekly):
        wall[start // SECOND : end // SECOND] = b"\1" * ((end - start) // SECOND)
    for start, end in calendar.breaks.get(day, ()):
        wall[start // SECOND : end // SECOND] = bytes((end - start) // SECOND)
    return runs_of(wall)


def runs_of(painted: bytearray) -> Iterator[tuple[int, int]]:
    """Yield where ones begin and where they end."""
    begin = painted.find(1)
    while begin >= 0:
        end = painted.find(0, begin)
        yield begin, end if end >= 0 else len(painted)
        begin = painted.find(1, end) if end >= 0 else -1
