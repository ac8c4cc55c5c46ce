"""The tables of settings and exit codes, from the code that knows them."""

from __future__ import annotations

from escalon.cli import errors
from infra.settings import PREFIX, Settings

CODES = {
    "Done.": 0,
    "The desk refused: the ticket's state, or the time, doesn't allow it.": errors.REFUSED,
    "The command line or a setting is wrong.": errors.USAGE,
    "There is no such ticket, policy or dead letter.": errors.NOT_FOUND,
    "A file can't be used: a policy, a log, or one that isn't there.": errors.BAD_INPUT,
    "The store can't be used, or another process has it.": errors.STORE,
    "Interrupted from the keyboard.": errors.INTERRUPTED,
}


def settings() -> str:
    """Return one row for each setting."""
    rows = [
        f"| `{name}` | `{PREFIX}{name.upper()}` | {_shown(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return f"| setting | variable | default | meaning |\n|---|---|---|---|\n{''.join(rows)}"


def exit_codes() -> str:
    """Return one row for each exit code."""
    rows = [f"| {code} | {meaning} |\n" for meaning, code in CODES.items()]
    return f"| code | meaning |\n|---|---|\n{''.join(rows)}"


def _shown(default: object) -> str:
    return f"`{default}`" if default is not None and str(default) else "none"
