"""What requesters do: they ask, and those without an answer ask again."""

from __future__ import annotations

from domain.commands import OpenTicket, ReceiveContact
from domain.durations import HOUR
from escalon.demo.people import breakdowns, channels
from escalon.demo.people.agenda import Plan
from escalon.demo.people.arrivals import Arrivals
from escalon.demo.people.case import Case
from escalon.demo.people.chance import dice, minutes
from escalon.demo.people.portal import answer
from escalon.demo.people.register import Register
from escalon.demo.people.requesters import Requesters
from escalon.demo.people.stage import Stage
from escalon.demo.people.words import IMPATIENT

COMES_BACK = 0.34
"""How often somebody without any patience asks again."""
OPENS_ANOTHER = 0.35
"""How often asking again is a second ticket instead of a word on the first."""


class Visitors:
    """Everybody on the other side of the desk."""

    def __init__(self, seed: int, stage: Stage) -> None:
        self._stage = stage
        self._arrivals = Arrivals(dice(seed, "arrivals"), stage.zone)
        self._breakdowns = dice(seed, "breakdowns")
        self._requesters = Requesters(seed, dice(seed, "requesters"))
        self._register = Register(seed, stage)

    def arrive(self) -> Plan:
        """Let people come, for ever."""
        while True:
            now = self._stage.agenda.now
            yield self._arrivals.next_after(now) - now
            self._open(self._register.case(self._requesters.somebody()))

    def break_down(self, first: int) -> Plan:
        """Let something break now and then, for ever; `first` is how long nothing does."""
        yield first
        while True:
            if self._arrivals.rate(self._stage.agenda.now) < breakdowns.QUIET:
                yield HOUR
                continue
            trouble = breakdowns.breakdown(self._breakdowns)
            for _ in range(trouble.many):
                requester = self._requesters.somebody()
                self._open(self._register.case_of_breakdown(requester, trouble))
                yield minutes(self._breakdowns, 0.1, 0.8)
            yield minutes(self._breakdowns, 25, 45)
            trouble.is_over = True
            yield minutes(self._breakdowns, 50, 120)

    def _open(self, case: Case) -> None:
        self._stage.pen.write(
            OpenTicket,
            case,
            case.requester.actor,
            subject=case.question.subject,
            external_id=case.external_id,
            requester=case.requester.id,
            requester_group=case.requester.group,
            customer=case.requester.customer,
            channel=case.channel,
            priority=case.priority,
            queue=case.queue,
            category=case.question.category,
            tags=breakdowns.TAGS if case.breakdown else (),
            tier=self._stage.tiers[case.height],
        )
        self._stage.enter(case)
        if case.height == 0:
            self._stage.agenda.begin(answer(self._stage, case))
        self._stage.agenda.begin(self._come_back(case))

    def _come_back(self, case: Case) -> Plan:
        """Ask again while there is no answer, each time less likely."""
        likely = COMES_BACK * (1 - case.requester.patience)
        while case.random.random() < likely:
            yield minutes(case.random, 6, 50)
            if not case.is_open:
                return
            if case.same_as is None and case.random.random() < OPENS_ANOTHER:
                self._open(self._register.case_again(case))
                return
            self._ask_for_news(case)
            likely /= 2

    def _ask_for_news(self, case: Case) -> None:
        text = case.random.choice(IMPATIENT)
        channel = case.random.choice((channels.PHONE, channels.EMAIL, channels.CHAT))
        by = case.requester.actor
        self._stage.pen.write(ReceiveContact, case, by, text=text, channel=channel)
