"""Plumbing without rules: settings, clock, store, log and everything else outside the domain."""
