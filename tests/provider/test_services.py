"""Local services: kept by staff, checked now and then, taken into a plan, counted only when many said something."""

import pytest

from app.care.plan import item_words, local_services, offering
from app.models import LocalService
from tests import factories
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
LUNCH = {"name": "The lunch table", "need": "company", "cost": "free", "phone": "555 0142", "languages": "English"}


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


def test_one_is_added_changed_and_checked(nurse, client_as, world, frozen_clock):
    page = nurse.submit(nurse.get("/team/services/new"), button="Save", name=" ", status=422)
    assert page.says("Write what it is called.", "Pick one of the answers shown.")
    page = nurse.submit(page, button="Save", **LUNCH)
    assert page.says("The lunch table", "free", "Last checked on Tuesday 10 March")
    frozen_clock.move(days=200)
    nurse = client_as(world.nurse)
    page = nurse.get("/team/services")
    assert page.says("Check it again")
    page = nurse.submit(page, button="Checked: all of it holds")
    assert not page.says("Check it again")
    form = nurse.get(page.link("Change"))
    assert nurse.submit(form, button="Save", cost="2 dollars").says("2 dollars")


def test_two_who_change_one_see_both_texts(nurse, client_as, world):
    nurse.submit(nurse.get("/team/services/new"), button="Save", **LUNCH)
    form = nurse.get(nurse.get("/team/services").link("Change"))
    other = client_as(world.clerk)
    other.submit(other.get(form.path), button="Save", cost="2 dollars")
    page = nurse.submit(form, button="Save", cost="3 dollars", status=409)
    assert page.says("2 dollars", "3 dollars")
    assert nurse.submit(page, button="Save").says("3 dollars")


def test_taken_into_a_plan_it_says_all_that_the_list_says(nurse, client_as, database, world):
    nurse.submit(nurse.get("/team/services/new"), button="Save", offers="Soup", **LUNCH)
    edit = f"/team/patients/{world.rosa_patient.id}/plan/edit"
    page = nurse.get(nurse.get(f"{edit}/new/community_resource").link("Take one from the list of local services"))
    page = nurse.submit(nurse.get(page.link("Take it into my draft")), button="Save in the draft", state="asked")
    assert page.h1 == "The lunch table"
    assert "555 0142" in page.html
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.goal(session, grant)
        from app.care.plan import drafting

        drafting.set_review_date(session, grant, plans.days(world)[1])
        offering.offer(session, grant)
    rosa = client_as(world.rosa)
    page = rosa.get(f"/patients/{world.rosa_patient.id}/plan/sections/around_me")
    page = rosa.get(page.link("Open"))
    assert page.says("Did it help?", "Is something in the way?", "555 0142", "Asked, waiting for an answer")
    assert rosa.submit(page, button="Yes, it helped").says("You said: Yes, it helped")


def test_one_taken_off_the_list_is_gone_from_it(nurse, database):
    nurse.submit(nurse.get("/team/services/new"), button="Save", **LUNCH)
    page = nurse.submit(nurse.get(nurse.get("/team/services").link("Change")), button="Take it off the list")
    assert page.says("No services yet")
    with database.read() as session:
        assert session.query(LocalService).one().closed_at is not None


def test_help_is_counted_from_five_people_on(database, world):
    with database.write() as session:
        service = local_services.save(session, world.nurse, LUNCH)
        for number, value in enumerate(["yes", "yes", "partly", "no", "yes"]):
            person = factories.account(session, f"Person {number}")
            patient = factories.patient(session, person)
            factories.team_member(session, world.nurse, patient, lead=True)
            nurse, who = world.grant(session, world.nurse, patient), world.grant(session, person, patient)
            key = _offered(session, nurse, service, world)
            item_words.say(session, who, key, "helped", "no")
            item_words.say(session, who, key, "helped", value)
            counted = local_services.helped(session, [service.id])
            assert counted == ({service.id: (3, 5)} if number == 4 else {})


def _offered(session, grant, service, world):
    from app.care.plan import drafting

    first, last = plans.days(world)
    content = local_services.as_content(service)
    row = drafting.save(
        session, grant, kind="community_resource", content=content, owner="patient", starts_on=first, ends_on=last
    )
    drafting.set_review_date(session, grant, last)
    offering.offer(session, grant)
    return row.key


def test_no_person_and_no_stranger_sees_the_list(client_as, world):
    for account in (world.rosa, world.otto, world.stranger):
        assert client_as(account).get("/team/services", status=None).status == 404


def test_a_new_one_sent_twice_is_one(nurse, database):
    form = nurse.get("/team/services/new")
    for _ in range(2):
        nurse.submit(form, button="Save", **LUNCH)
    page = nurse.submit(form, button="Save", status=409, **{**LUNCH, "cost": "2 dollars"})
    nurse.submit(page, button="Save")
    with database.read() as session:
        assert sorted(row.cost for row in session.query(LocalService)) == ["2 dollars", "free"]
