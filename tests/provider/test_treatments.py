"""The team's page of treatments: words beside each, one tap to keep, links to change, stop, pause and try."""

import pytest
import sqlalchemy as sa

from app.care.treatments import burden, words
from app.models import PlanItem, TreatmentWord
from tests.patient import treatments

pytestmark = pytest.mark.usefixtures("frozen_clock")
SCORES = "name,score\nBendrolide,1\nTrixamine,3\nNullone,0\nOptazine,2\n"  # made up


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        treatments.offered(session, world.grant(session, world.nurse, world.ruben_patient))
        found = treatments.offered(session, world.grant(session, world.nurse))
        rosa, ruben = world.grant(session, world.rosa), world.grant(session, world.ruben, world.ruben_patient)
        words.say(session, rosa, found["tablet"], "mark", "bothers", "At night", client_key="one")
        other = session.scalars(sa.select(PlanItem).filter_by(patient_id=ruben.patient_id, kind="treatment")).first()
        words.say(session, ruben, other.key, "mark", "helps", "Ruben said this", client_key="one")
        return found


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def page_of(world):
    return f"/team/patients/{world.rosa_patient.id}/treatments"


def install(database, text=SCORES, version="2026"):
    with database.write() as session:
        return burden.install(session, text, name="A made-up list", version=version, source="Written for tests")


def test_all_words_stand_beside_each_treatment(nurse, keys, page_of):
    page = nurse.get(page_of)
    assert page.says("The small white water tablet", "It bothers me", "At night", "Rosa", "The cream")
    assert not page.says("Ruben said this")
    assert page.says("Handrail does not check how medicines act on each other.")


def test_keep_is_one_tap_with_name_and_day(nurse, keys, page_of, database, world):
    page = nurse.get(page_of)
    page = nurse.submit(page, to=f"/{keys['tablet']}/keep")
    assert page.says("Looked at together, and kept", "Last looked at and kept on Tuesday 10 March.")
    with database.read() as session:
        (row,) = session.scalars(sa.select(TreatmentWord).filter_by(kind="kept"))
    assert (row.key, row.actor_id, row.capacity) == (keys["tablet"], world.nurse.id, "team")


def test_a_pause_begins_as_a_line_that_is_filled_in(nurse, keys, page_of):
    page = nurse.get(nurse.get(page_of).link("Pause"))
    assert page.h1 == "Add: Trying a change"
    page = nurse.submit(page, button="Save in the draft", aim="To see whether the legs stay thin")
    assert page.h1 == "A pause from: The small white water tablet"
    assert page.says("Kept in the draft")


def test_the_words_stand_in_the_editor_too(nurse, keys, world):
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/{keys['tablet']}")
    assert page.says("What was said about it", "It bothers me", "At night")


def test_the_form_keeps_every_field(nurse, keys, world, database):
    edit = f"/team/patients/{world.rosa_patient.id}/plan/edit/{keys['tablet']}"
    with database.read() as session:
        before = session.scalars(sa.select(PlanItem).filter_by(key=keys["tablet"])).one().content
    form = nurse.get(edit)
    nurse.submit(form, button="Save in the draft")
    with database.read() as session:
        (change,) = session.scalars(sa.text("select content from item_change where state = 'draft'").columns(
            content=sa.JSON
        ))  # fmt: skip
    assert change == before


def test_numbers_without_a_source_are_refused_with_what_was_typed(nurse, keys, world):
    form = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/new/treatment")
    page = nurse.submit(
        form, button="Save in the draft", status=422,
        plain_name="A belt", benefit_with="40", benefit_words="walk further", **{"serious.0.what": "A rash"},
    )  # fmt: skip
    assert page.says("Write over what time.", "Write where the numbers are from.", "Write what to do at once.")
    assert "walk further" in page.html
    assert "A rash" in page.html


def test_without_a_list_nothing_is_scored(nurse, keys, page_of):
    page = nurse.get(page_of)
    assert page.says("No list of scores is installed at this site, so nothing is scored.")
    assert not page.says("Total:")


def test_scores_name_their_list_and_what_is_not_scored(nurse, keys, page_of, database):
    install(database)
    page = nurse.get(page_of)
    assert page.says("Total: 1 (A made-up list, version 2026)", "bendrolide: 1 (A made-up list, version 2026)")
    assert page.says("Not scored (the list does not name them): The cream", "Written for tests")
    assert not page.says("Look at the medicines together?")
    assert page.text.count("(A made-up list, version 2026)") == 2


def test_from_three_on_it_is_a_prompt_and_no_advice(nurse, keys, page_of, database):
    install(database, SCORES.replace("Bendrolide,1", "Bendrolide,3"))
    page = nurse.get(page_of)
    assert page.says("Total: 3", "Look at the medicines together?", "no advice to stop anything")


def test_the_person_never_sees_a_score(client_as, nurse, keys, page_of, database, world):
    install(database)
    assert "made-up list" in nurse.get(page_of).html
    rosa, home = client_as(world.rosa), f"/patients/{world.rosa_patient.id}/plan"
    for path in (
        f"items/{keys['tablet']}",
        "whole",
        "treatments",
        "sections/treatments",
        f"items/{keys['tablet']}/ways",
    ):
        page = rosa.get(f"{home}/{path}")
        assert "made-up list" not in page.html
        assert "cholinergic" not in page.html.casefold()


def test_who_may_open_it(client_as, keys, page_of, world):
    client_as(world.clerk).get(page_of, 403)
    client_as(world.stranger).get(page_of, 404)
    for who in (world.rosa, world.otto):
        assert client_as(who).get(page_of, status=None).status in (403, 404)
    client_as(world.physician).get(page_of)
    client_as(world.clerk).post(f"{page_of}/{keys['tablet']}/keep", status=403, client_key="k")
