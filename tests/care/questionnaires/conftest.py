"""A practice with its own forms, and Rosa asked to fill in the first."""

from datetime import timedelta

import pytest

from app import clock
from app.access.grants import system
from app.care.questionnaires import assignment, store


@pytest.fixture
def forms(database):
    """Ids of the stored forms by the last part of their address."""
    with database.write() as session:
        done = store.import_content(session, system(""))
        return {one.questionnaire.url.rsplit("/", 1)[1]: one.questionnaire.id for one in done}


@pytest.fixture
def asked(database, world, forms):
    """`asked("check-in")` asks Rosa (or `person`) to fill it in; returns the assignment's id."""

    def ask(name="before-your-visit", person=None, **more):
        with database.write() as session:
            person_ = person or world.rosa_patient
            grant = world.grant(session, world.nurse, person_)
            today = clock.today(person_.time_zone)
            days = {"opens_on": today, "closes_on": today + timedelta(days=7)} | more
            return assignment.assign(session, grant, forms[name], reader_id=world.nurse.id, **days).id

    return ask
