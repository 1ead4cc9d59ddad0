"""A red line goes to the next clinician when nobody took it in time."""

from types import SimpleNamespace

import pytest

from app import clock
from app.care.concerns import closing, raise_concern
from app.care.concerns.rules import words_of
from app.care.people import absence
from app.jobs.watch import watch
from app.models import AuditEvent, CareTeamMember, Concern


@pytest.fixture
def red(each_database, world_in):
    """A red line about Rosa, named for the nurse."""
    with each_database.write() as session:
        grant = world_in.grant(session, world_in.rosa)
        made = raise_concern(session, grant, rule="red_answer", subject="r1", owner_id=world_in.nurse.id)
        raise_concern(session, grant, rule="unread_answers", subject="r1", owner_id=world_in.nurse.id)
        return made.id


@pytest.fixture
def world_in(each_database, frozen_clock):
    from tests import factories

    with each_database.write() as session:
        return factories.world(session)


def passed(database):
    """One pass of the job in a practice that gives a red line 60 minutes."""
    return watch(SimpleNamespace(practice=SimpleNamespace(red_minutes=60)), database)


def line(database, id_):
    with database.read() as session:
        return session.get_one(Concern, id_)


def test_it_stays_until_its_time_and_then_goes_to_the_next(each_database, world_in, red, frozen_clock):
    frozen_clock.move(minutes=59)
    assert passed(each_database) == 0
    frozen_clock.move(minutes=1)
    assert passed(each_database) == 1
    assert passed(each_database) == 0, "run twice at once it goes on once"
    found = line(each_database, red)
    assert (found.owner_id, found.handed_on_at) == (world_in.physician.id, clock.now())
    assert "Handed on: nobody had taken it in 60 minutes." in words_of(found)
    with each_database.read() as session:
        assert session.query(AuditEvent).filter_by(act="hand on concern").count() == 1


def test_it_goes_round_while_nobody_takes_it(each_database, world_in, red, frozen_clock):
    owners = []
    for _turn in range(2):
        frozen_clock.move(minutes=61)
        passed(each_database)
        owners.append(line(each_database, red).owner_id)
    assert owners == [world_in.physician.id, world_in.nurse.id]


def test_who_took_it_keeps_it(each_database, world_in, red, frozen_clock):
    with each_database.write() as session:
        closing.take(session, world_in.grant(session, world_in.nurse), red)
    frozen_clock.move(hours=5)
    assert passed(each_database) == 0
    assert line(each_database, red).taken_at


def test_alone_on_the_team_it_becomes_everybodys(each_database, world_in, red, frozen_clock):
    with each_database.write() as session:
        for member in session.query(CareTeamMember).filter_by(account_id=world_in.physician.id):
            member.until = clock.now()
    frozen_clock.move(minutes=61)
    assert passed(each_database) == 1
    assert line(each_database, red).owner_id is None
    frozen_clock.move(minutes=61)
    assert passed(each_database) == 0


def test_it_goes_to_nobody_who_is_away_and_comes_round_again_after_it_was_put_back(
    each_database, world_in, red, frozen_clock
):
    with each_database.write() as session:
        absence.write(
            session, world_in.physician, clock.today("America/Edmonton"), clock.today("America/Edmonton"),
            world_in.nurse.id,
        )  # fmt: skip
    frozen_clock.move(minutes=60)
    assert passed(each_database) == 1
    assert line(each_database, red).owner_id != world_in.physician.id
    with each_database.write() as session:
        nurse = world_in.grant(session, world_in.nurse)
        closing.take(session, nurse, red)
        closing.put_back(session, nurse, red)
    frozen_clock.move(minutes=60)
    assert passed(each_database) == 1, "a line that was put back is not forgotten"


def test_a_closed_line_goes_nowhere(each_database, world_in, red, frozen_clock):
    with each_database.write() as session:
        closing.close(session, world_in.grant(session, world_in.nurse), red, "looked", "Rang her.", told_how="phone")
    frozen_clock.move(hours=5)
    assert passed(each_database) == 0
