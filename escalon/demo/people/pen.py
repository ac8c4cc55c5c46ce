"""Writes down what people ask of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.actor import Actor
from domain.commands import TicketCommand
from domain.ids import derive
from escalon.demo.people.agenda import Agenda
from escalon.demo.people.case import Case


class Pen:
    """Commands in the order of their times, until somebody takes them away."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._commands: list[TicketCommand] = []

    def write(
        self, kind: Callable[..., TicketCommand], case: Case, actor: Actor, **fields: Any
    ) -> None:
        """Write a command about the case, as of now; its id follows from how many there were."""
        case.written += 1
        command = kind(
            command_id=derive(case.id, f"command:{case.written}"),
            at=self._agenda.now,
            actor=actor,
            ticket_id=case.id,
            **fields,
        )
        self._commands.append(command)

    def take(self) -> list[TicketCommand]:
        """Return what was written since the last time."""
        commands, self._commands = self._commands, []
        return commands
