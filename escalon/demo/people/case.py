"""A ticket as the people of the demo know it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from escalon.demo.people.agents import Agent
from escalon.demo.people.breakdowns import Breakdown
from escalon.demo.people.channels import PRIORITIES, WEB
from escalon.demo.people.questions import ANYBODY, Question
from escalon.demo.people.requesters import Requester

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
    opened_at: int
    queue: str
    channel: str = WEB
    priority: str = "normal"
    height: int = 0
    breakdown: Breakdown | None = None
    same_as: Case | None = None
    status: str = WAITING
    agent: Agent | None = None
    is_answered: bool = False
    was_held: bool = False
    written: int = 0

    @property
    def is_news(self) -> bool:
        """Whether all that is left to do is to say that the trouble is over."""
        return self.breakdown is not None and self.breakdown.is_over

    @property
    def level(self) -> int:
        """The lowest step that can answer, as it is now."""
        return ANYBODY if self.is_news else self.question.level

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in (WAITING, HELD)

    @property
    def hurry(self) -> int:
        """The place of its priority, 0 for the most urgent."""
        return PRIORITIES.index(self.priority)
