"""A desk at work, faster than life: people who ask, people who answer, and a board to watch."""

from escalon.demo.run import run_demo

__all__ = ["run_demo"]
