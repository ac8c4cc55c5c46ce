"""One schema made ready: its id, its hash, and the quick way to write a record."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import cast

from fastavro import parse_schema, schemaless_writer

from schemas.acceptance import accepting
from schemas.complaint import complaint
from schemas.errors import SchemaMismatch
from schemas.forms import plain, schema_hash
from schemas.framing import header
from schemas.schema_files import Document, SchemaFiles


class Contract:
    """The newest version of the schema of one name.

    `document` is the public schema; `hash` the SHA-256 of its canonical form, 32 bytes;
    `personal` the fields that hold what people wrote.
    """

    def __init__(self, files: SchemaFiles, name: str) -> None:
        self.name = name
        self.id = files.ids(name)[-1]
        self.document = files.document(name)
        self.hash = schema_hash(self.document)
        self.personal = tuple(f["name"] for f in self.document["fields"] if f.get("pii"))
        self._header = header(self.id)
        self._parsed = cast("Document", parse_schema(self.document))
        self._accepts = accepting(self._parsed)
        self._plain = parse_schema(plain(self.document))

    def write(self, record: Mapping[str, object]) -> bytes:
        """Return the framed message; raise `SchemaMismatch` unless the record fits exactly."""
        fields = record if type(record) is dict else dict(record)
        if not self._accepts(fields):
            raise SchemaMismatch(complaint(self._parsed, fields))
        buffer = BytesIO()
        buffer.write(self._header)
        schemaless_writer(buffer, self._plain, fields)
        return buffer.getvalue()
