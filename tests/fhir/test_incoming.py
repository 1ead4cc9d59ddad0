"""Records of other systems, written for these tests: what would be a line, what is left, and the reason for it."""

import json
from datetime import date, timedelta

import pytest

from app.fhir import incoming
from tests.fhir.test_hostile import says_something

ME = {"reference": "Patient/p"}
PERSON = {"resourceType": "Patient", "id": "p", "name": [{"given": ["Ana", "B."], "family": "Sol"}]}
NURSE = {"resourceType": "Practitioner", "id": "n", "name": [{"text": "Ida Holm"}]}


def read(*resources, **more):
    """A collection of these; an entry may also be given as it is."""
    entries = [each if "resource" in each else {"resource": each} for each in resources]
    return says_something(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries, **more}))


def goal(id_="g", **more):
    return {
        "resourceType": "Goal", "id": id_, "lifecycleStatus": "active", "subject": ME,
        "description": {"text": "Climb the stairs"}, **more,
    }  # fmt: skip


def plan(*details, **more):
    activities = [{"detail": {"status": "scheduled", **detail}} for detail in details]
    return {
        "resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan", "subject": ME,
        "activity": activities, **more,
    }  # fmt: skip


def why(found):
    return {left.where.rpartition(" ")[2]: left.why for left in found.left}


def test_details_of_a_plan_become_activities_tied_to_their_goal():
    walk = {
        "description": "Stairs twice a day", "goal": [{"reference": "Goal/g"}], "performer": [ME],
        "scheduledTiming": {"repeat": {"dayOfWeek": ["mon", "thu"], "when": ["MORN"]}},
        "location": {"display": "Home"},
    }  # fmt: skip
    rings = {"code": {"text": "Ring after a week"}, "performer": [{"reference": "Practitioner/n"}]}
    found = read(PERSON, NURSE, goal(), plan(walk, rings))
    lines = {item.content.get("what", item.kind): item for item in found.items}
    stairs = lines["Stairs twice a day"]
    assert (stairs.content["days"], stairs.content["part"], stairs.content["where"]) == ([0, 3], "morning", "Home")
    assert stairs.content["goal_key"] == lines["goal"].key
    assert (stairs.owner, lines["Ring after a week"].owner) == ("patient", "")
    assert lines["Ring after a week"].owner_words == "Ida Holm"
    assert not found.problems


def test_a_link_to_a_goal_that_is_left_is_let_go():
    found = read(
        goal(lifecycleStatus="completed"), plan({"description": "Stairs", "goal": [{"reference": "Goal/g"}]})
    )
    assert [(item.kind, item.content["goal_key"]) for item in found.items] == [("activity", "")]
    assert why(found)["Goal/g"] == "The goal is no longer worked on (completed)."


def test_contained_goals_are_found_and_names_in_urns_too():
    inside = goal("inner", subject={"reference": "urn:uuid:1"})
    holder = plan(
        {"description": "Stairs", "goal": [{"reference": "#inner"}]}, contained=[inside],
        subject={"reference": "urn:uuid:1"},
    )  # fmt: skip
    found = read({"fullUrl": "urn:uuid:1", "resource": PERSON}, {"fullUrl": "urn:uuid:2", "resource": holder})
    assert [item.kind for item in found.items] == ["goal", "activity"]
    assert found.items[1].content["goal_key"] == found.items[0].key


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"description": "No salt", "doNotPerform": True}, "what not to do"),
        ({"description": "Stairs", "status": "completed"}, "over or was called off (completed)"),
        ({"status": "scheduled"}, "no words"),
        ({"description": "x" * 9_000}, "does not fit (what: "),
    ],
)
def test_a_detail_that_nobody_is_to_do_is_left(detail, words):
    found = read(plan(detail))
    assert not found.items
    assert any(words in left.why for left in found.left)


@pytest.mark.parametrize("status", ["draft", "revoked", "completed"])
def test_a_plan_that_is_not_in_use_gives_no_lines(status):
    found = read(plan({"description": "Stairs"}, status=status))
    assert not found.items
    assert why(found)["CarePlan/c"].startswith("The plan is not in use")


def test_a_plan_of_another_person_gives_no_lines():
    other = plan({"description": "Stairs"}, id="d", subject={"reference": "Patient/q"})
    found = read(plan({"description": "Walk"}), other, goal("h", subject={"reference": "Patient/q"}))
    assert [item.content["what"] for item in found.items] == ["Walk"]
    assert why(found)["Goal/h"] == why(found)["CarePlan/d"] == "It belongs to another person."


def test_the_newest_of_two_versions_counts():
    old, new = (goal(meta={"versionId": str(n)}, description={"text": f"Text {n}"}) for n in (9, 10))
    found = read(new, old)
    assert [item.content["words"] for item in found.items] == ["Text 10"]
    assert [left.why for left in found.left] == ["There is a newer version of it in the file."]


def test_two_entries_with_one_address_are_said():
    found = read({"fullUrl": "urn:uuid:1", "resource": goal()}, {"fullUrl": "urn:uuid:1", "resource": goal("h")})
    assert "Two entries have the address urn:uuid:1." in found.problems


def test_an_order_is_no_line_but_a_task_of_the_plan_is():
    task = {"resourceType": "Task", "status": "requested", "intent": "order", "for": ME, "description": "Sort pills"}
    found = read(task | {"id": "t"}, task | {"id": "u"}, plan(activity=[{"reference": {"reference": "Task/t"}}]))
    assert [item.where.rpartition(" ")[2] for item in found.items] == ["Task/t"]
    assert why(found)["Task/u"] == "It is an order between professionals, not a line of a plan."


def test_references_in_a_circle_are_followed_no_further():
    one = {"resourceType": "Task", "id": "1", "intent": "plan", "for": ME, "owner": {"reference": "Task/2"}}
    two = one | {"id": "2", "owner": {"reference": "Task/1"}, "partOf": [{"reference": "Task/2"}]}
    lost = plan(activity=[{"reference": {"reference": "CarePlan/c"}}, {"reference": {"reference": "Task/9"}}])
    found = read(one, two, lost)
    assert not found.items
    assert "What it refers to is not in the file." in {left.why for left in found.left}


def test_a_visit_to_come_and_a_call_are_follow_ups():
    soon = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 – a day that is still to come
    visit = {
        "resourceType": "Appointment", "id": "v", "status": "booked", "start": f"{soon}T09:00:00Z",
        "description": "Look at the foot", "participant": [{"actor": ME}, {"actor": {"display": "Dr. Roe"}}],
    }  # fmt: skip
    call = {
        "resourceType": "CommunicationRequest", "id": "k", "status": "active", "subject": ME,
        "recipient": [{"reference": "Practitioner/n"}], "payload": [{"contentString": "How it goes"}],
        "medium": [{"coding": [{"code": "VIDEOCONF"}]}],
    }  # fmt: skip
    found = read(NURSE, visit, visit | {"id": "w", "start": "2013-12-10T09:00:00Z"}, call)
    said = [(item.content["with_whom"], item.content["how"], item.content["about"]) for item in found.items]
    assert said == [("Dr. Roe", "visit", "Look at the foot"), ("Ida Holm", "video", "How it goes")]
    assert why(found)["Appointment/w"] == "The visit is in the past, or has no day."


def test_what_matters_is_taken_and_a_reading_is_a_fact():
    code = {"coding": [{"system": "http://loinc.org", "code": "81378-2"}]}
    matters = {"resourceType": "Observation", "id": "m", "status": "final", "subject": ME, "code": code}
    pressure = {
        "resourceType": "Observation", "id": "b", "status": "final", "subject": ME, "code": {"text": "Pressure"},
        "effectiveDateTime": "2026-02-03T10:00:00Z",
        "component": [{"code": {"text": "Upper"}, "valueQuantity": {"value": 132, "unit": "mmHg"}}],
    }  # fmt: skip
    found = read(matters | {"valueString": "My garden"}, pressure)
    assert [(item.kind, item.content["words"]) for item in found.items] == [("what_matters", "My garden")]
    fact = found.facts[0]
    assert (fact.words, fact.value, fact.date) == ("Pressure", "Upper: 132 mmHg", date(2026, 2, 3))


def test_facts_of_each_type_have_words_code_status_and_day():
    nut = {"coding": [{"system": "http://snomed.info/sct", "code": "91935009", "display": "Nuts"}]}
    asthma = {
        "resourceType": "Condition", "id": "a", "subject": ME, "code": {"text": "Asthma"}, "onsetDateTime": "2011",
        "clinicalStatus": {"coding": [{"code": "active"}]},
    }  # fmt: skip
    medicine = {
        "resourceType": "MedicationStatement", "id": "s", "status": "active", "subject": ME,
        "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Inhaler"}}],
        "medicationReference": {"reference": "#m"},
    }  # fmt: skip
    letter = {"resourceType": "DocumentReference", "id": "l", "status": "current", "type": {"text": "Letter"}}
    found = read({"resourceType": "AllergyIntolerance", "id": "n", "patient": ME, "code": nut}, medicine, letter)
    assert {(fact.type, fact.words) for fact in found.facts} == {
        ("AllergyIntolerance", "Nuts"), ("MedicationStatement", "Inhaler"), ("DocumentReference", "Letter"),
    }  # fmt: skip
    assert next(f for f in found.facts if f.words == "Nuts").code == ("http://snomed.info/sct", "91935009")
    found = incoming.read(json.dumps(asthma))
    assert found.facts or [item.content for item in found.items]


def test_what_was_a_mistake_is_never_taken():
    verified = {"coding": [{"code": "entered-in-error"}]}
    wrong = {"resourceType": "Condition", "id": "a", "code": {"text": "Gout"}, "verificationStatus": verified}
    found = read(wrong, goal(lifecycleStatus="entered-in-error"))
    assert not found.items
    assert not found.facts
    assert set(why(found).values()) == {"The file itself says that it was entered in error."}


def test_what_is_not_sound_is_said_and_the_rest_is_taken():
    found = read(goal("g", startDate="some day", target="soon"), goal("h"))
    assert len(found.items) == 2
    assert any("Goal/g is not sound R4" in problem for problem in found.problems)


def test_numbers_as_text_and_a_range_are_understood():
    target = {"measure": {"text": "Weight"}, "detailQuantity": {"value": "80", "unit": "kg"}}
    low, high = {"value": 70, "unit": "kg"}, {"value": 75, "unit": "kg"}
    wide = {"measure": {"text": "Weight"}, "detailRange": {"low": low, "high": high}}
    found = read(goal("g", target=[{"dueDate": "2026-07"}, target]), goal("h", target=[wide]))
    assert [(item.content["target"], item.content["unit"]) for item in found.items] == [("80", "kg"), ("70–75", "kg")]
    assert found.items[0].ends_on == date(2026, 7, 1)
