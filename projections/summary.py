"""What a ticket's whole life amounts to, in one row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, NamedTuple

from domain.ticket.status import NEW, OPEN


class Visit(NamedTuple):
    """A stay in a tier while the ticket waited; `ended` is up, down or a status, or empty."""

    ticket_id: str
    visit: int
    tier: str
    entered_at: int
    left_at: int | None = None
    ended: str = ""


@dataclass(slots=True, kw_only=True)
class Summary:
    """One row of the table, its columns in their order; instants are effective times, microseconds.

    Of contacts the opening is the first, and those by machines don't count; nor do their replies.
    `moves_up` and `moves_down` are people's, `escalations` all moves by rules, `climbs` all upward.
    `breaches` are sorted texts such as `resolution:1`, `tiers` those visited in their first order.
    `visits` counts stays in tiers, `entered_at` is when the present one began, or `None`.
    What is said of the resolution is that of the last one, and nothing once the ticket is reopened.
    """

    ticket_id: str
    external_id: str
    requester: str
    opened_at: int
    effective_at: int
    tier: str
    priority: str
    status: str = NEW
    assignee: str = ""
    first_reply_at: int | None = None
    resolved_at: int | None = None
    resolved_for: str = ""
    resolved_by: str = ""
    resolved_in: str = ""
    closed_at: int | None = None
    first_contact_resolution: bool = False
    reopens: int = 0
    routings: int = 0
    moves_up: int = 0
    moves_down: int = 0
    escalations: int = 0
    climbs: int = 0
    repeat_contacts: int = 0
    contacts: int = 1
    replies: int = 0
    breaches: str = ""
    tiers: str = ""
    visits: int = 0
    entered_at: int | None = None

    def present(self) -> Visit | None:
        """Return the stay in a tier that isn't over."""
        if self.entered_at is None:
            return None
        return Visit(self.ticket_id, self.visits, self.tier, self.entered_at)

    def row(self) -> tuple[Any, ...]:
        """Return the values of the columns, in their order."""
        self.first_contact_resolution = (
            self.resolved_at is not None
            and self.reopens == 0
            and self.contacts <= 1
            and not (self.moves_up or self.moves_down or self.escalations)
        )
        return VALUES(self)

    def enter(self) -> None:
        """Begin a stay in the tier that the ticket is in."""
        self.visits += 1
        self.entered_at = self.effective_at
        if self.tier not in self.tiers.split(";"):
            self.tiers = f"{self.tiers};{self.tier}" if self.tiers else self.tier

    def leave(self, how: str) -> Visit | None:
        """End the present stay, if there is one, and return it."""
        if self.entered_at is None:
            return None
        entered_at, self.entered_at = self.entered_at, None
        return Visit(self.ticket_id, self.visits, self.tier, entered_at, self.effective_at, how)

    def take_up(self) -> None:
        """Note that somebody has begun."""
        if self.status == NEW:
            self.status = OPEN

    def end(self, status: str) -> Visit | None:
        """Note that nobody has to do anything any more."""
        self.status = status
        return self.leave(status)


COLUMNS = tuple(field.name for field in fields(Summary))
VALUES = attrgetter(*COLUMNS)


def metrics(breaches: str) -> str:
    """Return the names of the metrics in the breaches, sorted and joined by `;`."""
    return ";".join(sorted({breach.partition(":")[0] for breach in breaches.split(";") if breach}))
