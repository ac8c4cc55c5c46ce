"""Telling a recorded past to the desk again, in virtual time."""
