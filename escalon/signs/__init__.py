"""What a worker tells of itself while it works: plain counts that cost it next to nothing."""

from escalon.signs.role import Role
from escalon.signs.signs import Signs

__all__ = ["Role", "Signs"]
