"""What clocks should say, found the slow way: minute by minute, from the words of the design.

It knows the two promises of `random_tickets`, and nothing of the code that it judges.
It is told only of tickets that always have a promise, and on which nobody writes after the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.events import conversation as said
from domain.events import ticket as t
from domain.events.ticket_event import TicketEvent
from tests.unit.random_tickets import CLOSED, METRICS, SHIFTS, minute

ON_REPLY = ("first_response", "next_response", "update")
AT_ONCE = ("acknowledge", "first_response", "requester_wait", "resolution", "tier_time")
IN_TIER = ("acknowledge", "tier_time")

Verdict = tuple[int, str, str, int, int]
"""The minute, breached or met, the metric, its cycle, and the minute in which it was due."""


@dataclass
class Line:
    """One metric in one cycle; `counted` says how much was used up by each minute since."""

    metric: str
    cycle: int
    since: int
    counted: list[int] = field(default_factory=lambda: [0])
    ended: str = ""
    is_breached: bool = False


def verdicts(facts: Sequence[TicketEvent], until: int) -> list[Verdict]:
    """Return every verdict up to a minute, sorted."""
    return sorted(_Model(facts).run(until))


def effective_minutes(facts: Sequence[TicketEvent]) -> Iterator[int]:
    """Yield the minute of each fact, or of the latest before it if that is later."""
    latest = 0
    for fact in facts:
        latest = max(latest, minute(fact.occurred_at))
        yield latest


class _Model:
    def __init__(self, facts: Sequence[TicketEvent]) -> None:
        self.at: dict[int, list[TicketEvent]] = {}
        for now, fact in zip(effective_minutes(facts), facts, strict=True):
            self.at.setdefault(now, []).append(fact)
        self.now = 0
        self.lines: dict[str, Line] = {}
        self.found: list[Verdict] = []
        self.status, self.held_on, self.priority = "open", "", ""
        self.is_answered = self.is_taken = self.awaits_close = False

    def run(self, until: int) -> list[Verdict]:
        for self.now in range(until):
            for fact in self.at.get(self.now, ()):
                self._take(fact)
            is_open = self._is_open()
            for line in self.lines.values():
                runs = not line.ended and not self._is_paused(line.metric)
                if runs and line.counted[-1] >= self._target(line.metric):
                    self._breach(line)
                line.counted.append(line.counted[-1] + (runs and is_open))
        return self.found

    # What is promised

    def _target(self, metric: str) -> int:
        if self.priority == "urgent":
            return 12 if metric == "resolution" else 6
        return 18 if metric == "resolution" else 12

    def _is_paused(self, metric: str) -> bool:
        for_requester = self.priority == "normal" or metric == "requester_wait"
        return self.held_on == "vendor" or (self.held_on == "requester" and for_requester)

    def _is_open(self) -> bool:
        clock = 12 * 60 + self.now
        return self.priority == "urgent" or any(start <= clock < end for start, end in SPANS)

    # What a line of minutes says

    def _due(self, line: Line) -> int:
        """Return the first minute by which the target in force was used up."""
        target = self._target(line.metric)
        return line.since + next(n for n, used in enumerate(line.counted) if used >= target)

    def _breach(self, line: Line) -> None:
        if not line.is_breached:
            line.is_breached = True
            self._say("breached", line, self._due(line))

    def _say(self, what: str, line: Line, due: int = 0) -> None:
        self.found.append((self.now, what, line.metric, line.cycle, due))

    def _meet(self, *metrics: str) -> None:
        for line in self._running(*metrics):
            line.ended = "met"
            used, target = line.counted[-1], self._target(line.metric)
            if used >= target and not self._is_paused(line.metric) and self._due(line) < self.now:
                self._breach(line)
            if used <= target and not line.is_breached:
                self._say("met", line)

    def _stop(self, *metrics: str) -> None:
        for line in self._running(*metrics):
            line.ended = "stopped"

    def _start(self, *metrics: str) -> None:
        for metric in metrics:
            line = self.lines.get(metric)
            if line is None or line.ended:
                self.lines[metric] = Line(metric, line.cycle + 1 if line else 1, self.now)

    def _running(self, *metrics: str) -> list[Line]:
        known = [self.lines[metric] for metric in metrics if metric in self.lines]
        return [line for line in known if not line.ended]

    # What facts do

    def _take(self, fact: TicketEvent) -> None:
        by_person = not fact.actor.is_machine
        match fact:
            case t.TicketOpened():
                self.priority = fact.priority
                self.awaits_close = fact.policy_version == CLOSED
                self._start(*AT_ONCE)
            case said.ReplySent(automatic=False) if by_person:
                self._meet(*ON_REPLY)
                self._start("update")
                self.is_answered = True
            case said.ContactReceived() if by_person and self.is_answered:
                self._start("next_response")
            case t.TicketAcknowledged() | t.TicketAssigned() if by_person:
                self._meet("acknowledge")
                self.is_taken = True
            case t.PriorityChanged():
                self.priority = fact.new
            case _:
                self._stand(fact)

    def _stand(self, fact: TicketEvent) -> None:
        match fact:
            case t.TierMoved():
                self._move()
            case t.TicketHeld():
                self.status, self.held_on = "open", fact.on
            case t.TicketResumed():
                self.held_on = ""
            case t.TicketResolved():
                self._resolve()
            case t.TicketClosed():
                self._meet(*["resolution"] * self.awaits_close)
                self._end("closed")
            case t.TicketMerged():
                self._end("merged")
            case t.TicketReopened():
                self._reopen()

    def _move(self) -> None:
        self._meet("tier_time")
        self.is_taken = False
        for metric in IN_TIER:
            if metric in self.lines:
                self.lines[metric].ended = "left"
        if self.status == "open":
            self._start(*IN_TIER)

    def _resolve(self) -> None:
        self._meet("requester_wait", "tier_time", *["resolution"] * (not self.awaits_close))
        self._stop("acknowledge", *ON_REPLY)
        self.status, self.held_on = "resolved", ""

    def _end(self, how: str) -> None:
        self._stop(*METRICS)
        self.status, self.held_on = how, ""

    def _reopen(self) -> None:
        self.status = "open"
        for line in self.lines.values():
            goes_on = line.metric in ("resolution", "requester_wait", "tier_time")
            if line.ended == "stopped" or (line.ended == "met" and goes_on):
                line.ended = ""
        if self.is_taken:
            self._silence("acknowledge")
        self._start(*[metric for metric in IN_TIER if not self._is_over(metric)])

    def _silence(self, metric: str) -> None:
        for line in self._running(metric):
            line.ended = "taken"

    def _is_over(self, metric: str) -> bool:
        return metric == "acknowledge" and self.is_taken


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


SPANS = [(_minutes(span[:5]), _minutes(span[6:])) for span in SHIFTS]
