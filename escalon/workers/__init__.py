"""Long-running processes of the distributed desk, each started as often as is needed."""
