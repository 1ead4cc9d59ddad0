"""Drafting and offering a plan from lines that the story's files hold."""

from __future__ import annotations

from typing import Any

from app import clock
from app.care.plan import drafting
from app.cli.story.stage import Stage


def draft(stage: Stage, patient: str, lines: dict[str, dict[str, Any]]) -> None:
    """Ines drafts each line; its key is remembered under its name, so that later lines can point to it."""
    grant = stage.grant("ines", patient)
    for name, line in lines.items():
        owner = line.get("owner", "")
        dated = bool(owner) or "until" in line
        row = drafting.save(
            stage.session,
            grant,
            kind=line["kind"],
            content=stage.filled(line["content"]),
            owner=stage.owner(owner),
            starts_on=clock.today(stage.zone) if dated else None,
            ends_on=stage.day(line["until"]) if "until" in line else None,
        )
        stage.keys[name] = row.key
