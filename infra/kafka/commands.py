"""Commands and their outcomes as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast, get_args

from domain import commands
from domain.actor import Actor
from domain.commands import Command, ForgetRequester
from domain.desk.outcome import Outcome
from domain.requests import TicketRequest
from schemas.codec import decode, encode

KINDS: Mapping[str, type[Any]] = {
    f"escalon.{kind.__name__}": kind
    for kind in get_args(commands.Command)
    if kind is not ForgetRequester
}
"""The class of each command's schema."""
RESULT = "escalon.CommandResult"


class NotACommand(ValueError):
    """A record that holds no command; the sentence says what it holds."""


def command_of(value: bytes) -> Command:
    """Return the command of a framed record; raises `NotACommand`, `NotOurs`."""
    name, record = decode(value)
    kind = KINDS.get(name)
    if kind is None:
        message = f"The record holds {name}, which is no command."
        raise NotACommand(message)
    values = dict(record)
    actor = cast("dict[str, str]", values["actor"])
    values["actor"] = Actor(actor["kind"], actor["id"])
    lists = {key: tuple(v) for key, v in values.items() if isinstance(v, list)}
    return cast("Command", kind(**{**values, **lists}))


def key_of(command: Command) -> bytes:
    """Return what commands are ordered by: all to one ticket lie in one partition."""
    if isinstance(command, TicketRequest):
        return command.ticket_id.encode()
    key = command.requester if isinstance(command, ForgetRequester) else command.policy
    return key.encode()


def value_of(command: Command) -> bytes:
    """Return the framed record of a command."""
    record = {field.name: getattr(command, field.name) for field in fields(command)}
    record["actor"] = {"kind": command.actor.kind, "id": command.actor.id}
    return encode(f"escalon.{type(command).__name__}", record)


def result_value(outcome: Outcome) -> bytes:
    """Return the framed record of an outcome."""
    return encode(
        RESULT,
        {
            "command_id": outcome.command_id,
            "first_position": outcome.first,
            "last_position": outcome.last,
            "refusal": outcome.refusal,
            "error": outcome.error,
        },
    )


def result_of(value: bytes) -> Outcome:
    """Return the outcome of a framed record."""
    _, record = decode(value)
    values: dict[str, Any] = dict(record)
    return Outcome(
        values["command_id"],
        values["first_position"],
        values["last_position"],
        values["refusal"],
        values["error"],
    )
