"""What happened and what was arranged, in the file: coded, tied to goals, with both names; no line when read back."""

import json
from datetime import timedelta

import pytest

from app import clock
from app.care.arrangements import moving
from app.care.plan import sureness
from app.care.progress import coping, logging, measurements, nearness
from app.care.progress.kinds import KINDS
from app.care.progress.measurements import Asked
from app.errors import Forbidden
from app.fhir import incoming, lived, record
from tests.care.arrangements.made import arrange
from tests.care.plan import plans
from tests.fhir.checks import sound

pytestmark = pytest.mark.usefixtures("frozen_clock")  # before the world: relationships start on its day

BASE = "https://practice.example"
TYPED = {
    "blood_pressure": (
        {"systolic": "132", "diastolic": "84", "pulse": "70", "arm": "left", "irregular": "yes"}, "mm[Hg]",
    ),
    "glucose": ({"glucose": "5.6"}, "mmol/L"), "weight": ({"weight": "154.5"}, "[lb_av]"),
    "peak_flow": ({"peak_flow": "420"}, "L/min"), "oxygen": ({"oxygen": "96"}, "%"),
    "temperature": ({"temperature": "98.6"}, "[degF]"), "pain": ({"pain": "3"}, "{score}"),
    "mood": ({"mood": "7"}, "{score}"), "sleep": ({"sleep": "7:30"}, "h"), "steps": ({"steps": "4200"}, "{steps}"),
    "activity_minutes": ({"activity_minutes": "90"}, "min"),
}  # fmt: skip


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        goal = plans.put(session, nurse, "goal")
        weigh = plans.put(session, nurse, what="Step on the scale", measure="weight", goal_key=goal.key)
        walk = plans.put(session, nurse, what="Walk", goal_key=goal.key)
        rain = plans.put(session, nurse, "coping_strategy", activity_key=walk.key, if_words="it rains")
        plans.offered(session, nurse)
        return {"goal": goal.key, "weigh": weigh.key, "walk": walk.key, "rain": rain.key}


def out(database, world, who=None):
    with database.write() as session:
        return json.loads(json.dumps(record.export(session, world.grant(session, who or world.rosa), BASE)))


def of(made, kind):
    return {
        each["resource"]["id"]: each["resource"] for each in made["entry"] if each["resource"]["resourceType"] == kind
    }


def pertains(resource):
    return [e["valueReference"]["reference"] for e in resource["extension"] if "pertainsToGoal" in e["url"]]


def test_every_kind_of_reading_has_its_code_and_unit(database, world, keys):
    assert set(TYPED) == set(KINDS) == set(lived.CATEGORY), "a new kind needs a sample, and a category"
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        rows = {
            name: measurements.record(session, rosa, name, Asked(typed, f"k-{name}", unit=unit, sure=True)).id
            for name, (typed, unit) in TYPED.items()
        }
        gone = measurements.record(session, rosa, "pain", Asked({"pain": "9"}, "gone"))
        measurements.undo(session, rosa, gone.id)
    made = sound(out(database, world))
    there = of(made, "Observation")
    assert gone.id not in there

    def code(name):
        return there[rows[name]]["code"]["coding"][0]

    def value(name):
        found = there[rows[name]]["valueQuantity"]
        assert found["system"] == "http://unitsofmeasure.org"
        return found["value"], found["code"]

    pressure = there[rows["blood_pressure"]]
    assert code("blood_pressure") == {"system": "http://loinc.org", "code": "85354-9"}
    assert [
        (c["code"]["coding"][0]["code"], c["valueQuantity"]["value"], c["valueQuantity"]["code"])
        for c in pressure["component"][:3]
    ] == [("8480-6", 132, "mm[Hg]"), ("8462-4", 84, "mm[Hg]"), ("8867-4", 70, "/min")]
    assert pressure["component"][3]["code"]["coding"][0]["code"] == "irregular"
    assert pressure["component"][3]["valueBoolean"] is True
    assert pressure["bodySite"]["coding"][0]["code"] == "left"
    assert "valueQuantity" not in pressure
    assert (code("glucose")["code"], value("glucose")) == ("14743-9", (5.6, "mmol/L"))
    assert (code("weight")["code"], value("weight")) == ("29463-7", (154.5, "[lb_av]"))
    assert (code("temperature")["code"], value("temperature")) == ("8310-5", (98.6, "[degF]"))
    assert (code("steps")["code"], value("steps")) == ("41950-7", (4200, "{steps}"))
    assert (code("sleep")["code"], value("sleep")) == ("93832-4", (7.5, "h"))
    assert (code("mood")["system"], code("mood")["code"]) == ("urn:handrail:fhir:reading", "mood")
    for name in KINDS:
        assert there[rows[name]]["effectiveDateTime"] == clock.now().isoformat()
        assert there[rows[name]]["category"][0]["coding"][0]["code"] in ("vital-signs", "exam", "activity", "survey")
    assert pertains(there[rows["weight"]]) == [f"Goal/{keys['goal']}"]
    assert pertains(there[rows["pain"]]) == []
    outcome = of(made, "Goal")[keys["goal"]]["outcomeReference"]
    assert outcome == [{"reference": f"Observation/{rows['weight']}"}]


def test_what_a_meter_shows_instead_of_a_number(database, world, keys):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        row = measurements.record(session, rosa, "glucose", Asked({"glucose": "LO"}, "k", unit="mg/dL", sure=True))
        plans.offered(session, world.grant(session, world.nurse))
    seen = of(sound(out(database, world)), "Observation")[row.id]
    assert (seen["valueString"], "valueQuantity" in seen) == ("LO", False)
    assert seen["code"]["coding"][0]["code"] == "41653-7"


def test_entries_nearness_and_sureness_with_both_names(database, world, keys):
    with database.write() as session:
        rosa, otto = world.grant(session, world.rosa), world.grant(session, world.otto)
        today = clock.today("America/Edmonton")
        entry, line = coping.not_this_time(
            session, rosa, keys["walk"], f"line:{keys['rain']}", happened_on=today - timedelta(days=1), client_key="a"
        )
        coping.use(session, rosa, entry.id, line.key)
        coping.helped(session, rosa, entry.id, "a_little")
        did = logging.record(session, otto, keys["walk"], "did", happened_on=today, note="Slowly", client_key="b")
        back = logging.record(session, rosa, keys["walk"], "did", happened_on=today, client_key="c")
        logging.undo(session, rosa, back.id)
        near = nearness.say(session, otto, keys["goal"], 6, today, "d", "She smiled")
        sure = sureness.say(session, rosa, keys["walk"], 8, "With my sister")
    made = sound(out(database, world))
    there = of(made, "Observation")
    assert back.id not in there
    seen = there[did.id]
    assert seen["valueCodeableConcept"]["coding"][0]["code"] == "did"
    assert seen["focus"] == [{"reference": f"Task/{keys['walk']}"}]
    assert seen["basedOn"] == [
        {"reference": made["entry"][0]["resource"]["resourceType"] + "/" + made["entry"][0]["resource"]["id"]}
    ]
    assert seen["performer"][0]["display"] == f"Otto Vega, for {world.rosa_patient.full_name}"
    assert seen["note"] == [{"text": "Slowly"}]
    assert seen["effectiveDateTime"] == today.isoformat()
    hard = there[entry.id]
    assert hard["effectiveDateTime"] == (today - timedelta(days=1)).isoformat()
    parts = {c["code"]["coding"][0]["code"]: c for c in hard["component"]}
    assert parts["barrier"]["valueString"] == "it rains"
    assert parts["used"]["valueString"] == keys["rain"]
    assert parts["helped"]["valueCodeableConcept"]["coding"][0]["code"] == "a_little"
    step = there[near.id]
    assert (step["valueInteger"], step["focus"]) == (6, [{"reference": f"Goal/{keys['goal']}"}])
    assert step["performer"][0]["display"].startswith("Otto Vega, for ")
    assert (there[sure.id]["valueInteger"], there[sure.id]["note"]) == (8, [{"text": "With my sister"}])
    outcomes = {each["reference"] for each in of(made, "Goal")[keys["goal"]]["outcomeReference"]}
    assert outcomes == {f"Observation/{row.id}" for row in (entry, did, near, sure)}


def test_what_was_arranged(database, world, keys):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        visit = arrange(session, nurse, "visit", item_key=keys["walk"])
        off = arrange(session, nurse, "visit")
        moving.step(session, nurse, off.id, "called_off")
        referral = arrange(session, nurse, "referral", item_key=keys["goal"])
        test = arrange(session, nurse, "test")
        moving.step(session, nurse, test.id, "result_back")
        moving.tell_and_close(session, nurse, test.id, "phone", "Your kidneys work well.")
        back = arrange(session, nurse, "return", condition="Your cough comes back")
    made = sound(out(database, world))
    visits, tasks, requests = (of(made, kind) for kind in ("Appointment", "Task", "ServiceRequest"))
    seen = visits[visit.id]
    assert (seen["status"], seen["minutesDuration"], seen["description"]) == (
        "booked",
        40,
        "Look at the plan together",
    )
    assert seen["start"] == visit.happens_at.isoformat()
    assert seen["end"] == (visit.happens_at + timedelta(minutes=40)).isoformat()
    assert "Your glasses" in seen["patientInstruction"]
    person = next(p for p in seen["participant"] if p["actor"].get("reference", "").startswith("Patient/"))
    assert person["status"] == "needs-action", "nobody's yes is made up"
    assert {"reference": f"Task/{keys['walk']}"} in seen["supportingInformation"]
    assert pertains(seen) == [f"Goal/{keys['goal']}"]
    assert visits[off.id]["status"] == "cancelled"
    request = requests[f"{referral.id}-request"]
    assert (request["status"], request["intent"], request["code"]["text"]) == ("active", "order", referral.what)
    assert request["occurrencePeriod"]["end"] == referral.due_on.isoformat()
    assert pertains(request) == [f"Goal/{keys['goal']}"]
    task = tasks[referral.id]
    assert (task["status"], task["focus"]) == ("requested", {"reference": f"ServiceRequest/{referral.id}-request"})
    assert task["owner"]["reference"] == f"Practitioner/{world.nurse.id}"
    assert (tasks[test.id]["status"], tasks[test.id]["output"][0]["valueString"]) == (
        "completed", "Your kidneys work well.",
    )  # fmt: skip
    assert requests[f"{test.id}-request"]["status"] == "completed"
    assert (tasks[back.id]["status"], tasks[back.id]["reasonCode"]["text"]) == ("requested", "Your cough comes back")


def test_read_back_it_is_the_same_plan_and_none_of_it_a_line(database, world, keys):
    with database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse)
        measurements.record(session, rosa, "weight", Asked({"weight": "80"}, "k", unit="kg", sure=True))
        logging.record(
            session, rosa, keys["walk"], "did", happened_on=clock.today("America/Edmonton"), client_key="b"
        )
        for sort in ("visit", "referral", "test", "return"):
            arrange(session, nurse, sort)
    plain = {item.key for item in incoming.read(json.dumps(out(database, world))).items}
    found = incoming.read(json.dumps(out(database, world)))
    assert set(keys.values()) <= plain
    assert all(item.ours for item in found.items), "nothing that happened or was arranged became a line"
    assert not found.facts
    assert {left.type for left in found.left} >= {"Observation", "Appointment", "ServiceRequest", "Task"}


def test_only_of_this_person_and_only_for_who_may(database, world, keys):
    with database.write() as session:
        ruben = world.grant(session, world.ruben, world.ruben_patient)
        theirs = measurements.record(session, ruben, "pain", Asked({"pain": "4"}, "k"))
    assert theirs.id not in json.dumps(out(database, world))
    for who in (world.otto, world.clerk):
        with pytest.raises(Forbidden):
            out(database, world, who)
