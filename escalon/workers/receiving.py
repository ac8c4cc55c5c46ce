"""The worker that carries out commands from Kafka, each once, and says what became of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Event

from domain.commands import Command
from domain.desk.outcome import Outcome
from escalon.distributed import Distributed
from escalon.workers.membership import Membership
from escalon.workers.shares import source_of
from infra.kafka.client import Reads, Sends, consumer, producer
from infra.kafka.commands import NotACommand, command_of, result_value
from infra.kafka.protocols import Consumer, Partition, Producer, Record
from infra.kafka.topics import COMMANDS, RESULTS
from schemas.errors import NotOurs

NAME = "commands"
POLL = 0.02
AT_ONCE = 500
log = logging.getLogger(__name__)


class Receiving:
    """`escalon work commands`.

    Commands are carried out, then answered, then their offsets are stored: whatever comes again
    after a crash is answered again and recorded once.
    """

    def __init__(self, desk: Distributed, stop: Event) -> None:
        self._desk = desk
        self._stop = stop
        self._reader: Consumer | None = None
        self._epochs: dict[int, int] = {}

    def run(self) -> None:
        """Work on the partitions that the group gives, until told to stop."""
        membership = Membership(self._desk.kafka, "escalon-commands", [COMMANDS.name])
        answers = producer(self._desk.kafka, Sends(name="escalon-commands"))
        try:
            while not self._stop.is_set():
                numbers = membership.poll()
                if numbers is not None:
                    self._take(numbers)
                if self._reader is None:
                    self._stop.wait(POLL)
                else:
                    self._round(self._reader, answers)
        finally:
            self._drop()
            answers.close()
            membership.close()

    def _round(self, reader: Consumer, answers: Producer) -> None:
        found = reader.poll(timeout_ms=int(POLL * 1_000), max_records=AT_ONCE)
        records = [record for batch in found.values() for record in batch]
        if not records:
            return
        commands = [command for record in records if (command := self._read(record, answers))]
        self._answer(self._desk.desk.execute_many(commands), answers)
        answers.flush()
        for place, batch in found.items():
            self._desk.claims.save_offsets(
                f"{NAME}:{place.partition}", {source_of(place): batch[-1].offset + 1}
            )

    def _read(self, record: Record, letters: Producer) -> Command | None:
        """Return the command; what holds none goes to the dead letters, alone."""
        try:
            return command_of(record.value or b"")
        except (NotOurs, NotACommand) as error:
            log.warning("%s offset %s: %s", record.topic, record.offset, error)
            headers = [*record.headers, ("error", str(error).encode())]
            letters.send(
                COMMANDS.dead_letters.name, key=record.key, value=record.value, headers=headers
            ).get(timeout=self._desk.kafka.patience)
            return None

    def _answer(self, outcomes: Sequence[Outcome], answers: Producer) -> None:
        sent = [
            answers.send(RESULTS.name, key=o.command_id.encode(), value=result_value(o))
            for o in outcomes
        ]
        for sending in sent:
            sending.get(timeout=self._desk.kafka.patience)

    def _take(self, numbers: set[int]) -> None:
        self._drop()
        log.info("commands works on partitions %s.", sorted(numbers))
        if not numbers:
            return
        places = [Partition(COMMANDS.name, number) for number in sorted(numbers)]
        self._reader = consumer(self._desk.kafka, Reads(name="escalon-commands", at_most=AT_ONCE))
        self._reader.assign(places)
        first = self._reader.beginning_offsets(places)
        for place in places:
            stored = self._desk.claims.offsets(f"{NAME}:{place.partition}")
            self._reader.seek(place, max(first[place], stored.get(source_of(place), 0)))

    def _drop(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
