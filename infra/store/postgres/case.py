"""What the log in PostgreSQL says of one ticket, whatever the read models know."""

from __future__ import annotations

from infra.store.case import SIBLINGS, Filed
from infra.store.filed import FiledEvent
from infra.store.mapper import AvroMapper
from infra.store.postgres.recorder import COLUMNS, Recorder


class PostgresCaseFiles:
    """The port `CaseFiles` on the log in PostgreSQL."""

    def __init__(self, recorder: Recorder, mapper: AvroMapper) -> None:
        self._datastore = recorder.datastore
        self._mapper = mapper

    def case(self, ticket_id: str) -> list[Filed]:
        """Return all facts about the ticket in the order of the log; none if there is no such."""
        return self._read("ticket_id = %s ORDER BY position", (ticket_id,))

    def between(self, first: int, last: int) -> list[Filed]:
        """Return what was recorded from one position to another."""
        return self._read("position BETWEEN %s AND %s ORDER BY position", (first, last))

    def cause(self, event_id: str, before: int) -> Filed | None:
        """Return the fact of that id, on whatever ticket; it lies before that position."""
        found = self._read(
            "position < %s AND position(%s::bytea IN state) > 0"
            f" ORDER BY position DESC LIMIT {SIBLINGS}",
            (before, event_id.encode()),
        )
        return next((filed for filed in found if filed.event.event_id == event_id), None)

    def _read(self, condition: str, values: tuple[object, ...]) -> list[Filed]:
        rows = self._datastore.execute(
            f"SELECT position, recorded_at, {COLUMNS} FROM events WHERE {condition}",  # noqa: S608  # constants
            values,
        )
        events = (self._mapper.to_domain_event(FiledEvent(*row[2:])) for row in rows)
        return [Filed(row[0], row[1], event) for row, event in zip(rows, events, strict=True)]
