"""What comes next for each ticket of a log: a round lets every one have its next instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from escalon.replay.groups import Group, Moment
from escalon.replay.portions import Portion, portions_of


class Round(NamedTuple):
    """One instant of each ticket that has one.

    `horizons` are tickets that fire, until when (microseconds); `portions` are commands to others.
    `entries` counts those of the log that are done with it.
    """

    horizons: Mapping[str, int]
    portions: Sequence[Portion]
    entries: int


class Rounds:
    """All groups on their way to `end` (microseconds): nothing falls due from then on."""

    def __init__(self, groups: Sequence[Group], end: int) -> None:
        self._courses = [_Course(group, end) for group in groups]
        self._of_ticket = {t: course for course in self._courses for t in course.tickets}

    def learn(self, dues: Mapping[str, int | None]) -> None:
        """Hear when tickets are due next (microseconds), if ever."""
        for ticket, due in dues.items():
            self._of_ticket[ticket].tickets[ticket].due = due

    def next_round(self) -> Round | None:
        """Return the next instants; `None` at the end of all."""
        horizons: dict[str, int] = {}
        moments: list[Moment] = []
        # Only what a group does itself makes anything fall due in it: one at rest is at its end.
        self._courses = [c for c in self._courses if c.go_on(horizons, moments)]
        if not self._courses:
            return None
        return Round(horizons, portions_of(moments), sum(moment.entries for moment in moments))


class _Ticket:
    """What one ticket is told between joint moments, and when it is due."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        self.due: int | None = None
        self._moments = moments
        self._told = 0

    def horizon(self, until: int) -> int | None:
        """Return until when it fires, if it is due before it is told more, and before `until`."""
        if self._told < len(self._moments):
            until = min(until, self._moments[self._told].at)
        return self.due + 1 if self.due is not None and self.due < until else None

    def told_before(self, until: int) -> Moment | None:
        """Return what it is told next, if that comes before."""
        if self._told == len(self._moments) or self._moments[self._told].at >= until:
            return None
        self._told += 1
        return self._moments[self._told - 1]


class _Course:
    """One group's way from joint moment to joint moment; in between each ticket has its own."""

    def __init__(self, group: Group, end: int) -> None:
        self.tickets = {ticket: _Ticket(moments) for ticket, moments in group.own.items()}
        self._joint = group.joint
        self._end = end
        self._told = 0

    def go_on(self, horizons: dict[str, int], moments: list[Moment]) -> bool:
        """Add what the group does next; return whether that is anything."""
        is_last = self._told == len(self._joint)
        until = self._end if is_last else self._joint[self._told].at
        if self._each(until, horizons, moments):
            return True
        if is_last:
            return False
        moments.append(self._joint[self._told])
        self._told += 1
        return True

    def _each(self, until: int, horizons: dict[str, int], moments: list[Moment]) -> bool:
        moved = False
        for name, ticket in self.tickets.items():
            if horizon := ticket.horizon(until):
                horizons[name] = horizon
            elif moment := ticket.told_before(until):
                moments.append(moment)
            else:
                continue
            moved = True
        return moved
