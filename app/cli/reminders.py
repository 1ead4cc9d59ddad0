"""``handrail reminders``: one pass of the sender, for operators who run it by a timer; and what would be sent."""

from __future__ import annotations

import click

from app.cli import kit
from app.models import Patient

LONGEST = 60


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


@command.command("preview")
@click.argument("patient_id")
@click.option("--days", type=click.IntRange(1, LONGEST), default=14, show_default=True, help="How far to look ahead.")
def preview(patient_id: str, days: int) -> None:
    """Print what will be sent about PATIENT_ID, to whom, when by their clock, and why; and what not, and why.

    As things stand now: whatever is done, answered or changed meanwhile changes it. Nothing is sent, and
    nothing stored but that somebody looked. The
    reasons name what the plan says: show them to nobody who may not read the plan.
    """
    from app.access import audit, grants
    from app.care.reminders import preview as previews

    config = kit.settings()
    with kit.database(config) as database, database.write() as session:
        if session.get(Patient, patient_id) is None:
            raise click.ClickException(f"Nobody has the id {patient_id}. It stands in the page's address.")
        grant = grants.system(patient_id)
        for one in previews.of(session, grant, days):
            settings = f"{one.one.time_zone}, {one.one.language}, at most {one.one.daily_limit} notes a day"
            click.echo(f"{one.account.name} ({settings}, quiet {one.one.quiet_from:%H:%M}–{one.one.quiet_to:%H:%M})")
            for line in one.lines:
                click.echo(f"  {line.at:%a %Y-%m-%d %H:%M}  {'sends' if line.is_sent else 'NOT  '}  {line.words}")
                click.echo(f"      {'about' if line.is_sent else 'because'}: {line.why}")
            if not one.lines:
                click.echo("  Nothing.")
        audit.record(session, grant, "preview reminders", "patient", patient_id)
