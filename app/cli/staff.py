"""``handrail staff``: the first way in for people who work at the practice."""

from __future__ import annotations

from datetime import timedelta

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import audit, codes, passphrases, ways_back
from app.care.people import closing
from app.care.people import staff as people
from app.cli import kit
from app.config import Config
from app.errors import Invalid
from app.i18n import LANGUAGES
from app.models import Account, Role, WayBack


@click.group("staff")
def command() -> None:
    """People who work at the practice."""


@command.command("add")
@click.option("--name", required=True, help="First and last name, as patients see it.")
@click.option("--sign-in", required=True, help="What they type to sign in: a short name or an e-mail address.")
@click.option("--role", type=click.Choice([r.value for r in Role]), required=True)
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Of their pages."
)
@click.option(
    "--code", "by_code", is_flag=True, help="Print a code that works once, instead of a passphrase. Better."
)
@click.option("--passphrase", help="Asked for when there is none here and no --code.")
def add(name: str, sign_in: str, role: str, language: str, by_code: bool, passphrase: str | None) -> None:
    """Add somebody who can sign in as staff.

    With --code nobody but them ever knows the passphrase: they choose it with a code that you hand them, from hand to
    hand, and set up their own second step. Whoever knows a new passphrase first could set up a second step with it.
    """
    config = kit.settings()
    if by_code and passphrase is not None:
        raise click.UsageError("Give --code or --passphrase, not both.")
    with kit.plainly():
        account = people.new_account(name, sign_in, role, language, config.practice.time_zone)
        if not by_code:
            chosen = passphrase or click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
            passphrases.check_new(chosen, account.name, account.sign_in, config.practice.name)
            account.passphrase_hash = passphrases.hash_(chosen)
    with kit.database(config) as database, database.write() as session:
        if people.taken(session, account.sign_in):
            words = f"{account.sign_in} is taken; choose another sign-in name."
            raise Invalid(words)
        session.add(account)
        session.flush()
        audit.record_account(session, account.id, "add staff")
        made = ways_back.make(session, account, people.GOOD_FOR) if by_code else None
    if made is None:
        click.echo(f"{account.name} ({account.role}) can sign in as {account.sign_in}.")
        return
    click.echo(f"{account.name} ({account.role}) signs in as {account.sign_in}, after choosing a passphrase:")
    _show(config, *made)


@command.command("forget-second-step")
@click.option("--sign-in", required=True, help="Whose phone and paper are lost. Make sure first that it is them.")
def forget_second_step(sign_in: str) -> None:
    """Take away somebody's passkeys, app and codes, and sign them out; at the next sign-in they set up new ones."""
    with kit.database(kit.settings()) as database, database.write() as session:
        name = sign_in.strip().lower()
        account = session.scalar(sa.select(Account).where(Account.sign_in == name, Account.role.is_not(None)))
        if account is None:
            raise Invalid(f"Nobody of the practice signs in as {name}.")
        people.without_second_step(session, account)
    click.echo(f"{sign_in.strip().lower()} has no second step any more, and is signed out everywhere.")


@command.command("list")
@click.option("--all", "everybody", is_flag=True, help="Also those whose account is closed.")
def list_(everybody: bool) -> None:
    """Who works here: sign-in name, role, name, last sign-in, and whether the account is closed."""
    with kit.database(kit.settings()) as database, database.read() as session:
        for one in people.everybody(session, closed=everybody):
            account = one.account
            used = f"last used {one.used_at:%Y-%m-%d}" if one.used_at else "never signed in"
            closed = f"  closed {account.closed_at:%Y-%m-%d}" if account.closed_at else ""
            click.echo(f"{account.sign_in:<24} {account.role:<10} {account.name}  {used}{closed}")


@command.command("recover")
@click.argument("sign_in")
@click.option("--hours", type=click.IntRange(1, 72), default=24, show_default=True, help="How long the code works.")
def recover(sign_in: str, hours: int) -> None:
    """Print a code with which SIGN-IN chooses a new passphrase, once. Everybody signed in as them is signed out then.

    Give it to nobody but them, in person. A second step at the sign-in (a passkey, a number) stays as it is.
    """
    config = kit.settings()
    with kit.database(config) as database, database.write() as session:
        account = _of_staff(session, sign_in)
        row, code = people.code_for(session, account, timedelta(hours=hours))
    _show(config, row, code)


@command.command("close")
@click.argument("sign_in")
@click.confirmation_option("--yes", prompt="Close this account for good?", help="Close without asking.")
def close(sign_in: str) -> None:
    """Close the account of SIGN-IN, who leaves: signed out everywhere, off all teams, and what waited handed on."""
    config = kit.settings()
    with kit.database(config) as database, database.write() as session:
        account = _of_staff(session, sign_in)
        done = closing.close_staff(session, account, config.practice.time_zone)
        name = account.name
    click.echo(f"{name} cannot sign in any more. Left {done.teams} care teams; {done.handed_on} things handed on.")
    if done.to_name:
        click.echo(f"Lines of plans that need a new owner: {done.to_name}. They are on the worklist.")
    for patient_id in done.without_lead:
        click.echo(
            f"Nobody who can answer is left on the team of {patient_id}. Add somebody on their page.", err=True
        )


def _show(config: Config, row: WayBack, code: str) -> None:
    """A code, once: it is stored nowhere."""
    click.echo(f"Code:  {codes.spaced(code)}")
    click.echo(f"Where: {config.public_url}/join")
    click.echo(f"Until: {row.expires_at:%Y-%m-%d %H:%M} UTC, once")


def _of_staff(session: Session, sign_in: str) -> Account:
    """The open account of somebody at the practice, or one line of advice."""
    account = session.scalar(sa.select(Account).where(Account.sign_in == sign_in.strip().lower()))
    if account is None or not account.is_staff or account.closed_at is not None:
        raise click.ClickException(
            f"Nobody with an open account at the practice signs in as {sign_in}. See: handrail staff list --all"
        )
    return account
