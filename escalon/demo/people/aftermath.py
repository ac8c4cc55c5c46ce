"""What comes after an answer: a score, perhaps the same trouble again, and the end."""

from __future__ import annotations

from domain.actor import SYSTEM, Actor
from domain.commands import CloseTicket, RateTicket, ReceiveContact, ReopenTicket
from escalon.demo.people.agenda import Plan
from escalon.demo.people.case import GONE, RESOLVED, WAITING, Case
from escalon.demo.people.chance import minutes
from escalon.demo.people.stage import Stage
from escalon.demo.people.words import AGAIN, thanks

RATES, FAILS = 0.4, 0.09
CLOSER = Actor(SYSTEM, "closing-time")
SLOW = 45 * 60 * 1_000_000
"""After how many microseconds an answer no longer pleases."""


def aftermath(stage: Stage, case: Case) -> Plan:
    """Go on from where the case was resolved."""
    pleased = stage.agenda.now - case.opened_at < SLOW
    if case.random.random() < RATES:
        yield minutes(case.random, 1, 12)
        if case.status == RESOLVED:
            rate(stage, case, pleased=pleased)
    if case.random.random() < FAILS:
        yield minutes(case.random, 4, 30)
        if case.status == RESOLVED:
            come_again(stage, case)
        return
    yield minutes(case.random, 40, 90)
    if case.status == RESOLVED:
        stage.pen.write(CloseTicket, case, CLOSER)
        stage.finish(case, GONE)


def rate(stage: Stage, case: Case, *, pleased: bool) -> None:
    """Let the requester say how satisfied they are."""
    score = case.random.choice((4, 5, 5) if pleased else (1, 2, 3, 4))
    stage.pen.write(RateTicket, case, case.requester.actor, score=score, comment=thanks(score))


def come_again(stage: Stage, case: Case) -> None:
    """Let the requester say that it didn't help."""
    text = case.random.choice(AGAIN)
    stage.pen.write(ReceiveContact, case, case.requester.actor, text=text, channel=case.channel)
    stage.pen.write(ReopenTicket, case, case.requester.actor)
    case.status = WAITING
    stage.floor.line_up(case)
