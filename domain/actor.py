"""Who did something: a requester, an agent or a machine."""

from __future__ import annotations

from typing import NamedTuple

REQUESTER = "requester"
AGENT = "agent"
SYSTEM = "system"
KINDS = (REQUESTER, AGENT, SYSTEM)


class Actor(NamedTuple):
    """One who acts; `kind` is one of `KINDS`, `id` a pseudonym, an agent's name or a rule's."""

    kind: str
    id: str

    @property
    def is_machine(self) -> bool:
        """Whether no person acted."""
        return self.kind == SYSTEM
