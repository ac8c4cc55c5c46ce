"""Calendars as people write them, and as they are published."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from infra.policies.dates import Date, Holiday
from infra.policies.mistake import no_such
from infra.policies.part import OneOrMore, Part, unless_empty
from infra.policies.public_holidays import check_country, check_subdivision, public_holidays
from infra.policies.spans import Spans
from infra.policies.week import ALWAYS, Week, never_closes

YEARS_BEFORE, YEARS_AHEAD = 1, 10
"""Public holidays are published from the year before the first to ten years after it."""


@cache
def _time_zones() -> frozenset[str]:
    # The package's own list: what a machine has beside it must not decide what is valid.
    return frozenset((files("tzdata") / "zones").read_text().split())


def _time_zone(name: str) -> str:
    if name not in _time_zones():
        known = sorted(_time_zones())
        raise ValueError(no_such("time zone", name, known, "write it like Europe/Stockholm"))
    return name


class HolidaysText(Part):
    """Days without hours: a country's, and others."""

    country: Annotated[str, unless_empty(check_country)] = Field("", examples=["country: SE"])
    subdivision: str = Field("", examples=["subdivision: BY"])
    also: Annotated[tuple[Holiday, ...], OneOrMore] = Field((), examples=["also: [--12-24]"])

    @field_validator("subdivision")
    @classmethod
    def _of_its_country(cls, subdivision: str, info: ValidationInfo) -> str:
        country = info.data.get("country")
        if not subdivision or country is None:
            return subdivision
        if not country:
            message = f"'{subdivision}' needs its country, as in {{country: DE, subdivision: BY}}"
            raise ValueError(message)
        return check_subdivision(country, subdivision)

    def dates(self, first_year: int) -> list[str]:
        """Return all dates, the yearly ones first."""
        days = set(self.also)
        if self.country:
            years = range(first_year - YEARS_BEFORE, first_year + YEARS_AHEAD + 1)
            days |= public_holidays(self.country, self.subdivision, years)
        return sorted(days)


def _holidays(value: object) -> object:
    return {"also": value} if isinstance(value, list) else value


class CalendarText(Part):
    """When somebody is there."""

    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(
        examples=["time_zone: Europe/Stockholm"]
    )
    hours: Week = Field(examples=["hours: {mon-fri: 08:00-17:00}"])
    holidays: Annotated[HolidaysText, BeforeValidator(_holidays)] = Field(
        HolidaysText(), examples=["holidays: {country: SE}"]
    )
    breaks: dict[Date, Spans] = Field({}, examples=["breaks: {2026-12-23: 12:00-14:00}"])
    shifts: dict[Date, Spans] = Field({}, examples=["shifts: {2026-12-19: 09:00-12:00}"])

    @model_validator(mode="before")
    @classmethod
    def _zone_of_always(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("hours") == ALWAYS:
            return {"time_zone": "UTC", **data}
        return data

    def canonical(self, first_year: int) -> dict[str, Any]:
        """Return the calendar with its holidays as dates."""
        breaks = {day: spans for day, spans in self.breaks.items() if spans}
        days = self.holidays.dates(first_year)
        is_always = never_closes(self.hours) and not (days or breaks or self.shifts)
        return {
            "time_zone": self.time_zone,
            "hours": ALWAYS if is_always else self.hours,
            "holidays": days,
            "breaks": breaks,
            "shifts": self.shifts,
        }
