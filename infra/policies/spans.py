"""Opening hours of one day, such as `08:00-12:00`."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator

from domain.hours import format_time_of_day, parse_time_of_day
from infra.policies.part import OneOrMore


def _span(text: str) -> str:
    opening_text, _, closing_text = text.partition("-")
    try:
        opening = parse_time_of_day(opening_text.strip())
        closing = parse_time_of_day(closing_text.strip())
    except ValueError:
        message = f"'{text}' is not a span of time; write two times of a day, as in 08:00-17:00"
        raise ValueError(message) from None
    if closing <= opening:
        message = (
            f"'{text}' does not open before it closes; over midnight write two spans, "
            "22:00-24:00 and on the next day 00:00-06:00"
        )
        raise ValueError(message)
    return f"{format_time_of_day(opening)}-{format_time_of_day(closing)}"


def _apart(spans: tuple[str, ...]) -> tuple[str, ...]:
    in_order = tuple(sorted(spans))
    for one, other in pairwise(in_order):
        if other.partition("-")[0] < one.partition("-")[2]:
            message = f"'{one}' and '{other}' overlap; end the one before the other begins"
            raise ValueError(message)
    return in_order


Span = Annotated[str, AfterValidator(_span)]
Spans = Annotated[tuple[Span, ...], OneOrMore, AfterValidator(_apart)]
"""The spans of a day, in order; none closes it."""
