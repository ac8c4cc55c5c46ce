"""Sends commands to a distributed desk and waits for what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from threading import Lock
from types import TracebackType
from typing import Self

from kafka.errors import KafkaError

from domain.commands import Command
from domain.desk import Outcome
from escalon.client.answer import Answer, ClientClosed, NotDelivered
from escalon.client.results import Results
from escalon.handling.mistakes import refusal
from infra.clock import SystemClock
from infra.kafka.client import Sends, producer
from infra.kafka.commands import key_of, value_of
from infra.kafka.protocols import Headers
from infra.kafka.settings import KafkaSettings
from infra.kafka.topics import COMMANDS

TRACE = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")
CLOSING_SECONDS = 5.0
CLOSED = "the client was closed"


class Client:
    """Safe to share between threads; close it, or use it in a `with`.

    A command whose `at` is 0 is given the time of sending. One that is sent again with the same
    `command_id`, by this client or another, is done once and answered alike.
    `delivery` is how many seconds Kafka may take to accept a command.
    Raises `KafkaMistake` where Kafka can't be used or the topics are missing.
    """

    def __init__(self, settings: KafkaSettings, *, delivery: float = 30.0) -> None:
        self._clock = SystemClock()
        self._lock = Lock()
        self._waiting: dict[str, Answer] = {}
        self._ended = ""
        self._results = Results(settings, self._answer, self._end)
        try:
            self._producer = producer(settings, Sends(name="escalon-client", patience=delivery))
        except BaseException:
            self._results.close()
            raise

    def send(self, command: Command, *, traceparent: str = "") -> Answer:
        """Send a command and return what will become of it.

        `traceparent` (W3C Trace Context) goes with it as a header of its record.
        Raises `ValueError` for a command that can't be sent, `ClientClosed`.
        """
        if not command.at and not command.imported:
            command = replace(command, at=self._clock.now())
        key, value, headers = key_of(command), value_of(command), _headers(traceparent)
        answer = self._expect(command.command_id)
        try:
            sending = self._producer.send(COMMANDS.name, value, key, headers)
        except KafkaError as error:
            self._fail(answer.command_id, NotDelivered(answer.command_id, error))
            return answer
        sending.add_errback(
            lambda error: self._fail(answer.command_id, NotDelivered(answer.command_id, error))
        )
        return answer

    def send_many(self, commands: Iterable[Command], *, traceparent: str = "") -> list[Answer]:
        """Send commands in their order; those to one ticket are carried out in it."""
        return [self.send(command, traceparent=traceparent) for command in commands]

    def close(self) -> None:
        """Send what is on its way and stop; commands not answered by then stay unknown."""
        with self._lock:
            self._ended = self._ended or CLOSED
        self._producer.close(timeout=CLOSING_SECONDS)
        self._results.close()
        self._end(CLOSED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _expect(self, command_id: str) -> Answer:
        """Return what the command's outcome will be told to: one for all who sent it meanwhile."""
        with self._lock:
            if self._ended:
                raise ClientClosed.unsent(command_id, self._ended)
            return self._waiting.setdefault(command_id, Answer(command_id))

    def _taken(self, command_id: str) -> Answer | None:
        with self._lock:
            return self._waiting.pop(command_id, None)

    def _answer(self, outcome: Outcome) -> None:
        answer = self._taken(outcome.command_id)
        if answer is None:  # somebody else's, or told already
            return
        if outcome.is_refused:
            answer.set_exception(refusal(outcome))
        else:
            answer.set_result(outcome)

    def _fail(self, command_id: str, error: Exception) -> None:
        answer = self._taken(command_id)
        if answer is not None:
            answer.set_exception(error)

    def _end(self, why: str) -> None:
        with self._lock:
            self._ended = self._ended or why
            waiting, self._waiting = self._waiting, {}
        for id, answer in waiting.items():
            answer.set_exception(ClientClosed.unknown(id, why))


def _headers(traceparent: str) -> Headers:
    if not traceparent:
        return []
    if not TRACE.fullmatch(traceparent):
        message = (
            f"traceparent is '{traceparent}'; it is written as W3C Trace Context says, such as"
            " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01."
        )
        raise ValueError(message)
    return [("traceparent", traceparent.encode())]
