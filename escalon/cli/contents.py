"""All commands of the program; the code of each is loaded once it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Literal, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

MARKUP: Literal["markdown"] = "markdown"
WORK, LOOK, RULES, RUN = "Work on tickets", "Look closer", "Rules", "Run"
MANY = "Run on many machines"


class Entry(NamedTuple):
    """Where a command lives: the module holds it as `app`; `help` begins its own help."""

    module: str
    panel: str
    help: str


CONTENTS: Mapping[str, Entry] = {
    "demo": Entry("demo", RUN, "Watch a desk at work, faster than life."),
    "up": Entry("up", RUN, "Run the desk: clocks, rules and read models, until interrupted."),
    "replay": Entry(
        "replaying",
        RUN,
        "Tell a real log to the desk again, in virtual time, and see what the policy makes of it.",
    ),
    "ticket": Entry("ticket", WORK, "Open tickets and work on them."),
    "queues": Entry("queues", WORK, "Show what waits in each tier, the most pressing first."),
    "clocks": Entry(
        "clocks", WORK, "Show the clocks of what waits, the most pressing ticket first."
    ),
    "history": Entry(
        "history", LOOK, "Show every fact about a ticket, and how it stood at any moment."
    ),
    "why": Entry(
        "why", LOOK, "Explain each escalation of a ticket, and each rule that kept still."
    ),
    "report": Entry("report", LOOK, "Show how promises were kept, and how agents and tiers do."),
    "simulate": Entry(
        "simulate",
        RULES,
        "Show what would have come of another policy over what was recorded; nothing is changed.",
    ),
    "policy": Entry("policy", RULES, "Check, publish, show, compare and retire policies."),
    "config": Entry("config", RULES, "Show the settings."),
    "work": Entry("work", MANY, "Run one kind of worker of a distributed desk."),
    "db": Entry("database", MANY, "Bring the database to the tables of this version."),
    "topics": Entry("topics", MANY, "Make and check Kafka's topics."),
    "dlq": Entry(
        "dlq", MANY, "Look at records that couldn't be handled, and have them handled again."
    ),
    "registry": Entry(
        "registry", MANY, "Serve the schemas of the topics to other people's clients."
    ),
    "rebuild": Entry("rebuild", RUN, "Build a read model anew from the log, beside the live one."),
}
"""The commands in the order of the help; a test holds each line against the command's own."""


class Contents(TyperGroup):
    """Shows all commands by what `CONTENTS` says of them, and loads the one that is run."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = {
            name: TyperCommand(
                name, help=entry.help, rich_help_panel=entry.panel, rich_markup_mode=MARKUP
            )
            for name, entry in CONTENTS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command that the arguments begin with, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else command, rest


def new_app(**options: Any) -> typer.Typer:
    """Return an app for the commands of one module."""
    return typer.Typer(add_completion=False, rich_markup_mode=MARKUP, **options)


def load(name: str) -> Any:
    """Return the command of that name, ready to run; the library's type for it is private."""
    app: typer.Typer = import_module(f"escalon.cli.{CONTENTS[name].module}").app
    return typer.main.get_command(app)


def every_command() -> Iterator[tuple[str, Any]]:
    """Yield each command with its words, such as `ticket open`; loads all of them."""
    for name in CONTENTS:
        yield from _below(name, load(name))


def _below(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield words, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _below(f"{words} {name}", inner)
