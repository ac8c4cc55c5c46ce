"""Writing many rows at once over those of the same keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = tuple[Any, ...]
INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Writer:
    """Writes rows, as tuples in the order of the table's columns, over those of the same key.

    With `newer`, the name of a column, a row is kept where its value there is greater.
    The statement is worked out once: doing that for each row costs more than the write.
    """

    def __init__(self, table: Table, dialect: Dialect, *, newer: str = "") -> None:
        statement = INSERTS[dialect.name](table)
        changed = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
        is_newer = statement.excluded[newer] >= table.c[newer] if newer else None
        statement = statement.on_conflict_do_update(
            index_elements=list(table.primary_key), set_=changed, where=is_newer
        )
        compiled = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._names = [column.name for column in table.columns]
        self._by_name = not compiled.positional

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write them all; none at all is fine."""
        if not rows:
            return
        values: Any = rows
        if self._by_name:
            values = [dict(zip(self._names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(self._text, values)
