"""What the help promises: every command is listed, with its own words and an example."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from escalon.cli.contents import CONTENTS, every_command, load

COMMANDS = dict(every_command())
OF_A_DESK = {
    "demo",
    "up",
    "replay",
    "ticket",
    "queues",
    "history",
    "why",
    "report",
    "policy",
    "rebuild",
}
HEAVY = ("sqlalchemy", "eventsourcing", "pydantic", "holidays", "fastavro", "rich.progress")


@pytest.mark.parametrize("name", CONTENTS)
def test_the_help_of_the_program_begins_as_the_commands_own(name: str):
    assert load(name).help.startswith(CONTENTS[name].help)


@pytest.mark.parametrize(("words", "command"), COMMANDS.items(), ids=COMMANDS)
def test_every_command_has_an_example_of_itself(words: str, command: Any):
    assert command.epilog.startswith("Example: `")
    assert f"escalon {words}" in command.epilog


@pytest.mark.parametrize("words", [words for words in COMMANDS if words.split()[0] in OF_A_DESK])
def test_every_command_that_reads_or_writes_a_desk_can_be_told_which(words: str):
    command = COMMANDS[words]
    options = {option for parameter in command.params for option in parameter.opts}

    assert "--store" in options or hasattr(command, "commands")


def test_the_way_in_loads_nothing_that_only_a_command_needs():
    loads = f"import sys, escalon.cli.main; print(set(sys.modules) & {set(HEAVY)})"
    ran = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "set()"
