"""The whole program as a person uses it, often on real data."""
