"""One e-mail address for each account, also when it is sent twice at the same moment."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import command

from app import migrations
from app.care.reminders import mails
from app.models import MailAddress
from app.vault import Vault
from tests import factories
from tests.support import at_once


def test_two_at_the_same_moment_leave_one_that_can_be_read(each_database):
    vault = Vault("k" * 32)
    with each_database.write() as session:
        world = factories.world(session)
    sent = iter(("rosa@example.org", "rosa@example.net"))
    came = at_once.both(
        each_database, lambda session: mails.give(session, world.grant(session, world.rosa), next(sent), vault)
    )
    assert came == [None, None], "neither is refused"
    with each_database.read() as session:
        (row,) = session.scalars(sa.select(MailAddress))
        assert mails.opened(vault, row) in ("rosa@example.org", "rosa@example.net")


def test_of_those_from_before_the_newest_stays(each_bare_database):
    bare = each_bare_database
    command.upgrade(migrations.settings(bare), "0023")
    schema = sa.MetaData()
    schema.reflect(bare.engine, only=["account", "mail_address"])
    account, address = schema.tables["account"], schema.tables["mail_address"]
    then = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    with bare.engine.begin() as connection:
        for id_ in ("rosa", "ruben"):
            connection.execute(account.insert().values(
                id=id_, name=id_, sign_in=id_, language="en", time_zone="UTC", created_at=then,
            ))  # fmt: skip
        for n, (id_, of) in enumerate((("first", "rosa"), ("second", "rosa"), ("only", "ruben"))):
            connection.execute(address.insert().values(
                id=id_, account_id=of, address="sealed", given_at=then.replace(day=1 + n),
            ))  # fmt: skip
    migrations.upgrade(bare)
    with bare.engine.connect() as connection:
        assert set(connection.scalars(sa.select(address.c.id))) == {"second", "only"}
