"""A schema registry as other people's clients know it, over the ids that never change."""

from infra.registry.call import Answer, Call
from infra.registry.catalogue import Catalogue
from infra.registry.routes import answer

__all__ = ["Answer", "Call", "Catalogue", "answer"]
