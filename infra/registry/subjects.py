"""The subjects of a schema: one for each topic that carries its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from domain.commands import Command
from domain.events.names import BY_NAME
from infra.kafka.topics import COMMANDS, RESULTS, WATERMARKS, topics_of

ASKED = frozenset(f"escalon.{command.__name__}" for command in get_args(Command))
"""The full names of the commands."""
OTHERS: Mapping[str, str] = {
    "escalon.Watermark": WATERMARKS.name,
    "escalon.CommandResult": RESULTS.name,
}
"""The topics of what is neither an event nor a command."""


def subjects_of(name: str) -> tuple[str, ...]:
    """Return the subjects of a schema by its full name: `<topic>-<name>`, none if it has no topic.

    Other people's clients call this way of naming `TopicRecordNameStrategy`.
    """
    return tuple(f"{topic}-{name}" for topic in _topics(name))


def _topics(name: str) -> Iterator[str]:
    if name in BY_NAME:
        yield from topics_of(name)
    elif name in ASKED:
        yield COMMANDS.name
    elif name in OTHERS:
        yield OTHERS[name]
