"""Every command of the program with its help, from the program itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer

from escalon.cli.contents import every_command

Record = tuple[str, str]


def command_line() -> str:
    """Return a section for each command; those that only hold others are left out."""
    return "\n".join(
        _command(words, command)
        for words, command in every_command()
        if not hasattr(command, "commands")
    )


def _command(words: str, command: Any) -> str:
    context = typer.Context(command, info_name=words)
    usage = " ".join(["escalon", words, *command.collect_usage_pieces(context)])
    parts = [
        f"## {words}\n",
        _lines(command.help),
        f"```text\n{usage}\n```\n",
        _table("argument", _records(command, context, "argument")),
        _table("option", _records(command, context, "option")),
        _lines(command.epilog),
    ]
    return "\n".join(part for part in parts if part)


def _records(command: Any, context: typer.Context, kind: str) -> list[Record]:
    records = (p.get_help_record(context) for p in command.params if p.param_type_name == kind)
    return [record for record in records if record]


def _table(kind: str, records: Iterable[Record]) -> str:
    rows = "".join(f"| `{name.replace('|', '/')}` | {_cell(help)} |\n" for name, help in records)
    return f"| {kind} | meaning |\n|---|---|\n{rows}" if rows else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _lines(text: str | None) -> str:
    """Return the text with each sentence on its own line."""
    paragraphs = (" ".join(part.split()) for part in (text or "").split("\n\n"))
    return "\n\n".join(part.replace(". ", ".\n") for part in paragraphs) + "\n" if text else ""
