"""Where each new case gets its number, and all that chance decides of it."""

from __future__ import annotations

from itertools import count
from random import Random

from domain.ids import NAMESPACE, derive
from escalon.demo.people import channels
from escalon.demo.people.breakdowns import HURRIES, Breakdown
from escalon.demo.people.case import Case
from escalon.demo.people.chance import dice
from escalon.demo.people.questions import Question, ask, wrong_queue
from escalon.demo.people.requesters import Requester
from escalon.demo.people.stage import Stage

FIRST_NUMBER = 1_001
ASTRAY = 0.12
"""How often a ticket begins in a queue where it doesn't belong."""


class Register:
    """Numbers go up from `FIRST_NUMBER`; the ids follow from them and the seed."""

    def __init__(self, seed: int, stage: Stage) -> None:
        self._seed = seed
        self._stage = stage
        self._numbers = count(FIRST_NUMBER)

    def case(self, requester: Requester) -> Case:
        """Return a case like any other."""
        number, random = self._next()
        channel = channels.channel(random)
        case = self._case(number, random, requester, ask(random))
        return self._came_by(case, channel, channels.HURRIES[channel])

    def case_again(self, earlier: Case) -> Case:
        """Return the case of somebody who opens a second ticket about the same."""
        number, random = self._next()
        case = self._case(number, random, earlier.requester, earlier.question)
        case.same_as = earlier
        return self._came_by(case, channels.EMAIL, channels.HURRIES[channels.PHONE])

    def case_of_breakdown(self, requester: Requester, breakdown: Breakdown) -> Case:
        """Return one case of many about the same."""
        number, random = self._next()
        case = self._case(number, random, requester, breakdown.question)
        case.breakdown = breakdown
        return self._came_by(case, channels.channel(random), HURRIES)

    def _next(self) -> tuple[int, Random]:
        number = next(self._numbers)
        return number, dice(self._seed, f"case:{number}")

    def _case(self, number: int, random: Random, who: Requester, question: Question) -> Case:
        lost = random.random() < ASTRAY
        return Case(
            id=derive(NAMESPACE, f"demo:{self._seed}:ticket:{number}"),
            external_id=f"T-{number}",
            question=question,
            requester=who,
            random=random,
            opened_at=self._stage.agenda.now,
            queue=wrong_queue(random, question) if lost else question.queue,
        )

    def _came_by(self, case: Case, channel: str, hurries: tuple[int, ...]) -> Case:
        case.channel = channel
        case.priority = channels.priority(case.random, hurries)
        case.height = 0 if channel in channels.BY_MACHINE else min(1, self._stage.top)
        return case
