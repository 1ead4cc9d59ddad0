"""The review page: how it went, what we promised, and only then keep or change."""

from datetime import timedelta

import pytest

from app import clock
from app.care.plan import day, versions
from app.models import PlanItem, ProgressEntry
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def path(world):
    return f"/team/patients/{world.rosa_patient.id}/review"


@pytest.fixture
def keys(database, world):
    """A plan, and the walk done today, surer than before."""
    with database.write() as session:
        keys = plans.offered(session, world)
        day.put_on(session, world.grant(session, world.rosa), keys["walk"])
        session.add(ProgressEntry(
            patient_id=world.rosa_patient.id, key=keys["walk"], outcome="did", confidence=8, client_key="a",
            happened_on=clock.today(world.rosa_patient.time_zone), happened_at=clock.now(),
            recorded_at=clock.now(), actor_id=world.rosa.id, capacity="self",
        ))  # fmt: skip
        return keys


def test_without_a_plan_there_is_nothing_to_look_back_on(nurse, path):
    assert nurse.get(path).says("No plan to look back on")


def test_it_opens_on_the_two_tables(nurse, path, keys):
    page = nurse.get(path)
    assert page.says("To dance at the wedding", "Done on 1 of 1 day.", "Surer than before: 8 of 10, it was 6.")
    assert page.says("A phone call with Nora", "Nora (nurse), until", "Not asked yet.", "Nothing yet.")
    tables = [node.attrs["aria-labelledby"] for node in page.tree.all("section") if "aria-labelledby" in node.attrs]
    assert tables[:4] == ["goals", "promised", "share", "next"]


def test_the_team_says_what_came_of_a_promise(nurse, client_as, world, path, keys):
    page = nurse.get(nurse.get(path).link("Say what came of it"))
    assert nurse.submit(page, button="Save", status=422).says("Choose one of the answers.")
    page = nurse.submit(page, button="Save", status=422, answer="dropped")
    assert page.says("Say why it was dropped.")
    page = nurse.submit(page, button="Save", words="We met at the market instead.")
    assert page.says("Dropped", "We met at the market instead.")
    seen = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/review")
    assert seen.says("Your team dropped this.", "We met at the market instead.")


def test_keep_all_as_it_is_is_one_tap(nurse, database, world, path, keys):
    page = nurse.submit(nurse.get(path), button="Keep all as it is")
    assert page.says("The review is closed.", "The plan is with Rosa.")
    with database.read() as session:
        assert len(versions.all_of(session, world.grant(session, world.nurse))) == 2


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Pick a day"), ("soon", "Pick a day"), ("2029-01-01", "12 months")]
)
def test_a_date_that_cannot_be(nurse, path, keys, typed, words):
    page = nurse.submit(
        nurse.get(path), button="Keep all as it is", status=422, review_on=typed, note="You walked a lot."
    )
    assert page.says(words)
    assert "You walked a lot." in page.html


def test_stays_says_when_changes_wait(nurse, database, world, path, keys):
    with database.write() as session:
        plans.goal(session, world.grant(session, world.nurse), words="To swim")
    page = nurse.submit(nurse.get(path), button="Keep all as it is", status=422)
    assert page.says("The draft holds changes.")


def test_change_leads_to_the_draft(nurse, path, keys):
    page = nurse.submit(nurse.get(path), button="Change the plan")
    assert page.path.endswith("/plan/update")


def test_sent_twice_is_one_version(nurse, path, keys):
    form = nurse.get(path)
    nurse.submit(form, button="Keep all as it is")
    assert nurse.submit(form, button="Keep all as it is", status=409).says("Somebody else offered")


def test_an_old_day_of_review_is_no_default(nurse, client_as, world, path, keys, frozen_clock):
    frozen_clock.move(days=300)
    page = client_as(world.nurse).get(path)
    later = clock.today(world.rosa_patient.time_zone) + timedelta(days=182)
    assert later.isoformat() in page.html


def test_who_may_review(client_as, world, path, keys):
    client_as(world.rosa).get(path, 403)
    client_as(world.clerk).get(path, 403)
    client_as(world.stranger).get(path, 404)
    client_as(world.nurse).get(f"/team/patients/{world.ruben_patient.id}/review/promise/{keys['call']}", 404)


def test_reviews_speak_every_language(client_as, world, path, keys):
    visitor = client_as(world.nurse, lang="en-XA")
    visitor.get(path)
    visitor.get(f"{path}/promise/{keys['call']}")


def test_whose_lines_these_are_is_a_count(nurse, path, keys, database, world):
    page = nurse.get(path)
    assert page.says(
        "Rosa proposed 0 of 3 lines.", "1 more holds their own words", "Ask what they would add themselves."
    )
    with database.write() as session:
        for row in session.query(PlanItem).filter_by(patient_id=world.rosa_patient.id):
            row.author_id = {"goal": world.rosa.id, "activity": world.otto.id}.get(row.kind, row.author_id)
    page = nurse.get(path)
    assert page.says("Rosa proposed 1 of 3 lines.", "1 came from somebody who helps them.")
    assert not page.says("their own words")
    assert page.main.index("Did Rosa get what we promised?") < page.main.index("Whose lines these are")
    assert page.main.index("Whose lines these are") < page.main.index("Change the plan")
