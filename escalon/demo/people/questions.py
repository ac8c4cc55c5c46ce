"""What people ask: in which queue it belongs, and how far up the ladder its answer is known."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

ANYBODY, FRONT_LINE, SPECIALIST, DECISION = range(4)
"""The step of the ladder from which on a question can be answered."""


class Question(NamedTuple):
    """A subject with its queue and category; `level` is the lowest step that can answer it."""

    queue: str
    category: str
    subject: str
    level: int


QUESTIONS = (
    Question("accounts", "password", "My password expired while I was away", ANYBODY),
    Question("accounts", "password", "The reset link says that it was used already", ANYBODY),
    Question("accounts", "access", "I can't open the shared calendar", FRONT_LINE),
    Question(
        "accounts", "access", "A new colleague starts on Monday and has no account", FRONT_LINE
    ),
    Question(
        "accounts",
        "sign-in",
        "The second factor asks for a phone that I no longer have",
        FRONT_LINE,
    ),
    Question("accounts", "sign-in", "Signing in takes a minute since yesterday", SPECIALIST),
    Question("billing", "invoice", "Where do I find last month's invoice?", ANYBODY),
    Question("billing", "invoice", "The invoice counts two seats that we gave up", FRONT_LINE),
    Question("billing", "payment", "The card was charged twice", FRONT_LINE),
    Question("billing", "payment", "Our bank says that the transfer came back", SPECIALIST),
    Question("billing", "contract", "We want to leave the contract early", DECISION),
    Question("network", "wireless", "No wireless in the meeting rooms on floor three", FRONT_LINE),
    Question("network", "wireless", "How do guests get on the wireless?", ANYBODY),
    Question("network", "line", "The branch in Lund is cut off", SPECIALIST),
    Question("network", "line", "Calls break up every afternoon", SPECIALIST),
    Question("network", "remote-access", "The tunnel closes after ten minutes", SPECIALIST),
    Question("network", "remote-access", "Which address do I use from home?", ANYBODY),
    Question("database", "reports", "The sales report has been empty since midnight", SPECIALIST),
    Question("database", "reports", "Can the stock report come as a spreadsheet?", FRONT_LINE),
    Question("database", "performance", "Searching orders takes half a minute", SPECIALIST),
    Question("database", "data", "An import doubled four hundred customers", SPECIALIST),
    Question("hardware", "laptop", "The laptop doesn't charge any more", FRONT_LINE),
    Question("hardware", "laptop", "A key is stuck", ANYBODY),
    Question("hardware", "printer", "The label printer at gate two prints blanks", FRONT_LINE),
    Question("hardware", "order", "We need twelve scanners by Friday", DECISION),
)
QUEUES = tuple(sorted({question.queue for question in QUESTIONS}))


COMMON = {ANYBODY: 6, FRONT_LINE: 5, SPECIALIST: 2, DECISION: 2}
"""How much more often the questions of one level come than those of another."""


def ask(random: Random) -> Question:
    """Return what somebody asks."""
    return random.choices(QUESTIONS, [COMMON[question.level] for question in QUESTIONS])[0]


def wrong_queue(random: Random, question: Question) -> str:
    """Return a queue that somebody in a hurry picks for the question."""
    return random.choice([queue for queue in QUEUES if queue != question.queue])
