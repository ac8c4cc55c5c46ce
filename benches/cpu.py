"""The CPU time of processes, as the kernel counts it."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
FIRST = 11
"""Where the four times begin behind the program's name: own and ended children's, each twice."""


def cpu_seconds(pid: int) -> float:
    """Return what a process and its children have used, also those that have ended."""
    ticks = sum(_times(pid))
    for child in _children(pid):
        ticks += sum(_times(child))
    return ticks / TICK


def used(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Return what each has used meanwhile, the greediest first."""
    spent = {name: after[name] - before.get(name, 0.0) for name in after}
    return dict(sorted(spent.items(), key=lambda one: -one[1]))


def _times(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(number) for number in text.rpartition(")")[2].split()[FIRST : FIRST + 4]]


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for task in tasks for child in task.read_text().split()]
    except FileNotFoundError:
        return []
