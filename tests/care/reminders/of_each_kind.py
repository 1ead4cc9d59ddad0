"""One small story for each kind of reminder: what stands in the plan, when it should ring, and with which words."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.reminders import saying
from app.care.reminders.choices import of_everybody
from app.care.reminders.kinds import ASKED_FOR
from app.db import new_id
from app.models import Arrangement, Patient, PlanOpened, PlanVersion, Reminder
from tests.care.reminders import stories

ZONE = "America/Edmonton"
TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)


def due(session, person, account):
    session.flush()
    query = sa.select(Reminder).where(
        Reminder.patient_id == person.id, Reminder.account_id == account.id, Reminder.state.in_(("due", "joined"))
    )
    return list(session.scalars(query.order_by(Reminder.due_at).execution_options(populate_existing=True)))


def an_activity(session, world, version):
    line = stories.item(session, version, what="Walk", part="evening")
    stories.on_my_day(session, line, world.rosa)
    return "activity", datetime.combine(TODAY, time(18)), "Tuesday: do what you planned."


def a_reading(session, world, version):
    line = stories.item(session, version, what="Weigh myself", measure="weight", part="evening")
    stories.on_my_day(session, line, world.rosa)
    return "measurement", datetime.combine(TODAY, time(18)), "Tuesday: write down a number."


def a_form(session, world, version):
    stories.asked(session, world.rosa_patient, world.nurse, TOMORROW, TODAY + timedelta(days=30))
    return "questionnaire", datetime.combine(TOMORROW, time(9)), "Wednesday: answer a few questions."


def a_call(session, world, version):
    stories.item(session, version, "follow_up", starts=1, ends=5, with_whom="Ines", how="phone")
    return "follow_up", datetime.combine(TODAY, time(18)), "Tuesday: look at what comes tomorrow."


def booked(session, person, nurse, sort="visit", at=None, **values):
    row = Arrangement(
        patient_id=person.id, sort=sort, what="Talk about the knee", state="booked", client_key=new_id(),
        happens_at=at or datetime.combine(TOMORROW, time(15), clock.now().tzinfo), created_by_id=nurse.id,
        created_at=clock.now(), **values,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def a_visit(session, world, version):
    booked(session, world.rosa_patient, world.nurse)
    return "follow_up", datetime.combine(TODAY, time(18)), "Tuesday: look at what comes tomorrow."


def a_review(session, world, version):
    version.review_on = TOMORROW + timedelta(days=14)
    return "review", datetime.combine(TOMORROW, time(9)), "Wednesday: look at your plan again."


def a_medicine(session, world, version):
    last = (TOMORROW + timedelta(days=7)).isoformat()
    stories.item(session, version, "medicine_at_hand", name="Zopralin", use_until=last)
    return "medicine", datetime.combine(TOMORROW, time(9)), "Wednesday: check something at home."


def said_of(session, world, row, account):
    """What a row about Rosa says to this account when it is sent."""
    more = saying.joined(session, [row]).get(row.dedupe, [])
    one, patient = choices(session, world, account), session.get_one(Patient, row.patient_id)
    return saying.with_more(session, system(world.rosa_patient.id), row, one, patient, more)


def a_plan(session, world, version):
    """Offered yesterday, and neither she nor her helper opened it; Ruben's was offered then, too, and is opened."""
    for made in session.scalars(sa.select(PlanVersion)):
        made.offered_at = clock.now() - timedelta(days=1)
    session.execute(sa.delete(PlanOpened).where(PlanOpened.patient_id == version.patient_id))
    return "plan", datetime.combine(TOMORROW, time(9)), "Wednesday: read something new."


def choices(session, world, account):
    everybody = of_everybody(session, system(world.rosa_patient.id), ASKED_FOR)
    return next(one for one in everybody if one.account_id == account.id)
