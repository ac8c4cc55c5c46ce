"""All policy versions that were ever published, as objects."""

from __future__ import annotations

import json
from collections.abc import Mapping

from domain.events.policy import PolicyEvent, PolicyPublished, PolicyRetired
from domain.policy.policy import Policy


class Catalogue:
    """Learns from policy events, and answers by name and version."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, int], Policy] = {}
        self._current: dict[str, int] = {}

    def clear(self) -> None:
        """Forget all."""
        self._versions.clear()
        self._current.clear()

    def learn(self, event: PolicyEvent) -> None:
        """Take in a published or retired policy; the same event twice changes nothing."""
        if isinstance(event, PolicyPublished):
            key = (event.policy, event.policy_version)
            if key not in self._versions:
                self._versions[key] = Policy.of(json.loads(event.document), event.policy_version)
            self._current[event.policy] = event.policy_version
        elif isinstance(event, PolicyRetired):
            self._current.pop(event.policy, None)

    def version(self, name: str, version: int) -> Policy | None:
        """Return that version of the policy, if it was published."""
        return self._versions.get((name, version))

    def current(self, name: str) -> Policy | None:
        """Return the version in use, if there is one."""
        version = self._current.get(name)
        return None if version is None else self._versions[name, version]

    def known(self, name: str, version: int) -> Policy | None:
        """Return that version, or the one in use where the ticket is under none."""
        return self.version(name, version) or self.current(name)

    def in_use(self) -> Mapping[str, int]:
        """Return the version in use of each policy that has one."""
        return dict(self._current)
