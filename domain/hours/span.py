"""A stretch of open time and what can be done with sorted ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """Open from `start` up to, but not including, `end`: microseconds UTC, `start` < `end`."""

    start: int
    end: int


def clipped(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """Yield the parts of the spans that lie in [`start`, `end`)."""
    for span in spans:
        if start <= span.start < span.end <= end:
            yield span
        elif max(span.start, start) < min(span.end, end):
            yield Span(max(span.start, start), min(span.end, end))


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield sorted spans with those that touch or overlap made one."""
    current: Span | None = None
    for span in spans:
        if current is None:
            current = span
        elif span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
        else:
            yield current
            current = span
    if current is not None:
        yield current


def common(one: Iterable[Span], other: Iterable[Span]) -> Iterator[Span]:
    """Yield what is in both of two sorted runs of spans."""
    these, those = iter(one), iter(other)
    this, that = next(these, None), next(those, None)
    while this is not None and that is not None:
        opening, closing = max(this.start, that.start), min(this.end, that.end)
        if opening < closing:
            yield Span(opening, closing)
        if this.end <= that.end:
            this = next(these, None)
        else:
            that = next(those, None)
