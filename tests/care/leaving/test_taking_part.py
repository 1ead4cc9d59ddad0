"""Taking part no longer: reminders stop, nothing new is asked, everything stays, and one can come back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import reminders
from app.care.concerns import timed
from app.care.leaving import taking_part
from app.care.questionnaires import assignment, rules_about_asking
from app.care.reviews import due
from app.errors import Forbidden, Invalid
from app.models import AssignmentRule, AuditEvent, Concern, Departure, Reminder
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")


def waiting(session, person):
    session.flush()
    query = sa.select(Reminder.id).where(Reminder.patient_id == person.id, Reminder.state == "due")
    return len(session.scalars(query).all())


def lively(session, world, person, owner):
    """A plan whose review is near, with something on the day that nothing was written about for weeks."""
    version = stories.plan(session, person, world.nurse, review_in=5, offered_days_ago=60)
    walk = stories.item(session, version, starts=-60, what="Walk", times=["evening"], days=[])
    stories.on_my_day(session, walk, owner)
    stories.setting(session, owner, person)


def test_everything_rests_until_they_come_back(each_database, world, frozen_clock):
    today = clock.today(world.rosa_patient.time_zone)
    with each_database.write() as session:
        for person, owner in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
            lively(session, world, person, owner)
            session.add(AssignmentRule(
                patient_id=person.id, questionnaire_url="urn:x", kind="weeks", number=4, reader_id=world.nurse.id,
                next_on=today, made_at=clock.now(), made_by_id=world.nurse.id,
            ))  # fmt: skip
            reminders.refresh(session, person.id)
        before = waiting(session, world.rosa_patient)
        assert before == waiting(session, world.ruben_patient) > 0
        rosa = world.grant(session, world.rosa)
        taking_part.leave(session, rosa, "  I have moved. ")
        assert taking_part.leave(session, rosa, "again").left_at == clock.now()
        assert (waiting(session, world.rosa_patient), waiting(session, world.ruben_patient)) == (0, before)
        frozen_clock.move(days=30)
        timed.raise_due(session, today + timedelta(days=30))
        due.raise_due(session, today)
        raised = set(session.execute(sa.select(Concern.patient_id, Concern.rule)).all())
        assert {patient for patient, _rule in raised} == {world.ruben_patient.id}
        assert len(raised) > 1
        assert rules_about_asking.people_with_rules(session) == [world.ruben_patient.id]
        assert rules_about_asking.ask_what_is_due(session, world.rosa_patient.id, 60) == 0
        frozen_clock.move(days=-30)
        taking_part.come_back(session, rosa)
        taking_part.come_back(session, rosa)
        assert waiting(session, world.rosa_patient) == before
        row = session.scalars(sa.select(Departure)).one()
        assert (row.words, row.capacity, row.back_capacity) == ("I have moved.", "self", "self")
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.act.like("%tak%part%"))).all()
        assert acts == ["stop taking part", "take part again"]


def test_who_may_and_what_is_refused(database, world):
    with database.write() as session:
        otto, nurse = world.grant(session, world.otto), world.grant(session, world.nurse)
        with pytest.raises(Forbidden):
            taking_part.leave(session, otto)
        with pytest.raises(Invalid) as refused:
            taking_part.leave(session, nurse, "x" * 1001)
        assert list(refused.value.fields) == ["words"]
        assert taking_part.leave(session, nurse, "She said so.").left_at is not None
        with pytest.raises(Forbidden):
            taking_part.come_back(session, otto)
        with pytest.raises(Invalid) as refused:
            assignment.assign(
                session, nurse, "none", reader_id=world.nurse.id, opens_on=None, closes_on=None, why="x"
            )
        assert "no longer" in str(refused.value.fields["questionnaire"])
        assert taking_part.come_back(session, world.grant(session, world.rosa)).left_at is None
