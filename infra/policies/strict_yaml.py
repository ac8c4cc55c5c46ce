"""YAML without surprises: every scalar stays the text it is, and no key comes twice."""

from __future__ import annotations

from typing import TypeAlias

import yaml

from infra.policies.mistake import PolicyMistake

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""What a document is made of: texts, nothing, lists and keys with values."""

MOST_VALUES = 100_000
"""Aliases make a small file large; no policy has as many values as this."""

_NOTHING = ("", "~", "null")
_OWN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")
_HINTS = {
    "that cannot start any token": "indent with spaces, and quote a text that begins so",
    "mapping values are not allowed": "quote a text that has ': ' in it, and indent keys alike",
    "expected ',' or": "close every bracket, with commas between the values",
    "unexpected end of stream": "close the quote",
    "undefined alias": "name what '*' stands for with '&' above it",
    "another document": "write one policy a file, without a second '---'",
}


def plain(text: str) -> Plain:
    """Return what the YAML says, with dates, times, numbers and `on` or `no` left as text.

    Raises `PolicyMistake` with the line for broken syntax, a key that comes twice, or a tag.
    """
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        return None if node is None else _Reading().value(node)
    except yaml.YAMLError as error:
        raise PolicyMistake(_syntax(error)) from None
    except RecursionError:
        message = "the document is nested too deeply; a policy needs no more than ten levels"
        raise PolicyMistake(message) from None


class _Reading:
    """Counts the values on the way."""

    def __init__(self) -> None:
        self._values = 0

    def value(self, node: yaml.Node) -> Plain:
        self._values += 1
        if self._values > MOST_VALUES:
            message = f"the document has more than {MOST_VALUES} values; repeat less with '*'"
            raise PolicyMistake(message)
        if node.tag not in _OWN_TAGS:
            message = f"{_line(node)}: there is a tag '{node.tag}'; write the value without it"
            raise PolicyMistake(message)
        if isinstance(node, yaml.MappingNode):
            return self._keys(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        is_plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if is_plain and node.value in _NOTHING else str(node.value)

    def _keys(self, node: yaml.MappingNode) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = f"{_line(key)}: a key is a list or has keys itself; write it as text"
                raise PolicyMistake(message)
            if key.value in values:
                message = f"{_line(key)}: '{key.value}' is already there; write each key once"
                raise PolicyMistake(message)
            values[key.value] = self.value(value)
        return values


def _line(node: yaml.Node) -> str:
    return f"line {node.start_mark.line + 1}"


def _syntax(error: yaml.YAMLError) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return "the file has a character that YAML doesn't allow; save it as UTF-8 text"
    problem = error.problem or "it ends too early"
    hints = (hint for part, hint in _HINTS.items() if part in problem)
    hint = next(hints, "look at the brackets, quotes and indentation there")
    mark = error.problem_mark
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}; {hint}"
