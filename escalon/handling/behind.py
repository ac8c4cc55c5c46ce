"""How far the read models are behind what they were asked for."""

from __future__ import annotations

from typing import NamedTuple


class Behind(NamedTuple):
    """The read models know the log up to `reached`, not `wanted`; `hint` says where to look."""

    reached: int
    wanted: int
    hint: str

    def sentence(self, what: str) -> str:
        """Return it in words; `what` is at the position that was wanted."""
        return (
            f"the read models are at position {self.reached}, {what} is at {self.wanted};"
            f" {self.hint}"
        )


class ReadModelsBehind(LookupError):
    """A reference that the read models don't know, which they may yet hear of."""

    def __init__(self, reference: str, behind: Behind) -> None:
        super().__init__(f"No ticket {reference} is known yet: {behind.sentence('the log')}")
