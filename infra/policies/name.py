"""Names of policies, calendars, tiers and rules."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

_NAME = re.compile(r"\w(?:[\w .-]*\w)?")


def _name(value: str) -> str:
    # Ids are derived from names and a colon, and tables for programs are cut at commas.
    if not _NAME.fullmatch(value):
        message = (
            f"'{value}' is not a name; write letters, digits, spaces, '-', '_' and '.', "
            "as in front-line"
        )
        raise ValueError(message)
    return value


Name = Annotated[str, AfterValidator(_name)]
