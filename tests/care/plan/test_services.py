"""Rule 1: the same walk with every answer "no" gets the same services as with every "yes"."""

import sqlalchemy as sa

from app.care import reminders
from app.care.plan import brief, day, decisions, offering, questions, reading
from app.models import Assignment, Concern, Reminder
from tests.care.plan.plans import offered, put


def walk(room, person, account, answer):
    """The whole loop for one person; gives what the services then hold for them."""
    session = room.session
    nurse = room.world.grant(session, room.world.nurse, person)
    self_ = room.world.grant(session, account, person)
    keys = offered(session, nurse)
    for key in keys.values():
        decisions.decide(session, self_, key, 1, answer)
    day.put_on(session, self_, keys["activity"])
    questions.ask(session, self_, keys["goal"], "What happens if I do not?")
    put(session, nurse, key=keys["activity"], how_much="10 minutes")
    offering.offer(session, nurse)
    decisions.decide(session, self_, keys["activity"], 2, answer)
    reminders.refresh(session, person.id)
    names = {key: kind for kind, key in keys.items()}
    return {
        "items": [(i.kind, i.content, i.owner, i.starts_on) for i in brief.active_items(session, person.id)],
        "day": sorted(names[key] for key in day.on_my_day(session, self_)),
        "reminders": sorted(
            (r.kind, r.due_at, r.state)
            for r in session.scalars(sa.select(Reminder).where(Reminder.account_id == account.id))
        ),
        "concerns": sorted(
            (c.rule, c.band, c.due_at, c.closed_at is None)
            for c in session.scalars(sa.select(Concern).where(Concern.patient_id == person.id))
        ),
        "asked": list(session.scalars(sa.select(Assignment).where(Assignment.patient_id == person.id))),
        "may": sorted(self_.permissions),
    }


def test_every_no_gets_what_every_yes_gets(room):
    yes = walk(room, room.world.rosa_patient, room.world.rosa, "yes")
    no = walk(room, room.world.ruben_patient, room.world.ruben, "no")
    assert yes == no
    assert yes["day"] == ["activity"]
    assert yes["concerns"], "the question waits for a nurse"


def test_undecided_and_taken_back_cost_nothing_either(room):
    yes = walk(room, room.world.rosa_patient, room.world.rosa, "yes")
    later = walk(room, room.world.ruben_patient, room.world.ruben, "not_now")
    assert yes == later
    grant = room.rosa
    for line in reading.current(room.session, grant).items:
        decisions.take_back(room.session, grant, line.key)
    reminders.refresh(room.session, grant.patient_id)
    assert [i.kind for i in brief.active_items(room.session, grant.patient_id)] == [i[0] for i in yes["items"]]
    assert set(day.on_my_day(room.session, grant)) != set()
