"""Tests, by what they need: unit nothing, integration a disk, acceptance the whole program."""
