"""What one follower has put aside: which records it parks, and where it says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

from infra.kafka.dead_letters import DeadLetters
from infra.kafka.letter import Letter, key_text, letter_of
from infra.kafka.protocols import Partition, Record
from infra.kafka.topics import COMMANDS, POLICIES, TICKETS
from infra.kafka.view import Unread, View
from infra.log.recorded import Recorded
from infra.store.postgres.parking import Parking, Spot

ALONE = frozenset({COMMANDS.name, POLICIES.name})
"""Topics of which later records of the same key don't wait: policies are in the log for all."""
LATER = "An earlier record of the same key is parked."
log = logging.getLogger(__name__)


class Next(NamedTuple):
    """A record that is to be put aside; `is_known` if it was before."""

    letter: Letter
    is_known: bool


class Aside:
    """`culprits` are facts by their log position, with the reason why they can't be handled."""

    def __init__(self, follower: str, parking: Parking, letters: DeadLetters) -> None:
        self.follower = follower
        self.stalled = parking.stalled_keys(follower)
        self.culprits: dict[int, str] = {}
        self._spots = parking.spots(follower)
        self._letters = letters

    def clear(self, view: View, after: int, limit: int) -> Sequence[Recorded]:
        """Return the facts behind the position up to what is to be put aside."""
        batch = view.read(after, limit)
        unread = self._unread(view)
        if unread is not None:
            batch = [recorded for recorded in batch if recorded.position <= unread.behind]
        if not (self.stalled or self.culprits or self._spots):
            return batch
        for number, record in enumerate(view.records(after, len(batch))):
            if self._is_aside(batch[number], record):
                return batch[:number]
        return batch

    def next(self, view: View, after: int) -> Next | None:
        """Return what has to be put aside before anything else can be handled."""
        facts, unread = view.read(after, 1), self._unread(view)
        if unread and not (facts and facts[0].position <= unread.behind):
            return Next(unread.letter, is_known=False)
        if not facts:
            return None
        [fact], [record] = facts, view.records(after, 1)
        if not self._is_aside(fact, record):
            return None
        why = self.culprits.get(fact.position, LATER)
        return Next(letter_of(record, fact.position, why), self._spot(record) in self._spots)

    def put(self, letter: Letter, parking: Parking) -> None:
        """Park the record, in the transaction of `parking`, and put it on the dead letters."""
        is_alone = letter.place.topic in ALONE
        self._letters.send(self.follower, letter)
        parking.keep(self.follower, letter, is_alone=is_alone)
        log.warning("%s", _sentence(self.follower, letter))
        if not is_alone:
            self.stalled.add(letter.name)
        if letter.offset is not None:
            self._spots.add(Spot(*letter.place, letter.offset))
        self.culprits.pop(letter.position or 0, None)

    def is_clear(self, view: View, position: int) -> bool:
        """Return whether all that has come is handled or put aside."""
        return self._unread(view) is None and view.has_all_handled(position)

    def forget(self, view: View, position: int) -> None:
        """Let go of what is handled, and of what can't be read and is parked."""
        view.forget(position)
        view.unread = [one for one in view.unread if self._spot(one.letter) not in self._spots]

    def _unread(self, view: View) -> Unread | None:
        return next((one for one in view.unread if self._spot(one.letter) not in self._spots), None)

    def _is_aside(self, fact: Recorded, record: Record) -> bool:
        if fact.position in self.culprits or self._spot(record) in self._spots:
            return True
        return record.topic not in ALONE and key_text(record.key) in self.stalled

    def _spot(self, record: Record | Letter) -> Spot:
        if isinstance(record, Letter):
            return Spot(*record.place, record.offset or 0)
        return Spot(record.topic, record.partition, record.offset)


def letter_of_ticket(ticket: str, why: str) -> Letter:
    """Return what stands for a ticket whose clocks can't be fired; there is no record of it."""
    return Letter(Partition(TICKETS.name, 0), None, ticket.encode(), None, (), None, why)


def _sentence(follower: str, letter: Letter) -> str:
    place, key = letter.place, letter.name
    if letter.offset is None:
        return f"{follower} parks {key}: {letter.why}"
    return (
        f"{follower} parks {place.topic} partition {place.partition} offset {letter.offset},"
        f" key {key}: {letter.why}"
    )
