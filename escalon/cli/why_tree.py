"""What led to what, drawn as a tree: an effect, below it its cause, and so on to the first fact."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from rich.tree import Tree

from domain.events.sla import ClockEvent, RepeatContact
from domain.model import Event
from escalon.cli.explanation import Step
from escalon.cli.output import BOLD, DIM, shown, to_the_second, who
from escalon.cli.why_sums import Sums
from projections.sentences import sentence

UNKNOWN = "The clock's facts no longer come to this, so its sum can't be shown."


class Trees:
    """Draws chains one after another, each sum once: where it comes again, it says where it is."""

    def __init__(self) -> None:
        self._drawn: dict[str, int] = {}

    def tree(self, number: int, chain: Sequence[Step]) -> Tree:
        """Return the chain as a tree; its root is what a rule did."""
        root = Tree(_line(chain[0].fact.event, f"{number}. ", BOLD), guide_style=DIM)
        self._detail(root, chain[0], number)
        branch = root
        for step in chain[1:]:
            branch = branch.add(_line(step.fact.event, "because: "))
            self._detail(branch, step, number)
        return root

    def _detail(self, branch: Tree, step: Step, number: int) -> None:
        event = step.fact.event
        if isinstance(event, RepeatContact):
            first, last = to_the_second(event.first_contact_at), to_the_second(event.occurred_at)
            branch.add(shown(f"{event.contacts} contacts from {first} to {last}"))
        if isinstance(event, ClockEvent):
            self._sums(branch, event, step, number)
        if step.taken_back:
            at = to_the_second(step.taken_back.occurred_at)
            branch.add(shown(f"Taken back at {at}: it was done in time, which was recorded late."))

    def _sums(self, branch: Tree, event: ClockEvent, step: Step, number: int) -> None:
        drawn = self._drawn.setdefault(event.event_id, number)
        if drawn != number:
            branch.add(shown(f"The sum is under {drawn}.", DIM))
        elif step.arithmetic is None:
            branch.add(shown(UNKNOWN, DIM))
        else:
            branch.add(Sums(event, step.arithmetic))


def _line(event: Event, before: str, style: str = "") -> Text:
    said = shown(before + sentence(event), style)
    return said.append(f"\n{to_the_second(event.occurred_at)}, {who(event.actor)}", DIM)
