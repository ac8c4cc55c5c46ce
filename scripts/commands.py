"""The tables of all commands, from their schemas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.desk.handlers import HANDLERS
from schemas.codec import names, schema, schema_id
from scripts.events import lines, shared, table

KINDS = frozenset(f"escalon.{kind.__name__}" for kind in HANDLERS)
RESULT = "escalon.CommandResult"


def commands() -> str:
    """Return a section for each command with its fields, and one for the result."""
    known = [name for name in names() if name in KINDS]
    common = shared(known)
    return (
        f"Each of them has:\n\n{table(common)}"
        + "".join(_section(name, common) for name in known)
        + f"\n## The result\n\n{_said(RESULT)}\n{table(schema(RESULT)['fields'])}"
    )


def _section(name: str, common: Sequence[dict[str, Any]]) -> str:
    own = [field for field in schema(name)["fields"] if field not in common]
    text = f"\n### {schema(name)['name']}\n\n{_said(name)}"
    return f"{text}\n{table(own)}" if own else text


def _said(name: str) -> str:
    document = schema(name)
    link = f"[{schema_id(name)}](../schemas/{document['name']}.avsc)"
    return f"{lines(document['doc'])}Schema {link}.\n"
