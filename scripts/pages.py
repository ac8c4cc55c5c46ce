"""Writes the generated parts of the documentation: `python -m scripts.pages`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.command_line import command_line
from scripts.commands import commands
from scripts.events import events
from scripts.examples import client_example, plain_example
from scripts.settings import exit_codes, settings

DOCS = Path(__file__).resolve().parents[1] / "docs"
PARTS: Mapping[str, Callable[[], str]] = {
    "events": events,
    "commands": commands,
    "plain example": plain_example,
    "client example": client_example,
    "command line": command_line,
    "settings": settings,
    "exit codes": exit_codes,
}
"""What stands between `<!-- NAME, made by scripts.pages -->` and `<!-- end of NAME -->`."""

_PART = re.compile(
    r"(?P<begin><!-- (?P<name>[a-z ]+), made by scripts\.pages -->\n)"
    r".*?(?P<end><!-- end of (?P=name) -->\n)",
    re.DOTALL,
)


def filled(page: str) -> str:
    """Return the page with its generated parts as they should be; raises `KeyError` for another."""
    return _PART.sub(lambda part: f"{part['begin']}\n{PARTS[part['name']]()}\n{part['end']}", page)


def main() -> None:
    """Bring all pages up to date."""
    for path in sorted(DOCS.glob("*.md")):
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
