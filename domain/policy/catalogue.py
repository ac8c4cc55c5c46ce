"""All policy versions that were ever published, as objects."""

from __future__ import annotations

import json
from collections.abc import Mapping

from domain.events.policy import PolicyEvent, PolicyPublished, PolicyRetired
from domain.policy.ladder import Ladder, removed_tiers
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
        """Return that version, or the newest where the ticket is under none."""
        return self.version(name, version) or self.current(name) or self._newest(name)

    def removed(self, name: str, up_to: int | None = None) -> Mapping[str, str]:
        """Return which tiers the policy's versions did away with, and where their tickets went.

        All versions, or those up to a number.
        """
        return removed_tiers(policy.ladder for policy in self._all(name, up_to))

    def ladder_with(self, name: str, tier: str) -> Ladder | None:
        """Return the newest ladder of the policy on which the tier is, if there is one."""
        ladders = [policy.ladder for policy in self._all(name) if tier in policy.ladder]
        return ladders[-1] if ladders else None

    def in_use(self) -> Mapping[str, int]:
        """Return the version in use of each policy that has one."""
        return dict(self._current)

    def _newest(self, name: str) -> Policy | None:
        return next(reversed(self._all(name)), None)

    def _all(self, name: str, up_to: int | None = None) -> list[Policy]:
        """Return the policy's versions in order."""
        own = [policy for (of, _), policy in self._versions.items() if of == name]
        listed = sorted(own, key=lambda policy: policy.version)
        return [p for p in listed if up_to is None or p.version <= up_to]
