"""The topics of dead letters: records as they came, with the reason why they can't be handled."""

from __future__ import annotations

from collections.abc import Callable

from infra.kafka.client import Sends, producer
from infra.kafka.closing import close
from infra.kafka.letter import Letter
from infra.kafka.protocols import Producer
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import BY_NAME

ERROR, FOLLOWER, OFFSET = "error", "follower", "offset"


class DeadLetters:
    """Sends letters, each to the same partition that it came from; it connects with the first.

    `told` hears of each by the topic that it came from.
    """

    def __init__(
        self, settings: KafkaSettings, told: Callable[[str], None] = lambda _: None
    ) -> None:
        self._settings = settings
        self._told = told
        self._sender: Producer | None = None

    def send(self, follower: str, letter: Letter) -> None:
        """Put the letter on its topic's dead letters, and wait until it is there."""
        if letter.offset is None:
            return
        if self._sender is None:
            self._sender = producer(self._settings, Sends(name="escalon-dead-letters"))
        headers = [
            *letter.headers,
            (ERROR, letter.why.encode()),
            (FOLLOWER, follower.encode()),
            (OFFSET, str(letter.offset).encode()),
        ]
        self._sender.send(
            BY_NAME[letter.place.topic].dead_letters.name,
            key=letter.key,
            value=letter.value,
            headers=headers,
            partition=letter.place.partition,
        ).get(timeout=self._settings.patience)
        self._told(letter.place.topic)

    def close(self) -> None:
        """Let go."""
        if self._sender is not None:
            close(self._sender)
            self._sender = None
