"""Beginning with a starter plan: a small road beside the editor, nothing ticked, nothing forced, nothing twice."""

import pytest

from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def edit(world):
    return f"/team/patients/{world.rosa_patient.id}/plan/edit"


def ticks(page):
    return [n.attrs["value"] for n in page.tree.all("input", name="lines") if "checked" in n.attrs]


def test_from_the_editor_to_lines_in_the_draft(nurse, edit):
    page = nurse.get(nurse.get(edit).link("Begin with a starter plan"))
    page = nurse.get(page.link("High blood pressure"))
    assert page.says("Ask first", "What would you like to keep doing for many years?", "It goes with:")
    assert ticks(page) == []
    page = nurse.submit(page, button="Put the ticked lines into my draft", lines=["walk", "rain"])
    assert page.path == edit
    assert page.says("2 lines are in your draft.", "Walk at a pace that feels good", "For: Walk at a pace")
    page = nurse.get(page.link("Walk at a pace that feels good"))
    page = nurse.submit(page, button="Save in the draft", what="Dance in the kitchen")
    assert nurse.get(edit).says("Dance in the kitchen")


def test_a_form_sent_twice_adds_nothing(nurse, edit):
    form = nurse.get(f"{edit}/starters/copd")
    for _again in range(2):
        page = nurse.submit(form, button="Put the ticked lines", lines=["walk", "call"])
    assert page.html.count("Walk slowly, with rests</strong>") == 1
    again = nurse.get(f"{edit}/starters/copd")
    assert again.says("A line like this is in the draft already.")


def test_nothing_ticked_is_said_and_stores_nothing(nurse, edit):
    page = nurse.submit(nurse.get(f"{edit}/starters/copd"), button="Put the ticked lines", status=422)
    assert page.says("Tick at least one line.")
    assert nurse.get(edit).says("Nothing here yet")


def test_what_was_ticked_stays_after_a_refusal(nurse, edit, world, database):
    with database.write() as session:
        plans.goal(session, world.grant(session, world.nurse))
    form = nurse.get(f"{edit}/starters/copd")
    page = nurse.submit(
        form, button="Put the ticked lines", status=422, lines=["walk", "breathe"], goal_key="goalgoalgoalgoal"
    )
    assert ticks(page) == ["walk", "breathe"]
    assert not nurse.get(edit).says("Walk slowly")
    goal = next(n.attrs["value"] for n in page.tree.all("option") if n.text == "To dance at the wedding")
    page = nurse.submit(page, button="Put the ticked lines", lines=["walk"], goal_key=goal)
    assert page.says("For: To dance at the wedding.")


def test_all_can_be_ticked_at_once(nurse, edit):
    page = nurse.get(f"{edit}/starters/copd")
    page = nurse.get(page.link("Tick all"))
    assert len(ticks(page)) == len(page.tree.all("input", name="lines")) > 8


def test_lines_come_in_the_language_of_the_person(nurse, edit, world, database):
    with database.write() as session:
        session.merge(world.rosa_patient).language = "es"
    assert nurse.get(f"{edit}/starters").says("Presión alta")
    page = nurse.submit(nurse.get(f"{edit}/starters/high-blood-pressure"), button="Put", lines=["walk"])
    assert page.says("Caminar a un paso que se sienta bien")


def test_a_starter_is_never_in_the_plan_by_itself(nurse, edit, client_as, world):
    nurse.submit(nurse.get(f"{edit}/starters/copd"), button="Put the ticked lines", lines=["walk"])
    assert nurse.get(edit).says("Walk slowly")
    assert not client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan").says("Walk slowly")
    assert not nurse.get(edit.replace(world.rosa_patient.id, world.ruben_patient.id)).says("Walk slowly")


@pytest.mark.parametrize(
    ("who", "status"), [("rosa", 403), ("otto", 403), ("clerk", 403), ("stranger", 404), ("physician", 200)]
)
def test_who_sees_them(client_as, world, edit, who, status):
    visitor = client_as(getattr(world, who))
    assert visitor.get(f"{edit}/starters", status=status)
    assert visitor.get(f"{edit}/starters/copd", status=status)


def test_a_symptom_plan_is_begun_in_its_own_form(nurse, edit):
    page = nurse.get(nurse.get(f"{edit}/starters/copd").link("Begin a plan for when it gets worse"))
    assert page.path == f"{edit}/new/symptom_zones?starter=copd"
    assert not nurse.get(f"{edit}/starters/low-mood").says("Begin a plan for when it gets worse")


def test_an_unknown_one_is_nowhere(nurse, edit):
    nurse.get(f"{edit}/starters/phq-9", 404)


def test_out_of_date_texts_are_left_out_and_said(client_as, world, edit, frozen_clock):
    frozen_clock.move(days=700)
    page = client_as(world.nurse).get(f"{edit}/starters/copd")
    assert page.says("The texts to read are left out.")
    assert not page.says("When breath gets short")


def test_every_starter_opens_in_the_pseudo_language(client_as, world, edit):
    from app.care.plan import starters

    visitor = client_as(world.nurse, lang="en-XA")
    for name in starters.names():
        visitor.get(f"{edit}/starters/{name}")
