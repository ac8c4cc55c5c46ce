"""A ticket as the people of the demo know it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from escalon.demo.agents import Agent
from escalon.demo.channels import PRIORITIES
from escalon.demo.questions import Question
from escalon.demo.requesters import Requester

WAITING, HELD, RESOLVED, GONE = "waiting", "held", "resolved", "gone"


@dataclass(slots=True, kw_only=True, eq=False)
class Case:
    """What was asked and how it stands; `height` is the step of the ladder that it is on.

    `same_as` is the earlier case that it repeats. `written` counts the commands about it.
    """

    id: str
    external_id: str
    question: Question
    requester: Requester
    random: Random
    channel: str
    priority: str
    height: int
    opened_at: int
    queue: str
    same_as: Case | None = None
    status: str = WAITING
    agent: Agent | None = None
    is_answered: bool = False
    was_held: bool = False
    written: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in (WAITING, HELD)

    @property
    def hurry(self) -> int:
        """The place of its priority, 0 for the most urgent."""
        return PRIORITIES.index(self.priority)
