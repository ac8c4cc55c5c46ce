"""The commands `escalon policy …`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from domain.commands import RetirePolicy
from domain.errors import PolicyNotFound
from domain.events.policy import PolicyEvent, PolicyPublished
from escalon.bootstrap import LOG
from escalon.cli.asking import By, CommandId, How, carry_out, opened
from escalon.cli.contents import new_app
from escalon.cli.impact import impact_json, looked_over, print_impact
from escalon.cli.options import AsJson, Store, Wait, database_for, folder_of
from escalon.cli.output import console, print_json, print_table, shown, to_the_second, who
from escalon.cli.readable import readable
from escalon.impact import Impact
from escalon.publishing import publication, year_of
from escalon.shipped import policy_text
from infra.clock import SystemClock
from infra.policies import PolicyMistake, differences, read_policy

app = new_app(
    help="Check, publish, show, compare and retire policies.",
    no_args_is_help=True,
    epilog="Example: `escalon policy check my-desk.yaml`",
)

PolicyFile = Annotated[
    str, typer.Argument(metavar="FILE", help="A YAML file, or the name of a shipped policy.")
]
AgainstOpen = Annotated[
    bool, typer.Option("--against-open", help="Also say what it would change for open tickets.")
]
Note = Annotated[str, typer.Option(help="Why; it stands in the log.")]


@app.command(epilog="Example: `escalon policy check my-desk.yaml`")
def check(
    *,
    file: PolicyFile,
    against_open: AgainstOpen = False,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Look for mistakes, and say what publishing the file would change on this desk."""
    document = _read(file)
    is_there = database_for(store) or (folder_of(store) / LOG).exists()
    published = _published(store) if is_there else []
    name = document["policy"]
    current = next((e for e in reversed(published) if e.policy == name), None)
    changes = differences(json.loads(current.document), document) if current else []
    counts = {part: len(document[part]) for part in ("tiers", "targets", "escalation")}
    impact = _impact(document, store) if against_open else None
    if as_json:
        version = current.policy_version if current else None
        told = {"policy": name, **counts, "published_version": version, "changes": changes}
        print_json(told | ({"open_tickets": impact_json(impact)} if impact else {}))
        return
    rules = counts["escalation"]
    found = f"{counts['tiers']} tiers, {counts['targets']} targets, {rules} rules"
    console().print(shown(f"Policy '{name}' is in order: {found}."))
    if current:
        _print_changes(f"Against version {current.policy_version}, which was published:", changes)
    if impact:
        print_impact(impact)


@app.command(epilog='Example: `escalon policy publish my-desk.yaml --note "winter hours"`')
def publish(
    *,
    file: PolicyFile,
    note: Note = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Put a policy in use; new tickets come under it from now on."""
    how = How(store, command_id, by, as_json, wait)
    _read(file)  # a mistake in it should not leave an empty store behind
    with how.handling(make=True) as handling:
        now = handling.clock.now()
        command = publication(file, command_id=how.new_id(), at=now, actor=how.actor(), note=note)
        last = carry_out(handling, command).last
        version = handling.policies().in_use()[command.policy]
    if as_json:
        print_json({"policy": command.policy, "version": version, "position": last or None})
    elif last:
        console().print(shown(f"Policy '{command.policy}' is in use as version {version}."))
    else:
        said = f"Policy '{command.policy}' was in use already, as version {version}; no change."
        console().print(shown(said))


@app.command(epilog="Example: `escalon policy show default --version 1`")
def show(
    *,
    name: Annotated[
        str | None, typer.Argument(help="Which; otherwise all are listed.", show_default=False)
    ] = None,
    version: Annotated[
        int | None, typer.Option(min=1, help="An older one; otherwise the newest.")
    ] = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Show a published policy whole, or list all that were published."""
    if name is None:
        _list(store, as_json)
        return
    document = _of_version(_published(store), name, version)
    if as_json:
        print_json(document)
    else:
        text = yaml.safe_dump(
            readable(document),
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            width=100,
        )
        console().print(text, markup=False, soft_wrap=True, end="")


@app.command(epilog="Example: `escalon policy diff default@1 my-desk.yaml`")
def diff(
    *,
    old: Annotated[str, typer.Argument(help="A file, a shipped policy, or NAME@VERSION.")],
    new: Annotated[str, typer.Argument(help="What to compare it with.")],
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Say what differs between two policies."""
    changes = differences(_either(old, store), _either(new, store))
    if as_json:
        print_json(changes)
    else:
        _print_changes(f"From {old} to {new}:", changes)


@app.command(epilog='Example: `escalon policy retire trial --note "the trial is over"`')
def retire(
    *,
    name: Annotated[str, typer.Argument(help="Which.")],
    note: Note = "",
    store: Store = None,
    wait: Wait = None,
    by: By = None,
    command_id: CommandId = "",
    as_json: AsJson = False,
) -> None:
    """Take a policy out of use; open tickets under it come under none, and their clocks stop."""
    how = How(store, command_id, by, as_json, wait)
    with how.handling() as handling:
        now = handling.clock.now()
        command = RetirePolicy(
            command_id=how.new_id(), at=now, actor=how.actor(), policy=name, note=note
        )
        last = carry_out(handling, command).last
    if as_json:
        print_json({"policy": name, "position": last or None})
    else:
        state = "is" if last else "was already"
        console().print(shown(f"Policy '{name}' {state} out of use."))


def _impact(document: Mapping[str, Any], store: Path | None) -> Impact:
    with opened(store) as handling:
        return looked_over(handling, document)


def _read(reference: str) -> dict[str, Any]:
    name, text = policy_text(reference)
    return read_policy(text, name=name, first_year=year_of(SystemClock().now()))


def _published(store: Path | None) -> list[PolicyPublished]:
    with opened(store) as handling:
        return [e for e in handling.policy_events() if isinstance(e, PolicyPublished)]


def _of_version(published: list[PolicyPublished], name: str, version: int | None) -> dict[str, Any]:
    found = [e for e in published if e.policy == name and version in (None, e.policy_version)]
    if not found:
        raise PolicyNotFound(name if version is None else f"{name}@{version}")
    document: dict[str, Any] = json.loads(found[-1].document)
    return document


def _either(reference: str, store: Path | None) -> dict[str, Any]:
    """Return the document of a published version, a file or a shipped policy."""
    name, at, number = reference.rpartition("@")
    if not at or Path(reference).is_file():
        return _read(reference)
    if not number.isdigit():
        message = f"'{reference}' names no version; write a name and a number, such as default@2"
        raise PolicyMistake(message)
    return _of_version(_published(store), name, int(number))


def _print_changes(title: str, changes: list[str]) -> None:
    if not changes:
        console().print("There is no difference.")
        return
    console().print(shown(title))
    for change in changes:
        console().print(shown(f"- {change}"))


def _list(store: Path | None, as_json: bool) -> None:
    with opened(store) as handling:
        events, in_use = handling.policy_events(), handling.policies().in_use()
    listed = [_entry(event, in_use) for event in events]
    if as_json:
        print_json(listed)
    elif listed:
        print_table("Policies", list(listed[0]), [list(entry.values()) for entry in listed])
    else:
        console().print("No policy was ever published here; see `escalon policy publish`.")


def _entry(event: PolicyEvent, in_use: Mapping[str, int]) -> dict[str, object]:
    published = isinstance(event, PolicyPublished)
    current = published and in_use.get(event.policy) == event.policy_version
    return {
        "policy": event.policy,
        "version": event.policy_version,
        "what": ("published, in use" if current else "published") if published else "retired",
        "at": to_the_second(event.occurred_at),
        "by": who(event.actor),
        "note": event.note,
    }
