"""Which turnings of policies there were, which are still to be brought, and how far that is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from domain.policy_change import Turning


class Task(NamedTuple):
    """Bring open tickets of a policy what they missed of its first `turnings` turnings."""

    policy: str
    turnings: int


class Agenda(NamedTuple):
    """What a follower knows of policies; `tasks` are done one after the other.

    Of the first, tickets up to the id `done_to` are done, in the order of ids.
    """

    turnings: Mapping[str, tuple[Turning, ...]]
    tasks: tuple[Task, ...] = ()
    done_to: str = ""

    def of(self, policy: str) -> tuple[Turning, ...]:
        """Return the policy's turnings, in order."""
        return self.turnings.get(policy, ())

    def heard_by(self, policy: str, version: int) -> int:
        """Return how many turnings a ticket opened under a version of a policy comes after."""
        known = [turning.version for turning in self.of(policy)]
        return known.index(version) + 1 if version in known else len(known)

    def after(self, policy: str, turning: Turning) -> Agenda:
        """Return the agenda once there was another turning."""
        return self._replace(turnings={**self.turnings, policy: (*self.of(policy), turning)})

    def with_task(self, task: Task) -> Agenda:
        """Return the agenda with one more thing to do."""
        return self._replace(tasks=(*self.tasks, task))

    def without_first(self) -> Agenda:
        """Return the agenda once the first task is done."""
        return self._replace(tasks=self.tasks[1:], done_to="")

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(self, separators=(",", ":"))


def agenda_of(text: str) -> Agenda:
    """Return the agenda that the text holds."""
    turnings, tasks, done_to = json.loads(text)
    known = {name: tuple(Turning(*one) for one in listed) for name, listed in turnings.items()}
    return Agenda(known, tuple(Task(*one) for one in tasks), done_to)
