"""What led to what, drawn as a tree: an effect, below it its cause, and so on to the first fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from domain.events.sla import ClockEvent, RepeatContact, SlaBreached, SlaOverdue, SlaWarned
from domain.model import Event
from domain.why.arithmetic import Arithmetic
from escalon.cli.explanation import Step
from escalon.cli.output import (
    BOLD,
    DIM,
    exact,
    instant,
    shown,
    table,
    to_the_second,
    until,
    who,
)
from projections.sentences import sentence

Row = tuple[int, tuple[str, str, str]]
"""A line of a sum, behind the instant it begins at, in microseconds."""


def tree(number: int, chain: Sequence[Step]) -> Tree:
    """Return the chain as a tree; its root is what a rule did."""
    root = Tree(_line(chain[0].fact.event, f"{number}. ", BOLD), guide_style=DIM)
    _detail(root, chain[0])
    branch = root
    for step in chain[1:]:
        branch = branch.add(_line(step.fact.event, "because: "))
        _detail(branch, step)
    return root


def _line(event: Event, before: str, style: str = "") -> Text:
    said = shown(before + sentence(event), style)
    return said.append(f"\n{to_the_second(event.occurred_at)}, {who(event.actor)}", DIM)


def _detail(branch: Tree, step: Step) -> None:
    event = step.fact.event
    if isinstance(event, RepeatContact):
        first, last = to_the_second(event.first_contact_at), to_the_second(event.occurred_at)
        branch.add(shown(f"{event.contacts} contacts from {first} to {last}"))
    if step.arithmetic and isinstance(event, ClockEvent):
        branch.add(_sums(event, step))
    if step.taken_back:
        at = to_the_second(step.taken_back.occurred_at)
        branch.add(shown(f"Taken back at {at}: it was done in time, which was recorded late."))


def _sums(event: ClockEvent, step: Step) -> Table:
    sums = step.arithmetic
    assert sums is not None  # noqa: S101  # the caller looked
    title = f"The clock {event.metric.replace('_', ' ')} started {instant(sums.started_at)}."
    rows = sorted([*_times(sums), *_changes(step)], key=itemgetter(0))
    made = table(
        title, ("from", "to", "what", "counted"), [(instant(at), *row) for at, row in rows]
    )
    made.add_section()
    last = sums.counted[-1].start if sums.counted else 0
    made.add_row("sum", until(last, sums.until), _conclusion(event, sums), exact(sums.used))
    return made


def _times(sums: Arithmetic) -> Iterator[Row]:
    for part in sums.counted:
        for start, end in part.spans:
            yield start, (until(start, end), part.calendar, exact(end - start))
    for start, end in sums.pauses:
        yield start, (until(start, end), f"paused for {exact(end - start)}", "")


def _changes(step: Step) -> Iterator[Row]:
    for change in step.retargets:
        what = f"target {exact(change.old_target)} becomes {exact(change.target)}"
        yield change.occurred_at, ("", what, "")


def _conclusion(event: ClockEvent, sums: Arithmetic) -> str:
    target = exact(sums.target)
    match event:
        case SlaBreached():
            return f"the target, {target}"
        case SlaWarned():
            return f"{event.milestone} of the target, {target}"
        case SlaOverdue():
            return f"the target, {target}, and {exact(event.overdue_by)}"
        case _:
            return f"of the target, {target}"
