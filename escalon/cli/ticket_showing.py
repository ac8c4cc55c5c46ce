"""The command `escalon ticket show`."""

from __future__ import annotations

from escalon.cli.asking import How
from escalon.cli.contents import new_app
from escalon.cli.options import AsJson, Reference, Store, Wait
from escalon.cli.output import print_json
from escalon.cli.standing import standing

app = new_app()


@app.command(epilog="Example: `escalon ticket show T-7K2QXD`")
def show(
    *, ticket: Reference, store: Store = None, wait: Wait = None, as_json: AsJson = False
) -> None:
    """Show how a ticket stands now, and its clocks."""
    with How(store, wait=wait).handling() as handling:
        id = handling.find(ticket)
        found = standing(handling.log.case(id), handling.clock.now(), handling.policies())
        stalled = handling.stalled().get(id, "")
    if found is None:
        return
    if as_json:
        print_json({**found.as_json(), "stalled": stalled or None})
    else:
        found._replace(stalled=stalled).print()
