"""Long-running followers that react to what the log says happened."""
