"""The list of cases that aren't put to this desk, each with its reason, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.conformance.verdict import NOT_COVERED, Verdict

HEAD = (
    "# Cases of other ticket systems that are not covered",
    "",
    "The reason follows from what a case says: a key, event or value without counterpart here.",
    "So it is the same for cases that this list doesn't know.",
    "A test holds this page against what the runner says.",
    "`python -m tests.conformance --list FILE.jsonl…` writes it.",
    "",
)
QUIRKS = (
    "",
    "## Where a peer is peculiar",
    "",
    "These were marked by those who wrote them down.",
    "Beside the mark is what this desk does instead.",
    "Marks about closing times, reversed ranges and no time at all are missing: those cases pass.",
    "",
)


def as_markdown(verdicts: Sequence[Verdict]) -> str:
    """Return the page."""
    plain = [each for each in verdicts if not each.quirk]
    left = [each for each in plain if each.outcome == NOT_COVERED]
    marked = [each for each in verdicts if each.quirk and each.outcome == NOT_COVERED]
    title = f"## {len(left)} of {len(plain)} cases without a mark"
    return "\n".join([*HEAD, title, "", *_table(left), *QUIRKS, *_table(marked)])


def _table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield "| reason | cases |"
    yield "|---|---|"
    for why in dict.fromkeys(each.why for each in verdicts):
        ids = ", ".join(f"`{each.id}`" for each in verdicts if each.why == why)
        yield f"| {why.replace('|', '/')} | {ids} |"
