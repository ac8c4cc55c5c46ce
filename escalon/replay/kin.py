"""Names that belong together, directly or through others."""

from __future__ import annotations

from collections.abc import Sequence


class Kin:
    """Families of names, of each of which one name stands for all."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def join(self, names: Sequence[str]) -> None:
        """Make one family of those of these names."""
        first = self.of(names[0])
        for name in names[1:]:
            self._above[self.of(name)] = first

    def of(self, name: str) -> str:
        """Return the name that stands for all that belong to this one."""
        while (above := self._above.setdefault(name, name)) != name:
            self._above[name] = name = self._above[above]
        return name
