"""Whether a process's workers live, are ready, and what they count."""
