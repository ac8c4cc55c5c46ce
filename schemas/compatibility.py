"""Says with `python -m schemas.compatibility check` whether the schemas may be as they are."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from schemas.breaks import breaks
from schemas.committed import committed
from schemas.schema_files import SchemaFiles

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a sentence for each break and return 1; return 0 if there is none."""
    options = _parser().parse_args(arguments)
    folder: Path = options.folder
    files = SchemaFiles(folder)
    with committed(folder, options.against or "HEAD") as before:
        if before is None and options.against:
            sys.stderr.write(
                f"git has no schemas at '{options.against}'; name a commit that does.\n"
            )
            return 2
        found = list(breaks(files, before))
    for sentence in found:
        sys.stdout.write(f"{sentence}\n")
    if not found:
        compared = (
            f"compared with {options.against or 'HEAD'}" if before else "none is committed yet"
        )
        sys.stdout.write(f"{len(files.names())} schemas, nothing breaks ({compared}).\n")
    return 1 if found else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m schemas.compatibility", description=__doc__)
    check = parser.add_subparsers(required=True).add_parser("check", help="look for breaks")
    check.add_argument("--against", metavar="COMMIT", help="compare with this one; default: HEAD")
    check.add_argument("--folder", type=Path, default=HERE, help="where the schemas are")
    return parser


if __name__ == "__main__":
    sys.exit(main())
