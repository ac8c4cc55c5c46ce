"""The command line."""

from escalon.cli.main import main

__all__ = ["main"]
