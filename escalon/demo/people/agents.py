"""The people who answer: on which step of the ladder, when, and what they know best."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actor import AGENT, Actor
from escalon.demo.people.shifts import DAY, EARLY, LATE, NIGHT, ON_CALL, Shift

PORTAL, FRONT, TECHNICAL, MANAGEMENT = range(4)
EFFORTS = ((0.5, 3), (3, 10), (5, 18), (3, 10))
"""Minutes that a question takes on each step, at least and at most."""
OUTSIDE, EASY = 1.5, 0.5
"""How much longer it takes where the queue isn't theirs, and the easy ones from below."""


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

    def efforts(self, queue: str, level: int) -> tuple[float, float]:
        """Return how many minutes a question takes, at least and at most.

        It has the queue and is answered from that step of the ladder on.
        """
        low, high = EFFORTS[self.height]
        share = OUTSIDE if self.knows and queue not in self.knows else 1
        if level < self.height:
            share *= EASY
        return low * share, high * share


ROSTER = (
    Agent("pia", PORTAL, EARLY),
    Agent("yusuf", PORTAL, DAY),
    Agent("amina", FRONT, EARLY),
    Agent("bo", FRONT, EARLY, ("hardware", "network")),
    Agent("carlos", FRONT, EARLY, ("billing",)),
    Agent("dagny", FRONT, DAY),
    Agent("elif", FRONT, DAY, ("accounts", "billing")),
    Agent("folke", FRONT, DAY, ("hardware",)),
    Agent("greta", FRONT, DAY),
    Agent("vera", FRONT, DAY),
    Agent("hassan", FRONT, LATE),
    Agent("ines", FRONT, LATE, ("accounts",)),
    Agent("jonas", FRONT, NIGHT),
    Agent("kim", FRONT, ON_CALL),
    Agent("liv", TECHNICAL, EARLY, ("network",)),
    Agent("wim", TECHNICAL, EARLY, ("database", "hardware")),
    Agent("mateo", TECHNICAL, DAY, ("database",)),
    Agent("zoe", TECHNICAL, DAY),
    Agent("nadja", TECHNICAL, DAY, ("network", "accounts")),
    Agent("oskar", TECHNICAL, DAY, ("billing", "database")),
    Agent("priya", TECHNICAL, LATE, ("database", "network")),
    Agent("rut", TECHNICAL, NIGHT),
    Agent("samir", TECHNICAL, ON_CALL),
    Agent("tove", MANAGEMENT, DAY),
    Agent("ulf", MANAGEMENT, LATE),
)
