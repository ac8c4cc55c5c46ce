"""What all people of the demo share: the time, the lines, and the cases that are known."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from escalon.demo.people.agenda import Agenda
from escalon.demo.people.case import GONE, WAITING, Case
from escalon.demo.people.floor import Floor
from escalon.demo.people.pen import Pen


class Stage:
    """`tiers` are the names of the ladder's steps, lowest first."""

    def __init__(self, start: int, zone: ZoneInfo, tiers: tuple[str, ...]) -> None:
        self.zone = zone
        self.tiers = tiers
        self.agenda = Agenda(start)
        self.floor = Floor()
        self.pen = Pen(self.agenda)
        self.cases: dict[str, Case] = {}

    @property
    def top(self) -> int:
        """The highest step."""
        return len(self.tiers) - 1

    def enter(self, case: Case) -> None:
        """Let everybody know of a new case."""
        self.cases[case.id] = case
        self.floor.line_up(case)

    def move(self, case: Case, height: int) -> None:
        """Put the case on another step, where nobody has it yet."""
        self.floor.leave(case)
        case.height, case.agent = height, None
        if case.status == WAITING:
            self.floor.line_up(case)

    def finish(self, case: Case, status: str) -> None:
        """Let nobody work on the case any more; one that is gone is forgotten."""
        self.floor.leave(case)
        case.status, case.agent = status, None
        if status == GONE:
            self.cases.pop(case.id, None)
