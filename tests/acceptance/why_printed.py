"""What `escalon why` printed, read back as a person would read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from tests.acceptance.why_oracle import Times

AT = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?"
SPAN = re.compile(rf"({AT}) → ((?:[\d-]+ )?[\d:.]+) +(\S.*?) +(\(?)([\dhms.]+)\)?")
HAPPENED = re.compile(rf"({AT})  (\S.*)")
CLOCK = re.compile(r"The clock (.+?)(?: \(\d+\))?, with times in UTC")
PROMISE = re.compile(r"(?:\S+ becomes |still )?([\dhms.]+) of (.+), by target (\d+) \(.*\) of .*")
SUM = re.compile(r"sum +([\dhms.]+)")
CAUSE = re.compile(r"(?:\d+\. |because: )(.+)")
BY = re.compile(r"\d{4}-\S+Z, (\w+) .*")


class Counted(NamedTuple):
    """One line of a sum; `said` is the length beside it."""

    times: Times
    what: str
    said: str


class Sum(NamedTuple):
    """One clock's sum: what was counted and what wasn't, the promises in order, the result."""

    metric: str
    start: datetime
    counted: tuple[Counted, ...]
    pauses: tuple[Counted, ...]
    promises: tuple[tuple[str, int], ...]
    total: str
    until: datetime
    conclusion: str


class Chain(NamedTuple):
    """A tree: what it says of each fact, from the effect to the first, and what kind did that."""

    facts: tuple[str, ...]
    actors: tuple[str, ...]
    sums: tuple[Sum, ...]


def chains(printed: str) -> list[Chain]:
    """Return the trees, in their order."""
    trees = re.split(r"\n(?=\d+\. )", printed.strip()) if printed.strip() else []
    return [_chain([line.strip("│├└─ ") for line in tree.splitlines()]) for tree in trees]


def _chain(lines: Sequence[str]) -> Chain:
    facts = [found[1] for line in lines if (found := CAUSE.fullmatch(line))]
    actors = [found[1] for line in lines if (found := BY.fullmatch(line))]
    return Chain(tuple(facts), tuple(actors), tuple(_sums(lines)))


def _sums(lines: Sequence[str]) -> Iterator[Sum]:
    begins = [number for number, line in enumerate(lines) if CLOCK.fullmatch(line)]
    for begin in begins:
        length = next(n for n, line in enumerate(lines[begin:]) if SUM.fullmatch(line)) + 2
        yield _sum(lines[begin : begin + length])


def _sum(lines: Sequence[str]) -> Sum:
    rows = [found for line in lines if (found := SPAN.fullmatch(line))]
    happened = [found for line in lines if (found := HAPPENED.fullmatch(line)) and "→" not in line]
    promises = [found for line in lines if (found := PROMISE.fullmatch(line))]
    return Sum(
        metric=CLOCK.fullmatch(lines[0])[1].replace(" ", "_"),
        start=_at(happened[0][1]),
        counted=tuple(_counted(row) for row in rows if not row[4]),
        pauses=tuple(_counted(row) for row in rows if row[4]),
        promises=tuple((found[1], int(found[3])) for found in promises),
        total=SUM.fullmatch(lines[-2])[1],
        until=_at(happened[-1][1]),
        conclusion=happened[-1][2],
    )


def _counted(row: re.Match[str]) -> Counted:
    start, end = row[1], row[2]
    whole = start[: len(start.split(".")[0]) - len(end.split(".")[0])] + end
    return Counted(Times(_at(start), _at(whole)), row[3], row[5])


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
