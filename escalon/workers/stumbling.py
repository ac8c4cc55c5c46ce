"""Finding what a follower can't handle: by going one by one once it stumbled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from escalon.workers.outage import OUTAGES
from infra.kafka.feed import NOT_READABLE, fact_of
from infra.log.recorded import Recorded
from infra.store.mapper import AvroMapper
from infra.store.postgres.claims import Deposed
from infra.store.postgres.parked_record import ParkedRecord

NOT_ITS_FAULT: tuple[type[Exception], ...] = (*OUTAGES, Deposed)


class At(NamedTuple):
    """What a follower was at: facts, tickets whose clocks were fired, or a parked record."""

    follower: str
    facts: Sequence[Recorded] = ()
    tickets: Sequence[str] = ()
    parked: ParkedRecord | None = None


class Stumbled(RuntimeError):
    """A follower failed by a mistake of ours; its memory doesn't count any more."""

    def __init__(self, at: At, error: Exception) -> None:
        self.at = at
        self.why = why_of(error)
        super().__init__(self.why)


class StillUnreadable(ValueError):
    """A parked record that can't be read yet; the sentence says why."""


def why_of(error: Exception) -> str:
    """Return an error as a sentence."""
    if isinstance(error, StillUnreadable):
        return str(error)
    lines = str(error).strip().splitlines()
    said = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return f"Handling it failed with {said.rstrip('.')}."


def fact_in(parked: ParkedRecord, mapper: AvroMapper) -> Recorded:
    """Return the fact of a parked record; raises `StillUnreadable`."""
    try:
        return fact_of(mapper, parked.value, parked.headers)
    except NOT_READABLE as error:
        message = f"The record still can't be read: {str(error).rstrip('.')}."
        raise StillUnreadable(message) from None


@contextmanager
def told(at: At) -> Iterator[None]:
    """Raise `Stumbled` for what is a mistake of ours; outages pass."""
    try:
        yield
    except NOT_ITS_FAULT:
        raise
    except Exception as error:
        raise Stumbled(at, error) from error


@dataclass(slots=True)
class Care:
    """How a share goes on after it stumbled: one by one `until` a position, or ticket by ticket.

    `culprits` are facts by their positions, and `tickets` those whose clocks can't be fired, each
    with the reason; they are put aside next.
    """

    until: int = 0
    fires_alone: bool = False
    culprits: dict[int, str] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)

    def heed(self, stumbled: Stumbled) -> None:
        """Go on more carefully, or put aside what is found; raises what can't be found."""
        at = stumbled.at
        match at.facts, at.tickets:
            case [fact], _:
                self.culprits[fact.position] = stumbled.why
            case [*_, last], _:
                self.until = last.position
            case _, [ticket]:
                self.tickets[ticket] = stumbled.why
            case _, [_, *_]:
                self.fires_alone = True
            case _ if at.parked is None:
                raise stumbled
