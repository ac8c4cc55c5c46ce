"""Why two versions of a schema can't stand in for each other."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.resolution import unreadable
from schemas.schema_files import Document


def differences(new: Document, old: Document) -> Iterator[str]:
    """Say what breaks: each version has to read what the other wrote, and hide the same fields."""
    for reason in unreadable(new, old):
        yield f"the new version can't read older data: {reason}"
    for reason in unreadable(old, new):
        yield f"programs with the older version can't read new data: {reason}"
    was = _hidden(old)
    for name, hidden in _hidden(new).items():
        if was.get(name, hidden) != hidden:
            yield f"field '{name}': the mark 'pii' can't change; the older data stays as it is"


def _hidden(document: Document) -> dict[str, bool]:
    return {field["name"]: bool(field.get("pii")) for field in document["fields"]}
