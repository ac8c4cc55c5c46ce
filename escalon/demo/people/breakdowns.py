"""What breaks now and then, so that many ask the same at once."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from escalon.demo.people.questions import SPECIALIST, Question

QUESTIONS = (
    Question("network", "line", "The branch is cut off", SPECIALIST),
    Question("accounts", "sign-in", "Nobody here can sign in", SPECIALIST),
    Question("database", "performance", "The order pages don't load", SPECIALIST),
    Question("billing", "payment", "Payments at the till are refused", SPECIALIST),
)
TAGS = ("outage",)
HURRIES = (40, 45, 15, 0)
"""Of a hundred tickets about a breakdown, how many have which priority."""
FEWEST, MOST = 24, 36
QUIET = 25
"""Nothing breaks while fewer people than this come in an hour."""


@dataclass(slots=True, eq=False)
class Breakdown:
    """One trouble that `many` people have; once it `is_over`, anybody can tell them so."""

    question: Question
    many: int
    is_over: bool = False


def breakdown(random: Random) -> Breakdown:
    """Return what breaks."""
    return Breakdown(random.choice(QUESTIONS), random.randint(FEWEST, MOST))
