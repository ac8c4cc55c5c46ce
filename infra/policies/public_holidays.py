"""The public holidays of countries and their parts, as dates."""

from __future__ import annotations

from collections.abc import Mapping

from infra.policies.mistake import no_such

# The package of holidays is imported where it is needed: most policies are read without it.


def _countries() -> Mapping[str, list[str]]:
    from holidays import list_supported_countries  # noqa: PLC0415  # see above

    return list_supported_countries(include_aliases=True)


def check_country(country: str) -> str:
    """Return the country; raises `ValueError` with a sentence if it isn't known."""
    countries = _countries()
    if country not in countries:
        raise ValueError(no_such("country", country, countries, "write its two letters, as in SE"))
    return country


def check_subdivision(country: str, subdivision: str) -> str:
    """Return the part of the country; raises `ValueError` with a sentence if it isn't known."""
    subdivisions = _countries()[country]
    if subdivision not in subdivisions:
        kind = f"subdivision of {country}"
        known = ", ".join(subdivisions) or "none"
        message = f"there is no {kind} '{subdivision}'; known are {known}"
        raise ValueError(message)
    return subdivision


def public_holidays(country: str, subdivision: str, years: range) -> set[str]:
    """Return the dates of the holidays in those years, as ISO texts."""
    from holidays import country_holidays  # noqa: PLC0415  # see above

    days = country_holidays(country, subdiv=subdivision or None, years=years)
    return {day.isoformat() for day in days}
