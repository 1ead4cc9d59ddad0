"""Facts for tests, the same ones for Rosa and for her look-alike Ruben."""

from app.care.facts import keeping
from app.db import new_id

MEDICINE = {"name": "Metoprolol", "what_for": "heart", "how": "1 tablet in the morning"}
DIAGNOSIS = {"words": "High blood pressure", "name": "Hypertension", "since": "2019-03"}
ALLERGY = {"what": "Penicillin", "reaction": "rash", "how_bad": "moderate"}


def facts(database, world, kind="medicine", content=None):
    """One fact of the team for each of the two; returns Rosa's."""
    made = []
    with database.write() as session:
        for person in (world.ruben_patient, world.rosa_patient):
            grant = world.grant(session, world.nurse, person)
            made.append(keeping.add(session, grant, kind, content or MEDICINE, client_key=new_id()))
    return made[1]
