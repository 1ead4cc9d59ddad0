"""The log is a chain: what was changed, taken out or slipped in is found, on both engines."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access import audit, chain
from app.models import AuditEvent, AuditSeal
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def write(each_database):
    """`write(3)` adds so many rows to the log of Rosa."""
    with each_database.write() as session:
        world = factories.world(session)
    chain.seal_all(each_database)

    def more(count=1):
        with each_database.write() as session:
            for n in range(count):
                audit.record(session, world.grant(session, world.rosa), f"read page {n}", object_id="ümlaut")

    return more


def seqs(database):
    with database.read() as session:
        return list(session.scalars(sa.select(AuditEvent.seq).order_by(AuditEvent.seq)))


def check(database, noted=()):
    with database.read() as session:
        return chain.verify(session, noted)


def as_its_ruler(database, statement):
    """Somebody who rules the database takes the rules away, changes what they like, and puts nothing back."""
    with database.engine.begin() as connection:
        if database.engine.dialect.name == "sqlite":
            names = connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name in names:
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        else:
            for table in ("audit_event", "audit_seal"):
                connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(statement)


EVENT, SEAL = AuditEvent.__table__, AuditSeal.__table__


def test_what_is_sealed_is_as_it_was(each_database, write):
    write(3)
    assert check(each_database).waiting == 3
    assert chain.seal_all(each_database) == 3
    write(2)
    found = check(each_database)
    assert (found.waiting, found.faults) == (2, [])
    assert chain.seal_all(each_database) == 2
    assert chain.seal_all(each_database) == 0
    after = check(each_database)
    assert (after.seals, after.waiting, after.faults) == (found.seals + 1, 0, [])
    assert after.rows == len(seqs(each_database))
    assert check(each_database, [found.head, after.head]).faults == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (sa.update(EVENT).values(act="nothing"), "was changed"),
        (sa.update(EVENT).values(actor_id=None), "was changed"),
        (sa.update(EVENT).values(outcome="refused"), "was changed"),
        (sa.update(EVENT).values(purpose=""), "was changed"),
        (sa.update(EVENT).values(purpose="help"), "was changed"),
        (sa.update(EVENT).values(at=datetime(2020, 1, 1, tzinfo=UTC)), "was changed"),
        (sa.delete(EVENT), "were taken out"),
        (sa.update(SEAL).values(digest="0" * 64), "was changed"),
        (sa.delete(SEAL), "is missing"),
    ],
    ids=lambda value: str(value).split()[0] if not isinstance(value, str) else "",
)
def test_what_was_changed_afterwards_is_found(each_database, write, change, says):
    for _ in range(3):
        write(3)
        chain.seal_all(each_database)
    middle, number = seqs(each_database)[-5], check(each_database).seals - 1
    change = change.where(EVENT.c.seq == middle if change.table is EVENT else SEAL.c.number == number)
    as_its_ruler(each_database, change)
    faults = check(each_database).faults
    assert any(says in fault for fault in faults), faults


def test_a_row_slipped_in_is_found_when_it_says_that_it_is_old(each_database, write):
    write(2)
    chain.seal_all(each_database)
    with each_database.write() as session:
        session.add(AuditEvent(at=clock.now() - timedelta(days=3), capacity="self", act="read patient.plan"))
    (fault,) = check(each_database).faults
    assert "slipped in" in fault
    chain.seal_all(each_database)
    (fault,) = check(each_database).faults
    assert "older than the seal before" in fault, "also when the job has sealed it since"


def test_a_day_without_seals_is_no_fault_when_they_come_again(each_database, write, frozen_clock):
    write(2)
    frozen_clock.move(hours=20)
    write(1)
    chain.seal_all(each_database)
    assert check(each_database).faults == []


def test_seals_that_were_all_made_anew_do_not_fit_what_was_noted(each_database, write):
    write(2)
    chain.seal_all(each_database)
    noted = check(each_database).head
    as_its_ruler(each_database, sa.update(EVENT).values(act="nothing"))
    as_its_ruler(each_database, sa.delete(SEAL))
    chain.seal_all(each_database)
    assert check(each_database).faults == [], "by itself the new chain is whole"
    (fault,) = check(each_database, [noted]).faults
    assert noted in fault
    assert check(each_database, ["1:x", "words"]).faults


def test_a_row_that_comes_late_is_sealed_with_the_next(each_database, write):
    write(1)
    last = seqs(each_database)[-1]
    with each_database.write() as session:
        session.add(AuditEvent(seq=last + 5, at=clock.now(), capacity="self", act="ended first"))
    assert chain.seal_all(each_database) == 2
    with each_database.write() as session:
        session.add(AuditEvent(seq=last + 2, at=clock.now(), capacity="self", act="began first"))
    assert chain.seal_all(each_database) == 1
    found = check(each_database)
    assert (found.waiting, found.faults) == (0, [])


def test_more_than_one_seal_can_hold_and_two_at_once(each_database, write, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    before = check(each_database).seals
    write(7)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(chain.seal_all, [each_database, each_database]))
    assert sum(made) + chain.seal_all(each_database) == 7
    found = check(each_database)
    assert (found.seals - before, found.waiting, found.faults) == (4, 0, [])
    assert found.rows == len(seqs(each_database)), "each row once"


def test_rows_from_before_there_was_a_purpose_keep_their_digest(each_database, write):
    """The digest of rows without a purpose is the one that was made of ten fields, as it was then."""
    with each_database.write() as session:
        old = AuditEvent(at=clock.now(), capacity="team", act="read record.profile", actor_id="a" * 16)
        session.add(old)
        session.flush()
        session.refresh(old)
        line = [old.seq, old.at.isoformat(timespec="microseconds"), "a" * 16, None, "team", "read record.profile"]
        line += ["", "", "done", ""]
        first = [7, "before", str(old.seq), old.at.isoformat(timespec="microseconds")]
        text = "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in (first, line))
        assert chain.digest_of(7, "before", str(old.seq), old.at, [old]) == hashlib.sha256(text.encode()).hexdigest()
        number = old.seq
    chain.seal_all(each_database)
    assert check(each_database).faults == []
    as_its_ruler(each_database, sa.update(EVENT).values(purpose="treatment").where(EVENT.c.seq == number))
    assert any("was changed" in fault for fault in check(each_database).faults)


def test_numbers_as_spans():
    assert chain.as_spans([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10"
    assert list(chain.from_spans("1-3,7,9-10")) == [1, 2, 3, 7, 9, 10]
