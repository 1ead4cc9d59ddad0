"""Every main page of every person of the demo practice, full of rows, in every language: the client checks each."""

import pytest
import sqlalchemy as sa

from app.i18n import LANGUAGES, PSEUDO
from app.models import Account, AuditEvent, Patient


@pytest.fixture
def demo(config, database, app):
    """The demo practice and its listing: accounts, and the pages of each."""
    from app.cli import demo as command
    from app.cli import story

    with database.write() as session:
        hashes = {actor.sign_in: "no passphrase: tests start the session directly" for actor in story.CAST.everybody}
        story.tell(session, config.practice.time_zone, hashes)
    return command.listing(config, database)


def newest(database):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.max(AuditEvent.seq))) or 0


def check_log(database, app, page, opened, account, before):
    """The rows that this one look left. AssertionError says what is missing."""
    with database.read() as session:
        rows = session.scalars(sa.select(AuditEvent).where(AuditEvent.seq > before)).all()
        people = session.scalars(sa.select(Patient)).all()
    assert {row.actor_id for row in rows} <= {account.id}
    assert all(row.purpose for row in rows)
    rule = next(app.url_map.iter_rules(page["name"]))
    if "patient_id" in rule.arguments:
        mine = [row for row in rows if row.act == f"read {page['name']}" and row.patient_id in page["path"]]
        assert mine, f"{page['path']} leaves no row in the log"
        if rule.arguments - {"patient_id"}:
            assert mine[0].kind, f"{page['path']}: the log does not say which one (web/item.py)"
            assert mine[0].object_id, f"{page['path']}: the log does not say which one (web/item.py)"
    else:
        named = {one.id for one in people if one.full_name in opened.main and one.account_id != account.id}
        missing = named - {row.patient_id for row in rows}
        assert not missing, f"{page['path']} names people and leaves no row about them (provider/noted.py)"


@pytest.mark.parametrize("lang", [*LANGUAGES, PSEUDO])
def test_every_page_of_the_demo_is_a_good_page(demo, database, app, client_as, lang):
    """And each look at somebody is in the log: who, about whom, at which one thing, and why."""
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
        before = newest(database)
        try:
            opened = visitors[who].get(page["path"])
            if lang == "en":
                check_log(database, app, page, opened, visitors[who].account, before)
        except AssertionError as fault:
            faults.append(f"as {who}: {fault}")
    assert not faults, f"{len(faults)} of {len(demo['pages'])} pages:\n" + "\n".join(faults)
    assert len(demo["pages"]) > 20
    roles = {account["role"] for account in demo["accounts"]}
    assert roles >= {"patient", "proxy", "nurse", "physician", "clerk", "admin", "privacy"}
