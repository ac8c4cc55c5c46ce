"""The tickets that nobody has taken yet, and who picks which."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from escalon.demo.people.agents import Agent
from escalon.demo.people.case import WAITING, Case

BY_THE_BOOK = 0.45
"""How often an agent takes the most urgent ticket; else the one that looks nice."""


class Floor:
    """The lines before each step of the ladder, in the order in which tickets came."""

    def __init__(self) -> None:
        self._lines: defaultdict[int, list[Case]] = defaultdict(list)
        self._back: defaultdict[str, list[Case]] = defaultdict(list)

    def line_up(self, case: Case) -> None:
        """Let the ticket wait for somebody of its step."""
        self._lines[case.height].append(case)

    def give_back(self, case: Case, agent: Agent) -> None:
        """Let the ticket wait for the agent who began with it."""
        self._back[agent.name].append(case)

    def hand_over(self, agent: Agent) -> list[Case]:
        """Return what waits for the agent, who won't go on with it."""
        return self._back.pop(agent.name, [])

    def leave(self, case: Case) -> None:
        """Let the ticket wait for nobody."""
        for line in (*self._lines.values(), *self._back.values()):
            if case in line:
                line.remove(case)

    def next_for(self, agent: Agent, random: Random) -> Case | None:
        """Return what the agent does next, no longer in line; their own unfinished work first."""
        line = self._back[agent.name] or self._lines[agent.height]
        candidates = [case for case in line if case.status == WAITING]
        if not candidates:
            return None
        case = candidates[0]
        if line is not self._back[agent.name]:
            case = self._chosen(agent, candidates, random)
        line.remove(case)
        return case

    def _chosen(self, agent: Agent, candidates: list[Case], random: Random) -> Case:
        if random.random() > BY_THE_BOOK:
            return random.choice(candidates)
        return min(candidates, key=lambda case: (case.hurry, case.queue not in agent.knows))
