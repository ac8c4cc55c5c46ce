"""Why a rule kept still, in sentences for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.why import reasons as r
from escalon.cli.output import length, to_the_second

ENDED = {
    "resolved": "the ticket was resolved",
    "closed": "the ticket was closed",
    "merged": "the ticket was merged into another",
    "moved": "the ticket moved to another tier",
    "no_target": "no target promised it any more",
    "policy_withdrawn": "no policy held any more",
    "late_while_paused": "it was done while the clock was paused",
}
"""How a clock ended, as a clause."""

DONE_IN = ("met", "late")
"""How a clock ended because what it awaited was done."""
DONE = {
    "acknowledge": "somebody took it",
    "first_response": "it was answered",
    "next_response": "it was answered",
    "update": "it was answered",
    "tier_time": "it left the tier",
}
"""What was done then, by metric."""

WHEN = {
    "acknowledged": "nobody acknowledged or took the ticket",
    "resolved": "the ticket wasn't resolved",
    "sla_breach_retracted": "no breach was taken back",
}
"""What didn't happen, by what the rule waits for."""

BEGINS = {
    ("first_response", "first_contact"): "no contact of the requester came",
    ("next_response", ""): "no question came after the first answer",
    ("next_response", "opening"): "no question came",
    ("update", ""): "nobody answered, so no next answer was owed",
}
"""Why a promised clock never began, by metric and what begins it."""

NAMES = {"in": "tier", "requester_group": "requester group"}


def reason(why: r.Reason, names: Mapping[str, str]) -> str:
    """Return why, as a sentence without capital and full stop; `names` are those of tickets."""
    if isinstance(why, r.TooFewContacts | r.CountedElsewhere):
        why = why._replace(tickets=tuple(names.get(id) or id for id in why.tickets))
    if isinstance(why, r.CountedElsewhere):
        why = why._replace(said_of=names.get(why.said_of) or why.said_of)
    return WORDS[type(why)](why)


def condition(why: r.Unlike) -> str:
    """Return what a condition accepts, and what the ticket had."""
    wanted = _any_of(why.wanted)
    if why.condition == "after_reason":
        had = f"the last was for {_any_of(why.value)}" if any(why.value) else "there was none"
        return f"it holds after a move for {wanted}; {had}"
    return f"it is for {_unlike(why)}"


def passed_over(targets: tuple[r.PassedOver, ...]) -> str:
    """Return why none of those targets holds."""
    return "; ".join(
        f"not target {target.number}: for {' and '.join(_unlike(each) for each in target.because)}"
        for target in targets
    )


def point(metric: str, cycle: int, milestone: str) -> str:
    """Return a point on a clock: `the breach of resolution`, `80% of update (2)`."""
    clock = metric.replace("_", " ") + (f" ({cycle})" if cycle > 1 else "")
    if milestone == "breach":
        return f"the breach of {clock}"
    if milestone.endswith("%"):
        return f"{milestone} of {clock}"
    if milestone.endswith(" before"):
        return f"{milestone} the breach of {clock}"
    return f"{milestone} after the breach of {clock}"


def _unlike(why: r.Unlike) -> str:
    name = NAMES.get(why.condition, why.condition)
    had = _any_of(tuple(value for value in why.value if value))
    return f"{name} {_any_of(why.wanted)}, " + (f"not {had}" if had else "and it had none")


def _any_of(values: tuple[str, ...]) -> str:
    return " or ".join(values)


def _declined(why: r.Declined) -> str:
    since = to_the_second(why.before_at)
    ended = f"the ticket was {why.why} since {since}"
    words = {
        "resolved": ended,
        "closed": ended,
        "merged": ended,
        "superseded": "a higher milestone was passed at the same instant, and only that acts",
        "moved_already": f"the ticket had moved to {why.tier} at {since} (by {why.before_by}), "
        "and the cause isn't later than that",
        "moved_within": f"the ticket had moved to {why.tier} at {since} (by {why.before_by}), "
        f"{length(why.asked_at - why.before_at)} before; the rule keeps still for "
        f"{length(why.within)} after a move",
        "at_the_bottom": f"{why.tier} is the bottom of the ladder",
        "not_above": f"the ticket was in {why.tier}, and the rule's tier isn't above that",
        "not_below": f"the ticket was in {why.tier}, and the rule's tier isn't below that",
        "no_such_tier": "the rule's tier is no longer on the ladder",
    }
    return f"declined: {words.get(why.why, why.why.replace('_', ' '))}"


def _not_due(why: r.NotDue) -> str:
    where = point(why.metric, why.cycle, why.milestone)
    left = f"in {length(why.left)} of {why.calendar}"
    return f"{where} isn't due until {to_the_second(why.due_at)} ({left})"


def _paused(why: r.Paused) -> str:
    where = point(why.metric, why.cycle, why.milestone)
    paused = f"paused since {to_the_second(why.since)}, waiting for {why.on}"
    return f"{where} is {length(why.left)} away; {paused}"


def _ended(why: r.Ended) -> str:
    where = point(why.metric, why.cycle, why.milestone)
    how = ENDED.get(why.how, "nothing was awaited any more")
    if why.how in DONE_IN:
        how = DONE.get(why.metric, "it was done")
    at = to_the_second(why.ended_at)
    if why.used > why.offset:
        return f"{how} at {at}, before {where} was said"
    return f"{how} at {at}; {where} was still {length(why.offset - why.used)} away"


def _outlived(why: r.Outlived) -> str:
    where = point(why.metric, why.cycle, why.milestone)
    used = f"{length(why.used)} of {length(why.offset)}"
    return f"{where}: {used} were used when the version ended, at {to_the_second(why.ended_at)}"


def _nothing(why: r.NothingToChange) -> str:
    has = [f"its priority was {why.priority} already"] if why.priority else []
    has += [f"it was in {why.tier} already"] if why.tier else []
    return f"nothing to change: {' and '.join(has)}"


def _not_promised(why: r.NotPromised) -> str:
    promised = ", ".join(metric.replace("_", " ") for metric in why.promised)
    return f"target {why.target} promises no {why.metric.replace('_', ' ')}, only {promised}"


def _not_awaited(why: r.NotAwaited) -> str:
    metric = why.metric.replace("_", " ")
    if why.was_over:
        return f"{metric} was over before this version held"
    return BEGINS.get((why.metric, why.begins), f"{metric} never began")


def _too_few(why: r.TooFewContacts) -> str:
    on = "of the requester" if why.scope == "requester" else "on the ticket"
    asked = f"{why.wanted} contacts {on} within {length(why.within)} are asked for"
    if not why.contacts:
        return f"{asked}; there was none"
    came = "1 came" if why.contacts == 1 else f"{why.contacts} came together"
    return f"{asked}; {came}, from {to_the_second(why.first_at)}, on {', '.join(why.tickets)}"


def _elsewhere(why: r.CountedElsewhere) -> str:
    at = to_the_second(why.contact_at)
    came = f"contacts came together at {at} on {', '.join(why.tickets)}"
    return f"{came}; that was said of {why.said_of}" if why.said_of else f"{came}; none was open"


def _earlier(why: r.EarlierCycles) -> str:
    cycles = "1 earlier cycle" if why.cycles == 1 else f"{why.cycles} earlier cycles"
    return f"{cycles} of {why.metric.replace('_', ' ')} ended before that"


def _superseded(why: r.Superseded) -> str:
    other = "the breach" if why.milestone == "breach" else why.milestone
    return f"{other} was passed at the same instant, and only the highest of them acts"


WORDS: Mapping[type[Any], Callable[[Any], str]] = {
    r.Unlike: condition,
    r.Superseded: _superseded,
    r.Declined: _declined,
    r.NothingToChange: _nothing,
    r.NotDue: _not_due,
    r.Paused: _paused,
    r.Ended: _ended,
    r.Outlived: _outlived,
    r.SaidBefore: lambda why: (
        f"{point(why.metric, why.cycle, why.milestone)} was said before this version held"
    ),
    r.EarlierCycles: _earlier,
    r.NoSuchStep: lambda why: (
        f"target {why.target} has no such step for {why.metric.replace('_', ' ')}"
    ),
    r.NoTarget: lambda _: "no target matches the ticket, so nothing is promised",
    r.NotPromised: _not_promised,
    r.NotAwaited: _not_awaited,
    r.TooFewContacts: _too_few,
    r.CountedElsewhere: _elsewhere,
    r.NoRequester: lambda _: "contacts of a requester count, and the ticket has none",
    r.NothingCounted: lambda _: "the policy counts no repeat contacts",
    r.DidNotHappen: lambda why: WHEN[why.when],
    r.NotYet: lambda _: "all conditions hold; it hasn't been carried out yet",
}
"""The words for each reason; a test holds it against the reasons there are."""
