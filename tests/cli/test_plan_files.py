"""Taking a plan along as a file, and looking at a record from elsewhere, as a person at a terminal does."""

import json

import pytest

from app import migrations
from app.db import Database
from app.models import AuditEvent
from tests import factories
from tests.care.plan import plans
from tests.cli.commands import advice, run
from tests.fhir.checks import sound

GOAL = {
    "resourceType": "Goal", "id": "walk", "lifecycleStatus": "active", "description": {"text": "Walk 1 km a day"},
    "subject": {"reference": "Patient/p"}, "target": [{"dueDate": "2026-06-01"}],
}  # fmt: skip
SUGAR = {
    "resourceType": "Observation", "id": "sugar", "status": "final", "subject": {"reference": "Patient/p"},
    "code": {"text": "Blood sugar"}, "valueQuantity": {"value": 6.5, "unit": "mmol/L"},
}  # fmt: skip
OTHERS = GOAL | {"id": "other", "subject": {"reference": "Patient/q"}}
RECORD = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"resource": each} for each in (GOAL, SUGAR, SUGAR, OTHERS)],
}


@pytest.fixture
def practice(tmp_path):
    """A database in the folder of the command, with Rosa's plan. Gives ids by name."""
    database = Database(f"sqlite:///{tmp_path}/handrail.db")
    migrations.upgrade(database)
    with database.write() as session:
        world = factories.world(session)
        plans.offered(session, world.grant(session, world.nurse))
        ids = {"rosa": world.rosa_patient.id, "ruben": world.ruben_patient.id, "nurse": world.nurse.id}
    yield ids, database
    database.dispose()


def test_the_whole_plan_goes_out_and_comes_back_in(tmp_path, practice):
    ids, database = practice
    done = run(tmp_path, "export", ids["rosa"], "--fhir", "--by", "Nora.Field")
    assert done.returncode == 0, done.stderr
    made = sound(json.loads(done.stdout))
    assert made["entry"][0]["fullUrl"].startswith("http://localhost:8000/fhir/CarePlan/")
    with database.read() as session:
        noted = session.query(AuditEvent).filter(AuditEvent.act == "export").one()
        assert (noted.actor_id, noted.patient_id, noted.capacity) == (ids["nurse"], ids["rosa"], "team")
    (tmp_path / "plan.json").write_text(done.stdout, encoding="utf-8")
    back = run(tmp_path, "import", "plan.json", "--fhir", "--dry-run", "--json")
    assert back.returncode == 0, back.stderr
    found = json.loads(back.stdout)
    assert {line["kind"]: line["content"]["words"] for line in found["would_take"] if "words" in line["content"]} == {
        kind: plans.CONTENTS[kind]["words"] for kind in plans.OPEN if "words" in plans.CONTENTS[kind]
    }
    assert (len(found["would_take"]), found["problems"], found["plan"]["number"]) == (len(plans.OPEN), [], 1)


def test_the_practice_itself_takes_a_plan_along(tmp_path, practice):
    ids, database = practice
    assert run(tmp_path, "export", ids["rosa"], "--fhir").returncode == 0
    with database.read() as session:
        assert session.query(AuditEvent).filter(AuditEvent.act == "export").one().capacity == "system"


def test_who_may_not_and_what_is_not_there_is_said_in_one_line(tmp_path, practice):
    ids, _database = practice
    for name in ("otto.vega", "carla.dunn", "sam.other", "nobody"):
        assert "may not take this plan along" in advice(run(tmp_path, "export", ids["rosa"], "--fhir", "--by", name))
    assert "No plan was offered" in advice(run(tmp_path, "export", ids["ruben"], "--fhir"))
    assert "Nobody has the id" in advice(run(tmp_path, "export", "x" * 16, "--fhir"))


def test_a_record_from_elsewhere_is_told_in_three_lists(tmp_path):
    (tmp_path / "record.json").write_text(json.dumps(RECORD))
    done = run(tmp_path, "import", "record.json", "--fhir", "--dry-run")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "This is about Patient/p. Nothing was stored."
    assert lines[1:3] == ["Would take (1):", "  Goal: Walk 1 km a day [the person; 2026-06-01] (entry[1] Goal/walk)"]
    assert "It is in the file twice." in done.stdout
    assert "Goal «Walk 1 km a day» (entry[4] Goal/other): It belongs to another person." in done.stdout
    assert "It is a fact about the person’s health, not a line of a plan." in done.stdout
    assert lines[-1] == "Problems: nothing."
    assert not (tmp_path / "handrail.db").exists()


def test_facts_are_handed_on_for_those_who_keep_them(tmp_path):
    (tmp_path / "record.json").write_text(json.dumps(RECORD))
    found = json.loads(run(tmp_path, "import", "record.json", "--fhir", "--dry-run", "--json").stdout)
    assert [(fact["type"], fact["words"], fact["value"]) for fact in found["facts"]] == [
        ("Observation", "Blood sugar", "6.5 mmol/L")
    ]


@pytest.mark.parametrize("text", ["", "<Bundle/>", "[1]", '{"resourceType": 7}'])
def test_a_file_that_is_no_record_is_told_calmly(tmp_path, text):
    (tmp_path / "record.json").write_text(text)
    done = run(tmp_path, "import", "record.json", "--fhir", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Problems (1):" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "x"], "Say in which form: --fhir."),
        (["import", "x", "--dry-run"], "Say in which form the file is: --fhir."),
        (["import", "x", "--fhir"], "add --dry-run"),
    ],
)
def test_what_is_missing_is_named(tmp_path, arguments, words):
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read" in advice(run(tmp_path, "import", "none.json", "--fhir", "--dry-run"))
