"""Carrying out what is asked from outside, and answering it, whatever carries the desk."""
