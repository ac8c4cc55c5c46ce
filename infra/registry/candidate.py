"""A schema that a client sends, to find it, to try it or to register it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from fastavro.schema import SchemaParseException, UnknownType

from infra.registry.catalogue import Registered
from infra.registry.meaning import bare, meaning
from infra.registry.refused import Refused, no_avro
from schemas.differences import differences
from schemas.resolution import unreadable

AVRO = "AVRO"


class Candidate(NamedTuple):
    """A sound Avro schema; `meaning` is the same for schemas that mean the same."""

    schema: Any
    meaning: str

    def reasons_against(self, registered: Registered) -> list[str]:
        """Return why it and a registered version can't stand in for each other; none if they do."""
        if self.meaning == registered.meaning:
            return []
        if isinstance(self.schema, dict) and self.schema["type"] == "record":
            return list(differences(self.schema, registered.document))
        return unreadable(self.schema, registered.document)


def read_candidate(body: bytes) -> Candidate:
    """Read what clients send: a JSON object with `schema`, a text; refuse what is no schema."""
    sent = _object(body)
    kind = sent.get("schemaType") or AVRO
    if kind != AVRO:
        raise no_avro(f"'schemaType' is {kind!r}, and only 'AVRO' is served")
    if sent.get("references"):
        raise no_avro("it has 'references', and the schemas here stand by themselves")
    text = sent.get("schema")
    if not isinstance(text, str):
        raise no_avro(f"'schema' has to be a text that holds the schema; it is {_shown(text)}")
    return _sound(text)


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise Refused(400, 400, 'The body has to be a JSON object such as {"schema": "…"}.')
    return sent


def _sound(text: str) -> Candidate:
    try:
        schema = bare(_read(text))
        return Candidate(schema, meaning(schema))
    except RecursionError:
        raise no_avro("it is nested too deeply") from None
    except UnknownType as error:
        raise no_avro(f"there is no type {error.name!r}") from None
    except (SchemaParseException, ValueError) as error:
        raise no_avro(str(error)) from None
    except (AttributeError, LookupError, TypeError):
        # The library tells some mistakes by errors of Python, whose words help nobody.
        raise no_avro("it is no Avro") from None


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()  # the name of a simple type is a schema, with quotes or without


def _shown(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"
