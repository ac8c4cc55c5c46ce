"""The schemas as files: `ids.json`, the newest version of each, and older ones in `history/`."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias, cast

from schemas.errors import UnknownSchema

Document: TypeAlias = dict[str, Any]
"""An Avro schema of a record, as its file states it."""


class SchemaFiles:
    """The schemas in one folder; versions count from 1, each with an id that never changes."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        ids = json.loads(folder.joinpath("ids.json").read_text(encoding="utf-8"))
        self._ids: dict[str, tuple[int, ...]] = {name: tuple(ids[name]) for name in ids}

    def names(self) -> tuple[str, ...]:
        """Return the full names of all schemas, in the order of their ids."""
        return tuple(self._ids)

    def ids(self, name: str) -> tuple[int, ...]:
        """Return the ids of a schema's versions, oldest first; raise `UnknownSchema` if none."""
        if name not in self._ids:
            message = f"There is no schema '{name}'; schemas/ids.json lists those there are."
            raise UnknownSchema(message)
        return self._ids[name]

    def versions(self) -> dict[int, tuple[str, int]]:
        """Return the name and the version that each id stands for."""
        return {
            id: (name, version)
            for name, ids in self._ids.items()
            for version, id in enumerate(ids, 1)
        }

    def path(self, name: str, version: int) -> str:
        """Return where in the folder a version is: the newest at the top, others in `history/`."""
        short = name.rpartition(".")[2]
        newest = version == len(self.ids(name))
        return f"{short}.avsc" if newest else f"history/{short}.{version}.avsc"

    def text(self, name: str, version: int | None = None) -> str:
        """Return a version's file as it is written; the newest if none is named."""
        path = self.path(name, version or len(self.ids(name)))
        return self._folder.joinpath(path).read_text(encoding="utf-8")

    def document(self, name: str, version: int | None = None) -> Document:
        """Return a version of a schema; the newest if none is named."""
        return cast("Document", json.loads(self.text(name, version)))


PUBLISHED = SchemaFiles(files("schemas"))
"""The public contract."""
