"""Records to framed Avro and back, by the full name or the framed id of the schema."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.contract import Contract
from schemas.errors import NotOurs
from schemas.framing import LENGTH, framed_id
from schemas.schema_files import PUBLISHED, Document, SchemaFiles
from schemas.written import Written


class Codec:
    """Writes with the newest version of a schema, reads every version that has an id.

    Values are bare: instants are integers (microseconds), ids are texts, arrays are lists.
    Schemas are made ready when they are first used.
    """

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self._versions = files.versions()
        self._contracts: dict[str, Contract] = {}
        self._written: dict[bytes, Written] = {}

    def encode(self, name: str, record: Mapping[str, object]) -> bytes:
        """Return the framed message.

        Raises `SchemaMismatch` for unknown, missing or wrongly typed fields, `UnknownSchema`.
        """
        return self.contract(name).write(record)

    def decode(self, data: bytes) -> tuple[str, dict[str, object]]:
        """Return the full name and the fields of a framed message, as the newest version has them.

        Raises `NotOurs` for another mark, an unknown id, and bytes that end early or are damaged.
        """
        written = self._written_with(data)
        return written.name, written.read(data)

    def body(self, data: bytes) -> bytes:
        """Return a framed message without its frame; raise `NotOurs` for a frame not ours."""
        self._written_with(data)
        return data[LENGTH:]

    def hash_of(self, data: bytes) -> bytes:
        """Return the `schema_hash` of the very version that a framed message was written with."""
        return self._written_with(data).hash

    def contract(self, name: str) -> Contract:
        """Return what was made ready for the newest version; raise `UnknownSchema`."""
        try:
            return self._contracts[name]
        except KeyError:
            return self._contracts.setdefault(name, Contract(self._files, name))

    def _written_with(self, data: bytes) -> Written:
        try:
            return self._written[data[:LENGTH]]
        except KeyError:
            return self._written.setdefault(data[:LENGTH], self._make_ready(framed_id(data)))

    def _make_ready(self, id: int) -> Written:
        if id not in self._versions:
            message = f"The message has schema {id}; schemas/ids.json has no such number."
            raise NotOurs(message)
        return Written(self._files, *self._versions[id])


_codec = Codec(PUBLISHED)
encode = _codec.encode
decode = _codec.decode
body = _codec.body
hash_of = _codec.hash_of
names = PUBLISHED.names


def schema(name: str) -> Document:
    """Return the public schema, with logical types and docs; it is shared, so don't change it."""
    return _codec.contract(name).document


def schema_id(name: str) -> int:
    """Return the id that new messages of that name are framed with."""
    return _codec.contract(name).id


def schema_hash(name: str) -> bytes:
    """Return the SHA-256 of the canonical form of the schema that writes: 32 bytes."""
    return _codec.contract(name).hash


def personal_fields(name: str) -> tuple[str, ...]:
    """Return the fields that hold what people wrote, in the schema's order."""
    return _codec.contract(name).personal
