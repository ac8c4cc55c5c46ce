"""The worker that carries out commands from Kafka, each once, and says what became of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import NamedTuple

from domain.commands import Command
from domain.desk.outcome import Outcome
from escalon.distributed import Distributed
from escalon.workers.bad_commands import BadCommands
from escalon.workers.membership import Membership
from escalon.workers.outage import OUTAGES
from escalon.workers.stumbling import why_of
from infra.kafka.client import Reads, Sends, consumer, producer
from infra.kafka.closing import close
from infra.kafka.commands import command_of, result_value
from infra.kafka.headers import trace_header, trace_of
from infra.kafka.protocols import Consumer, Partition, Producer, Record, Sending
from infra.kafka.topics import COMMANDS, RESULTS
from infra.store.postgres.claims import Deposed

NAME = "commands"
POLL = 0.1
AT_ONCE = 500
SAVE_SECONDS = 0.1
"""How long answers and offsets may be on their way while the next commands are carried out."""
NOT_A_COMMAND = (ValueError, LookupError, TypeError)
"""What comes of a record that isn't one: of its frame, its schema or its fields."""
log = logging.getLogger(__name__)


class Asked(NamedTuple):
    """A command with the record that it came in."""

    record: Record
    command: Command


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
        self._bad = BadCommands(desk, _follower)
        self._answers: list[Sending] = []
        self._offsets: dict[Partition, int] = {}
        self._saved = 0.0

    def run(self) -> None:
        """Work on the partitions that the group gives, until told to stop."""
        membership = Membership(self._desk.kafka, "escalon-commands", [COMMANDS.name])
        answers = producer(self._desk.kafka, Sends(name="escalon-commands"))
        try:
            while not self._stop.is_set():
                self._desk.signs.round()
                numbers = membership.poll()
                if numbers is not None:
                    self._take(numbers)
                self._turn(membership, answers)
            with suppress(Deposed):  # then the other reads from where this one had saved
                self._save()
        finally:
            self._drop()
            self._bad.close()
            close(answers)
            membership.close()

    def _turn(self, membership: Membership, answers: Producer) -> None:
        """Make a round, and let go of everything when another process has some of it."""
        try:
            self._round(answers)
        except Deposed as deposed:
            log.info("%s", deposed)
            self._desk.signs.deposed += 1
            self._drop()
            membership.ask_again()

    def _round(self, answers: Producer) -> None:
        if self._reader is None:
            self._stop.wait(POLL)
            return
        self._redrive(answers)
        found = self._reader.poll(timeout_ms=int(POLL * 1_000), max_records=AT_ONCE)
        records = [record for batch in found.values() for record in batch]
        if records:
            asked = [asked for record in records if (asked := self._read(record))]
            traces = {one.command.command_id: trace_of(one.record.headers) for one in asked}
            self._desk.recorder.traces.tell(traces)
            self._answer(self._carry_out(asked), traces, answers)
            now = self._desk.clock.now()
            self._desk.signs.answers.took((one.record.timestamp for one in asked), now)
            self._offsets |= {place: batch[-1].offset + 1 for place, batch in found.items()}
        if self._offsets and monotonic() - self._saved > SAVE_SECONDS:
            self._save()

    def _read(self, record: Record) -> Asked | None:
        """Return the command; what holds none goes to the dead letters, alone."""
        try:
            return Asked(record, command_of(record.value or b""))
        except NOT_A_COMMAND as error:
            self._bad.bury(record, str(error))
            return None

    def _carry_out(self, asked: Sequence[Asked]) -> list[Outcome]:
        """Carry out all together; where one can't be by a mistake of ours, the others are."""
        try:
            return self._desk.desk.execute_many([one.command for one in asked])
        except OUTAGES:
            raise
        except Exception as error:
            if len(asked) == 1:
                log.exception("A command can't be carried out.")
                self._bad.bury(asked[0].record, why_of(error))
                return []
            return [outcome for one in asked for outcome in self._carry_out([one])]

    def _redrive(self, answers: Producer) -> None:
        def carry_out(command: Command) -> None:
            self._answer(self._desk.desk.execute_many([command]), {}, answers)
            self._await_answers()

        def hold(follower: str) -> None:
            self._desk.claims.require(follower, mine[follower])

        mine = {_follower(Partition(COMMANDS.name, n)): e for n, e in self._epochs.items()}
        self._bad.redrive(mine, carry_out, hold)

    def _answer(
        self, outcomes: Sequence[Outcome], traces: Mapping[str, str], answers: Producer
    ) -> None:
        self._answers += [
            answers.send(
                RESULTS.name,
                key=o.command_id.encode(),
                value=result_value(o),
                headers=trace_header(traces.get(o.command_id, "")),
            )
            for o in outcomes
        ]
        self._desk.signs.answers.answered(outcomes)

    def _save(self) -> None:
        """Once all is answered, remember from where to read on; raises `Deposed`."""
        self._await_answers()
        claims = self._desk.claims
        with self._desk.workspace.transaction():
            for place in sorted(self._offsets):  # in one order, so that nobody waits in a circle
                follower = _follower(place)
                claims.require(follower, self._epochs[place.partition])
                claims.save_offsets(follower, {place: self._offsets[place]})
                self._bad.save(place)
        self._desk.signs.offsets = {**self._desk.signs.offsets, **self._offsets}
        self._offsets, self._saved = {}, monotonic()
        self._bad.begin()

    def _await_answers(self) -> None:
        for sending in self._answers:
            sending.get(timeout=self._desk.kafka.patience)
        self._answers = []

    def _take(self, numbers: set[int]) -> None:
        self._drop()
        told = sorted(numbers)
        log.info("commands works on partitions %s.", told, extra={"partitions": told})
        self._desk.signs.works_on(numbers)
        if not numbers:
            return
        places = [Partition(COMMANDS.name, number) for number in sorted(numbers)]
        claims = self._desk.claims
        self._epochs = {place.partition: claims.claim(_follower(place)) for place in places}
        self._reader = consumer(self._desk.kafka, Reads(name="escalon-commands", at_most=AT_ONCE))
        self._reader.assign(places)
        first = self._reader.beginning_offsets(places)
        begins = {
            place: max(first[place], claims.offsets(_follower(place)).get(place, 0))
            for place in places
        }
        for place, offset in begins.items():
            self._reader.seek(place, offset)
        self._desk.signs.offsets = begins

    def _drop(self) -> None:
        self._answers, self._offsets = [], {}
        self._bad.begin()
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _follower(place: Partition) -> str:
    return f"{NAME}:{place.partition}"
