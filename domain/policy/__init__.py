"""A policy: calendars, tiers, targets and rules, as plain objects."""
