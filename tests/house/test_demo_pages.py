"""Every main page of every person of the demo practice, full of rows, in every language: the client checks each."""

import pytest
import sqlalchemy as sa

from app.i18n import LANGUAGES, PSEUDO
from app.models import Account


@pytest.fixture
def demo(config, database, app):
    """The demo practice and its listing: accounts, and the pages of each."""
    from app.cli import demo as command
    from app.cli import story

    with database.write() as session:
        hashes = {actor.sign_in: "no passphrase: tests start the session directly" for actor in story.CAST.everybody}
        story.tell(session, config.practice.time_zone, hashes)
    return command.listing(config, database)


@pytest.mark.parametrize("lang", [*LANGUAGES, PSEUDO])
def test_every_page_of_the_demo_is_a_good_page(demo, database, client_as, lang):
    with database.write() as session:
        if lang in LANGUAGES:
            session.execute(sa.update(Account).values(language=lang))
    visitors, faults = {}, []
    for page in demo["pages"]:
        who = demo["accounts"][page["as"]]["sign_in"]
        if who not in visitors:
            with database.read() as session:
                account = session.scalars(sa.select(Account).where(Account.sign_in == who)).one()
            visitors[who] = client_as(account, lang=lang if lang == PSEUDO else "")
        try:
            visitors[who].get(page["path"])
        except AssertionError as fault:
            faults.append(f"as {who}: {fault}")
    assert not faults, f"{len(faults)} of {len(demo['pages'])} pages:\n" + "\n".join(faults)
    assert len(demo["pages"]) > 20
    roles = {account["role"] for account in demo["accounts"]}
    assert roles >= {"patient", "proxy", "nurse", "physician", "clerk", "admin", "privacy"}
