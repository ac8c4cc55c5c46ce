"""The people who answer: on which step of the ladder, when, and what they know best."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actor import AGENT, Actor
from escalon.demo.shifts import DAY, EARLY, LATE, NIGHT, ON_CALL, Shift

PORTAL, FRONT, TECHNICAL, MANAGEMENT = range(4)
EFFORTS = ((1, 4), (3, 11), (8, 26), (4, 12))
"""Minutes that a question takes on each step, at least and at most."""
OUTSIDE = 1.5
"""How much longer it takes somebody who doesn't know the queue well."""


@dataclass(frozen=True, slots=True)
class Agent:
    """One of the desk; `height` is a step of the ladder, 0 the lowest, `knows` some queues."""

    name: str
    height: int
    shift: Shift
    knows: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """The agent as one who acts."""
        return Actor(AGENT, self.name)

    def efforts(self, queue: str) -> tuple[float, float]:
        """Return how many minutes a question of that queue takes, at least and at most."""
        low, high = EFFORTS[self.height]
        slower = OUTSIDE if self.knows and queue not in self.knows else 1
        return low * slower, high * slower


ROSTER = (
    Agent("pia", PORTAL, DAY),
    Agent("amina", FRONT, EARLY),
    Agent("bo", FRONT, EARLY, ("hardware", "network")),
    Agent("carlos", FRONT, EARLY, ("billing",)),
    Agent("dagny", FRONT, DAY),
    Agent("elif", FRONT, DAY, ("accounts", "billing")),
    Agent("folke", FRONT, DAY, ("hardware",)),
    Agent("greta", FRONT, DAY),
    Agent("hassan", FRONT, LATE),
    Agent("ines", FRONT, LATE, ("accounts",)),
    Agent("jonas", FRONT, NIGHT),
    Agent("kim", FRONT, ON_CALL),
    Agent("liv", TECHNICAL, EARLY, ("network",)),
    Agent("mateo", TECHNICAL, DAY, ("database",)),
    Agent("nadja", TECHNICAL, DAY, ("network", "accounts")),
    Agent("oskar", TECHNICAL, DAY, ("billing", "database")),
    Agent("priya", TECHNICAL, LATE, ("database", "network")),
    Agent("rut", TECHNICAL, NIGHT),
    Agent("samir", TECHNICAL, ON_CALL),
    Agent("tove", MANAGEMENT, DAY),
    Agent("ulf", MANAGEMENT, LATE),
)
