"""The published form of a policy: the same document is always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any


def to_json(document: Mapping[str, Any]) -> str:
    """Return the document as canonical JSON: keys sorted, no spaces, text as it is."""
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def time_zone_version() -> str:
    """Return the version of the time zones that this program was installed with."""
    return version("tzdata")
