"""Signed-in devices: found by token alone, listed, ended, and over after a while."""

import pytest

from app.access import sessions
from app.models import Account, AuditEvent, LoginSession


@pytest.fixture
def signed_in(database, frozen_clock, world):
    with database.write() as session:
        return sessions.start(session, world.rosa, "iPhone · Safari", stay=True)


def test_only_a_digest_of_the_token_is_stored(database, signed_in):
    with database.read() as session:
        row = session.query(LoginSession).one()
    assert signed_in not in repr(vars(row))
    assert row.token_hash == sessions.digest(signed_in)


def test_a_token_finds_its_account_and_others_find_nothing(database, world, signed_in):
    with database.read() as session:
        assert sessions.find(session, signed_in)[1].id == world.rosa.id
        for wrong in ("", "x", signed_in + "x", sessions.digest(signed_in)):
            assert sessions.find(session, wrong) is None


@pytest.mark.parametrize(
    ("who", "stay", "hours", "alive"),
    [
        ("rosa", True, 24 * 89, True),
        ("rosa", True, 24 * 91, False),
        ("rosa", False, 11, True),
        ("rosa", False, 13, False),
        ("nurse", True, 0.9, True),
        ("nurse", True, 1.1, False),  # staff never stay
    ],
)
def test_a_device_that_is_not_used_is_signed_out(database, world, frozen_clock, who, stay, hours, alive):
    with database.write() as session:
        token = sessions.start(session, getattr(world, who), "phone", stay)
    frozen_clock.move(hours=hours)
    with database.read() as session:
        assert (sessions.find(session, token) is not None) is alive


def test_use_lets_it_slide_but_not_past_its_absolute_end(database, world, frozen_clock):
    with database.write() as session:
        token = sessions.start(session, world.nurse, "desk", stay=False)
    alive_for = 0.0
    while alive_for < 24:
        frozen_clock.move(hours=0.5)
        with database.write() as session:
            found = sessions.find(session, token)
            if found is None:
                break
            sessions.touch(session, *found)
        alive_for += 0.5
    assert alive_for == pytest.approx(12, abs=0.5), "a shift, not longer"


def test_ending_one_leaves_the_others(database, world, frozen_clock, signed_in):
    with database.write() as session:
        other = sessions.start(session, world.rosa, "Android · Chrome", stay=True)
        mine = sessions.find(session, signed_in)[0]
        assert sessions.end(session, world.rosa, mine.id) == 1
        assert sessions.find(session, signed_in) is None
        assert sessions.find(session, other)
        assert [row.device for row in sessions.of(session, world.rosa)] == ["Android · Chrome"]


def test_nobody_ends_somebody_elses(database, world, signed_in):
    with database.write() as session:
        theirs = sessions.find(session, signed_in)[0]
        assert sessions.end(session, world.ruben, theirs.id) == 0
        assert sessions.find(session, signed_in)


def test_end_all_but_this_one(database, world, signed_in):
    with database.write() as session:
        keep = sessions.find(session, signed_in)[0]
        for _ in range(3):
            sessions.start(session, world.rosa, "old", stay=True)
        assert sessions.end(session, world.rosa, keep=keep.id) == 3
        assert [row.id for row in sessions.of(session, world.rosa)] == [keep.id]


def test_a_closed_account_is_signed_out_everywhere(database, world, frozen_clock, signed_in):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).closed_at = frozen_clock.now
    with database.read() as session:
        assert sessions.find(session, signed_in) is None


def test_signing_in_and_out_is_in_the_audit(database, world, signed_in):
    with database.write() as session:
        sessions.end(session, world.rosa)
    with database.read() as session:
        rows = session.query(AuditEvent).order_by(AuditEvent.seq).all()
    assert [(row.act, row.actor_id, row.patient_id) for row in rows] == [
        ("sign in", world.rosa.id, None),
        ("sign out", world.rosa.id, None),
    ]
