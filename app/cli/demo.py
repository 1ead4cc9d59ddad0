"""``handrail demo``: the made-up practice, and a way in as each of its people. Not in production."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.access import passphrases, relationships
from app.access.sessions import digest
from app.cli import kit, story
from app.cli.demo_pages import pages_of
from app.config import Config
from app.db import Database
from app.models import Account, SignInLink

GOOD_FOR = timedelta(hours=1)


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Accounts with fresh single-use links, and every main page.")
def command(as_json: bool) -> None:
    """Load the demo practice if it is missing, and show how to sign in as each of its people."""
    config = kit.settings()  # never production: the command is not there then
    with kit.database(config) as database:
        load(config, database)
        if as_json:
            click.echo(json.dumps(listing(config, database), ensure_ascii=False, indent=2))
        else:
            print_welcome(config, database)


def load(config: Config, database: Database) -> None:
    """Write the demo practice, all of it or nothing; does nothing when it is there."""
    with database.read() as session:
        if story.is_there(session):
            return
    click.echo("Setting up the demo practice (once).", err=True)
    hashes = {actor.sign_in: passphrases.hash_(actor.passphrase) for actor in story.CAST.everybody}
    try:
        with database.write() as session:
            if not story.is_there(session):
                story.tell(session, config.practice.time_zone, hashes)
    except IntegrityError:
        with database.read() as session:
            if not story.is_there(session):  # another process was not first: this is a fault
                raise


def refuse(database: Database) -> None:
    """Refuse a database that holds the demo practice: everybody can read its people's passphrases."""
    with database.read() as session:
        if story.cast.is_whole(session):
            raise click.ClickException(
                "This database holds the demo practice, whose passphrases everybody knows. "
                "Set HANDRAIL_DATA to an empty folder, or HANDRAIL_DATABASE to an empty database."
            )


def print_welcome(config: Config, database: Database) -> None:
    """How to sign in as each demo person, for people at a terminal."""
    with database.read() as session:
        if not story.is_there(session):
            return
    click.echo(f"The demo practice. Sign in at {config.public_url}/sign-in")
    for actor in story.CAST.everybody:
        click.echo(f"  {actor.role:<10} {actor.sign_in:<8} {actor.passphrase}")


@dataclass(frozen=True)
class _Seen:
    """One account of the demo as the listing shows it."""

    account: Account
    role: str
    passphrase: str
    patient_ids: list[str]
    landing: str


def listing(config: Config, database: Database) -> dict[str, Any]:
    """Everything a tool needs to sign in as anyone and visit every main page."""
    from app import create_app

    app = create_app(config, database)
    with database.write() as session:
        seen = [_see(session, app, actor) for actor in story.CAST.everybody]
        accounts = [
            {
                "role": one.role,
                "sign_in": one.account.sign_in,
                "secret": one.passphrase,
                "sign_in_url": _fresh_link(session, one.account, one.landing),
                "patient_ids": one.patient_ids,
                "landing": one.landing,
            }
            for one in seen
        ]
        pages = [
            {"as": index, "path": path, "name": name}
            for index, one in enumerate(seen)
            for path, name in pages_of(session, app, one.account)
        ]
    return {"accounts": accounts, "pages": pages}


def _see(session: Session, app: Flask, actor: story.cast.Actor) -> _Seen:
    account = session.scalars(sa.select(Account).where(Account.sign_in == actor.sign_in)).one()
    people = relationships.all_for(session, account)
    with app.test_request_context():
        from app.account.home import landing_among

        landing = landing_among(account, people)
    return _Seen(account, actor.role, actor.passphrase, [one.patient.id for one in people], landing)


def _fresh_link(session: Session, account: Account, landing: str) -> str:
    token = secrets.token_urlsafe(24)
    session.add(
        SignInLink(
            token_hash=digest(token),
            account_id=account.id,
            landing=landing,
            expires_at=clock.now() + GOOD_FOR,
        )
    )
    return f"/demo/sign-in/{token}"
