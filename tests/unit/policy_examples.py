"""A small policy to which each test adds the part it is about."""

from __future__ import annotations

from typing import Any

import pytest

from infra.policies import PolicyMistake, read_policy

YEAR = 2026
LADDER = """
policy: desk
tiers:
  - {name: front-line, team: support}
  - {name: technical, team: engineering}
"""


def read(text: str, ladder: str = LADDER) -> dict[str, Any]:
    """Return the canonical document of the ladder and what the test adds to it."""
    return read_policy(ladder + text, first_year=YEAR)


def mistake(text: str, ladder: str = LADDER) -> str:
    """Return the only thing that is wrong with the text."""
    [sentence] = mistakes(text, ladder)
    return sentence


def mistakes(text: str, ladder: str = LADDER) -> list[str]:
    """Return what is wrong with the text, one sentence each, without the file's name."""
    with pytest.raises(PolicyMistake) as refused:
        read(text, ladder)
    lines = str(refused.value).splitlines()
    assert all(line.startswith("policy.yaml: ") for line in lines)
    return [line.removeprefix("policy.yaml: ") for line in lines]
