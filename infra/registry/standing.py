"""How the registry is set: what never changes and can only be read."""

from __future__ import annotations

from collections.abc import Callable

from infra.registry.call import Asked
from infra.registry.catalogue import plain_subject
from infra.registry.refused import no_association, no_level, no_mode, read_only

LEVEL = {"compatibilityLevel": "FULL_TRANSITIVE"}
MODE = {"mode": "READONLY"}


def always(content: object) -> Callable[[Asked], object]:
    """Return a handler that answers the same to everybody."""
    return lambda _: content


def refuse(_: Asked) -> object:
    """Refuse whatever would change something."""
    raise read_only()


def level_of_subject(asked: Asked) -> object:
    if not _is_settled(asked):
        raise no_level(asked.parts["subject"])
    return LEVEL


def mode_of_subject(asked: Asked) -> object:
    if not _is_settled(asked):
        raise no_mode(asked.parts["subject"])
    return MODE


def associations(asked: Asked) -> object:
    """Refuse all: there are none, and a client that is told so names the subjects by itself."""
    raise no_association(asked.parts["resource"])


def _is_settled(asked: Asked) -> bool:
    known = plain_subject(asked.parts["subject"]) in asked.catalogue.subjects()
    return known or asked.says("defaultToGlobal")
