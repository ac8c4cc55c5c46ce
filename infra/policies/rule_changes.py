"""What is different in the rules of two policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.policies.wording import keys_become, order_becomes, said


def rule_changes(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Say what is different; both list canonical rules, which are known by their name."""
    before = {rule["name"]: rule for rule in old}
    after = {rule["name"]: rule for rule in new}
    for name, rule in before.items():
        if name in after:
            yield from keys_become(f"rule {name}", rule, after[name], [*after[name]])
        else:
            yield f"rule {name} is gone"
    for name, rule in after.items():
        if name not in before:
            yield f"rule {name} is new: {_in_words(rule)}"
    yield from order_becomes("rules are tried in another order", [*before], [*after])


def _in_words(rule: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in rule.items() if key not in ("name", "when", "unless")}
    unless = {f"unless {key}": value for key, value in rule["unless"].items()}
    return said({"when": rule["when"], **rest, **unless})
