"""What README and docs show: their blocks, and a run of them as a reader would do it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

DIFFERENT = {
    "INSTANT": r"(\d{4}-\d\d-\d\d[T ]|\b\d\d-\d\d |\b)\d\d:\d\d:\d\d(\.\d+)?Z?",
    "ID": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "LEFT": r"-?\b(\d+d\d\dh|\d+h\d\dm|\d+m\d\ds)\b",
    " ": r"[\u2500-\u257f]",
}
"""What stands for each of its kind when two texts are compared."""

_BLOCK = re.compile(r"^```(?P<language>\w+)(?P<marks>.*)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block; `marks` are the words behind the language, `line` is where it begins."""

    page: str
    line: int
    language: str
    marks: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


class Step(NamedTuple):
    """A command for the shell, and what it must say; `None` is anything."""

    place: str
    command: str
    expected: str | None


def blocks_of(path: Path) -> list[Block]:
    """Return the blocks of a page, in order."""
    text = path.read_text(encoding="utf-8")
    page = path.relative_to(ROOT).as_posix()
    return [
        Block(
            page,
            text.count("\n", 0, found.start()) + 1,
            found["language"],
            tuple(found["marks"].split()),
            found["text"],
        )
        for found in _BLOCK.finditer(text)
    ]


def steps_of(blocks: Sequence[Block], folder: Path) -> Iterator[Step]:
    """Yield what a reader does with the blocks, in a folder that has the schemas."""
    (folder / "schemas").symlink_to(ROOT / "schemas")
    for number, block in enumerate(blocks):
        if block.language == "console" and "elsewhere" not in block.marks:
            yield from _typed(block)
        elif block.language == "python":
            (folder / f"block{number}.py").write_text(block.text, encoding="utf-8")
            yield Step(block.place, f"run block{number}.py", _said_next(blocks, number))
        elif block.marks[:1] and block.marks[0].startswith("file="):
            name = block.marks[0].removeprefix("file=")
            (folder / f"block{number}").write_text(block.text, encoding="utf-8")
            yield Step(block.place, f"cp block{number} {name}", None)


def _said_next(blocks: Sequence[Block], number: int) -> str | None:
    """Return what a program says, if the next block says so."""
    following = blocks[number + 1 : number + 2]
    return following[0].text if following and "output" in following[0].marks else None


def _typed(block: Block) -> Iterator[Step]:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, said = part.replace("\\\n", "").partition("\n")
        yield Step(block.place, command, said or None)


class Reader:
    """One who reads pages and does what they show."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, ROOT / "tests" / "integration" / "docs_reader.py"],
            env=_quiet(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def follow(self, steps: Sequence[Step], folder: Path) -> list[tuple[str, int]]:
        """Do all steps in the folder, in order; return what each said, and its exit code."""
        assert self._process.stdin
        assert self._process.stdout
        page = json.dumps([str(folder), [step.command for step in steps]])
        self._process.stdin.write(f"{page}\n")
        self._process.stdin.flush()
        return [tuple(answer) for answer in json.loads(self._process.stdout.readline())]

    def close(self) -> None:
        """Let the reader go."""
        self._process.communicate()


def _quiet() -> dict[str, str]:
    """Return the environment of somebody who has set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESCALON_")}
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    places = {"PATH": programs, "PYTHONPATH": str(ROOT)}
    return {**kept, **places, "COLUMNS": "100", "NO_COLOR": "1"}


def matches(expected: str, said: str) -> bool:
    """Return whether it was said; `…` stands for anything in a line, alone for any lines.

    One instant, countdown or random id is as good as another, and so are the frames of tables.
    """
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else f"{_line(line)}\n"
        for line in plain(expected).split("\n")
    )
    return re.fullmatch(pattern, plain(said) + "\n") is not None


def plain(text: str) -> str:
    """Return the words of the text, without what is different each time and without lines drawn."""
    for sort, pattern in DIFFERENT.items():
        text = re.sub(pattern, sort, text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _line(expected: str) -> str:
    return ".*?".join(re.escape(part) for part in expected.rstrip().split("…"))
