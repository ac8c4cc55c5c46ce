"""Which tickets of a log may have to do with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from domain.events.conversation import ContactReceived
from domain.events.ticket import TicketOpened
from escalon.replay.kin import Kin
from infra.store.past import Past

AT_ONCE = 500
"""How many tickets are read together, unless one requester has more."""
Tickets: TypeAlias = Sequence[str]


class Families(NamedTuple):
    """All tickets of a log, family by family, and when the first was opened (microseconds)."""

    listed: Sequence[Tickets]
    first_at: int

    @property
    def tickets(self) -> int:
        """How many tickets there are."""
        return sum(len(family) for family in self.listed)


def families_of(past: Past) -> Families:
    """Return the tickets of the log in families: those of a requester, and of who wrote on them."""
    first_at = past.end.recorded_at
    kin = Kin()
    tickets: dict[str, None] = {}
    for _, event in past.of_kinds((TicketOpened, ContactReceived)):
        assert isinstance(event, TicketOpened | ContactReceived)  # noqa: S101  # asked for
        requester = f"requester {event.requester}"
        kin.join((event.ticket_id, requester) if event.requester else (event.ticket_id,))
        tickets[event.ticket_id] = None
        first_at = min(first_at, event.occurred_at)
    families: dict[str, list[str]] = {}
    for ticket in tickets:
        families.setdefault(kin.of(ticket), []).append(ticket)
    return Families(list(families.values()), first_at)


def portions(families: Sequence[Tickets]) -> Iterator[list[Tickets]]:
    """Yield families, so many together that reading them at once pays."""
    portion: list[Tickets] = []
    size = 0
    for family in families:
        portion.append(family)
        size += len(family)
        if size >= AT_ONCE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
