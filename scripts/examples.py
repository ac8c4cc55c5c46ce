"""The examples, as pages show them: the very files that the tests run."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def plain_example() -> str:
    """Return the example that needs nothing of ours."""
    return _shown("with_confluent_kafka.py")


def client_example() -> str:
    """Return the example of our own client."""
    return _shown("with_the_client.py")


def _shown(name: str) -> str:
    # Not `python`: that is run by itself, and these need servers.
    return f"```py\n{(EXAMPLES / name).read_text(encoding='utf-8')}```\n"
