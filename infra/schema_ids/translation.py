"""Between our pinned ids and those of a registry: the frame changes, the body stays.

Digests cover a schema's hash and the body, so they are the same whatever the ids.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from infra.registry.subjects import subjects_of
from infra.schema_ids.foreign import reading
from infra.schema_ids.registry import Registry, RegistryMistake
from schemas.errors import NotOurs
from schemas.framing import LENGTH, framed_id, header
from schemas.schema_files import PUBLISHED

DEAD_LETTERS = ".dlq"
Reading: TypeAlias = Callable[[bytes], bytes]


class Translation:
    """Asks the registry once for each id and each schema of a topic, and remembers."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._pinned = PUBLISHED.versions()
        self._outgoing: dict[tuple[str, int], bytes] = {}
        self._incoming: dict[int, Reading] = {}

    def announce(self) -> None:
        """Have all schemas registered under their topics; raises `RegistryMistake`.

        Oldest versions first. Refuses ids that mean another schema of ours where they are pinned:
        records of before would be taken for what they aren't.
        """
        for name in PUBLISHED.names():
            for id in PUBLISHED.ids(name):
                for subject in subjects_of(name):
                    topic = subject.removesuffix(f"-{name}")
                    self._must_be_distinct(framed_id(self._header(topic, id)), name)

    def outgoing(self, topic: str, value: bytes) -> bytes:
        """Return a framed record with the registry's id; what isn't ours is left as it is."""
        id, home = _id(value), topic.removesuffix(DEAD_LETTERS)
        if id is None or not self._is_of(home, id):
            return value
        return self._header(home, id) + value[LENGTH:]

    def incoming(self, value: bytes) -> bytes:
        """Return a framed record as if it had been written here; what can't be is left as it is.

        A pinned id stands for itself unless the registry gave it to another schema of ours.
        """
        id = _id(value)
        if id is None:
            return value
        known = self._incoming.get(id)
        if known is None:
            text = self._registry.text_of(id)
            if text is None and id not in self._pinned:
                return value  # it may be registered later
            known = self._incoming[id] = _same if text is None else reading(text)
        return known(value)

    def close(self) -> None:
        """Let go of the registry."""
        self._registry.close()

    def _is_of(self, topic: str, id: int) -> bool:
        name, _ = self._pinned.get(id, ("", 0))
        return f"{topic}-{name}" in subjects_of(name)

    def _header(self, topic: str, id: int) -> bytes:
        known = self._outgoing.get((topic, id))
        if known is None:
            name, version = self._pinned[id]
            theirs = self._registry.id_of(f"{topic}-{name}", PUBLISHED.text(name, version))
            known = self._outgoing[topic, id] = header(theirs)
        return known

    def _must_be_distinct(self, theirs: int, name: str) -> None:
        pinned = self._pinned.get(theirs, (name, 0))[0]
        if pinned != name:
            message = (
                f"The registry gave id {theirs} to {name}, and here {pinned} is pinned to it:"
                " records could be taken for what they aren't; use a registry whose ids lie"
                " elsewhere."
            )
            raise RegistryMistake(message)


def _same(value: bytes) -> bytes:
    return value


def _id(value: bytes) -> int | None:
    try:
        return framed_id(value)
    except NotOurs:
        return None
