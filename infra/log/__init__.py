"""Reading the log in order, and the one loop that all its followers share."""
