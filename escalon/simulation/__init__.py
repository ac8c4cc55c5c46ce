"""A recorded past under another policy, in virtual time, without a byte written."""
