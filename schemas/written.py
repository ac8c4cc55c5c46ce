"""One version of a schema as something was written with it, and the quick way to read that."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

from fastavro import parse_schema, schemaless_reader

from schemas.errors import NotOurs
from schemas.forms import plain, schema_hash
from schemas.framing import LENGTH
from schemas.schema_files import SchemaFiles


class Written:
    """Reads messages written with one version, as the newest version of the same name wants them.

    `hash` is the SHA-256 of the canonical form of the version that wrote, 32 bytes.
    """

    def __init__(self, files: SchemaFiles, name: str, version: int) -> None:
        self.name = name
        self.version = version
        document = files.document(name, version)
        self.hash = schema_hash(document)
        self._written = parse_schema(plain(document))
        newest = version == len(files.ids(name))
        # Without a reader's schema nothing is compared, which is quicker.
        self._wanted = None if newest else parse_schema(plain(files.document(name)))

    def read(self, data: bytes) -> dict[str, object]:
        """Return the fields of a framed message; raise `NotOurs` where it is damaged."""
        buffer = BytesIO(data)
        buffer.seek(LENGTH)
        try:
            record = schemaless_reader(buffer, self._written, self._wanted)
        except (EOFError, IndexError, ValueError) as error:
            raise NotOurs(self._damaged("it ends too early or holds impossible bytes")) from error
        left = len(data) - buffer.tell()
        if left:
            raise NotOurs(self._damaged(f"{left} bytes are left over at its end"))
        return cast("dict[str, Any]", record)

    def _damaged(self, why: str) -> str:
        return (
            f"The message says it is {self.name} in version {self.version}, but {why};"
            " it was damaged, or another program's schema has the same number."
        )
