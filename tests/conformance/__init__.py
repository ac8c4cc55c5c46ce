"""Other ticket systems' own test cases, put to this one: `python -m tests.conformance FILE…`."""
