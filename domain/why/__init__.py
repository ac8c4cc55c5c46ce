"""Why a ticket moved, or didn't: causes, the arithmetic of deadlines, and rules that kept still."""
