"""Calendars that open and close: they search their openings instead of walking through time."""

from __future__ import annotations

from collections.abc import Iterator

from domain.hours.calendar import Calendar, rolls_on
from domain.hours.exhausted import CalendarExhausted
from domain.hours.span import Span, clipped
from domain.hours.timeline import Timeline


class ScheduledCalendar(Calendar):
    """Answers from a timeline; a subclass says where the timeline's spans come from."""

    __slots__ = ()

    _timeline: Timeline

    def add(self, start: int, duration: int, boundary: str = "close") -> int:
        if rolls_on(duration, boundary):
            openings = self._timeline.around(start)
            position = openings.position(start) + duration
            if openings.ceiling <= position:
                openings = self._timeline.until(openings, position + 1, start)
            return openings.last_at(position)
        if duration == 0:
            return start
        openings = self._timeline.around(start)
        position = openings.position(start) + duration
        if openings.ceiling < position:
            openings = self._timeline.until(openings, position, start)
        return openings.first_at(position)

    def subtract(self, end: int, duration: int, boundary: str = "close") -> int:
        rolls = rolls_on(duration, boundary)
        if duration == 0:
            return self.previous_opening(end) if rolls else end
        openings = self._timeline.around(end)
        position = openings.position(end) - duration
        if rolls:
            return self._timeline.since(openings, position, end).last_at(position)
        return self._timeline.since(openings, position - 1, end).first_at(position)

    def elapsed(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        openings = self._timeline.across(start, end)
        return openings.position(end) - openings.position(start)

    def is_open(self, at: int) -> bool:
        return self._timeline.around(at).is_open(at)

    def next_opening(self, at: int) -> int:
        return self.add(at, 0, "open")

    def previous_opening(self, at: int) -> int:
        openings = self._timeline.around(at)
        if openings.is_open(at):
            return at
        position = openings.position(at)
        return self._timeline.since(openings, position - 1, at).first_at(position)

    def spans_between(self, start: int, end: int) -> Iterator[Span]:
        if end <= start:
            return iter(())
        spans = self._timeline.across(start, end).spans_between(start, end)
        return clipped(spans, start, end)

    def spans_after(self, origin: int) -> Iterator[Span]:
        at = origin
        while True:
            try:
                span = self._timeline.next_span(at)
            except CalendarExhausted:
                return
            yield span
            at = span.end

    def spans_before(self, origin: int) -> Iterator[Span]:
        at = origin
        while True:
            try:
                span = self._timeline.previous_span(at)
            except CalendarExhausted:
                return
            yield span
            at = span.start
