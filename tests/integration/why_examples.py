"""Why rules did what they did on a desk, or nothing, as it can be told at the end of a day."""

from __future__ import annotations

from typing import Any

from domain import commands as c
from domain.events.policy import PolicyEvent
from domain.events.sla import CaseEvent, ClockEvent
from domain.events.ticket_event import TicketEvent
from domain.model import Event
from domain.policy.catalogue import Catalogue
from domain.why.arithmetic import Accounts, Arithmetic
from domain.why.choice import Choice, choices
from domain.why.clockwork import clockwork_of
from domain.why.reasons import Reason
from domain.why.reign import reigns
from domain.why.rules import RuleStory, Storyteller, VersionStory
from tests.spec import CARL, REQUESTER, TICKET, ask
from tests.unit.desk_examples import Day, day
from tests.unit.policy_documents import document, rule, target

UP = rule("up", "sla_breached", metric=["resolution"], to="next")
STEPS = {"target": "4h", "warn_at": ["50%"], "overdue": ["1h"], "pause": ["vendor"]}


class Explained:
    """A ticket of a desk, as it is explained now; of the desk it keeps nothing open."""

    def __init__(self, day: Day, ticket: str = TICKET) -> None:
        self._log = day.log()
        self._now = day.clock.now()
        self._ticket = ticket
        self._catalogue = Catalogue()
        for event in self._log:
            if isinstance(event, PolicyEvent):
                self._catalogue.learn(event)
        self._clockwork = clockwork_of(self._events(), self._now, self._catalogue)
        day.close()

    def versions(self) -> list[VersionStory]:
        """Return the stories of all rules, by policy version."""
        teller = Storyteller(self._events(), self._log, self._now, self._catalogue)
        return teller.told(reigns(self._clockwork, self._now))

    def story(self, rule: str, version: int = 1) -> RuleStory:
        """Return the story of one rule of a version."""
        [found] = [
            story
            for told in self.versions()
            for story in told.rules
            if (told.reign.version, story.rule) == (version, rule)
        ]
        return found

    def why_not(self, rule: str, version: int = 1) -> list[Reason]:
        """Return all reasons for which a rule kept still."""
        story = self.story(rule, version)
        return [*(why for verdict in story.verdicts for why in verdict.reasons), *story.waiting]

    def only(self, rule: str, version: int = 1) -> Any:
        """Return the one reason for which a rule kept still."""
        [why] = self.why_not(rule, version)
        return why

    def sum_of(self, said: type[ClockEvent] | ClockEvent) -> Arithmetic:
        """Return the arithmetic behind what a clock said, or the one thing of that kind."""
        if isinstance(said, type):
            [said] = [event for event in self._events() if isinstance(event, said)]
        found = Accounts(self._clockwork, self._catalogue).of(said)
        assert found is not None
        return found

    def chosen(self) -> list[Choice]:
        """Return the targets that held, one after the other."""
        stood = [(turn.fact, turn.after.facts) for turn in self._clockwork.turns]
        return [each.choice for each in choices(stood, self._catalogue)]

    def _events(self) -> list[Event]:
        return [
            event
            for event in self._log
            if isinstance(event, TicketEvent | CaseEvent) and event.ticket_id == self._ticket
        ]


def opening(id: str = TICKET, at: str = "0s", **about: Any) -> c.OpenTicket:
    said = {"requester": CARL, "subject": "?", "policy": "default", "priority": "normal", **about}
    return ask(c.OpenTicket, by=REQUESTER, at=at, ticket_id=id, **said)  # type: ignore[no-any-return]


def explained(
    *steps: c.Command,
    rules: Any = (UP,),
    until: str = "3h",
    metrics: Any = None,
    **parts: Any,
) -> Explained:
    """Return what is explained of a ticket opened at noon, after some commands and some time."""
    promises = target(**(metrics or {"resolution": STEPS}))
    policy = document(promises, escalation=list(rules), **parts)
    told = [(opening(),), *((step,) for step in steps)]
    return Explained(day(*told, policy=policy, until=until))
