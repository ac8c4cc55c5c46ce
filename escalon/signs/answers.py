"""What became of commands, and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from domain.desk.outcome import Outcome
from escalon.signs.spread import Spread
from infra.kafka.topics import COMMANDS

RECORDED, REFUSED, DEAD_LETTER = "recorded", "refused", "dead_letter"
MILLIS = 1_000


class Answers:
    """Counts commands by outcome and, where they were refused, by the class of the error.

    `latency` is how many seconds they took from being sent until they were answered.
    """

    def __init__(self) -> None:
        self.commands: Counter[tuple[str, str]] = Counter()
        self.dead_letters: Counter[str] = Counter()
        self.latency = Spread()

    def answered(self, outcomes: Iterable[Outcome]) -> None:
        """Count a batch that was carried out and answered."""
        self.commands.update(
            (REFUSED, outcome.error) if outcome.is_refused else (RECORDED, "")
            for outcome in outcomes
        )

    def took(self, sent: Iterable[int], now: int) -> None:
        """Count how long commands took; `sent` is in milliseconds, `now` in microseconds."""
        for at in sent:
            self.latency.add(max(0, now // MILLIS - at) / MILLIS)

    def buried(self, topic: str) -> None:
        """Count a record that went to the dead letters of its topic."""
        self.dead_letters[topic] += 1
        if topic == COMMANDS.name:
            self.commands[DEAD_LETTER, ""] += 1
