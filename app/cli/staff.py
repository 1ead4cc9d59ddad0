"""``handrail staff``: the first way in for people who work at the practice."""

from __future__ import annotations

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, passphrases, second
from app.cli import kit
from app.errors import Invalid
from app.i18n import LANGUAGES
from app.models import Account, Role


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
@click.password_option("--passphrase", help="Asked for when it is not given here.")
def add(name: str, sign_in: str, role: str, language: str, passphrase: str) -> None:
    """Add somebody who can sign in as staff."""
    config = kit.settings()
    with kit.database(config) as database:
        account = new_account(name, sign_in, role, language, config.practice.time_zone, passphrase)
        with database.write() as session:
            if taken(session, account.sign_in):
                words = f"{account.sign_in} is taken; choose another sign-in name."
                raise Invalid(words)
            session.add(account)
            session.flush()
            audit.record_account(session, account.id, "add staff")
    click.echo(f"{account.name} ({account.role}) can sign in as {account.sign_in}.")


@command.command("forget-second-step")
@click.option("--sign-in", required=True, help="Whose phone and paper are lost. Make sure first that it is them.")
def forget_second_step(sign_in: str) -> None:
    """Take away somebody's passkeys, app and codes, and sign them out; at the next sign-in they set up new ones."""
    with kit.database(kit.settings()) as database, database.write() as session:
        name = sign_in.strip().lower()
        account = session.scalar(sa.select(Account).where(Account.sign_in == name, Account.role.is_not(None)))
        if account is None:
            raise Invalid(f"Nobody of the practice signs in as {name}.")
        second.forget(session, account)
    click.echo(f"{sign_in.strip().lower()} has no second step any more, and is signed out everywhere.")


def new_account(name: str, sign_in: str, role: str | None, language: str, zone: str, passphrase: str) -> Account:
    """An account that is not stored yet. Raises ``Invalid`` for a name or passphrase that will not do."""
    name, sign_in = name.strip(), sign_in.strip().lower()
    if not 1 <= len(name) <= 200 or not 3 <= len(sign_in) <= 200 or any(c.isspace() for c in sign_in):
        raise Invalid("The name has 1 to 200 letters; the sign-in name 3 to 200, without spaces.")
    passphrases.check_new(passphrase)
    return Account(
        name=name,
        sign_in=sign_in,
        passphrase_hash=passphrases.hash_(passphrase),
        role=role,
        language=language,
        time_zone=zone,
        created_at=clock.now(),
    )


def taken(session: Session, sign_in: str) -> bool:
    """Whether somebody has this sign-in name."""
    return session.scalar(sa.select(Account.id).where(Account.sign_in == sign_in)) is not None
