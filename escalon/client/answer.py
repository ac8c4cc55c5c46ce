"""What will become of a command that was sent."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Generator
from concurrent.futures import Future
from typing import Any

from domain.desk import Outcome

AGAIN = "sent again with the same id it is done once"


class NoAnswer(TimeoutError):
    """Nothing has been heard of a command yet; it may still be carried out."""

    def __init__(self, command_id: str, seconds: float) -> None:
        super().__init__(
            f"Command {command_id} has no answer after {seconds:g} s; is `escalon work commands`"
            f" running? It may still be carried out; {AGAIN}."
        )


class NotDelivered(RuntimeError):
    """Kafka didn't say that it has a command."""

    def __init__(self, command_id: str, why: object) -> None:
        super().__init__(f"Command {command_id} did not reach Kafka for sure ({why}); {AGAIN}.")


class ClientClosed(RuntimeError):
    """The client sends nothing more and hears nothing more."""

    @classmethod
    def unsent(cls, command_id: str, why: str) -> ClientClosed:
        """Return the error of a command that wasn't sent."""
        return cls(f"Command {command_id} was not sent: {why}; open another client.")

    @classmethod
    def unknown(cls, command_id: str, why: str) -> ClientClosed:
        """Return the error of a command of whose outcome nothing was heard."""
        return cls(
            f"What became of command {command_id} is not known: {why} before it was answered;"
            f" {AGAIN}."
        )


class Answer(Future[Outcome]):
    """A future of what becomes of one command; it can be awaited, too.

    It can't be cancelled: what was sent is not to be called back.
    """

    def __init__(self, command_id: str) -> None:
        super().__init__()
        self.command_id = command_id
        self.set_running_or_notify_cancel()

    def result(self, timeout: float | None = None) -> Outcome:
        """Wait up to `timeout` seconds and return the log positions of what was recorded.

        Raises the desk's refusal (`DeskError`, `TicketNotFound`, `PolicyNotFound`), `NoAnswer`,
        `NotDelivered`, or `ClientClosed`.
        """
        try:
            return super().result(timeout)
        except TimeoutError:
            self._must_be_done(timeout)
            raise

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait likewise, and return the refusal or mistake instead of raising it; else `None`."""
        try:
            return super().exception(timeout)
        except TimeoutError:
            self._must_be_done(timeout)
            raise

    def __await__(self) -> Generator[Any, None, Outcome]:
        return wrap_future(self).__await__()

    def _must_be_done(self, timeout: float | None) -> None:
        if not self.done():
            raise NoAnswer(self.command_id, timeout or 0.0) from None
