"""Commands sent through Kafka, and their results awaited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.commands import Command
from infra.kafka.client import Reads, Sends, consumer, producer
from infra.kafka.closing import close
from infra.kafka.commands import key_of, value_of
from infra.kafka.protocols import Partition, Record
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS, RESULTS

POLL_MS = 200


class NotCarriedOut(RuntimeError):
    """A command that went to the dead letters."""


class Asking:
    """One who sends commands and waits until each is answered."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._patience = settings.patience
        self._sender = producer(settings, Sends(name="escalon-replay"))
        self._reader = consumer(settings, Reads(name="escalon-replay", at_most=5_000))
        topics = (RESULTS, COMMANDS.dead_letters)
        numbers = range(settings.partitions)
        places = [Partition(topic.name, number) for topic in topics for number in numbers]
        self._reader.assign(places)
        for place, end in self._reader.end_offsets(places).items():
            self._reader.seek(place, end)

    def ask(self, commands: Sequence[Command], waiting: Callable[[], None]) -> None:
        """Return once all are answered, whatever the answers; `waiting` is called meanwhile.

        Raises `NotCarriedOut` when one became a dead letter.
        """
        sent = [
            self._sender.send(COMMANDS.name, key=key_of(command), value=value_of(command))
            for command in commands
        ]
        for sending in sent:
            sending.get(timeout=self._patience)
        missing = {command.command_id for command in commands}
        while missing:
            for records in self._reader.poll(timeout_ms=POLL_MS).values():
                missing.difference_update(_answered(record) for record in records)
            waiting()

    def close(self) -> None:
        """Let go."""
        self._reader.close()
        close(self._sender)


def _answered(record: Record) -> str:
    """Return the id of the command that is answered."""
    if record.topic == COMMANDS.dead_letters.name:
        why = dict(record.headers).get("error", b"").decode("utf-8", "replace")
        raise NotCarriedOut(f"A command of the log could not be carried out: {why}")
    return (record.key or b"").decode()
