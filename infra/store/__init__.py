"""Where facts, remembered commands and followers' states are kept."""
