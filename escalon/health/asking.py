"""Asking a server again and again in a thread of its own, whether or not it answers."""

from __future__ import annotations

import logging
from contextlib import closing
from threading import Event, Thread
from time import monotonic
from typing import Generic, Protocol, Self, TypeVar

from escalon.workers.outage import OUTAGES

EVERY = 2.0
SILENT = 8.0
"""Seconds after which a server that hasn't answered counts as one that doesn't."""
JOINING = 1.0
log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Given_co = TypeVar("Given_co", covariant=True)


class Question(Protocol[Given_co]):
    """Asks a server, which may take its time; used by one thread."""

    def __call__(self) -> Given_co:
        """Return the answer; raises one of `OUTAGES` where there is none."""
        ...

    def close(self) -> None:
        """Let go of the server."""
        ...


class Asking(Generic[Answer]):
    """Puts the question every two seconds; what it raises of outages is a missing answer.

    `answer` is the latest; it stays when the server falls silent.
    """

    def __init__(self, name: str, question: Question[Answer], nothing: Answer) -> None:
        self.answer = nothing
        self._question = question
        self._answered_at: float | None = None
        self._stop = Event()
        self._thread = Thread(target=self._run, name=f"health-{name}", daemon=True)

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask no more; a question that is under way is left to itself."""
        self._stop.set()
        self._thread.join(JOINING)

    def is_answered(self) -> bool:
        """Return whether the server has answered lately."""
        return self._answered_at is not None and monotonic() - self._answered_at < SILENT

    def _run(self) -> None:
        with closing(self._question):
            self._ask()
            while not self._stop.wait(EVERY):
                self._ask()

    def _ask(self) -> None:
        try:
            self.answer = self._question()
            self._answered_at = monotonic()
        except OUTAGES:
            self._answered_at = None
        except Exception:
            self._answered_at = None
            log.exception("A question to a server failed by a mistake of ours.")
