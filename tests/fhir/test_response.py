"""A stored response as FHIR: who answered, in which state, and nothing private for a helper."""

import json

from app.access.grants import system
from app.care.questionnaires import answering, sheet, store, submitting
from app.care.questionnaires.replaying import bring_in
from app.fhir.response import checked, questionnaire_response
from app.models import Response
from tests import factories
from tests.care.questionnaires.forms import ask, form

OWN = "https://handrail.example/extensions/"
PRIVATE = [{"url": OWN + "private", "valueBoolean": True}]


def own_form(database, *items):
    with database.write() as session:
        found = store.import_file(session, system(""), json.dumps(form(*items)).encode())
        return found.questionnaire.id


def begin(database, world, asked, forms, *items):
    forms["own"] = own_form(database, *items)
    assignment_id = asked("own")
    with database.write() as session:
        return answering.start(session, world.grant(session, world.rosa), assignment_id).id


def out(database, world, response_id, who=None):
    with database.read() as session:
        found = sheet.load(session, world.grant(session, who or world.rosa), response_id)
        return checked(questionnaire_response(found, world.rosa_patient))


def test_states_and_who_answered(database, world, asked, forms):
    response_id = begin(database, world, asked, forms, ask("a"))
    person = {"reference": f"Patient/{world.rosa_patient.id}"}
    with database.write() as session:
        answering.save(session, world.grant(session, world.rosa), response_id, "a", given=["tea"])
    before = out(database, world, response_id)
    assert (before["status"], before["subject"], before["source"]) == ("in-progress", person, person)
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
        submitting.submit(session, world.grant(session, world.stranger), response_id)
    after = out(database, world, response_id)
    helper = {"reference": f"RelatedPerson/{world.stranger.id}"}
    assert (after["status"], after["author"]) == ("completed", helper)
    assert after["questionnaire"] == "https://forms.example/one|1"
    with database.write() as session:
        session.get_one(Response, response_id).follows_why = "amends"
    assert out(database, world, response_id)["status"] == "amended"


def test_a_helper_is_never_handed_a_private_answer(database, world, asked, forms):
    response_id = begin(database, world, asked, forms, ask("a"), ask("secret", extension=PRIVATE))
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        answering.save(session, grant, response_id, "a", given=["tea"])
        answering.save(session, grant, response_id, "secret", given=["hush"])
    assert "hush" in json.dumps(out(database, world, response_id))
    assert "hush" not in json.dumps(out(database, world, response_id, world.otto))
    assert "tea" in json.dumps(out(database, world, response_id, world.otto))


def test_a_response_from_elsewhere_is_stored_with_what_it_reported(database, world, forms):
    document = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://handrail.example/questionnaires/exercise-vital-sign|1",
        "status": "completed",
        "item": [{"linkId": "evs-days", "answer": [{"valueInteger": 0}]}],
    }
    with database.write() as session:
        grant = bringing_in(session, world)
        found = session.get_one(store.Questionnaire, forms["exercise-vital-sign"])
        played = bring_in(session, grant, found, document, reader_id=world.nurse.id)
    assert played.submitted
    with database.read() as session:
        stored = session.query(Response).one()
    assert (stored.patient_id, stored.reported) == (world.rosa_patient.id, {"89555-7": 0.0})


def bringing_in(session, world):
    """The nurse, bringing in what somebody answered elsewhere."""
    from app.access.grants import Grant
    from app.access.permissions import Permission

    nurse = world.grant(session, world.nurse)
    return Grant(nurse.actor, nurse.patient_id, nurse.capacity, nurse.permissions | {Permission.FILL_IN})
