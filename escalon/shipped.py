"""The policies that come with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from infra.policies import PolicyMistake


def policy_names() -> list[str]:
    """Return the names of the shipped policies."""
    folder = files("escalon") / "policies"
    return sorted(
        file.name.removesuffix(".yaml") for file in folder.iterdir() if "yaml" in file.name
    )


def policy_text(reference: str) -> tuple[str, str]:
    """Return the name and the text of a policy file, or of a shipped policy.

    Raises `PolicyMistake` when there is neither.
    """
    path = Path(reference)
    if path.is_file():
        try:
            return path.name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            message = f"{path.name}: the file is not UTF-8 text; save it as UTF-8"
            raise PolicyMistake(message) from None
    name = reference.removesuffix(".yaml")
    if name in policy_names():
        return f"{name}.yaml", (files("escalon") / "policies" / f"{name}.yaml").read_text("utf-8")
    message = (
        f"there is no policy file '{reference}'; name a YAML file,"
        f" or one that is shipped: {', '.join(policy_names())}"
    )
    raise PolicyMistake(message)
