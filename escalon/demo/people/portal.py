"""The machine on the lowest step: it answers at once, and sometimes that is enough."""

from __future__ import annotations

from domain.actor import SYSTEM, Actor
from domain.commands import ResolveTicket, SendReply
from escalon.demo.people.aftermath import aftermath
from escalon.demo.people.agenda import Plan
from escalon.demo.people.case import RESOLVED, Case
from escalon.demo.people.chance import minutes
from escalon.demo.people.questions import ANYBODY
from escalon.demo.people.stage import Stage
from escalon.demo.people.words import PORTAL_ANSWER

PORTAL = Actor(SYSTEM, "portal")
HELPS = 0.75
"""How often pages answer a question that anybody could."""


def answer(stage: Stage, case: Case) -> Plan:
    """Point to pages, and let the requester find what they need there."""
    yield minutes(case.random, 0.05, 0.3)
    if not case.is_open:
        return
    text = PORTAL_ANSWER
    stage.pen.write(SendReply, case, PORTAL, text=text, channel=case.channel, automatic=True)
    if case.question.level > ANYBODY or case.random.random() > HELPS:
        return
    yield minutes(case.random, 2, 9)
    if case.is_open and case.agent is None and case.height == 0:
        by = case.requester.actor
        stage.pen.write(ResolveTicket, case, by, resolution="Found it on the pages.")
        stage.finish(case, RESOLVED)
        stage.agenda.begin(aftermath(stage, case))
