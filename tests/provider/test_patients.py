"""The list of one's own people, and adding somebody."""

import pytest

from app.models import AuditEvent, Patient

BORN = {"birth_date-day": "17", "birth_date-month": "5", "birth_date-year": "1948"}


def test_own_people_with_the_way_to_each(client_as, world):
    page = client_as(world.nurse).get("/team/patients")
    assert page.says("Rosa Vega", "Ruben Vega", "2 people")
    assert page.link("Rosa Vega") == f"/team/patients/{world.rosa_patient.id}/"


def test_looking_at_the_list_is_a_read_of_each_person_on_it(client_as, world, database):
    client_as(world.clerk).post("/team/patients", name="rosa")
    with database.read() as session:
        rows = session.query(AuditEvent).filter_by(act="read provider.patients").all()
    assert [(row.patient_id, row.actor_id) for row in rows] == [(world.rosa_patient.id, world.clerk.id)]


def test_find_by_name(client_as, world):
    nurse = client_as(world.nurse)
    page = nurse.submit(nurse.get("/team/patients"), button="Find", name="Rosa")
    assert page.says("Rosa Vega", "Show everybody")
    assert "Ruben" not in page.main
    assert "osa" not in page.path, "a name stands in no address"
    assert "Ruben" not in nurse.get(page.path).main, "the way back shows the same"
    other = nurse.post("/team/patients", name="Ruben")
    assert "Ruben" not in nurse.get(page.path).main, "each search is its own, also in another tab"
    assert "Rosa" not in nurse.get(other.path).main
    for name in "abcde":
        nurse.post("/team/patients", name=name)
    lost = nurse.get(page.path)
    assert (lost.path, "not kept any more" in lost.main) == ("/team/patients", True)
    assert nurse.get("/team/patients?found=zz").path == "/team/patients"
    assert nurse.get("/team/patients").says("Ruben Vega"), "and the list alone shows everybody"
    assert nurse.post("/team/patients", name="%").says("Nobody by that name")
    assert nurse.post("/team/patients", name=" ").says("Ruben Vega")


def test_for_the_clerk_no_health_and_for_the_office_nobody(client_as, world):
    assert client_as(world.clerk).get("/team/patients").says("Rosa Vega")
    for who, desk in ((world.admin, "/team/office/"), (world.privacy, "/team/privacy/")):
        visitor = client_as(who)
        assert visitor.get("/team/").path == desk, "their own desk instead of a worklist that is always empty"
        for path in ("/team/patients", "/team/patients/new", "/team/questions"):
            assert visitor.get(path, status=404).says("Go to the start")


def test_a_person_is_added_and_invited_next(client_as, world, database):
    nurse = client_as(world.nurse)
    form = nurse.get("/team/patients/new")
    page = nurse.submit(form, to="/team/patients/new", full_name="Nell Moss", phone="555 0177", **BORN)
    assert page.path.endswith("/invite")
    assert page.says("Nell Moss is added", "A way in for Nell")
    with database.read() as session:
        person = session.query(Patient).filter_by(full_name="Nell Moss").one()
    assert (person.time_zone, person.language, person.birth_date.isoformat()) == (
        "America/Edmonton", "en", "1948-05-17",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"full_name": ""}, "Type the person's name."),
        ({"birth_date-day": "31", "birth_date-month": "2"}, "Type the date of birth"),
        ({"birth_date-year": "ninety"}, "Type the date of birth"),
        ({"birth_date-year": "1700"}, "Check the year"),
        ({"full_name": "x" * 201}, "too long"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(client_as, world, database, wrong, words):
    nurse = client_as(world.nurse)
    typed = {"full_name": "Nell Moss", "phone": "555 0177", **BORN, **wrong}
    page = nurse.submit(nurse.get("/team/patients/new"), to="/team/patients/new", status=422, **typed)
    assert words in page.main
    assert page.tree.first("input", name="phone").attrs["value"] == "555 0177"
    with database.read() as session:
        assert session.query(Patient).count() == 2


def test_a_form_sent_twice_adds_one_person(client_as, world, database):
    nurse = client_as(world.nurse)
    form = nurse.get("/team/patients/new")
    first = nurse.submit(form, to="/team/patients/new", full_name="Nell Moss", **BORN)
    again = nurse.submit(form, to="/team/patients/new", full_name="Nell Moss", **BORN)
    assert first.path == again.path
    other = nurse.submit(form, to="/team/patients/new", full_name="Ned Moss", **BORN)
    assert other.path != first.path, "a form that the browser brought back, filled in for somebody else"
    theirs = nurse.submit(form, to="/team/patients/new", full_name="Sly", id=world.rosa_patient.id, **BORN)
    assert world.rosa_patient.id not in theirs.path, "an identity that is taken is nobody's to give"
    with database.read() as session:
        names = [p.full_name for p in session.query(Patient).order_by(Patient.full_name)]
    assert names == ["Ned Moss", "Nell Moss", "Rosa Vega", "Ruben Vega", "Sly"]


def test_a_zone_or_language_that_nobody_offers(client_as, world, database):
    nurse = client_as(world.nurse)
    page = nurse.post("/team/patients/new", status=422, full_name="Nell Moss", time_zone="Moon/Sea", **BORN)
    assert page.says("Choose a time zone")
    nurse.post("/team/patients/new", full_name="Nell Moss", time_zone="Europe/Madrid", language="xx", **BORN)
    with database.read() as session:
        assert session.query(Patient).filter_by(full_name="Nell Moss").one().language == "en"


def test_the_office_adds_nobody(client_as, world):
    admin = client_as(world.admin)
    admin.post("/team/patients/new", status=404, full_name="Nell", time_zone="Europe/Madrid", **BORN)
