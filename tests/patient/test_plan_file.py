"""The whole plan to take along as a file: for the person and the team, never for a helper, and with a trace."""

import json

import pytest

from app.models import AuditEvent
from tests.care.plan import plans
from tests.fhir.checks import sound


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def test_she_takes_her_plan_along(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    file = rosa.submit(rosa.get(f"{home}/whole"), to="/plan/fhir")
    assert file.headers["Content-Type"].startswith("application/fhir+json")
    assert 'filename="care-plan-version-1.json"' in file.headers["Content-Disposition"]
    assert "no-store" in file.headers["Cache-Control"]
    made = sound(json.loads(file.html))
    assert {keys["goal"], keys["activity"]} <= {entry["resource"]["id"] for entry in made["entry"]}
    assert "Ruben" not in file.html
    with database.read() as session:
        noted = session.query(AuditEvent).filter(AuditEvent.act == "export").one()
        assert (noted.actor_id, noted.patient_id, noted.capacity) == (world.rosa.id, world.rosa_patient.id, "self")


def test_her_nurse_may_too(client_as, world, home, keys):
    assert "care-plan" in client_as(world.nurse).post(f"{home}/fhir").headers["Content-Disposition"]


def test_a_helper_sees_the_plan_and_takes_no_file(client_as, world, home, keys):
    otto = client_as(world.otto)
    assert not otto.get(f"{home}/whole").says("Take this plan along")
    otto.post(f"{home}/fhir", status=403)


def test_nobody_else_learns_that_there_is_one(client_as, world, home, keys, database):
    client_as(world.clerk).post(f"{home}/fhir", status=403)
    for who in (world.stranger, world.ruben):
        client_as(who).post(f"{home}/fhir", status=404)
    with database.read() as session:
        assert not session.query(AuditEvent).filter(AuditEvent.act == "export").count()


def test_before_the_first_version_there_is_no_file(client_as, world, home):
    rosa = client_as(world.rosa)
    assert not rosa.get(f"{home}/whole").says("Take this plan along")
    rosa.post(f"{home}/fhir", status=404)


def test_the_page_speaks_the_readers_language(client_as, world, home, keys):
    client_as(world.rosa, lang="en-XA").get(f"{home}/whole")
