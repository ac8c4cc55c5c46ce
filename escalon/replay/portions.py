"""What may be asked at once, so that answers come to the same as in the order of the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from domain.commands import TicketCommand
from escalon.replay.groups import Moment, is_contact, names_two

Portion = Sequence[TicketCommand]


def portions_of(moments: Sequence[Moment]) -> list[Portion]:
    """Return what is asked of all groups, portion after portion.

    Commands to one ticket keep their order through Kafka, whatever is asked beside them. Contacts
    of different requesters or on different tickets, and commands that name two tickets, come one
    after the other.
    """
    each = (_portions(moment.commands) for moment in moments)
    return [
        [command for portion in together for command in portion]
        for together in zip_longest(*each, fillvalue=())
    ]


def _portions(commands: Sequence[TicketCommand]) -> Iterator[Portion]:
    placing = _Placing()
    placed: dict[int, list[TicketCommand]] = {}
    for command in commands:
        placed.setdefault(placing.of(command), []).append(command)
    for number in range(max(placed) + 1):
        yield placed.get(number, [])


class _Placing:
    """Finds the first portion for each command, given those before it."""

    def __init__(self) -> None:
        self._first = self._last = self._contacts = 0
        self._contact: tuple[str, str] | None = None
        self._tickets: dict[str, int] = {}

    def of(self, command: TicketCommand) -> int:
        number = max(self._first, self._tickets.get(command.ticket_id, 0))
        if is_contact(command):
            contact = (command.ticket_id, getattr(command, "requester", ""))
            number = max(number, self._contacts + (self._contact not in (None, contact)))
            self._contacts, self._contact = number, contact
        elif names_two(command) and self._tickets:
            number = self._last + 1
        self._tickets[command.ticket_id] = number
        self._last = max(self._last, number)
        if names_two(command):
            self._first = number + 1
        return number
