"""Which tickets of a log can have to do with each other, and when they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from domain.commands import (
    Command,
    ForgetRequester,
    LinkTickets,
    MergeTicket,
    OpenTicket,
    PublishPolicy,
    ReceiveContact,
    RetirePolicy,
    TicketCommand,
)
from escalon.importers.log import Retold
from escalon.replay.kin import Kin

OF_NO_TICKET = (PublishPolicy, RetirePolicy, ForgetRequester)


class Moment(NamedTuple):
    """What is told at one time (microseconds), in how many entries of the log."""

    at: int
    entries: int
    commands: Sequence[TicketCommand]


class Group(NamedTuple):
    """Tickets that share a requester, a merge or a link, directly or through others.

    They have to do with each other at `joint` moments alone, when somebody gets in touch or two
    tickets are named: rules then look at them side by side. `own` is what each is told in between.
    """

    joint: Sequence[Moment]
    own: Mapping[str, Sequence[Moment]]


class _Said(NamedTuple):
    entry: int
    at: int
    command: TicketCommand


def groups_of(entries: Sequence[Retold]) -> list[Group]:
    """Return the groups of a log, each told in the order of the log."""
    said = [_Said(n, e.at, _of_ticket(c)) for n, e in enumerate(entries) for c in e.commands]
    kin = Kin()
    for each in said:
        kin.join(_names(each.command))
    told: dict[str, list[_Said]] = {}
    for each in said:
        told.setdefault(kin.of(each.command.ticket_id), []).append(each)
    return [_group(each) for each in told.values()]


def is_contact(command: Command) -> bool:
    """Return whether somebody gets in touch: the order of such commands counts among tickets."""
    return isinstance(command, OpenTicket | ReceiveContact)


def names_two(command: Command) -> bool:
    """Return whether the command is decided on two tickets."""
    return isinstance(command, MergeTicket | LinkTickets)


def _group(told: Sequence[_Said]) -> Group:
    joint: list[Moment] = []
    own: dict[str, list[Moment]] = {}
    for _, together in groupby(told, attrgetter("at")):
        listed = list(together)
        for each in listed:
            own.setdefault(each.command.ticket_id, [])
        if any(is_contact(each.command) or names_two(each.command) for each in listed):
            joint.append(_moment(listed))
        else:
            for ticket, alone in _by_ticket(listed):
                own[ticket].append(_moment(alone))
    return Group(joint, own)


def _by_ticket(told: Sequence[_Said]) -> Iterator[tuple[str, list[_Said]]]:
    by_ticket: dict[str, list[_Said]] = {}
    for each in told:
        by_ticket.setdefault(each.command.ticket_id, []).append(each)
    yield from by_ticket.items()


def _moment(told: Sequence[_Said]) -> Moment:
    entries = len({each.entry for each in told})
    return Moment(told[0].at, entries, [each.command for each in told])


def _names(command: TicketCommand) -> tuple[str, ...]:
    """Return what the command brings together: tickets, and whoever asked."""
    match command:
        case OpenTicket() | ReceiveContact() if command.requester:
            return (command.ticket_id, f"requester {command.requester}")
        case MergeTicket():
            return (command.ticket_id, command.into)
        case LinkTickets():
            return (command.ticket_id, command.other)
    return (command.ticket_id,)


def _of_ticket(command: Command) -> TicketCommand:
    assert not isinstance(command, OF_NO_TICKET)  # noqa: S101  # logs tell of tickets only
    return command
