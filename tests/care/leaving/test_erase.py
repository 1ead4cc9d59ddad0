"""Erasing leaves no row of a person behind, touches nobody else's, and keeps for its years what the law asks for."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access import audit, chain, relationships
from app.care.leaving import accounts, asking, erase
from app.care.leaving.retention import OF_AN_ACCOUNT, RULES, Goes
from app.db import Base
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.jobs.housekeeping import erase_what_is_due
from app.models import Account, Concern, Erasure, ErasureReceipt, LoginSession, Patient
from tests import factories
from tests.support.any_rows import MARK, fill

pytestmark = pytest.mark.usefixtures("frozen_clock")
TABLES = {name: table for name, table in Base.metadata.tables.items() if "patient_id" in table.c}


def left(session, person_id):
    """Tables that still have rows of this person."""
    count = sa.select(sa.func.count())
    return {
        name
        for name, table in TABLES.items()
        if session.scalar(count.select_from(table).where(table.c.patient_id == person_id))
    }


def two_lives(database, world):
    """A row of every table for each of the two, written by themselves; a night of the log, sealed."""
    with database.write() as session:
        for person, owner in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
            fill(session, person, owner)
            audit.record(session, world.grant(session, world.nurse, person), "read record.profile")
        for table, column in accounts.columns():  # what is the same for everybody was written by the practice
            if "patient_id" not in table.c and table.name not in (*OF_AN_ACCOUNT, "patient"):
                session.execute(sa.update(table).values({column.name: world.nurse.id}))
        session.execute(sa.delete(ErasureReceipt))
        session.execute(sa.update(Erasure).values(taken_back_at=clock.now()))
        session.execute(sa.update(LoginSession).values(ended_at=None))
    chain.seal_all(database)


def lines(session):
    """Rules on the worklist, and whether their line is open."""
    return {row.rule: row.closed_at is None for row in session.scalars(sa.select(Concern))}


def everything(database):
    """All words in all tables, to look for somebody in."""
    with database.read() as session:
        return {
            name: " ".join(map(repr, session.execute(sa.select(table)).all()))
            for name, table in Base.metadata.tables.items()
        }


def test_asked_waited_and_gone(each_database, world, frozen_clock, config):
    two_lives(each_database, world)
    gone, other = world.rosa_patient.id, world.ruben_patient.id
    with each_database.write() as session:
        factories.proxy(session, world.stranger, world.ruben_patient, by=world.ruben)
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa)
        row = asking.ask(session, world.grant(session, world.rosa), 30)
        assert asking.ask(session, world.grant(session, world.rosa), 30).id == row.id
        asking.say_what_is_kept(session, world.grant(session, world.physician), "nothing")
        before = left(session, other)
        assert before == left(session, gone) == TABLES.keys()
    frozen_clock.move(days=29)
    assert erase_what_is_due(config, each_database) == 0
    frozen_clock.move(days=1, hours=12)
    assert erase_what_is_due(config, each_database) == 1
    assert erase_what_is_due(config, each_database) == 0
    chain.seal_all(each_database)
    with each_database.read() as session:
        assert left(session, gone) == erase.STAYS.keys()
        assert left(session, other) == before
        assert session.get(Patient, gone) is None
        rosa, otto, sam = (session.get_one(Account, one.id) for one in (world.rosa, world.otto, world.stranger))
        assert (rosa.name, rosa.sign_in, rosa.passphrase_hash) == ("", f"gone-{rosa.id}", None)
        assert (otto.name, otto.closed_at is None) == ("", False)
        assert (sam.name, sam.closed_at) == ("Sam Other", None)
        assert session.get_one(Account, world.nurse.id).name == "Nora Field"
        for name in OF_AN_ACCOUNT:
            table = Base.metadata.tables[name]
            assert not session.scalars(sa.select(table.c.account_id).where(table.c.account_id == rosa.id)).all()
        receipt = session.scalars(sa.select(ErasureReceipt).where(ErasureReceipt.number == row.id)).one()
        assert receipt.rows.keys() == TABLES.keys() - erase.STAYS.keys() | {"patient"}
        assert chain.verify(session).faults == []
    for name, words in everything(each_database).items():
        if RULES[name].goes is Goes.NOBODYS and name != "erasure_receipt":
            continue  # the filling put her id into what is the same for everybody
        assert f"{MARK} {gone}" not in words, name
        assert name in erase.STAYS or gone not in words, name
        assert "Rosa" not in words, name


def test_what_the_law_keeps_is_closed_to_everybody_and_goes_after_the_years(
    each_database, world, frozen_clock, config
):
    two_lives(each_database, world)
    with each_database.write() as session:
        asking.ask(session, world.grant(session, world.rosa), 0)
        drafts = sa.select(sa.func.count()).select_from(TABLES["item_change"])
    assert erase_what_is_due(config, each_database) == 1
    assert erase_what_is_due(config, each_database) == 0
    gone = world.rosa_patient.id
    with each_database.read() as session:
        for account in (world.rosa, world.otto, world.nurse, world.physician, world.clerk):
            assert relationships.find(session, session.get_one(Account, account.id), gone) is None
            assert gone not in {one.patient.id for one in relationships.all_for(session, account)}
        assert left(session, world.ruben_patient.id) == TABLES.keys()
        kept = {name for name in TABLES if RULES[name].goes is Goes.WITH_RECORD} - {"item_change"}
        assert left(session, gone) == kept | erase.STAYS.keys()
        assert session.scalar(drafts.where(TABLES["item_change"].c.patient_id == gone)) == 0
        rosa = session.get_one(Account, world.rosa.id)
        assert (rosa.name, rosa.closed_at is None) == ("Rosa Vega", False)
        row = session.scalars(sa.select(Erasure).where(Erasure.sealed_at.is_not(None))).one()
        assert row.keep_until == clock.today(world.rosa_patient.time_zone).replace(year=2036)
        receipt = session.get_one(ErasureReceipt, row.id)
        assert (receipt.kept_until, receipt.erased_on) == (row.keep_until, None)
    frozen_clock.move(days=3653)
    assert erase_what_is_due(config, each_database) == 1
    with each_database.read() as session:
        assert left(session, gone) == erase.STAYS.keys()
        assert session.get_one(Account, world.rosa.id).name == ""
        receipt = session.get_one(ErasureReceipt, row.id)
        assert receipt.rows.keys() == TABLES.keys() - erase.STAYS.keys() | {"patient"}


def test_who_may_ask_and_say(database, world, frozen_clock, config):
    with database.write() as session:
        nurse, otto, rosa = (world.grant(session, one) for one in (world.nurse, world.otto, world.rosa))
        doctor = world.grant(session, world.physician)
        with pytest.raises(Forbidden):
            asking.ask(session, otto, 30)
        with pytest.raises(Conflict):
            asking.say_what_is_kept(session, doctor, "keep")
        row = asking.ask(session, nurse, 30)
        assert lines(session) == {"erase_asked": True}
        assert (row.capacity, row.due_on) == ("team", clock.today("America/Edmonton") + timedelta(days=30))
        with pytest.raises(Forbidden):
            asking.say_what_is_kept(session, nurse, "keep")
        with pytest.raises(Invalid):
            asking.say_what_is_kept(session, doctor, "perhaps")
        asking.say_what_is_kept(session, doctor, "keep")
        assert lines(session) == {"erase_asked": False}
        asking.take_back(session, rosa)
        asking.take_back(session, rosa)
        assert asking.open_one(session, rosa) is None
    frozen_clock.move(days=60)
    assert erase_what_is_due(config, database) == 0
    with database.write() as session, pytest.raises(NotFound):
        erase.carry_out(session, "nobody", 10, now=True)


def test_the_days_on_the_receipt_are_the_persons_own(database, world, frozen_clock):
    frozen_clock.move(
        hours=(26 - clock.now().hour) % 24
    )  # two in the morning in Greenwich: the evening before at hers
    hers = clock.today(world.rosa_patient.time_zone)
    assert hers == clock.now().date() - timedelta(days=1)
    with database.write() as session:
        receipt = erase.carry_out(session, world.rosa_patient.id, 0, now=True)
        assert (receipt.asked_on, receipt.erased_on) == (hers, hers)
    with database.write() as session:
        receipt = erase.carry_out(session, world.ruben_patient.id, 10, now=True)
        assert (receipt.asked_on, receipt.sealed_on) == (hers, hers)


def test_without_years_to_keep_everything_goes_at_once(database, world):
    with database.write() as session:
        assert erase.carry_out(session, world.rosa_patient.id, 0) is None
        assert erase.carry_out(session, world.rosa_patient.id, 0, now=True).erased_on
    with database.read() as session:
        assert left(session, world.rosa_patient.id) == {"audit_event"}


def test_no_table_of_the_record_refers_to_one_that_goes_at_once():
    early = {name for name, rule in RULES.items() if rule.goes is Goes.AT_ONCE}
    wrong = [
        f"{name}.{column.name}"
        for name, table in Base.metadata.tables.items()
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name in early and name not in early
    ]
    assert not wrong, f"{wrong}: what it refers to is gone when a record is sealed; see app/care/leaving/retention.py"
