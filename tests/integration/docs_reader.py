"""Does what pages show: reads a folder and commands as JSON, a page a line; answers what each said.

Each command runs in a fork of this process, which has the program loaded already: starting it anew
for each would take most of the time.
"""

from __future__ import annotations

import json
import os
import runpy
import shlex
import signal
import sys
import tempfile
from collections.abc import Callable

from escalon.cli import main
from escalon.cli.contents import every_command

PATIENCE = 60
"""Seconds that a command may take."""


def follow(command: str, last: int) -> tuple[str, int]:
    """Run one command and return all that it said, and its exit code; `last` is that before."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            signal.alarm(PATIENCE)
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os._exit(_code_of(lambda: _do(command, last)))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        return said.read().decode(), code


def _do(command: str, last: int) -> None:
    words = shlex.split(command)
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        os.environ[name] = value
    if words[-2:-1] == [">"]:
        file = os.open(words[-1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        words = words[:-2]
    if words[0] == "escalon":
        sys.argv = words
        main()
    elif words[0] == "run":
        runpy.run_path(words[1], run_name="__main__")
    else:
        os.execvp("bash", ["bash", "-c", f"(exit {last}); {command}"])  # noqa: S606  # bash is one


def _code_of(act: Callable[[], None]) -> int:
    code: object = 0
    try:
        act()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001  # as Python itself does
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    list(every_command())
    for page in sys.stdin:
        folder, commands = json.loads(page)
        os.chdir(folder)
        answers: list[tuple[str, int]] = []
        for each in commands:
            answers.append(follow(each, answers[-1][1] if answers else 0))
        sys.stdout.write(json.dumps(answers) + "\n")
        sys.stdout.flush()
