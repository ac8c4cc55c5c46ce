"""Spans of a local day, as its wall clock shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.hours.time_of_day import DAY, format_time_of_day

LocalSpan = tuple[int, int]
"""From and to, both in microseconds since local midnight; up to, not including, the second."""

LocalSpans = tuple[LocalSpan, ...]
"""Sorted; no two touch."""


def checked_spans(name: str, spans: Iterable[LocalSpan]) -> LocalSpans:
    """Return the spans of a day sorted, adjacent ones made one; `name` is said in errors.

    Raises `ValueError` with a sentence where one is reversed, empty, not of one day, or where two
    overlap.
    """
    checked: list[LocalSpan] = []
    for start, end in sorted((start, end) for start, end in spans):
        if not 0 <= start < end <= DAY:
            message = (
                f"{name}: {_text(start, end)} is not a part of a day; write the earlier time "
                "first, between 00:00 and 24:00, and time past midnight as hours of the next day"
            )
            raise ValueError(message)
        if checked and start < checked[-1][1]:
            message = (
                f"{name}: {_text(*checked[-1])} and {_text(start, end)} overlap; "
                "write one span for both"
            )
            raise ValueError(message)
        if checked and start == checked[-1][1]:
            start = checked.pop()[0]  # noqa: PLW2901  # it begins where the one it joins begins
        checked.append((start, end))
    return tuple(checked)


def without(spans: Sequence[LocalSpan], breaks: Sequence[LocalSpan]) -> Sequence[LocalSpan]:
    """Return what the breaks leave of the spans."""
    for start, end in breaks:
        spans = tuple(_outside(spans, start, end))
    return spans


def _outside(spans: Sequence[LocalSpan], start: int, end: int) -> Iterator[LocalSpan]:
    for opening, closing in spans:
        if opening < min(closing, start):
            yield opening, min(closing, start)
        if max(opening, end) < closing:
            yield max(opening, end), closing


def _text(start: int, end: int) -> str:
    return f"{format_time_of_day(start)}-{format_time_of_day(end)}"
