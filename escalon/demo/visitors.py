"""What requesters do: they ask, and those without an answer ask again."""

from __future__ import annotations

from itertools import count

from domain.commands import OpenTicket, ReceiveContact
from domain.ids import NAMESPACE, derive
from escalon.demo import channels
from escalon.demo.agenda import Plan
from escalon.demo.arrivals import Arrivals
from escalon.demo.case import Case
from escalon.demo.chance import dice, minutes
from escalon.demo.portal import answer
from escalon.demo.questions import ask, wrong_queue
from escalon.demo.requesters import Requester, Requesters
from escalon.demo.stage import Stage
from escalon.demo.words import IMPATIENT

COMES_BACK = 0.5
"""How often somebody without any patience asks again."""
OPENS_ANOTHER = 0.35
"""How often asking again is a second ticket instead of a word on the first."""
ASTRAY = 0.12
FIRST_NUMBER = 1_001


class Visitors:
    """Everybody on the other side of the desk."""

    def __init__(self, seed: int, stage: Stage) -> None:
        self._seed = seed
        self._stage = stage
        self._arrivals = Arrivals(dice(seed, "arrivals"), stage.zone)
        self._requesters = Requesters(seed, dice(seed, "requesters"))
        self._numbers = count(FIRST_NUMBER)

    def arrive(self) -> Plan:
        """Let people come, for ever."""
        while True:
            now = self._stage.agenda.now
            yield self._arrivals.next_after(now) - now
            self._open(self._new_case(self._requesters.somebody(), None))

    def _open(self, case: Case) -> None:
        begins_below = case.height == 0
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
            tier=self._stage.tiers[case.height],
        )
        self._stage.enter(case)
        if begins_below:
            self._stage.agenda.begin(answer(self._stage, case))
        self._stage.agenda.begin(self._come_back(case))

    def _new_case(self, requester: Requester, earlier: Case | None) -> Case:
        number = next(self._numbers)
        random = dice(self._seed, f"case:{number}")
        channel = channels.channel(random)
        question = earlier.question if earlier else ask(random)
        lost = random.random() < ASTRAY
        return Case(
            id=derive(NAMESPACE, f"demo:{self._seed}:ticket:{number}"),
            external_id=f"T-{number}",
            question=question,
            requester=requester,
            random=random,
            channel=channel,
            priority=channels.priority(random, channel),
            height=0 if channel in channels.BY_MACHINE else min(1, self._stage.top),
            opened_at=self._stage.agenda.now,
            queue=wrong_queue(random, question) if lost else question.queue,
            same_as=earlier,
        )

    def _come_back(self, case: Case) -> Plan:
        """Ask again while there is no answer, each time less likely."""
        likely = COMES_BACK * (1 - case.requester.patience)
        while case.random.random() < likely:
            yield minutes(case.random, 6, 50)
            if not case.is_open:
                return
            if case.same_as is None and case.random.random() < OPENS_ANOTHER:
                self._open(self._new_case(case.requester, case))
                return
            self._ask_for_news(case)
            likely /= 2

    def _ask_for_news(self, case: Case) -> None:
        text = case.random.choice(IMPATIENT)
        channel = case.random.choice((channels.PHONE, channels.EMAIL, channels.CHAT))
        by = case.requester.actor
        self._stage.pen.write(ReceiveContact, case, by, text=text, channel=channel)
