"""The command `escalon why`."""

from __future__ import annotations

from collections.abc import Mapping

from escalon.cli.asking import How
from escalon.cli.contents import new_app
from escalon.cli.explanation import Explainer, Explanation, Files
from escalon.cli.options import AsJson, Reference, Store, Wait
from escalon.cli.output import console, print_json
from escalon.cli.why_json import explanation_as_json
from escalon.cli.why_rules import print_rules, print_targets
from escalon.cli.why_tree import Trees
from escalon.handling.handling import Handling
from projections.performance import tickets_of

app = new_app()
MOST_TICKETS = 50
"""How many of a requester's tickets are looked at for contacts that count together."""


@app.command(epilog="Example: `escalon why T-7K2QXD`")
def why(
    *, ticket: Reference, store: Store = None, wait: Wait = None, as_json: AsJson = False
) -> None:
    """Explain each escalation of a ticket, and each rule that kept still.

    For each thing that a rule did: the chain of causes down to the first fact, and how the
    deadline came about, to be checked by hand. Then which target held and why, and for each
    policy version that held what its rules made of the ticket.
    """
    with How(store, wait=wait).handling() as handling:
        found = explained(handling, handling.find(ticket))
    if as_json:
        print_json(explanation_as_json(found))
    else:
        print_explanation(found)


def explained(handling: Handling, id: str) -> Explanation:
    """Return the explanation of the ticket of that id, as of now."""

    def others(requester: str, times: tuple[int, int]) -> Mapping[str, str]:
        return tickets_of(handling.engine, requester, times, MOST_TICKETS)

    files = Files(handling.log, handling.log.case(id), handling.policy_facts())
    return Explainer(files, handling.policies(), handling.clock.now(), others).explain()


def print_explanation(found: Explanation) -> None:
    """Print it for people."""
    trees = Trees()
    for number, chain in enumerate(found.decisions, 1):
        console().print(trees.tree(number, chain))
        console().print()
    if not found.decisions:
        console().print("No rule has done anything about this ticket.\n")
    print_targets(found.chosen)
    print_rules(found)
