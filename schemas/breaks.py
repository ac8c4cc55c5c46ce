"""What is wrong with a folder of schemas, by itself and against what was committed before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

from fastavro.schema import SchemaParseException, UnknownType, parse_schema

from schemas.acceptance import Accepts, accepting
from schemas.differences import differences
from schemas.forms import canonical
from schemas.schema_files import Document, SchemaFiles


def breaks(files: SchemaFiles, before: SchemaFiles | None) -> Iterator[str]:
    """Say what breaks the contract; `before` are the schemas as committed, if they ever were."""
    yield from _ids(files)
    sound = []
    for name in files.names():
        unusable = list(_unusable(files, name))
        yield from unusable or _history(files, name)
        sound += [name] * (not unusable)
    if before is not None:
        for name in before.names():
            yield from _since(files, before, name, sound)


def _ids(files: SchemaFiles) -> Iterator[str]:
    times = Counter(id for name in files.names() for id in files.ids(name))
    for id, count in times.items():
        if count > 1:
            yield f"schemas/ids.json: {id} stands {count} times; an id belongs to one version."


def _unusable(files: SchemaFiles, name: str) -> Iterator[str]:
    for version, id in enumerate(files.ids(name), 1):
        path = f"schemas/{files.path(name, version)}"
        try:
            parsed = cast("Document", parse_schema(files.document(name, version)))
        except FileNotFoundError:
            yield f"{path} is missing; schemas/ids.json gives it the id {id}."
        except (ValueError, KeyError, SchemaParseException, UnknownType) as error:
            yield f"{path} is no Avro schema: {error!r}."
        else:
            yield from _misnamed(path, parsed, name)
            yield from _defaults(path, parsed)


def _misnamed(path: str, parsed: Document, name: str) -> Iterator[str]:
    if parsed["name"] != name:
        yield f"{path} is the schema of '{parsed['name']}'; it has to be that of '{name}'."


def _defaults(path: str, parsed: Document) -> Iterator[str]:
    named: dict[str, Accepts] = {}
    for field in parsed["fields"]:
        fits = accepting(field["type"], named)
        if "default" in field and not fits(field["default"]):
            yield f"{path}: field '{field['name']}': its default is no value of its type."


def _history(files: SchemaFiles, name: str) -> Iterator[str]:
    newest = files.document(name)
    for version in range(1, len(files.ids(name))):
        for difference in differences(newest, files.document(name, version)):
            yield f"{name}, against version {version}: {difference}."


def _since(files: SchemaFiles, before: SchemaFiles, name: str, sound: list[str]) -> Iterator[str]:
    old = before.ids(name)
    now = files.ids(name) if name in files.names() else ()
    if now[: len(old)] != old:
        yield f"{name} had {list(old)} in schemas/ids.json and has {list(now)} now; ids stay."
    elif name in sound:
        committed = before.document(name)
        if canonical(files.document(name, len(old))) != canonical(committed):
            kept = f"schemas/history/{name.rpartition('.')[2]}.{len(old)}.avsc"
            yield f"{name}: id {old[-1]} was committed for another schema; keep it as {kept}."
        for difference in differences(files.document(name), committed):
            yield f"{name}, against what was committed: {difference}."
