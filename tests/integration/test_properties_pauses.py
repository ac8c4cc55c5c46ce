"""Pauses and changes of the target commute: a deadline depends on both, not on their order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as some

from domain.clocks.clock import Clock
from tests.spec import NOON, Fact
from tests.unit.clock_examples import told
from tests.unit.hours_examples import SECOND, spans
from tests.unit.policy_documents import ALWAYS, document, target
from tests.unit.random_tickets import BLINKING, EXAMPLES, SHIFTS
from tests.unit.ticket_facts import held, opened, prioritised, resumed

TARGETS = {"low": 90, "normal": 40, "high": 21, "urgent": 7}
"""What is promised to each priority, in minutes of the same hours, with the same pauses."""

POLICY = document(
    *(
        target(
            {"priority": [priority]},
            calendar="blinking",
            resolution={"target": f"{minutes}m", "pause": ["vendor"]},
        )
        for priority, minutes in TARGETS.items()
    ),
    calendars={"always": ALWAYS, "blinking": BLINKING},
)
OPEN = [(a // SECOND - 43_200, b // SECOND - 43_200) for a, b in spans(*SHIFTS)]
"""When it is open, in seconds after noon."""

END = 12 * 3_600
AT = attrgetter("at")
seconds = some.integers(1, 4_000) | some.integers(1, 66).map(lambda minutes: minutes * 60)


class Change(NamedTuple):
    """Another priority, so many seconds after noon."""

    at: int
    priority: str


some_pauses = some.lists(seconds, max_size=8, unique=True).map(
    lambda moments: list(pairwise(sorted(moments)))[::2]
)
some_changes = some.lists(
    some.builds(Change, seconds, some.sampled_from(sorted(TARGETS))), max_size=4
)


@EXAMPLES
@given(some_pauses, some_changes, some.sampled_from([-1, 2]))
def test_a_deadline_follows_from_the_pauses_and_the_last_target_whatever_came_first(
    pauses: Sequence[tuple[int, int]], changes: Sequence[Change], rank: int
) -> None:
    """The changes between, before or behind the pauses: counting seconds gives the same.

    Fails when `Clock.retargeted` begins a pause anew, or forgets the one that it is in.
    """
    last = ["normal", *(change.priority for change in sorted(changes, key=AT))][-1]
    used = _used(pauses)
    due = next(at for at, count in enumerate(used) if count >= TARGETS[last] * 60)
    assert _after(pauses, changes, rank).due_at == NOON + due * SECOND
    for at in (0, 4_001):
        moved = [Change(at, last)] if last != "normal" else []
        clock = _after(pauses, moved, rank)
        assert clock.due_at == NOON + due * SECOND
        assert clock.paused_for == sum(end - start for start, end in pauses) * SECOND


def _used(pauses: Sequence[tuple[int, int]]) -> list[int]:
    """Return how many open seconds on no pause there were up to each second."""
    painted = bytearray(END)
    for start, end in OPEN:
        painted[start:end] = b"\1" * (end - start)
    for start, end in pauses:
        painted[start:end] = bytes(end - start)
    return list(accumulate(painted, initial=0))


def _after(pauses: Sequence[tuple[int, int]], changes: Sequence[Change], rank: int) -> Clock:
    """Return the clock after all of it; of an instant, a low rank comes first."""
    story = [(start, 0, held()) for start, _ in pauses] + [(end, 1, resumed()) for _, end in pauses]
    story += [(change.at, rank, prioritised(change.priority)) for change in sorted(changes, key=AT)]
    story.sort(key=lambda step: step[:2])
    facts: list[Fact] = [opened()]
    facts += [fact.at(f"{at}s") for at, _, fact in story]
    clock = told(POLICY, *facts, until="0s").clocks.of("resolution")
    assert clock is not None
    return clock
