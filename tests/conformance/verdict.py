"""What became of a case."""

from __future__ import annotations

from typing import NamedTuple

PASSED, FAILED, NOT_COVERED = "passed", "failed", "not covered"


class Verdict(NamedTuple):
    """The outcome of one case, and why where it didn't pass; `quirk` is the case's own mark."""

    id: str
    kind: str
    outcome: str
    why: str = ""
    quirk: str = ""
