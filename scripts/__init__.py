"""Programs for those who work on Escalon."""
