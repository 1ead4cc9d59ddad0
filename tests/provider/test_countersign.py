"""A physician looks over a plan that the nurse made: nothing waits for it, and a question reaches the nurse."""

import pytest

from app.care.plan import countersigning
from app.errors import Conflict, Forbidden, Invalid
from app.models import Concern, Countersign
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


@pytest.fixture
def check(world):
    return f"/team/patients/{world.rosa_patient.id}/plan/check"


def start(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def test_found_right_and_read_by_the_person(client_as, world, check, keys):
    doctor = client_as(world.physician)
    page = doctor.get(doctor.get(check.replace("plan/check", "")).link("Look the plan over"))
    assert page.says("To dance at the wedding", "Walk to the corner shop")
    doctor.submit(page, button="Keep this", says="agrees", words="Small steps are good.")
    for account in (world.rosa, world.otto):
        assert (
            client_as(account)
            .get(start(world))
            .says("Paul (doctor) looked it over on Tuesday 10 March and finds it right.", "Small steps are good.")
        )


def test_a_question_reaches_whoever_offered_it_and_ends_with_a_yes(client_as, database, world, check, keys):
    doctor = client_as(world.physician)
    page = doctor.submit(doctor.get(check), button="Keep this", says="asks", status=422)
    assert page.says("Write what is not clear.")
    doctor.submit(page, button="Keep this", says="asks", words="Is the knee well enough?")
    with database.read() as session:
        line = session.query(Concern).filter_by(rule=countersigning.RULE).one()
        assert (line.owner_id, line.closed_at) == (world.nurse.id, None)
    page = client_as(world.nurse).get("/team/")
    assert page.says("Paul asks about version 1 of the plan: Is the knee well enough?")
    assert client_as(world.rosa).get(start(world)).says("has a question to the team")
    doctor.submit(doctor.get(check), button="Keep this", says="agrees")
    with database.read() as session:
        assert session.query(Concern).filter_by(rule=countersigning.RULE).one().closed_at is not None


def test_the_same_twice_is_one_row_and_an_older_version_is_refused(database, world, keys):
    with database.write() as session:
        doctor = world.grant(session, world.physician)
        first = countersigning.countersign(session, doctor, 1, agrees=True)
        assert countersigning.countersign(session, doctor, 1, agrees=True).id == first.id
        assert session.query(Countersign).count() == 1
        plans.goal(session, world.grant(session, world.nurse), words="To read again")
        from app.care.plan import offering

        offering.offer(session, world.grant(session, world.nurse))
        with pytest.raises(Conflict):
            countersigning.countersign(session, doctor, 1, agrees=True)
        assert countersigning.of(session, world.grant(session, world.rosa), 2) == []


def test_nobody_looks_over_their_own(database, world):
    with database.write() as session:
        doctor = world.grant(session, world.physician)
        plans.goal(session, doctor)
        from app.care.plan import drafting, offering

        drafting.set_review_date(session, doctor, plans.days(world)[1])
        offering.offer(session, doctor)
        with pytest.raises(Invalid):
            countersigning.countersign(session, doctor, 1, agrees=True)
        for account in (world.nurse, world.rosa, world.otto):
            with pytest.raises(Forbidden):
                countersigning.countersign(session, world.grant(session, account), 1, agrees=True)


def test_a_nurse_is_not_offered_it(client_as, world, check, keys):
    nurse = client_as(world.nurse)
    assert not nurse.get(check.replace("plan/check", "")).says("Look the plan over")
    assert nurse.get(check, status=None).status == 403
