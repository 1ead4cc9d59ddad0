"""``handrail audit``: whether the log of who did what is as it was written."""

from __future__ import annotations

import click

from app.access import chain
from app.cli import kit


@click.group("audit")
def command() -> None:
    """The log of who did what."""


@command.command("verify")
@click.option(
    "--noted",
    multiple=True,
    metavar="NUMBER:DIGEST",
    help="A last seal that was noted at another time. May be given more than once.",
)
def verify(noted: tuple[str, ...]) -> None:
    """Work the seals over the log out anew. Ends with 1 when a row was changed, taken out or slipped in.

    Note the last seal somewhere outside of this machine now and then, and give it with --noted later: else who rules
    the whole database could have made all the seals anew.
    """
    config = kit.settings()
    with kit.database(config) as database, database.read() as session:
        found = chain.verify(session, noted)
    click.echo(f"Seals: {found.seals}, over {found.rows} rows. Not sealed yet: {found.waiting}.")
    if found.head:
        click.echo(f"Last seal: {found.head}")
    if found.faults:
        raise click.ClickException("\n".join(["The log is not as it was written.", *found.faults]))
