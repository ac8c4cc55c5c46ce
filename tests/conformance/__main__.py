"""Run cases: `python -m tests.conformance FILE.jsonl…`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from tests.conformance.listing import as_markdown
from tests.conformance.report import Verdicts, as_json, as_text, failed
from tests.conformance.rows import Unreadable, rows_of
from tests.conformance.runner import verdict_on

USAGE = "usage: python -m tests.conformance [--json | --list] FILE.jsonl…"
FORMS: Mapping[str, Callable[[Verdicts], str]] = {
    "": as_text,
    "--json": as_json,
    "--list": lambda verdicts: as_markdown([*chain.from_iterable(verdicts.values())]),
}


def main(arguments: Sequence[str]) -> int:
    """Run the cases of the files; return 1 if one failed, 2 if nothing could be run."""
    form = arguments[0] if arguments and arguments[0] in FORMS else ""
    names = arguments[1:] if form else arguments
    if not names or any(name.startswith("-") for name in names):
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        files = {name: rows_of(Path(name)) for name in names}
    except Unreadable as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 2
    verdicts = {name: [verdict_on(row) for row in rows] for name, rows in files.items()}
    sys.stdout.write(FORMS[form](verdicts).rstrip() + "\n")
    return 1 if failed(verdicts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
