"""Why a rule did nothing, as data: what would have had to be, and what was."""

from __future__ import annotations

from typing import NamedTuple


class Unlike(NamedTuple):
    """A condition that didn't hold: what it accepts, and what the ticket had then."""

    condition: str
    wanted: tuple[str, ...]
    value: tuple[str, ...]


class PassedOver(NamedTuple):
    """A target that comes before the one that holds, and the conditions that kept it from it."""

    number: int
    because: tuple[Unlike, ...]


class Superseded(NamedTuple):
    """A higher milestone of the clock was passed at the same instant, and only the highest acts."""

    metric: str
    milestone: str


class Declined(NamedTuple):
    """The desk declined the move; `why` is its word for it, as recorded.

    `before_at` is when the move or the end that stood in its way took effect, `before_by` the rule
    or the person behind it. `within` is the rule's cool-down. Microseconds; 0 where there is none.
    """

    why: str
    tier: str
    asked_at: int
    before_at: int = 0
    before_by: str = ""
    within: int = 0


class NothingToChange(NamedTuple):
    """All conditions held, and the ticket was already as the rule would have it."""

    priority: str
    tier: str


class NotDue(NamedTuple):
    """The clock runs, and isn't there yet: `left` is business time, in microseconds."""

    metric: str
    cycle: int
    milestone: str
    due_at: int
    left: int
    calendar: str


class Paused(NamedTuple):
    """The clock stands still; `on` says for whom the ticket waits."""

    metric: str
    cycle: int
    milestone: str
    since: int
    on: str
    left: int


class Ended(NamedTuple):
    """The clock came to an end before; `used` and `offset` are business time in microseconds."""

    metric: str
    cycle: int
    milestone: str
    how: str
    ended_at: int
    used: int
    offset: int


class Outlived(NamedTuple):
    """The clock hadn't come that far when the ticket came under another version, or none."""

    metric: str
    cycle: int
    milestone: str
    ended_at: int
    used: int
    offset: int


class SaidBefore(NamedTuple):
    """The milestone was said before this policy version held."""

    metric: str
    cycle: int
    milestone: str


class EarlierCycles(NamedTuple):
    """So many cycles of the metric before the last ended before they came to that."""

    metric: str
    cycles: int


class NoSuchStep(NamedTuple):
    """The target that holds the clock says nothing at such a point."""

    metric: str
    cycle: int
    target: int


class NoTarget(NamedTuple):
    """No target matches the ticket, so nothing is promised."""

    passed: tuple[PassedOver, ...]


class NotPromised(NamedTuple):
    """The target that holds promises nothing for the metric, but for others."""

    metric: str
    target: int
    promised: tuple[str, ...]


class NotAwaited(NamedTuple):
    """The metric is promised, and no cycle of it was measured.

    `was_over` says that what it measures had happened before; `begins` is the policy's word for
    what begins it, empty where that is as always.
    """

    metric: str
    begins: str
    was_over: bool


class TooFewContacts(NamedTuple):
    """The most that came together; `within` is in microseconds, `tickets` are where they came."""

    contacts: int
    wanted: int
    within: int
    scope: str
    first_at: int
    tickets: tuple[str, ...]


class CountedElsewhere(NamedTuple):
    """The contacts came together on these tickets; it was said of another one, or of none."""

    contact_at: int
    tickets: tuple[str, ...]
    said_of: str


class NoRequester(NamedTuple):
    """The policy counts contacts of requesters, and nobody is said to have asked."""


class NothingCounted(NamedTuple):
    """The policy counts no repeat contacts."""


class DidNotHappen(NamedTuple):
    """What the rule waits for never happened."""

    when: str


class NotYet(NamedTuple):
    """All conditions held; the follower that carries rules out hasn't come to it."""


Reason = (
    Unlike
    | Superseded
    | Declined
    | NothingToChange
    | NotDue
    | Paused
    | Ended
    | Outlived
    | SaidBefore
    | EarlierCycles
    | NoSuchStep
    | NoTarget
    | NotPromised
    | NotAwaited
    | TooFewContacts
    | CountedElsewhere
    | NoRequester
    | NothingCounted
    | DidNotHappen
    | NotYet
)
