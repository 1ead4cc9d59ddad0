"""Away: who stands in has what is open and what comes new; and nothing is owned by somebody who is gone."""

from datetime import timedelta

import pytest

from app import clock
from app.care.concerns import words_of
from app.care.people import absence, ownerless, rehoming, team
from app.care.people.patients import lead_of
from app.care.plan import questions
from app.care.worse import early_review
from app.errors import Forbidden, Invalid, NotFound
from app.models import Absence, Account, CareTeamMember, Concern
from tests import factories
from tests.care.arrangements.made import arrange
from tests.provider.plans import offered


def day(world, n=0):
    return clock.today(world.nurse.time_zone) + timedelta(days=n)


def away(session, world, first=0, last=5, stands_in=""):
    nurse = session.get(Account, world.nurse.id)
    return absence.write(session, nurse, day(world, first), day(world, last), stands_in or world.physician.id)


def everything(session, world, person=None):
    """A question, its line, an arrangement and a wish for a review, all of the nurse's."""
    patient = person or world.rosa_patient
    grant = world.grant(session, world.nurse, patient)
    asked = early_review.ask(
        session, world.grant(session, world.rosa), "worse", "", client_key="e", answer_days=3
    ) if person is None else None  # fmt: skip
    return [row for row in (arrange(session, grant, "test"), asked) if row]


@pytest.mark.parametrize(
    ("first", "last", "who", "field"),
    [(-1, 3, "", "first_on"), (3, 2, "", "last_on"), (0, 366, "", "last_on"), (0, 3, "clerk", "stands_in"),
     (0, 3, "nurse", "stands_in"), (0, 3, "rosa", "stands_in")],
)  # fmt: skip
def test_what_is_refused(frozen_clock, database, world, first, last, who, field):
    with database.write() as session:
        with pytest.raises(Invalid) as problem:
            away(session, world, first, last, getattr(world, who).id if who else "")
        assert list(problem.value.fields) == [field]
        assert session.query(Absence).count() == 0


def test_a_clerk_answers_nobody_and_needs_no_stand_in(database, world):
    with database.write() as session, pytest.raises(Forbidden):
        absence.write(session, session.get(Account, world.clerk.id), day(world), day(world), world.nurse.id)


def test_what_is_open_and_what_comes_new_goes_to_who_stands_in(frozen_clock, database, world):
    with database.write() as session:
        keys = offered(session, world)
        rosa = world.grant(session, world.rosa)
        old = questions.ask(session, rosa, keys["walk"], "How far?")
        rows = [old, *everything(session, world)]
        assert {row.owner_id for row in rows} == {world.nurse.id}
        away(session, world)
        assert {row.owner_id for row in rows} == {world.physician.id}
        lines = session.query(Concern).filter_by(patient_id=world.rosa_patient.id)
        assert {line.owner_id for line in lines} - {None} == {world.physician.id}
        assert questions.ask(session, rosa, keys["walk"], "How often?").owner_id == world.physician.id
        frozen_clock.move(days=6)
        assert questions.ask(session, rosa, keys["walk"], "How long?").owner_id == world.nurse.id
        assert old.owner_id == world.physician.id  # stays until it is handed over


def test_days_to_come_change_nothing_until_they_are_there(frozen_clock, database, world):
    with database.write() as session:
        row = everything(session, world)[0]
        away(session, world, 2, 4)
        assert row.owner_id == world.nurse.id
        assert lead_of(session, world.rosa_patient.id).id == world.nurse.id
        frozen_clock.move(days=2)
        assert rehoming.rehome(session, day(world)) >= 1
        assert row.owner_id == world.physician.id
        assert rehoming.rehome(session, day(world)) == 0


def test_who_is_back_earlier_is_asked_again(frozen_clock, database, world):
    with database.write() as session:
        row = away(session, world)
        with pytest.raises(NotFound):
            absence.end(session, session.get(Account, world.physician.id), row.id)
        assert lead_of(session, world.rosa_patient.id).id == world.physician.id
        absence.end(session, session.get(Account, world.nurse.id), row.id)
        assert lead_of(session, world.rosa_patient.id).id == world.nurse.id


def test_a_stand_in_who_is_not_on_the_team_gets_no_access_and_is_named(frozen_clock, database, world):
    with database.write() as session:
        jonas = factories.account(session, "Jonas Hill", role="nurse")
        row = everything(session, world)[0]
        away(session, world, stands_in=jonas.id)
        assert row.owner_id == world.physician.id  # the next of the team
        assert absence.not_covered(session, session.get(Account, world.nurse.id), jonas) == [
            "Rosa Vega",
            "Ruben Vega",
        ]


def test_two_who_are_away_do_not_stand_in_for_each_other(frozen_clock, database, world):
    with database.write() as session:
        away(session, world)
        with pytest.raises(Invalid) as problem:
            absence.write(session, session.get(Account, world.physician.id), day(world), day(world), world.nurse.id)
        assert list(problem.value.fields) == ["stands_in"]


def test_with_nobody_else_on_the_team_it_waits_for_them(frozen_clock, database, world):
    with database.write() as session:
        for member in session.query(CareTeamMember).filter_by(account_id=world.physician.id):
            member.until = clock.now()
        row = everything(session, world)[0]
        away(session, world)
        assert row.owner_id == world.nurse.id


def test_leaving_the_team_or_the_practice_orphans_nothing(frozen_clock, database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        rows = everything(session, world)
        ruben = everything(session, world, world.ruben_patient)[0]
        team.leave_team(session, grant, world.nurse.id)
        assert {row.owner_id for row in rows} == {world.physician.id}
        assert ruben.owner_id == world.nurse.id
        session.get(Account, world.nurse.id).closed_at = clock.now()
        session.flush()
        rehoming.rehome(session, day(world))
        assert ruben.owner_id == world.physician.id
        session.get(Account, world.physician.id).closed_at = clock.now()
        session.flush()
        rehoming.rehome(session, day(world))
        assert ruben.owner_id is None  # nobody clinical is left: everybody's


def test_the_job_runs_it(frozen_clock, config, database, world):
    from app.jobs.housekeeping import tidy

    with database.write() as session:
        row = everything(session, world)[0]
        away(session, world, 1, 3)
    frozen_clock.move(days=1)
    tidy(config, database)
    with database.read() as session:
        assert session.get(type(row), row.id).owner_id == world.physician.id


def test_a_promise_in_the_plan_whose_owner_left_asks_for_a_new_one(frozen_clock, database, world):
    def asked(session):
        return session.query(Concern).filter_by(rule=ownerless.RULE, closed_at=None).all()

    with database.write() as session:
        keys = offered(session, world)  # the call is the nurse's
        assert ownerless.raise_due(session, day(world)) == 0
        team.leave_team(session, world.grant(session, world.nurse), world.nurse.id)
        (line,) = asked(session)
        assert (line.subject, line.owner_id) == (keys["call"], world.physician.id)
        assert "A phone call with Nora" in words_of(line)
        assert ownerless.raise_due(session, day(world)) == 0  # once
        doctor = world.grant(session, world.physician)
        team.join(session, doctor, world.nurse.id)
        ownerless.raise_due(session, day(world))
        assert asked(session) == []
        session.get(Account, world.nurse.id).closed_at = clock.now()
        session.flush()
        assert ownerless.raise_due(session, day(world)) == 1  # gone from the practice
        assert ownerless.raise_due(session, day(world, 60)) == 0  # its time is over
        assert asked(session) == []
