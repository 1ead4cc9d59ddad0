"""Each table has a rule, and the rules with a time are kept to: in batches, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.leaving import forgetting
from app.care.leaving.retention import RULES, Goes
from app.db import Base
from app.models import Delivery, PushSubscription, Reminder, Throttle
from tests.support.any_rows import fill

pytestmark = pytest.mark.usefixtures("frozen_clock")
TIMED = {name: rule for name, rule in RULES.items() if rule.keeps}


def test_every_table_is_named():
    tables = set(Base.metadata.tables)
    assert not tables - RULES.keys(), "Say in app/care/leaving/retention.py how long it is kept, and why."
    assert not RULES.keys() - tables, "Gone: take the line out of app/care/leaving/retention.py."
    for name, rule in RULES.items():
        table = Base.metadata.tables[name]
        assert bool(rule.keeps) == bool(rule.after), name
        assert not rule.after or rule.after in table.c, name
        assert rule.why and rule.ground, name  # noqa: PT018  one sentence each
        if "patient_id" in table.c:
            assert rule.goes is not Goes.NOBODYS, f"{name} is about one person"
        assert rule.keeps is None or rule.goes is not Goes.WITH_RECORD, f"{name}: the record is kept whole"


def past(session, table, rule, days):
    """All rows of a table as if they had been kept for so many days more or less than its time."""
    column = table.c[rule.after]
    at = clock.now() - rule.keeps - timedelta(days=days)
    session.execute(sa.update(table).values({column: at.date() if isinstance(column.type, sa.Date) else at}))


def counts(database):
    with database.read() as session:
        return {
            name: session.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }


def test_what_was_kept_for_its_time_goes_and_nothing_else(each_database, world):
    with each_database.write() as session:
        fill(session, world.rosa_patient, world.rosa)
        session.add(Throttle(key="k", tries=1, last_at=clock.now(), next_at=clock.now()))
        session.execute(sa.delete(PushSubscription))
        session.execute(sa.delete(Delivery))
        session.execute(sa.update(Reminder).values(kind="activity", state="sent"))
        session.execute(sa.update(Base.metadata.tables["mail"]).values(state="sent"))
        session.execute(sa.insert(Base.metadata.tables["sign_in_link"]).values(
            token_hash="t", account_id=world.rosa.id, landing="/", expires_at=clock.now(),
        ))  # fmt: skip
        for name, rule in TIMED.items():
            past(session, Base.metadata.tables[name], rule, days=-2)
    before = counts(each_database)
    assert all(before[name] for name in TIMED)
    assert forgetting.forget(each_database) == {}
    assert counts(each_database) == before
    with each_database.write() as session:
        for name, rule in TIMED.items():
            past(session, Base.metadata.tables[name], rule, days=2)
    assert forgetting.forget(each_database) == {name: before[name] for name in TIMED}
    assert counts(each_database) == before | dict.fromkeys(TIMED, 0)
    assert forgetting.forget(each_database) == {}


def test_in_batches(database, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 3)
    monkeypatch.setattr(forgetting, "ROUNDS", 2)
    old = clock.now() - timedelta(days=2)
    with database.write() as session:
        session.add_all(Throttle(key=str(n), tries=1, last_at=old, next_at=old) for n in range(8))
    assert forgetting.forget(database) == {"throttle": 6}
    assert forgetting.forget(database) == {"throttle": 2}


def test_a_device_that_gets_reminders_keeps_its_sign_in(database, world):
    with database.write() as session:
        made = fill(session, world.rosa_patient, world.rosa)
        past(session, Base.metadata.tables["login_session"], RULES["login_session"], days=2)
    forgetting.forget(database)
    with database.read() as session:
        kept = session.scalars(sa.select(PushSubscription.login_session_id)).all()
        assert kept == [made["login_session"]["id"]]
