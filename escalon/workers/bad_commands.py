"""Commands that can't be carried out: put aside alone, and carried out again when asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

from domain.commands import Command
from escalon.distributed import Distributed
from escalon.workers.redriving import Redrives
from escalon.workers.stumbling import NOT_ITS_FAULT, why_of
from infra.kafka.commands import command_of
from infra.kafka.dead_letters import DeadLetters
from infra.kafka.letter import Letter, letter_of
from infra.kafka.protocols import Partition, Record
from infra.store.postgres.parked_record import ParkedRecord

log = logging.getLogger(__name__)


class BadCommands:
    """The dead letters of the commands' topic; `follower` names a partition's worker."""

    def __init__(self, desk: Distributed, follower: Callable[[Partition], str]) -> None:
        self._desk = desk
        self._follower = follower
        self._letters = DeadLetters(desk.kafka, desk.signs.answers.buried)
        self._redrives = Redrives(desk.parking)
        self._buried: list[Letter] = []

    def begin(self) -> None:
        """Forget what wasn't saved: it comes again, to whoever reads on."""
        self._buried = []

    def bury(self, record: Record, why: str) -> None:
        """Put the record on the dead letters; it is parked with the next `save` of its place."""
        letter = letter_of(record, None, why)
        self._letters.send(self._follower(letter.place), letter)
        self._buried.append(letter)

    def save(self, place: Partition) -> None:
        """Park what was buried of that partition, in the transaction that moves its offset on."""
        for letter in self._buried:
            if letter.place == place:
                follower = self._follower(place)
                self._desk.parking.keep(follower, letter, is_alone=True)
                log.warning(
                    "%s parks %s partition %s offset %s, key %s: %s",
                    *(follower, *place, letter.offset, letter.name, letter.why),
                )

    def redrive(
        self,
        followers: Collection[str],
        carry_out: Callable[[Command], None],
        hold: Callable[[str], None],
    ) -> None:
        """Carry out what was asked for again; `hold` keeps a follower for the transaction."""
        for follower in self._redrives.asked(followers):
            parked = self._desk.parking.next_asked(follower)
            if parked is None:
                continue
            try:
                if parked.asked != "drop":
                    carry_out(command_of(parked.value or b""))
                self._settle(parked, hold)
            except NOT_ITS_FAULT:
                raise
            except Exception as error:  # noqa: BLE001  # whatever the mistake is
                self._desk.parking.fail(parked, why_of(error))

    def close(self) -> None:
        """Let go."""
        self._letters.close()

    def _settle(self, parked: ParkedRecord, hold: Callable[[str], None]) -> None:
        with self._desk.workspace.transaction():
            hold(parked.follower)
            self._desk.parking.settle(parked)
