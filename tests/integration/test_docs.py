"""README and docs are true: what they show is done, and what they list is all there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from domain.policy.metric import METRICS
from escalon.cli.contents import every_command
from infra.policies import PolicyMistake, read_policy
from schemas.codec import schema
from scripts.pages import DOCS, filled
from tests.integration.docs_examples import PAGES, ROOT, Block, Reader, blocks_of, matches, steps_of

BLOCKS = [block for path in PAGES for block in blocks_of(path)]
RUN = [path for path in PAGES if any(b.language in ("console", "python") for b in blocks_of(path))]
POLICIES = [block for block in BLOCKS if block.language == "yaml"]
REST = {
    "policy": "policy: example\n",
    "calendars": "calendars: {office: {time_zone: UTC, hours: {mon-fri: 09:00-17:00}}}\n",
    "tiers": "tiers: [{name: front-line, team: support}, {name: technical, team: engineering}, "
    "{name: management, team: duty-managers}]\n",
    "targets": "targets: [{metrics: {acknowledge: 10m, first_response: 1h, resolution: 8h}}]\n",
    "repeat_contact": "repeat_contact: {contacts: 2, within: 24h}\n",
}
"""What a part of a policy is completed with."""


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.mark.parametrize("path", RUN, ids=names)
def test_what_a_page_shows_happens(path: Path, tmp_path: Path, reader: Reader) -> None:
    steps = list(steps_of(blocks_of(path), tmp_path))
    done = reader.follow(steps, tmp_path)

    for step, (said, code) in zip(steps, done, strict=True):
        assert step.expected is None or matches(step.expected, said), (
            f"{step.place}: $ {step.command}\n{said}"
        )
        assert code == 0 or _next_asks_for_the_code(steps, step), (
            f"{step.place}: $ {step.command}\nexit code {code}\n{said}"
        )


def _next_asks_for_the_code(steps: list, step) -> bool:
    return any(one is step and next.command == "echo $?" for one, next in pairwise(steps))


def completed(block: Block) -> str:
    """Return the whole policy that the block is a part of."""
    missing = (text for key, text in REST.items() if f"\n{key}:" not in f"\n{block.text}")
    return block.text + "".join(missing)


@pytest.mark.parametrize("block", POLICIES, ids=lambda block: block.place)
def test_each_example_of_a_policy_is_one(block: Block) -> None:
    if "mistake" not in block.marks:
        assert read_policy(completed(block), first_year=2026)["tiers"]
        return
    with pytest.raises(PolicyMistake) as refused:
        read_policy(completed(block), first_year=2026)
    answer = BLOCKS[BLOCKS.index(block) + 1]
    assert str(refused.value) + "\n" == answer.text


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=names)
def test_generated_parts_are_up_to_date(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == filled(page), "run: .venv/bin/python -m scripts.pages"


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{names(path)}: {link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{names(path)}: no heading for {link}"


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_every_page_can_be_reached_from_the_first() -> None:
    reached, waiting = set(), [PAGES[0]]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        links = re.findall(r"\]\(([^)#\s:]+)", path.read_text(encoding="utf-8"))
        waiting += [(path.parent / link).resolve() for link in links]
    assert set(PAGES) <= reached


def test_every_metric_and_every_way_a_clock_stops_is_described() -> None:
    page = (DOCS / "sla.md").read_text(encoding="utf-8")
    reasons = words("escalon.SlaStopped", "reason")
    assert [word for word in [*METRICS, *reasons] if f"`{word}`" not in page] == []


def test_every_command_has_its_section() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    commands = [name for name, command in every_command() if not hasattr(command, "commands")]
    assert [name for name in commands if f"\n## {name}\n" not in page] == []


def test_every_reason_to_decline_is_described() -> None:
    page = (DOCS / "policies.md").read_text(encoding="utf-8")
    reasons = words("escalon.EscalationDeclined", "why")
    assert [word for word in reasons if f"`{word}`" not in page] == []


def words(event: str, field: str) -> list[str]:
    """Return the values that a field may have, as its schema names them."""
    [doc] = [f["doc"] for f in schema(event)["fields"] if f["name"] == field]
    return re.findall(r"'(\w+)'", doc)


def test_a_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {name for path in PAGES for name in re.findall(r"\bmake ([a-z-]+)\b", _code(path))}
    assert {name for name in named if f"\n{name}:" not in makefile} == set()


def _code(path: Path) -> str:
    """Return what a page marks as code."""
    text = path.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"`[^`\n]+`|```.*?```", text, flags=re.DOTALL))
