"""Rules on their own: no disk, no network, the whole folder in under five seconds."""
