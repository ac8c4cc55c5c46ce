"""The rules: what may happen to a ticket, when its clocks run out and why it climbs a tier."""
