"""Order: severity band, then the age of the promise, never a sum. Only one's own people."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.concerns import raise_concern, take, worklist
from app.models import CareTeamMember
from tests.support.statements import Statements


def test_band_first_then_the_age_of_the_promise(each_database, frozen_clock):
    from tests import factories

    with each_database.write() as session:
        world = factories.world(session)
        rosa, ruben = system(world.rosa_patient.id), system(world.ruben_patient.id)
        now = clock.now()
        for _ in range(9):  # many repeats do not climb
            raise_concern(session, rosa, rule="not_this_time", subject="a", due_at=now - timedelta(days=30))
        raise_concern(session, rosa, rule="lets_talk", subject="late", due_at=now - timedelta(days=2))
        raise_concern(session, ruben, rule="lets_talk", subject="later", due_at=now - timedelta(days=9))
        raise_concern(session, rosa, rule="red_answer", subject="red", due_at=now + timedelta(hours=4))
        found = worklist.of(session, world.nurse)
    assert [line.concern.subject for line in found.lines] == ["red", "later", "late", "a"]
    assert [line.patient_name for line in found.lines] == ["Rosa Vega", "Ruben Vega", "Rosa Vega", "Rosa Vega"]


def test_only_my_people_and_only_clinical_roles(database, world):
    with database.write() as session:
        for patient in (world.rosa_patient, world.ruben_patient):
            raise_concern(session, system(patient.id), rule="wants_a_call")
        session.execute(
            sa.update(CareTeamMember)
            .where(CareTeamMember.patient_id == world.ruben_patient.id, CareTeamMember.account_id == world.nurse.id)
            .values(until=clock.now())
        )
        assert [line.patient_name for line in worklist.of(session, world.nurse).lines] == ["Rosa Vega"]
        for other in (world.clerk, world.admin, world.rosa):
            assert worklist.of(session, other).lines == []


def test_mine_and_all(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        mine = raise_concern(session, grant, rule="wants_a_call")
        raise_concern(session, grant, rule="lets_talk")
        take(session, grant, mine.id)
        session.flush()
        found = worklist.of(session, world.nurse, show="mine")
        assert [line.owner_name for line in found.lines] == ["Nora Field"]
        assert (found.total, worklist.of(session, world.nurse).total) == (1, 2)


def test_fifty_a_page_in_two_statements(database, world):
    with database.write() as session:
        for n in range(60):
            raise_concern(session, system(world.rosa_patient.id), rule="lets_talk", subject=str(n))
    with database.read() as session, Statements(database.engine) as statements:
        first = worklist.of(session, world.nurse)
        assert len(statements.seen) == 2
    with database.read() as session:
        second = worklist.of(session, world.nurse, page=2)
    assert (len(first.lines), first.more, len(second.lines), second.more) == (50, True, 10, False)
    assert not {line.concern.id for line in first.lines} & {line.concern.id for line in second.lines}
