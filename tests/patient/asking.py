"""Rosa is asked to fill in forms, ours or made for a test, and opens them on her phone."""

import json
from datetime import timedelta

from app import clock
from app.access.grants import system
from app.care.questionnaires import assignment, store


def ask_rosa(database, world, form, **more):
    """Assign a form (the last part of our address, or a document) to Rosa; returns the assignment's id."""
    with database.write() as session:
        if isinstance(form, str):
            source = next(path for path in store.CONTENT.glob("*.json") if path.stem == form)
        else:
            source = json.dumps(form).encode()
        found = store.import_file(session, system(""), source)
        assert found.questionnaire, [str(reason) for reason in found.verdict.reasons]
        today = clock.today(world.rosa_patient.time_zone)
        days = {"opens_on": today, "closes_on": today + timedelta(days=7)} | more
        grant = world.grant(session, world.nurse)
        return assignment.assign(session, grant, found.questionnaire.id, reader_id=world.nurse.id, **days).id


def open_form(client, world, assignment_id):
    """The first page of a form that waits."""
    home = client.get(f"/patients/{world.rosa_patient.id}/prepare")
    return client.submit(home, to=f"/{assignment_id}/start", button="Start")
