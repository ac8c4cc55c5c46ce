"""Which trace a command belongs to: the header `traceparent` of the W3C's Trace Context."""

from __future__ import annotations

import re

TRACEPARENT = "traceparent"
_SHAPE = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?P<more>-.*)?"
)


def valid_trace(text: str) -> str:
    """Return the text if it is a `traceparent`, else nothing: a broken one is no error.

    A version that isn't known yet may say more behind a dash.
    """
    found = _SHAPE.fullmatch(text)
    if found is None or (found["more"] is not None and text.startswith("00")):
        return ""
    return text
