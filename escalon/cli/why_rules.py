"""What held for a ticket and what each rule made of it, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.events.sla import EscalationDeclined
from domain.hours import Span
from domain.why.choice import Choice, Chosen
from domain.why.reign import Reign
from domain.why.rules import RuleStory, VersionStory
from escalon.cli.explanation import Explanation
from escalon.cli.holding import target_name
from escalon.cli.output import console, print_table, to_the_second
from escalon.cli.why_words import passed_over, reason
from projections.sentences import sentence

Row = tuple[str, str, str]


def print_targets(chosen: Sequence[Chosen]) -> None:
    """Print which target of which policy version held from when on, and why that one."""
    rows = [(to_the_second(each.at), chosen_name(each.choice), _because(each)) for each in chosen]
    print_table("What held", ("from", "target", "why"), rows)


def print_rules(found: Explanation) -> None:
    """Print for each policy version what its rules made of the ticket."""
    for story in found.versions:
        _print_version(story, found.names)


def chosen_name(choice: Choice) -> str:
    """Return the target that holds, or that none does."""
    if not choice.version:
        return "no policy"
    if not choice.target:
        return f"no target of policy {choice.policy} version {choice.version}"
    return target_name(choice.key, choice.match)


def _because(chosen: Chosen) -> str:
    why = passed_over(chosen.choice.passed)
    return f"{sentence(chosen.fact)}; {why}" if why else sentence(chosen.fact)


def _print_version(story: VersionStory, names: Mapping[str, str]) -> None:
    reign = story.reign
    times = " and ".join(_time(span, reign) for span in reign.times)
    if not reign.version:
        console().print(f"Under no policy {times}: no clock ran, and no rule acted.\n")
        return
    rows = [row for rule in story.rules for row in _rows(rule, names)]
    title = f"Rules of policy {reign.policy} version {reign.version}, {times}"
    print_table(title, ("rule", "when", "what became of it"), rows)


def _time(span: Span, reign: Reign) -> str:
    start = f"from {to_the_second(span.start)}"
    is_last = span is reign.times[-1]
    return start if is_last and not reign.is_over else f"{start} to {to_the_second(span.end)}"


def _rows(story: RuleStory, names: Mapping[str, str]) -> Iterator[Row]:
    name, before = story.rule, ""
    for when, what in dict.fromkeys(_said(story, names)):
        yield name, "" if when == before else when, what
        name, before = "", when


def _said(story: RuleStory, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for verdict in story.verdicts:
        at = str(to_the_second(verdict.at))
        for event in verdict.led_to:
            if not isinstance(event, EscalationDeclined):
                yield at, sentence(event)
        for why in verdict.reasons:
            yield at, reason(why, names)
    for why in story.waiting:
        yield "", reason(why, names)
