"""The rows in which carried-out commands are remembered."""

from __future__ import annotations

from collections.abc import Sequence

from domain.desk.ledger import Processed

Row = tuple[str, int, int, str, str]


def remembered(processed: Sequence[Processed], positions: Sequence[int]) -> list[Row]:
    """Return id, first and last position, refusal and error of each command.

    The commands' facts lie one after the other in `positions`; without any, both are 0.
    """
    rows = []
    start = 0
    for done in processed:
        own = positions[start : start + done.facts]
        start += done.facts
        first, last = (own[0], own[-1]) if own else (0, 0)
        rows.append((done.command_id, first, last, done.refusal, done.error))
    return rows
