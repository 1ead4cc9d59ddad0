"""Health problems, circumstances and the ladder of goals as FHIR: where others look, and read back as they were."""

import json

import pytest

from app.care.plan.kinds import KINDS
from app.fhir import record
from app.fhir.kinds import mapping_of
from app.fhir.parts import HL7
from app.fhir.seen import Left
from tests.care.plan import plans
from tests.fhir.checks import sound


@pytest.fixture
def made(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        problem = plans.put(session, nurse, "problem", team_line="The joint is thin.", status="better").key
        life = plans.put(session, nurse, "goal", words="Walk to the lake").key
        plans.put(session, nurse, "goal", words="Climb", parent_key=life, problem_keys=[problem], adjusted="Slowly")
        plans.put(session, nurse, "circumstance", sort="week", words="", busy=["0-morning"])
        plans.offered(session, nurse, ("expectation",))
        rosa = world.grant(session, world.rosa)
        return sound(json.loads(json.dumps(record.export(session, rosa, "https://practice.example"))))


def of(made, kind, words):
    found = (entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind)
    return next(each for each in found if words in json.dumps(each))


def test_a_problem_is_a_condition_that_the_plan_addresses(made):
    condition = of(made, "Condition", "Gonarthrosis")
    assert condition["code"]["text"] == "Gonarthrosis"
    assert condition["onsetDateTime"] == "2019-05"
    assert condition["clinicalStatus"]["coding"][0]["code"] == "remission"
    assert made["entry"][0]["resource"]["addresses"] == [{"reference": f"Condition/{condition['id']}"}]
    back = KINDS["problem"].parse(mapping_of("problem").read(condition, None))
    wanted = {**plans.CONTENTS["problem"], "team_line": "The joint is thin.", "status": "better"}
    assert back == KINDS["problem"].parse(wanted)


def test_a_goal_names_its_problems_and_the_goals_that_serve_it(made):
    life, small = of(made, "Goal", "Walk to the lake"), of(made, "Goal", "Slowly")
    assert [each["reference"].split("/")[0] for each in small["addresses"]] == ["Condition"]
    assert "addresses" not in life
    ties = [each for each in life["extension"] if each["url"] == f"{HL7}/goal-relationship"]
    assert [part["valueReference"]["reference"] for part in ties[0]["extension"][1:]] == [f"Goal/{small['id']}"]
    assert not [each for each in small["extension"] if each["url"] == f"{HL7}/goal-relationship"]


def test_a_week_is_said_in_words_too(made):
    assert of(made, "Observation", "0-morning")["valueString"] == "Monday: Morning"


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("problem", {"resourceType": "Condition"}),
        ("problem", {"code": {"text": "x"}, "verificationStatus": {"coding": [{"code": "refuted"}]}}),
        ("circumstance", {"code": {"text": "Blood pressure"}, "valueString": "high"}),
        ("expectation", {"valueString": "better"}),
    ],
)
def test_what_is_no_such_line_is_left(kind, resource):
    with pytest.raises(Left):
        mapping_of(kind).read(resource, None)


def test_the_status_of_a_condition_by_others_is_understood():
    read = mapping_of("problem").read
    said = {"code": {"text": "Asthma"}, "onsetDateTime": "2020-03-04T10:00:00Z", "note": [{"text": "Since school"}]}
    for code, status in (("resolved", "over"), ("inactive", "over"), ("remission", "better"), ("active", "active")):
        found = read({**said, "clinicalStatus": {"coding": [{"code": code}]}}, None)
        assert (found["plain"], found["status"], found["since"]) == ("Asthma", status, "2020-03-04")
        assert found["team_line"] == "Since school"
