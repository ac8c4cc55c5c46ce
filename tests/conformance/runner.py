"""Put each case to the part of the desk that answers its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.conformance import calendar_rows, pauses, scenario, selection
from tests.conformance.reasons import CONTRADICTIONS, KINDS_LEFT_OUT
from tests.conformance.rows import NotCovered, Row, known
from tests.conformance.verdict import FAILED, NOT_COVERED, PASSED, Verdict

ANSWERED: Mapping[str, Callable[[Row], list[str]]] = {
    **dict.fromkeys(calendar_rows.KINDS, calendar_rows.mismatches),
    "add_business_time_with_pauses": pauses.due,
    "business_elapsed_with_pauses": pauses.elapsed,
    "next_deadline": selection.next_deadline,
    "policy_validation": selection.validation,
    "sla_scenario": scenario.mismatches,
    "sla_selection": selection.selected,
}
ROW_KEYS = "id source kind calendar input policy timeline expected note quirk tags base"


def verdict_on(row: Row) -> Verdict:
    """Return what becomes of a case; whatever goes wrong is said of the case alone."""
    outcome, why = _outcome(row)
    return Verdict(str(row["id"]), str(row["kind"]), outcome, why, str(row.get("quirk", "")))


def _outcome(row: Row) -> tuple[str, str]:
    try:
        found = _mismatches(row)
    except NotCovered as reason:
        return NOT_COVERED, str(reason)
    except Exception as error:  # noqa: BLE001  # the next case is to be tried all the same
        return FAILED, f"{type(error).__name__}: {error}"
    return (FAILED, "; ".join(found)) if found else (PASSED, "")


def _mismatches(row: Row) -> list[str]:
    known(row, ROW_KEYS, "the case")
    if row["id"] in CONTRADICTIONS:
        raise NotCovered(CONTRADICTIONS[row["id"]])
    if row["kind"] in KINDS_LEFT_OUT:
        raise NotCovered(KINDS_LEFT_OUT[row["kind"]])
    if row["kind"] not in ANSWERED:
        raise NotCovered(f"kind '{row['kind']}' has no counterpart here")
    if "expected" not in row:
        raise NotCovered("nothing is expected")
    return ANSWERED[row["kind"]](row)
