"""Pydantic's errors as sentences that name the place, the value and what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from infra.policies.mistake import Mistake, no_such_key
from infra.policies.part import Part

Where = tuple[str | int, ...]


def explained(error: ErrorDetails, model: type[Part]) -> Mistake:
    """Return what the error means; `model` is what the document was read as."""
    where = error["loc"]
    match error["type"]:
        case "value_error":
            return Mistake(where, str(error["ctx"]["error"]))
        case "extra_forbidden":
            part = _part_at(model, where[:-1])
            return Mistake(where, no_such_key(str(where[-1]), _keys(part)))
        case "missing":
            return Mistake(where[:-1], f"'{where[-1]}' is missing; write {_example(model, where)}")
    return Mistake(where, f"{_kind(error)}; write {_example(model, where)}")


_WANTED = {
    "string_type": "a text",
    "int_type": "a number",
    "int_parsing": "a whole number",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def _kind(error: ErrorDetails) -> str:
    value = error["input"]
    if value is None:
        return "nothing is written here"
    shown = f"'{value}' is" if isinstance(value, str | int) else _shape(value)
    wanted = _WANTED.get(error["type"])
    return f"{shown} not {wanted}" if wanted else f"{shown} not right: {error['msg']}"


def _shape(value: object) -> str:
    return "a list is" if isinstance(value, list | tuple) else "keys with values are"


def _example(model: type[Part], where: Where) -> str:
    field = _field_at(model, where)
    examples = field.examples if field else None
    return f"it like {examples[0]}" if examples else "a policy, beginning with policy: default"


def _keys(part: type[Part] | None) -> list[str]:
    return [field.alias or name for name, field in part.model_fields.items()] if part else []


def _part_at(model: type[Part], where: Where) -> type[Part] | None:
    """Return the part of the document that the path leads to."""
    found = _walk(model, where)[0]
    return found if isinstance(found, type) and issubclass(found, Part) else None


def _field_at(model: type[Part], where: Where) -> FieldInfo | None:
    """Return the last field that the path goes through."""
    return _walk(model, where)[1]


def _walk(annotation: Any, where: Where) -> tuple[Any, FieldInfo | None]:
    field: FieldInfo | None = None
    for step in where:
        annotation = _bare(annotation)
        if isinstance(annotation, type) and issubclass(annotation, Part):
            field = _named(annotation, step)
            annotation = field.annotation if field else None
        else:
            annotation = _inside(annotation)
    return _bare(annotation), field


def _named(part: type[Part], step: str | int) -> FieldInfo | None:
    fields = part.model_fields.items()
    return next((field for name, field in fields if (field.alias or name) == step), None)


def _bare(annotation: Any) -> Any:
    """Return the type without notes and without the choice of being absent."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    choices: Sequence[Any] = get_args(annotation)
    if type(None) in choices:
        return _bare(choices[0])
    return annotation


def _inside(annotation: Any) -> Any:
    """Return the type of the values of a list or of keys."""
    values = [choice for choice in get_args(annotation) if choice is not Ellipsis]
    return values[-1] if values else None
