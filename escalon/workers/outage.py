"""Servers that went away and come back: what it looks like, and trying again until they do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from time import monotonic

import psycopg
from eventsourcing.persistence import PersistenceError
from kafka.errors import KafkaError
from sqlalchemy.exc import DBAPIError

from domain.desk.ledger import Conflict
from escalon.workers.leadership import LeadershipLost
from infra.kafka.faults import PERMANENT, KafkaMistake
from infra.schema_ids.registry import RegistryMistake

OUTAGES: tuple[type[Exception], ...] = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    PersistenceError,
    DBAPIError,
    KafkaError,
    KafkaMistake,
    RegistryMistake,
    LeadershipLost,
    Conflict,
    OSError,
)
"""After these a worker begins anew, from what is stored; nothing of its memory counts."""
SHORTEST, LONGEST = 0.1, 5.0
"""Seconds between two attempts; they double while none holds for long."""
HELD = 30.0
log = logging.getLogger(__name__)


def until_stopped(name: str, attempt: Callable[[], None], stop: Event) -> None:
    """Make attempts until one ends because it was told to stop.

    Raises what is no outage: reading or writing on after that would leave something out, or the
    next attempt would be refused as well.
    """
    pause = SHORTEST
    while not stop.is_set():
        began = monotonic()
        try:
            attempt()
        except PERMANENT:
            raise
        except OUTAGES as error:
            if monotonic() - began > HELD:
                pause = SHORTEST
            log.warning("%s begins anew in %.1f s: %s", name, pause, _words(error))
            stop.wait(pause)
            pause = min(2 * pause, LONGEST)


def _words(error: Exception) -> str:
    """Return the first line of what the error says, or its name where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
