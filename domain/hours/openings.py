"""The open spans of a stretch of time, arranged so that any sum or moment is one search away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import sub

from domain.hours.span import Span, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """All open spans in [`low`, `high`), and the *position* of each start.

    A position is the open time, in microseconds, between a fixed moment and an instant; it stands
    still while closed. `floor` is the position at `low`, `ceiling` the one at `high`. A span that
    touches `low` or `high` may go on beyond it.
    """

    low: int
    high: int
    starts: list[int]
    ends: list[int]
    positions: list[int]
    floor: int
    ceiling: int

    @classmethod
    def over(cls, stretch: Span, spans: Iterable[Span], floor: int) -> Openings:
        """Arrange the sorted spans of a stretch."""
        joined = list(merged(spans))
        starts = [span.start for span in joined]
        ends = [span.end for span in joined]
        positions = list(accumulate(map(sub, ends, starts), initial=floor))
        return cls(
            low=stretch.start,
            high=stretch.end,
            starts=starts,
            ends=ends,
            ceiling=positions.pop(),
            positions=positions,
            floor=floor,
        )

    def followed_by(self, spans: Iterable[Span], high: int) -> Openings:
        """Return these and the spans of [`high` as it was, the new `high`)."""
        return self.over(Span(self.low, high), chain(self.spans(), spans), self.floor)

    def preceded_by(self, spans: Iterable[Span], low: int) -> Openings:
        """Return these and the spans of [the new `low`, `low` as it was)."""
        earlier = list(spans)
        floor = self.floor - sum(span.end - span.start for span in earlier)
        return self.over(Span(low, self.high), chain(earlier, self.spans()), floor)

    def spans(self) -> Iterator[Span]:
        return map(Span, self.starts, self.ends)

    def spans_between(self, start: int, end: int) -> Iterator[Span]:
        """Yield the spans that touch [`start`, `end`), whole."""
        for index in range(bisect_right(self.ends, start), bisect_left(self.starts, end)):
            yield Span(self.starts[index], self.ends[index])

    def is_open(self, at: int) -> bool:
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]

    def position(self, at: int) -> int:
        """Return the position of an instant in [`low`, `high`]."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return self.floor
        if at < self.ends[index]:
            return self.positions[index] + at - self.starts[index]
        return self.positions[index] + self.ends[index] - self.starts[index]

    def first_at(self, position: int) -> int:
        """Return the earliest instant of a position, a closing time if there is a choice.

        The position lies in (`floor`, `ceiling`].
        """
        index = bisect_left(self.positions, position) - 1
        return self.starts[index] + position - self.positions[index]

    def last_at(self, position: int) -> int:
        """Return the latest instant of a position, an opening if there is a choice.

        The position lies in [`floor`, `ceiling`).
        """
        index = bisect_right(self.positions, position) - 1
        return self.starts[index] + position - self.positions[index]

    def span_from(self, position: int) -> Span:
        """Return the rest of the span that goes on at a position in [`floor`, `ceiling`)."""
        index = bisect_right(self.positions, position) - 1
        return Span(self.last_at(position), self.ends[index])

    def span_up_to(self, position: int) -> Span:
        """Return the part of the span that leads to a position in (`floor`, `ceiling`]."""
        index = bisect_left(self.positions, position) - 1
        return Span(self.starts[index], self.first_at(position))
