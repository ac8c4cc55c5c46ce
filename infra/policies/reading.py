"""Reading a policy: from YAML to the canonical document, or to all that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from domain.policy.policy import Policy
from infra.policies.canonical import to_json
from infra.policies.document import PolicyText
from infra.policies.explain import explained
from infra.policies.mistake import Mistake, PolicyMistake, place
from infra.policies.promises import promises_out_of_reach
from infra.policies.references import mistakes_between
from infra.policies.strict_yaml import Plain, plain


def read_policy(text: str, *, name: str = "policy.yaml", first_year: int) -> dict[str, Any]:
    """Return the canonical document, which `Policy.of` reads and `to_json` writes.

    Public holidays are those from the year before `first_year` to ten years after it.
    Raises `PolicyMistake` with a sentence for each mistake, which begins with `name`.
    """
    try:
        return _read(text, first_year)
    except PolicyMistake as mistake:
        lines = str(mistake).splitlines()
        raise PolicyMistake("\n".join(f"{name}: {line}" for line in lines)) from None


def _read(text: str, first_year: int) -> dict[str, Any]:
    written = plain(text)
    policy = _parts(written)
    _refuse(mistakes_between(policy), written)
    # What is read now and what is read from the log one day must be the same, to the last order.
    document: dict[str, Any] = json.loads(to_json(policy.canonical(first_year)))
    _refuse(promises_out_of_reach(Policy.of(document, 1), first_year), written)
    return document


def _parts(written: Plain) -> PolicyText:
    if not isinstance(written, dict):
        message = "there is no policy here; begin with policy: and its name, then tiers:"
        raise PolicyMistake(message)
    try:
        return PolicyText.model_validate(written)
    except ValidationError as error:
        _refuse((explained(details, PolicyText) for details in error.errors()), written)
        raise


def _refuse(mistakes: Iterable[Mistake], written: Plain) -> None:
    found = [(place(written, mistake.where), mistake.sentence) for mistake in mistakes]
    if found:
        lines = (f"{path}: {sentence}" if path else sentence for path, sentence in found)
        raise PolicyMistake("\n".join(dict.fromkeys(lines)))
