"""Where a log says that a ticket stands, and how the desk brings it from there to elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from domain.commands import CloseTicket, HoldTicket, ReopenTicket, ResolveTicket, ResumeTicket
from domain.ticket import status
from escalon.importers.telling import Telling


class Standing(NamedTuple):
    """A status, and for whom the ticket waits if it is held."""

    status: str
    on: str = ""


OPEN = Standing(status.OPEN)
RESOLVED = Standing(status.RESOLVED)
CLOSED = Standing(status.CLOSED)
WAITS_FOR_REQUESTER = Standing(status.HELD, "requester")
WAITS_FOR_VENDOR = Standing(status.HELD, "vendor")
WAITS_INSIDE = Standing(status.HELD, "internal")


def tell_change(telling: Telling, was: Standing, now: Standing) -> None:
    """Say what brings a ticket from `was` to `now`: out of the one first, then into the other."""
    if was == now:
        return
    if was in (RESOLVED, CLOSED) and (was, now) != (RESOLVED, CLOSED):
        telling.say(ReopenTicket)
    elif was.on and not now.on:
        telling.say(ResumeTicket)
    if now.on:
        telling.say(HoldTicket, on=now.on)
    elif now == RESOLVED:
        telling.say(ResolveTicket)
    elif now == CLOSED:
        telling.say(CloseTicket)
