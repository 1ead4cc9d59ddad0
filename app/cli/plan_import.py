"""``handrail import``: look at a record from elsewhere and say what a plan would take from it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.cli import kit
from app.fhir import incoming
from app.fhir.found import Found, Item, LeftOut
from app.fhir.opening import MAX_BYTES
from app.text import without_unwanted


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--fhir", "as_fhir", is_flag=True, help="The file is FHIR R4 (JSON). It is the only form there is.")
@click.option("--dry-run", is_flag=True, help="Change nothing. It is the only way there is today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
def command(file: Path, as_fhir: bool, dry_run: bool, as_json: bool) -> None:
    """Read FILE (any FHIR R4 record: a Bundle or one resource) and say what would become of it.

    Three lists: what a plan would take and as what, what it would leave and why, and what is wrong with the file.
    Nothing is stored; whoever drafts the plan copies what they want. Up to 10 MB and 5000 entries.
    """
    if not as_fhir:
        raise click.UsageError("Say in which form the file is: --fhir.")
    if not dry_run:
        raise click.UsageError("Only looking is possible today: add --dry-run.")
    found = incoming.read(kit.content_of(file, MAX_BYTES))
    if as_json:
        click.echo(json.dumps(as_dict(found), ensure_ascii=False, indent=2, default=str))
        return
    for line in as_lines(found):
        click.echo(line)


def as_dict(found: Found) -> dict[str, Any]:
    """The result as plain data, for other programs."""
    return {
        "person": found.person,
        "plan": asdict(found.plan) if found.plan else None,
        "would_take": [asdict(item) | {"title": title(item)} for item in found.items],
        "would_leave": [asdict(left) for left in found.left],
        "facts": [asdict(fact) for fact in found.facts],
        "problems": found.problems,
    }


def as_lines(found: Found) -> list[str]:
    """The result as sentences, one a line."""
    about = f"This is about {found.person}. " if found.person else ""
    lines = [without_unwanted(f"{about}Nothing was stored.")]
    if found.plan:
        said = [f"version {found.plan.number}"] if found.plan.number else []
        said += [f"in force from {found.plan.in_force_from}"] if found.plan.in_force_from else []
        said += [f"to be reviewed on {found.plan.review_on}"] if found.plan.review_on else []
        lines += [f"It holds a plan: {', '.join(said)}."] if said else ["It holds a plan."]
    lines += _list("Would take", [_taken(item) for item in found.items])
    lines += _list("Would leave", [_left(left) for left in found.left])
    lines += _list("Problems", found.problems)
    return lines


def title(item: Item) -> str:
    """A line's own title."""
    return " ".join(KINDS[item.kind].title(item.content).split())


def _list(name: str, lines: list[str]) -> list[str]:
    shown = [without_unwanted(" ".join(line.split())) for line in lines]
    return [f"{name} ({len(lines)}):" if lines else f"{name}: nothing.", *(f"  {line}" for line in shown)]


def _taken(item: Item) -> str:
    who = "the person" if item.owner == PATIENT else item.owner_words or "nobody named"
    days = " to ".join(str(day) for day in (item.starts_on, item.ends_on) if day) or "no days"
    return f"{KINDS[item.kind].words}: {title(item)} [{who}; {days}] ({item.where})"


def _left(left: LeftOut) -> str:
    named = f" «{left.title}»" if left.title else ""
    return f"{left.type}{named} ({left.where}): {left.why}"
