"""The desk: the only way in; commands in, recorded facts out."""

from domain.desk.desk import Desk
from domain.desk.outcome import Outcome

__all__ = ["Desk", "Outcome"]
