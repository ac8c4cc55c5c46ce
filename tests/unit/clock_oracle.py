"""What clocks should say, found the slow way: minute by minute, from the words of the design.

Knows the metrics, the two promises of `random_tickets` and nothing of the code that it judges.
It is told only of tickets that always have a promise, and on which nobody writes after the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.events import conversation as said
from domain.events import ticket as t
from domain.events.ticket_event import TicketEvent
from tests.unit.random_tickets import METRICS, SHIFTS, minute

REPLY_METRICS = ("first_response", "next_response", "update")
URGENT_MINUTES = 7
WAITING = ("open", "held")


@dataclass
class Line:
    """One metric in one cycle; `counted` says how much was used up by each minute since."""

    metric: str
    cycle: int
    since: int
    counted: list[int] = field(default_factory=lambda: [0])
    ended: str = ""
    is_breached: bool = False


def verdicts(facts: Sequence[TicketEvent], until: int) -> list[tuple[str, ...]]:
    """Return every verdict, sorted: minute, breached or met, metric, cycle and minute of due."""
    return sorted(_Model(facts).run(until))


class _Model:
    def __init__(self, facts: Sequence[TicketEvent]) -> None:
        self.at: dict[int, list[TicketEvent]] = {}
        effective = 0
        for fact in facts:
            effective = max(effective, minute(fact.occurred_at))
            self.at.setdefault(effective, []).append(fact)
        self.lines: dict[str, Line] = {}
        self.found: list[tuple[str, ...]] = []
        self.status, self.held_on, self.priority = "open", "", ""
        self.is_answered = self.is_taken = False

    def run(self, until: int) -> list[tuple[str, ...]]:
        for self.now in range(until):
            for fact in self.at.get(self.now, ()):
                self._take(fact)
            for line in self._running():
                if self._due(line) is not None:
                    self._breach(line)
            for line in self.lines.values():
                is_counted = line in self._running() and self._is_open()
                line.counted.append(line.counted[-1] + is_counted)
        return self.found

    # What the promises say

    def _target(self, metric: str) -> int:
        if self.priority == "urgent":
            return 12 if metric == "resolution" else URGENT_MINUTES
        return 25 if metric == "resolution" else 15

    def _is_paused(self, metric: str) -> bool:
        by_requester = self.priority == "normal" or metric == "requester_wait"
        return self.held_on == "vendor" or (self.held_on == "requester" and by_requester)

    def _is_open(self) -> bool:
        if self.priority == "urgent":
            return True
        clock = 12 * 60 + self.now
        return any(_minutes(s[:5]) <= clock < _minutes(s[6:]) for s in SHIFTS)

    # What a line of minutes says

    def _running(self) -> list[Line]:
        lines = [self.lines[metric] for metric in METRICS if metric in self.lines]
        return [line for line in lines if not line.ended and not self._is_paused(line.metric)]

    def _due(self, line: Line) -> int | None:
        """Return the first minute by which the target in force was used up, if it was."""
        target = self._target(line.metric)
        reached = (n for n, used in enumerate(line.counted) if used >= target)
        first = next(reached, None)
        return None if first is None else line.since + first

    def _breach(self, line: Line) -> None:
        if not line.is_breached:
            line.is_breached = True
            self._say("breached", line, str(self._due(line)))

    def _say(self, what: str, line: Line, *more: str) -> None:
        self.found.append((f"{self.now:04}", what, line.metric, str(line.cycle), *more))

    def _meet(self, metric: str) -> None:
        line = self.lines.get(metric)
        if line is None or line.ended:
            return
        line.ended = "met"
        due = self._due(line)
        if due is not None and due < self.now and not self._is_paused(metric):
            self._breach(line)
        if not line.is_breached and line.counted[-1] <= self._target(metric):
            self._say("met", line)

    def _start(self, metric: str) -> None:
        line = self.lines.get(metric)
        if line is None or line.ended:
            self.lines[metric] = Line(metric, line.cycle + 1 if line else 1, self.now)

    def _stop(self, how: str, *metrics: str) -> None:
        for metric in metrics:
            if metric in self.lines and not self.lines[metric].ended:
                self.lines[metric].ended = how

    # What facts do

    def _take(self, fact: TicketEvent) -> None:
        by_person = not fact.actor.is_machine
        match fact:
            case t.TicketOpened():
                self.priority = fact.priority
                for metric in METRICS:
                    if metric not in ("next_response", "update"):
                        self._start(metric)
            case said.ReplySent(automatic=False) if by_person:
                for metric in REPLY_METRICS:
                    self._meet(metric)
                self.is_answered = True
                self._start("update")
            case said.ContactReceived() if by_person and self.is_answered:
                self._start("next_response")
            case t.TicketAcknowledged() | t.TicketAssigned() if by_person:
                self._meet("acknowledge")
                self.is_taken = True
            case t.PriorityChanged():
                self.priority = fact.new
            case t.TierMoved():
                self._move()
            case _:
                self._stand(fact)

    def _move(self) -> None:
        self.is_taken = False
        self._meet("tier_time")
        self._stop("over", "acknowledge", "tier_time")
        for metric in ("acknowledge", "tier_time"):
            if metric in self.lines and self.lines[metric].ended:
                self.lines[metric].ended = "over"
            if self.status in WAITING:
                self._start(metric)

    def _stand(self, fact: TicketEvent) -> None:
        match fact:
            case t.TicketHeld():
                self.status, self.held_on = "held", fact.on
            case t.TicketResumed():
                self.status, self.held_on = "open", ""
            case t.TicketResolved():
                self._resolve()
            case t.TicketClosed():
                if self.priority == "urgent":
                    self._meet("resolution")
                self._stop("closed", *METRICS)
                self.status, self.held_on = "closed", ""
            case t.TicketMerged():
                self._stop("merged", *METRICS)
                self.status, self.held_on = "merged", ""
            case t.TicketReopened():
                self._reopen()

    def _resolve(self) -> None:
        for metric in ("resolution", "requester_wait", "tier_time"):
            if metric != "resolution" or self.priority == "normal":
                self._meet(metric)
        self._stop("resolved", "acknowledge", *REPLY_METRICS)
        self.status, self.held_on = "resolved", ""

    def _reopen(self) -> None:
        self.status = "open"
        for metric in ("resolution", "requester_wait"):
            self.lines[metric].ended = ""
        for metric in ("acknowledge", "tier_time", *REPLY_METRICS):
            line = self.lines.get(metric)
            if line and (line.ended in ("resolved", "closed") or metric == "tier_time" != line.ended):
                line.ended = "" if line.ended != "over" else "over"
        for metric in ("acknowledge", "tier_time"):
            if self.lines[metric].ended == "over" and not (metric == "acknowledge" and self.is_taken):
                self._start(metric)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
