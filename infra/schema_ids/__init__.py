"""The numbers that a registry of somebody else's has given to our schemas."""
