"""Whether workers live and are ready; where they aren't, sentences say why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from escalon.health.process import Process
from escalon.signs import Role, Signs
from escalon.signs.watermark import TOO_OLD

SILENT = 30.0
"""Seconds without a round of its loop after which a worker is taken for dead."""
AT_WORK = frozenset({Role.WORKING, Role.LEADING, Role.STANDING_BY})


def dead(process: Process) -> list[str]:
    """Return why the process should be started anew; nothing if it lives."""
    return [
        f"{signs.worker} has made no round for {signs.seconds_since_round():.0f} s."
        for signs in process.workers
        if signs.seconds_since_round() > SILENT
    ]


def unready(process: Process) -> list[str]:
    """Return why the process isn't of use now; nothing if it is."""
    reasons = dead(process)
    if not process.database.is_answered():
        reasons.append("PostgreSQL doesn't answer.")
    if not process.kafka.is_answered():
        reasons.append("Kafka doesn't answer.")
    return reasons + [reason for signs in process.workers for reason in _unready(signs)]


def described(process: Process) -> list[dict[str, Any]]:
    """Return what each worker does, for the body of an answer."""
    return [
        {
            "worker": signs.worker,
            "role": signs.role.value,
            "partitions": list(signs.partitions),
            "watermark_age_seconds": watermark_age(signs),
        }
        for signs in process.workers
    ]


def watermark_age(signs: Signs) -> float | None:
    """Return how old the newest watermark is that the worker knows, in seconds."""
    return signs.watermark.seconds(signs.clock.now())


def _unready(signs: Signs) -> Iterator[str]:
    if signs.role not in AT_WORK:
        yield f"{signs.worker} is {signs.role.value}."
    age = watermark_age(signs)
    if age is not None and age > TOO_OLD:
        yield (
            f"The newest watermark that {signs.worker} knows is {age:.1f} s old,"
            f" more than {TOO_OLD:g} s; is a relay at work?"
        )
