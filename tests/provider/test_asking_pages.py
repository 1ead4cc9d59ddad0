"""Asking on the staff side: several forms, the monthly number, rules; and contact facts at the desk."""

import pytest
import sqlalchemy as sa

from app.i18n import PSEUDO
from app.models import Assignment, AssignmentRule, Patient
from tests.provider.test_answers import forms  # noqa: F401  fixture


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def desk(world):
    return f"/team/patients/{world.rosa_patient.id}/answers"


def rows(database, model):
    with database.read() as session:
        return session.scalars(sa.select(model)).all()


def test_several_forms_go_out_in_their_order(database, nurse, desk, forms):  # noqa: F811
    page = nurse.get(f"{desk}/ask")
    assert page.says("In the last 30 days: 0 of 60 questions.", "Mood: nine questions", "10 questions, 4 minutes")
    fields = {"questionnaire": forms["phq-9"], "then": forms["check-in"], "then-after": ""}
    assert nurse.submit(page, button="Send the questions", **fields).says("on their way")
    found = sorted(rows(database, Assignment), key=lambda one: one.order)
    assert [one.questionnaire_id for one in found] == [forms["phq-9"], forms["check-in"]]


def test_too_much_needs_a_tick(database, nurse, desk, forms, config):  # noqa: F811
    names = ("phq-9", "daily-living", "medicines-review", "before-your-visit", "falls-and-frailty", "social-needs")
    for name in names:
        page = nurse.get(f"{desk}/ask")
        answer = nurse.submit(page, button="Send the questions", status=None, questionnaire=forms[name])
        if answer.says("more than we want to ask"):
            break
    else:
        pytest.fail("six long forms were sent without a question")
    before = len(rows(database, Assignment))
    page = nurse.submit(answer, button="Send the questions", anyway="yes")
    assert page.says("on their way")
    assert len(rows(database, Assignment)) == before + 1


def test_rules_are_made_and_ended(database, nurse, desk, forms):  # noqa: F811
    page = nurse.get(f"{desk}/rules")
    assert page.says("There is no rule yet.", "It waits until there is room")
    facts = {"questionnaire": forms["check-in"], "kind": "weeks", "number": "4"}
    page = nurse.submit(page, button="Store this rule", **facts)
    assert page.says("The rule is stored.", "Every 4 weeks", "A short check-in")
    assert [one.origin for one in rows(database, Assignment)] == ["weeks"]
    page = nurse.submit(page, button="Store this rule", status=422, **facts | {"number": "x"})
    assert page.says("Write a whole number from 1 to 52.")
    page = nurse.submit(nurse.get(f"{desk}/rules"), button="End this rule")
    assert page.says("We no longer ask by this rule.", "There is no rule yet.")
    assert rows(database, AssignmentRule)[0].ended_at


def test_a_clerk_confirms_or_mends_contact_facts_and_sees_nothing_else(database, client_as, world, desk):
    clerk = client_as(world.clerk)
    path = f"/team/patients/{world.rosa_patient.id}/contact"
    page = clerk.get(path)
    assert page.says("Nobody has confirmed this yet.", "Is this still right?".split()[-1])
    page = clerk.submit(page, button="Yes, all of it")
    assert page.says("Carla Dunn said that this is right on")
    page = clerk.submit(page, button="Store", status=422, phone="ring me", preferred_name=" ")
    assert page.says("Write a number that can be rung", "Write the name to use")
    clerk.submit(clerk.get(path), button="Store", phone="555 0199", preferred_name="Rosie")
    with database.read() as session:
        person = session.get(Patient, world.rosa_patient.id)
    assert (person.phone, person.preferred_name, person.contact_confirmed_by_id) == (
        "555 0199",
        "Rosie",
        world.clerk.id,
    )
    for hidden, status in ((desk, 404), (f"{desk}/ask", 403), (f"{desk}/rules", 403)):
        clerk.get(hidden, status=status)


def test_the_person_sees_it_and_mends_it(client_as, world):
    rosa = client_as(world.rosa)
    me = f"/patients/{world.rosa_patient.id}/me"
    page = rosa.submit(rosa.get(me), to="/me/phone", button="This is right", phone="555 0177")
    assert page.says("Stored. Thank you.", "We reach you at 555 0177", "Confirmed on")
    client_as(world.ruben).get(me, status=404)


def test_every_word_can_be_translated(client_as, world, desk, forms):  # noqa: F811
    client = client_as(world.nurse, lang=PSEUDO)
    for path in (f"{desk}/ask", f"{desk}/rules", f"/team/patients/{world.rosa_patient.id}/contact"):
        client.get(path)
