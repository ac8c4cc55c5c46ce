"""Real logs of other systems, told again as commands with their own times."""

from escalon.importers.formats import FORMATS, Format, read_log
from escalon.importers.log import Log, Retold
from escalon.importers.mistake import ImportMistake

__all__ = ["FORMATS", "Format", "ImportMistake", "Log", "Retold", "read_log"]
