"""What became of all cases, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from tests.conformance.verdict import FAILED, NOT_COVERED, PASSED, Verdict

Verdicts = Mapping[str, Sequence[Verdict]]
"""The cases of each file."""


def as_text(verdicts: Verdicts) -> str:
    """Return the counts of each file and kind, why cases didn't pass, and the sum as last line."""
    lines = [line for file in verdicts for line in _file(file, verdicts[file])]
    passed, bad, left = (_count(verdicts, outcome) for outcome in (PASSED, FAILED, NOT_COVERED))
    return "\n".join([*lines, f"{left} not covered", f"{passed} passed, {bad} failed"])


def as_json(verdicts: Verdicts) -> str:
    """Return every case with its outcome as JSON."""
    files = {file: [verdict._asdict() for verdict in found] for file, found in verdicts.items()}
    sums = {o.replace(" ", "_"): _count(verdicts, o) for o in (PASSED, FAILED, NOT_COVERED)}
    return json.dumps({"files": files, **sums}, indent=1)


def failed(verdicts: Verdicts) -> bool:
    """Return whether a case failed."""
    return _count(verdicts, FAILED) > 0


def _count(verdicts: Verdicts, outcome: str) -> int:
    return sum(each.outcome == outcome for found in verdicts.values() for each in found)


def _file(file: str, verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield file
    for kind in dict.fromkeys(verdict.kind for verdict in verdicts):
        found = [verdict for verdict in verdicts if verdict.kind == kind]
        counts = [
            f"{sum(each.outcome == outcome for each in found)} {outcome}"
            for outcome in (PASSED, FAILED, NOT_COVERED)
        ]
        yield f"  {kind}: {', '.join(counts)}"
        for each in found:
            if each.outcome != PASSED:
                yield f"    {each.outcome}: {each.id}: {each.why}"
