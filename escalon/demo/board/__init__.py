"""What a desk at work looks like on a terminal, or as plain lines."""
