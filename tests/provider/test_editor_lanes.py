"""The editor of several authors: drafts of colleagues, proposals, a line that changed since one began."""

import pytest

from app.care.plan import drafting, offering
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def doctor(client_as, world):
    return client_as(world.physician)


@pytest.fixture
def edit(world):
    return f"/team/patients/{world.rosa_patient.id}/plan/edit"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def test_a_colleagues_line_is_seen_and_taken_in(nurse, doctor, edit, keys):
    doctor.submit(doctor.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the church")
    assert nurse.get(f"{edit}/{keys['walk']}").h1 == "Walk to the corner shop"
    page = nurse.get(nurse.get(edit).link("One line is in the draft of a colleague"))
    assert page.says("Paul", "Walk to the corner shop", "Walk to the church")
    page = nurse.submit(page, button="Take it into my draft")
    assert page.h1 == "Walk to the church"
    assert page.says("stays as it is")
    assert doctor.get(f"{edit}/{keys['walk']}").h1 == "Walk to the church"


def test_two_drafts_of_one_line_stand_side_by_side(nurse, doctor, edit, keys):
    for who, words in ((doctor, "Walk to the church"), (nurse, "Walk to the bench")):
        who.submit(who.get(f"{edit}/{keys['walk']}"), button="Save", what=words)
    page = nurse.submit(nurse.get(f"{edit}/colleagues"), button="Take it into my draft", status=409)
    assert page.says("Walk to the bench", "Walk to the church")
    assert nurse.submit(page, button="Take this one instead of mine").h1 == "Walk to the church"


def test_a_line_that_changed_since_shows_both_texts(nurse, doctor, database, world, edit, keys):
    doctor.submit(doctor.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the church")
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.walk(session, grant, world, key=keys["walk"], content={"what": "Walk to the bench"})
        offering.offer(session, grant)
    assert doctor.get(edit).says("Look again: it has changed since")
    page = doctor.get(f"{edit}/{keys['walk']}")
    assert page.says("This line has changed since you began your draft", "Walk to the church", "Walk to the bench")
    offer = doctor.get(f"{edit}".replace("/edit", "/offer"))
    assert doctor.submit(offer, button="Offer the plan", status=409).says("has changed since you began it")
    page = doctor.submit(page, button="Save mine")
    assert not page.says("has changed since you began")
    with database.read() as session:
        line = drafting.draft(session, world.grant(session, world.physician)).one(keys["walk"])
        assert (line.title, line.is_behind) == ("Walk to the church", False)


def test_what_is_in_use_can_be_kept(nurse, doctor, database, world, edit, keys):
    doctor.submit(doctor.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the church")
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.walk(session, grant, world, key=keys["walk"], content={"what": "Walk to the bench"})
        offering.offer(session, grant)
    page = doctor.submit(doctor.get(f"{edit}/{keys['walk']}"), button="Keep what is in use")
    assert page.h1 == "Walk to the bench"


def test_a_proposal_waits_for_the_talk(nurse, doctor, client_as, world, edit, keys):
    form = nurse.get(f"{edit}/new/activity")
    page = nurse.submit(form, button="Keep as a proposal", what="Swim", status=422)
    assert page.says("Say where this comes from", "Pick a day until which")
    page = nurse.submit(page, button="Keep as a proposal", what="Swim", source="A guideline", expires_on="2026-05-01")
    assert page.says("Kept as a proposal", "Swim", "A guideline", "1 May")
    assert not nurse.get(edit).says("Swim")
    rosa = client_as(world.rosa)
    for where in ("plan", "plan/whole", "plan/suggestions"):
        assert not rosa.get(f"/patients/{world.rosa_patient.id}/{where}").says("Swim")
    page = doctor.submit(doctor.get(f"{edit}/proposals"), button="We talked")
    assert page.h1 == "Swim"
    assert nurse.get(f"{edit}/proposals").says("No proposals")


def test_a_proposal_is_dropped_with_a_reason(nurse, edit):
    form = nurse.get(f"{edit}/new/strength")
    nurse.submit(form, button="Keep as a proposal", words="Patience", source="A colleague", expires_on="2026-05-01")
    page = nurse.submit(nurse.get(f"{edit}/proposals"), button="Drop it", status=422)
    assert page.says("Say why it is not for this person.")
    field = page.tree.first("textarea").attrs["name"]
    page = nurse.submit(page, button="Drop it", **{field: "Not hers"})
    assert page.says("Dropped. The reason is kept.", "No proposals")
