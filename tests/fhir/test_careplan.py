"""A version of the plan as a FHIR bundle: every kind is there, every reference leads somewhere."""

import json

from app.access import records
from app.care.plan import notes, versions
from app.care.plan.kinds import KINDS
from app.fhir import careplan
from app.models import Patient
from tests.care.plan import plans


def bundle(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        goal = plans.put(
            session, nurse, "goal", why="My wife", measure="Minutes on foot", target="15", unit="minutes"
        )
        plans.put(session, nurse, what="Walk with the nurse", goal_key=goal.key, where="The park")
        plans.offered(session, nurse)
        version = versions.newest(session, nurse)
        items = versions.items_of(session, nurse, [1])[1]
        patient = records.one(session, nurse, Patient, nurse.patient_id)
        return careplan.bundle(version, items, patient, {world.nurse.id: "Nora Field"})


def walk(value):
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from walk(child)


def test_every_kind_has_its_mapping():
    assert set(careplan.MAPPINGS) == set(KINDS)


def test_one_plan_with_its_version_and_everything_on_it(database, world):
    made = json.loads(json.dumps(bundle(database, world)))
    resources = [entry["resource"] for entry in made["entry"]]
    plan = resources[0]
    assert (plan["resourceType"], plan["meta"]["versionId"], plan["intent"]) == ("CarePlan", "1", "plan")
    assert len(plan["goal"]) == 2
    assert len(plan["activity"]) == 4
    assert len(plan["supportingInfo"]) == 2
    kinds = [r["resourceType"] for r in resources]
    assert kinds.count("Observation") == 2
    assert "Task" in kinds


def test_every_reference_leads_into_the_bundle_and_nothing_is_empty(database, world):
    made = bundle(database, world)
    there = {entry["fullUrl"] for entry in made["entry"]}
    for value in walk(made):
        assert value not in ("", [], {}, None)
        if isinstance(value, dict) and "reference" in value and isinstance(value["reference"], str):
            assert value["reference"] in there
        if isinstance(value, dict) and "performer" in value:
            assert ("detail" in value) is False


def test_notes_beside_lines_go_along_as_they_were_written(database, world):
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        keys = plans.offered(session, nurse)
        note = notes.write(session, rosa, keys["goal"], "I see it another way.")
        version = versions.newest(session, nurse)
        items = versions.items_of(session, nurse, [1])[1]
        patient = records.one(session, nurse, Patient, nurse.patient_id)
        made = careplan.bundle(version, items, patient, notes=[(note, "Rosa")])
    (kept,) = made["entry"][0]["resource"]["note"]
    assert (kept["authorString"], kept["text"]) == ("Rosa", "I see it another way.")
    assert kept["extension"][0]["valueString"] == keys["goal"]


def test_days_of_the_week_and_own_words_are_kept(database, world):
    made = bundle(database, world)
    text = json.dumps(made, ensure_ascii=False)
    assert plans.CONTENTS["what_matters"]["words"] in text
    assert '"dayOfWeek": ["mon", "wed", "fri"]' in text
    assert '"url": "then", "valueString": "I walk in the mall with Leo."' in text
