"""The whole plan as a FHIR bundle: every kind is there, every reference leads somewhere, nothing is empty."""

import json

import pytest

from app import clock
from app.care.plan import decisions, explained, notes, questions
from app.care.plan.how_answered import How
from app.care.plan.kinds import KINDS
from app.errors import Forbidden, NotFound
from app.fhir import careplan, record
from app.fhir.kinds import advance_wish
from app.fhir.seen import Left
from app.models import AuditEvent, ProgressEntry
from tests import factories
from tests.care.plan import plans
from tests.fhir.checks import sound

BASE = "https://practice.example"


WISH = {
    "sort": "treatment",
    "stance": "not_want",
    "words": "No machine that breathes for me.",
    "condition": "If I will not wake.",
    "ability_words": "Understands it and can decide.",
    "ability_by": "Paul Moore",
    "ability_on": "2026-03-01",
}


@pytest.fixture
def keys(database, world):
    """A plan of every kind for Rosa, with a goal that has all its parts."""
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        goal = plans.put(
            session,
            nurse,
            "goal",
            why="My wife",
            measure="Minutes on foot",
            target="15",
            unit="minutes",
            importance=3,
        )
        walk = plans.put(
            session, nurse, what="Walk with the nurse", goal_key=goal.key, where="The park", confidence=6
        )
        plans.put(session, nurse, "coping_strategy", activity_key=walk.key)
        wish = plans.put(session, nurse, "advance_wish", **WISH)
        found = plans.offered(session, nurse)
        return found | {"full_goal": goal.key, "linked": walk.key, "advance_wish": wish.key}


def out(database, world, who=None):
    with database.write() as session:
        return json.loads(json.dumps(record.export(session, world.grant(session, who or world.rosa), BASE)))


def of(made, kind):
    return [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind]


def test_one_sound_plan_with_everything_on_it(database, world, keys):
    made = sound(out(database, world))
    plan = made["entry"][0]["resource"]
    assert (plan["resourceType"], plan["meta"]["versionId"], plan["intent"]) == ("CarePlan", "1", "plan")
    assert made["entry"][0]["fullUrl"] == f"{BASE}/fhir/CarePlan/{plan['id']}"
    assert [goal["reference"] for goal in plan["goal"]] == [f"Goal/{keys['full_goal']}", f"Goal/{keys['goal']}"]
    text = json.dumps(made, ensure_ascii=False)
    for kind in plans.OPEN:
        for words in plans.CONTENTS[kind].values():
            assert not isinstance(words, str) or words in text
    person = of(made, "Patient")[0]
    assert (person["birthDate"], person["telecom"][0]["value"]) == ("1948-05-04", "555 0142")
    assert "Ruben" not in text


def test_days_goal_and_confidence_of_an_activity_are_where_others_look(database, world, keys):
    made = out(database, world)
    tasks = {task["id"]: task for task in of(made, "Task")}
    repeat = tasks[keys["linked"]]["input"][0]["valueTiming"]["repeat"]
    assert (repeat["dayOfWeek"], repeat["frequency"], repeat["periodUnit"]) == (["mon", "wed", "fri"], 3, "wk")
    goals = [each["valueReference"] for each in tasks[keys["linked"]]["extension"] if "pertains" in each["url"]]
    assert goals == [{"reference": f"Goal/{keys['full_goal']}"}]
    sure = next(each for each in of(made, "Observation") if each["id"] == f"{keys['linked']}-confidence")
    assert (sure["valueInteger"], sure["focus"]) == (6, [{"reference": f"Task/{keys['linked']}"}])
    assert tasks[keys["linked"]]["owner"]["reference"] == f"Patient/{world.rosa_patient.id}"


def test_the_amount_of_a_goal_has_its_measure(database, world, keys):
    goal = next(each for each in of(out(database, world), "Goal") if each["id"] == keys["full_goal"])
    target = goal["target"][0]
    assert (target["measure"], target["detailQuantity"]) == (
        {"text": "Minutes on foot"}, {"value": 15, "unit": "minutes"},
    )  # fmt: skip


def test_a_coping_plan_is_a_sentence_first_and_parts_beside(database, world, keys):
    plan = out(database, world)["entry"][0]["resource"]
    details = [each["detail"] for each in plan["activity"] if "detail" in each]
    rescued = next(each for each in details if each.get("goal"))
    assert rescued["description"] == "If: It rains. Then: I walk in the mall with Leo."
    assert rescued["goal"] == [{"reference": f"Goal/{keys['full_goal']}"}]
    assert rescued["reasonReference"][0]["reference"].endswith("-barrier")
    parts = {each["url"]: each for each in rescued["extension"][0]["extension"]}
    assert parts["barrier"]["valueCode"] == "weather"
    assert (parts["if"]["valueString"], parts["timesUsed"]["valueInteger"]) == ("It rains", 0)


def test_each_answer_is_provenance_of_a_version_and_a_goal_says_what_was_answered(database, world, keys):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        decisions.decide(session, rosa, keys["goal"], 1, "yes")
        decisions.decide(session, rosa, keys["goal"], 1, "no", "Too far for me.")
        decisions.decide(session, rosa, keys["coping_strategy"], 1, "talk")
    made = sound(out(database, world))
    first, second, third = of(made, "Provenance")
    plan = made["entry"][0]["resource"]
    assert first["target"] == [
        {"reference": f"CarePlan/{plan['id']}/_history/1"}, {"reference": f"Goal/{keys['goal']}"},
    ]  # fmt: skip
    parts = {each["url"]: each for each in second["extension"][0]["extension"]}
    assert (parts["answer"]["valueCode"], parts["words"]["valueString"]) == ("no", "Too far for me.")
    assert (parts["language"]["valueCode"], parts["format"]["valueCode"]) == ("en", "phone")
    assert second["agent"][0]["who"]["reference"] == f"Patient/{world.rosa_patient.id}"
    assert parts["helper-present"]["valueBoolean"] is False
    assert not {"unclear", "open-question"} & set(parts)
    assert third["target"][1]["extension"][0]["valueUri"] == keys["coping_strategy"]
    assert {acceptance(each) for each in of(made, "Goal")} == {"disagree", "pending"}


def test_an_answer_carries_what_it_stood_on(database, world, keys):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        explained.say(session, rosa, "my_actions", "partly")
        asked = questions.ask(session, rosa, keys["goal"], "How far is far?")
        how = How(device="tablet", helped=True, helper="Leo read it out", with_team=True)
        digest = decisions.decide(session, rosa, keys["goal"], 1, "yes", how=how).substance
    made = sound(out(database, world))
    pieces = of(made, "Provenance")[0]["extension"][0]["extension"]
    values = {each["url"]: value for each in pieces for name, value in each.items() if name != "url"}
    assert values["text-digest"] == digest
    assert values["unclear"] == "my_actions"
    assert values["open-question"] == {"reference": f"Communication/{asked.id}"}
    assert asked.id in {each["id"] for each in of(made, "Communication")}
    assert (values["helper-present"], values["helper"], values["team-present"]) == (True, "Leo read it out", True)
    assert values["device"] == "tablet"


def acceptance(goal):
    found = next(each for each in goal["extension"] if each["url"].endswith("goal-acceptance"))
    return {each["url"]: each for each in found["extension"]}["status"]["valueCode"]


def test_a_helpers_question_carries_both_names(database, world, keys):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "ask"))
        questions.ask(session, world.grant(session, world.stranger), keys["goal"], "Is that far?")
    made = sound(out(database, world))
    asked = of(made, "Communication")[0]
    assert asked["sender"]["display"] == "Sam Other, for Rosa Vega"
    assert asked["sender"]["reference"] == f"RelatedPerson/{world.stranger.id}"
    assert {each["id"] for each in of(made, "RelatedPerson")} == {world.otto.id, world.stranger.id}


def test_who_may_take_the_plan_along_and_what_is_noted(database, world, keys):
    for who in (world.otto, world.clerk):
        with pytest.raises(Forbidden):
            out(database, world, who)
    out(database, world, world.nurse)
    with database.read() as session:
        noted = session.query(AuditEvent).filter(AuditEvent.act == "export").all()
        assert [(each.actor_id, each.patient_id) for each in noted] == [(world.nurse.id, world.rosa_patient.id)]


def test_without_a_plan_there_is_nothing_to_take_along(database, world):
    with pytest.raises(NotFound):
        out(database, world)


def test_the_second_version_names_the_first(database, world, keys):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "goal", key=keys["goal"], specific="Both ways")
        plans.offering.offer(session, nurse)
    plan = sound(out(database, world))["entry"][0]["resource"]
    assert plan["meta"]["versionId"] == "2"
    assert plan["replaces"][0]["identifier"]["value"] == f"{plan['id']}/1"


def test_every_kind_is_in_this_plan(keys):
    assert set(KINDS) <= set(keys)


def test_a_goal_that_changed_is_pending_again_and_the_old_answer_stays_on_record(database, world, keys):
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), keys["goal"], 1, "yes")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "goal", key=keys["goal"], target="2", unit="km", measure="Way")
        plans.offering.offer(session, nurse)
    made = sound(out(database, world))
    changed = next(goal for goal in of(made, "Goal") if goal["id"] == keys["goal"])
    assert acceptance(changed) == "pending"
    assert of(made, "Provenance")[0]["target"][0]["reference"].endswith("/_history/1")


def test_how_often_a_coping_plan_was_used_and_helped(database, world, keys):
    now = clock.now()
    with database.write() as session:
        for number, (helped, undone) in enumerate([("yes", None), ("no", None), ("a_little", None), ("yes", now)]):
            session.add(
                ProgressEntry(
                    patient_id=world.rosa_patient.id, key=keys["activity"], outcome="not_this_time",
                    happened_on=plans.today(), happened_at=now, recorded_at=now, coping_key=keys["coping_strategy"],
                    helped=helped, undone_at=undone, client_key=str(number), actor_id=world.rosa.id, capacity="self",
                )
            )  # fmt: skip
    plan = out(database, world)["entry"][0]["resource"]
    detail = next(
        each["detail"] for each in plan["activity"] if each.get("detail", {}).get("id") == keys["coping_strategy"]
    )
    parts = {each["url"]: each for each in detail["extension"][0]["extension"]}
    assert (parts["timesUsed"]["valueInteger"], parts["helped"]["valueInteger"]) == (3, 2)


def test_notes_beside_lines_go_along_as_they_were_written(database, world):
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        keys = plans.offered(session, nurse)
        notes.write(session, rosa, keys["goal"], "I see it another way.")
        made = careplan.bundle(record.gather(session, nurse), BASE)
    (kept,) = made["entry"][0]["resource"]["note"]
    assert (kept["authorString"], kept["text"]) == ("Rosa Vega", "I see it another way.")
    assert kept["extension"][0]["valueString"] == keys["goal"]


def test_a_wish_is_what_the_person_said_and_never_an_order(database, world, keys):
    with database.write() as session:
        made = sound(record.export(session, world.grant(session, world.rosa).with_private(), BASE))
    wish = next(each for each in of(made, "Observation") if each["id"] == keys["advance_wish"])
    assert wish["valueString"] == WISH["words"]
    assert wish["category"][0]["coding"] == [{"system": "http://loinc.org", "code": "81378-2"}]
    assert "75773-2" in {each["code"] for each in wish["code"]["coding"]}
    assert WISH["condition"] in {each["text"] for each in wish["note"]}
    parts = {each["code"]["text"]: each["valueString"] for each in wish["component"]}
    assert parts["What a clinician noted about deciding"] == WISH["ability_words"]
    orders = [of(made, kind) for kind in ("ServiceRequest", "Consent", "DeviceRequest", "Task", "RequestGroup")]
    assert WISH["words"] not in json.dumps(orders)
    assert keys["advance_wish"] not in json.dumps(orders)
    assert advance_wish.read(wish, None) == {"sort": "treatment", "stance": "not_want", "words": WISH["words"]}


@pytest.mark.parametrize("code", ["75773-2", "81378-2"])
def test_whether_a_treatment_is_wanted_is_never_guessed(code):
    loinc = "http://loinc.org"
    theirs = {
        "resourceType": "Observation", "status": "final", "valueString": "Only if it helps.",
        "category": [{"coding": [{"system": loinc, "code": "81378-2"}]}],
        "code": {"coding": [{"system": loinc, "code": code}]},
    }  # fmt: skip
    assert advance_wish.read(theirs, None) == {"sort": "matters", "words": "Only if it helps."}
    with pytest.raises(Left):
        advance_wish.read({**theirs, "category": []}, None)


def test_while_they_are_closed_no_wish_is_in_the_file(database, world, keys):
    assert WISH["words"] not in json.dumps(out(database, world), ensure_ascii=False)
    assert WISH["words"] not in json.dumps(out(database, world, world.nurse), ensure_ascii=False)
    with database.write() as session:
        opened = record.export(session, world.grant(session, world.rosa).with_private(), BASE)
    assert WISH["words"] in json.dumps(opened, ensure_ascii=False)
