"""What all tickets of a telling came to."""

from __future__ import annotations

from collections import Counter

from escalon.simulation.course import BREACHED, COUNTED, MET, STOPPED, Course
from escalon.simulation.load import Load, Period
from escalon.simulation.watch import Watch


class Account:
    """Adds up courses; those who follow the tickets for it fill its `load`."""

    def __init__(self, period: Period) -> None:
        self.load = Load(period)
        self._period = period
        self.counts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.verdicts: Counter[tuple[str, str]] = Counter()

    def watch(self) -> Watch:
        """Return one who follows a ticket for this account."""
        return Watch(self._period, self.load)

    def add(self, course: Course) -> None:
        """Count one ticket."""
        for name, times in course.counts.items():
            self.counts[name] += times
        for rule, times in course.rules.items():
            self.rules[rule] += times
        for verdict in course.verdicts():
            self.verdicts[verdict] += 1

    def metrics(self) -> list[str]:
        """Return the metrics that anything was said of, by name."""
        return sorted({metric for metric, _ in self.verdicts})

    def as_json(self) -> dict[str, object]:
        """Return the numbers as plain values."""
        said = (MET, BREACHED, STOPPED)
        return {
            "promises": {m: {s: self.verdicts[m, s] for s in said} for m in self.metrics()},
            **{name: self.counts[name] for name in COUNTED},
            "moves_of_rules": {rule: self.rules[rule] for rule in sorted(self.rules)},
        }
