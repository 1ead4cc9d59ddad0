"""``handrail reminders``: one pass of the sender, for operators who run it by a timer."""

from __future__ import annotations

import click

from app.cli import kit


@click.group("reminders")
def command() -> None:
    """Reminders by push."""


@command.command("send")
def send() -> None:
    """Send what is due now, once, and stop. Safe beside a running sender."""
    from app.jobs import send_reminders

    config = kit.settings()
    with kit.database(config):
        count = send_reminders.send_once(config)
    click.echo(f"{count} due reminders worked on." if count != 1 else "1 due reminder worked on.")
