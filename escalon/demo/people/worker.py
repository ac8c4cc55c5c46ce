"""What one agent does all day: takes a ticket, answers, finds out, and hands on or resolves."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from domain.commands import (
    AcknowledgeTicket,
    AddNote,
    AssignTicket,
    ChangePriority,
    DeescalateTier,
    EscalateTier,
    HoldTicket,
    MergeTicket,
    ResolveTicket,
    ResumeTicket,
    RouteTicket,
    SendReply,
    TicketCommand,
    UnassignTicket,
)
from escalon.demo.people.aftermath import aftermath
from escalon.demo.people.agenda import Plan
from escalon.demo.people.agents import MANAGEMENT, Agent
from escalon.demo.people.case import GONE, HELD, RESOLVED, WAITING, Case
from escalon.demo.people.chance import minutes
from escalon.demo.people.questions import DECISION
from escalon.demo.people.stage import Stage
from escalon.demo.people.words import ANSWERED, FINDINGS, FIRST_ANSWERS, SOLUTIONS

HOLDS = {"requester": 12, "vendor": 7, "internal": 4, "": 77}
"""Of a hundred tickets, how many have to wait for whom."""
NOTES, RAISES, SENDS_BACK = 0.3, 0.06, 0.5


class Worker:
    """An agent at work; whatever moves a ticket away ends their work on it."""

    def __init__(self, agent: Agent, stage: Stage, random: Random) -> None:
        self._agent = agent
        self._stage = stage
        self._random = random

    def day(self) -> Plan:
        """Work in the hours of the shift, for ever."""
        while True:
            case = self._next_case()
            if case is None:
                yield minutes(self._random, 0.3, 1.2)
            else:
                yield from self._handle(case)

    def _next_case(self) -> Case | None:
        if not self._agent.shift.covers(self._stage.agenda.now, self._stage.zone):
            self._hand_over()
            return None
        return self._stage.floor.next_for(self._agent, self._random)

    def _hand_over(self) -> None:
        for case in self._stage.floor.hand_over(self._agent):
            self._write(UnassignTicket, case)
            self._stage.move(case, case.height)

    def _handle(self, case: Case) -> Plan:
        if case.agent is not self._agent:
            yield from self._take(case)
        if self._has(case) and not case.is_answered:
            yield minutes(self._random, 0.5, 3)
            self._answer(case)
        if self._has(case):
            yield minutes(self._random, *self._agent.efforts(case.queue, case.level))
        if self._has(case):
            self._conclude(case)

    def _has(self, case: Case) -> bool:
        return case.agent is self._agent and case.status == WAITING

    def _write(self, kind: Callable[..., TicketCommand], case: Case, **fields: object) -> None:
        self._stage.pen.write(kind, case, self._agent.actor, **fields)

    def _take(self, case: Case) -> Plan:
        case.agent = self._agent
        self._write(AcknowledgeTicket, case)
        yield minutes(self._random, 0.1, 0.5)
        if not self._has(case):
            return
        if case.same_as is not None and case.same_as.is_open:
            self._write(MergeTicket, case, into=case.same_as.id)
            self._stage.finish(case, GONE)
            return
        self._write(AssignTicket, case, assignee=self._agent.name)
        if case.queue != case.question.queue:
            case.queue = case.question.queue
            self._write(RouteTicket, case, queue=case.queue)

    def _answer(self, case: Case) -> None:
        if self._has(case):
            text = self._random.choice(FIRST_ANSWERS)
            self._write(SendReply, case, text=text, channel=case.channel)
            case.is_answered = True

    def _conclude(self, case: Case) -> None:
        if self._random.random() < NOTES:
            self._write(AddNote, case, text=self._random.choice(FINDINGS))
        if self._belongs_above(case):
            self._hand_on(case, EscalateTier, case.height + 1)
        elif self._belongs_below(case):
            self._hand_on(case, DeescalateTier, case.height - 1)
        elif not case.was_held and (on := self._waits_for()):
            self._hold(case, on)
        else:
            self._resolve(case)

    def _belongs_above(self, case: Case) -> bool:
        return case.level > case.height < self._stage.top

    def _belongs_below(self, case: Case) -> bool:
        at_the_top = case.height == min(MANAGEMENT, self._stage.top) > 0
        return at_the_top and case.level < DECISION and self._random.random() < SENDS_BACK

    def _hand_on(self, case: Case, kind: type[EscalateTier | DeescalateTier], height: int) -> None:
        if kind is EscalateTier and case.hurry and self._random.random() < RAISES:
            case.priority = "urgent"
            self._write(ChangePriority, case, priority=case.priority)
        self._write(kind, case, to=self._stage.tiers[height])
        self._stage.move(case, height)

    def _waits_for(self) -> str:
        return self._random.choices(list(HOLDS), list(HOLDS.values()))[0]

    def _hold(self, case: Case, on: str) -> None:
        case.status, case.was_held = HELD, True
        self._write(HoldTicket, case, on=on)
        self._stage.agenda.begin(self._wait(case, on))

    def _wait(self, case: Case, on: str) -> Plan:
        """Go on once the answer is there; who has the ticket by then needn't be this agent."""
        yield minutes(self._random, 5, 40)
        self._write(AddNote, case, text=ANSWERED[on])
        self._write(ResumeTicket, case)
        case.status = WAITING
        if case.agent is None:
            self._stage.floor.line_up(case)
        else:
            self._stage.floor.give_back(case, case.agent)

    def _resolve(self, case: Case) -> None:
        text = self._random.choice(SOLUTIONS)
        self._write(SendReply, case, text=text, channel=case.channel)
        self._write(ResolveTicket, case, resolution=text)
        self._stage.finish(case, RESOLVED)
        self._stage.agenda.begin(aftermath(self._stage, case))
