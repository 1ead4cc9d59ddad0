"""The sheet with a code: for the person, for a lost phone, for a helper."""

import re

import pytest

from app.models import Invitation, Patient, ProxyGrant
from tests import factories

CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")


@pytest.fixture
def place(world):
    return f"/team/patients/{world.rosa_patient.id}"


@pytest.fixture
def new(database, world):
    """The page of somebody who has not been in yet."""
    with database.write() as session:
        person = factories.patient(session, None, name="Ida Paper")
        factories.team_member(session, world.nurse, person)
    return f"/team/patients/{person.id}"


def make(nurse, place):
    return nurse.submit(nurse.get(f"{place}/invite"), to="/invite", button="Make a code")


def test_the_sheet_shows_the_code_once_and_says_what_to_do(client_as, world, new, database):
    nurse = client_as(world.nurse)
    page = make(nurse, new)
    code = CODE.search(page.main)
    assert code, page.main
    assert page.says("It works once, until", "camera", "localhost:8000/join", "555 0100")
    square = page.tree.first("svg", role="img")
    assert square, "a square for the camera"
    assert "style" not in page.html.split("<main")[1].split("</main>")[0].replace("stylesheet", "")
    again = nurse.get(f"{new}/invite/sheet")
    assert again.path.endswith("/invite")
    assert again.says("shown once")
    assert "".join(code.groups()) not in again.html
    with database.read() as session:
        row = session.query(Invitation).one()
    assert row.kind == "self"
    assert "".join(code.groups()) not in repr(vars(row))


def test_the_code_leads_in(client_as, world, new):
    code = "".join(CODE.search(make(client_as(world.nurse), new).main).groups())
    visitor = client_as()
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    assert page.says("Welcome, Ida")


def test_a_second_sheet_ends_the_first(client_as, world, new):
    nurse = client_as(world.nurse)
    first = "".join(CODE.search(make(nurse, new).main).groups())
    make(nurse, new)
    visitor = client_as()
    visitor.submit(visitor.get("/join"), to="/join", status=410, code=first)


def test_a_helper_with_scopes_in_words(client_as, world, place, database):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{place}/invite")
    parts = ["diary.log", "actions.see", "medicines.ask"]
    fields = {"name": "Lea Vega", "relation": "daughter", "bundle": "parts", "part": parts}
    sheet = nurse.submit(page, to="/invite/helper", **fields)
    assert sheet.says("Your way in, Lea Vega", "You help Rosa Vega")
    code = "".join(CODE.search(sheet.main).groups())
    visitor = client_as()
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    assert page.says("Readings, and how it went", "see, write down", "Treatments", "see, ask the team")
    assert "fill in" not in page.main
    assert "conditions" not in page.main, "what was not agreed is not named"
    with database.read() as session:
        assert session.query(Invitation).one().scopes == {
            "actions": ["see"], "medicines": ["see", "ask"], "diary": ["see", "log"],
        }  # fmt: skip


def test_a_helper_without_a_name_keeps_what_was_ticked(client_as, world, place, database):
    nurse = client_as(world.nurse)
    page = nurse.submit(
        nurse.get(f"{place}/invite"),
        to="/invite/helper",
        status=422,
        name=" ",
        relation="son",
        bundle="visits",
        left_out=["medicines"],
        basis="legal_authority",
    )
    assert page.says("Type the helper's name.")
    assert page.tree.first("input", name="relation").attrs["value"] == "son"
    assert page.says("Write where the paper is")
    ticked = [n.attrs["value"] for n in page.tree.all("input") if "checked" in n.attrs]
    assert {"visits", "medicines", "legal_authority"} <= set(ticked)
    with database.read() as session:
        assert session.query(Invitation).count() == 0


def test_a_made_up_scope_is_refused(client_as, world, place):
    client_as(world.nurse).post(
        f"{place}/invite/helper", status=422, name="Lea", bundle="parts", part=["goals.decide"]
    )


def test_the_team_ends_help_on_the_persons_word(client_as, world, place, database):
    nurse, otto = client_as(world.nurse), client_as(world.otto)
    otto.get(f"/patients/{world.rosa_patient.id}/me")
    page = nurse.submit(nurse.get(f"{place}/invite"), button="End access for Otto")
    assert page.says("Otto Vega no longer has access.")
    otto.get(f"/patients/{world.rosa_patient.id}/me", status=404)
    with database.read() as session:
        assert session.query(ProxyGrant).one().withdrawn_at is not None


def test_whoever_is_in_already_is_led_to_the_ways_back(client_as, world, place, database):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{place}/invite")
    assert "Make a code for" not in page.main.replace("Make a code for the helper", "")
    page = nurse.post(f"{place}/invite")
    assert page.path == f"{place}/ways"
    with database.read() as session:
        assert session.query(Invitation).count() == 0


@pytest.mark.parametrize(("who", "status"), [("rosa", 403), ("otto", 403), ("stranger", 404), ("ruben", 404)])
def test_nobody_else_makes_codes(client_as, world, place, who, status):
    visitor = client_as(getattr(world, who))
    visitor.get(f"{place}/invite", status=status)
    visitor.post(f"{place}/invite", status=status)


def test_the_sheet_and_the_way_in_speak_the_persons_language(client_as, world, new, database):
    with database.write() as session:
        session.get_one(Patient, new.rsplit("/", 1)[1]).language = "es"
    page = make(client_as(world.nurse), new)
    assert page.tree.first("section", lang="es"), "the sheet is for Ida, who reads Spanish"
    assert page.says("This code is shown once"), "and the page around it for the nurse"
    visitor = client_as()
    visitor.http.get("/join?lang=es")
    visitor.lang = "es"
    visitor.get("/join")
    visitor.http.get("/join?lang=xx")
    visitor.get("/join")
