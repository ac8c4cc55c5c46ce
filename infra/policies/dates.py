"""Dates in a policy: `2026-12-24`, or `--12-24` for every year."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEARLY = re.compile(r"--\d\d-\d\d", re.ASCII)
_LEAP_YEAR = "2000"


def _date(text: str) -> str:
    if not _DATE.fullmatch(text):
        message = f"'{text}' is not a date; write year, month and day, as in 2026-12-24"
        raise ValueError(message)
    return _existing(text, text)


def _holiday(text: str) -> str:
    if not _YEARLY.fullmatch(text):
        if not _DATE.fullmatch(text):
            message = f"'{text}' is not a date; write it as 2026-12-24 or, for every year, --12-24"
            raise ValueError(message)
        return _existing(text, text)
    return _existing(text, _LEAP_YEAR + text[1:])


def _existing(text: str, day: str) -> str:
    try:
        date.fromisoformat(day)
    except ValueError:
        message = f"there is no day '{text}'; look at its month and day"
        raise ValueError(message) from None
    return text


Date = Annotated[str, AfterValidator(_date)]
Holiday = Annotated[str, AfterValidator(_holiday)]
