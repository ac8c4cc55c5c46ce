"""Repeat contacts and words to the requester, as people write them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from infra.policies.calendar_names import ALWAYS_CALENDAR, CalendarNames
from infra.policies.length import Length
from infra.policies.part import OneOrMore, Part, one_of, ordered

SCOPES = ("requester", "ticket")
OCCASIONS = ("tier_moved", "resolved")
ONCE = "once per move"
FEWEST = 2


def _several(contacts: int) -> int:
    if contacts < FEWEST:
        message = f"{contacts} is too few to repeat anything; write {FEWEST} or more"
        raise ValueError(message)
    return contacts


class RepeatContactText(Part):
    """When coming back counts."""

    contacts: Annotated[int, AfterValidator(_several)] = Field(examples=["contacts: 2"])
    within: Length = Field(examples=["within: 24h"])
    scope: Annotated[str, one_of("scope", SCOPES)] = Field(SCOPES[0], examples=["scope: requester"])


def _some(occasions: tuple[str, ...]) -> tuple[str, ...]:
    if not occasions:
        message = f"there is no occasion here; write one or more of {', '.join(OCCASIONS)}"
        raise ValueError(message)
    return occasions


class RequesterNoticeText(Part):
    """Of what requesters are told, and inside which hours."""

    on: Annotated[
        tuple[Annotated[str, one_of("occasion", OCCASIONS)], ...],
        OneOrMore,
        ordered(OCCASIONS),
        AfterValidator(_some),
    ] = Field(examples=["on: [tier_moved, resolved]"])
    hours: CalendarNames = Field((ALWAYS_CALENDAR,), examples=["hours: office"])
    at_most: Annotated[str, one_of("limit", (ONCE,))] = Field(ONCE, examples=[f"at_most: {ONCE}"])


class NotifyText(Part):
    """Who is told of what was done."""

    requester: RequesterNoticeText | None = Field(
        None, examples=["requester: {on: [tier_moved, resolved], hours: office}"]
    )

    def canonical(self) -> dict[str, Any]:
        """Return the audiences that are told anything."""
        return self.model_dump(exclude_none=True)
