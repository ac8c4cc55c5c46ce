"""The program: the one place that wires the parts, and the ways in from outside."""
