"""Where am I on this goal: said with one tap on a ladder, drawn over time, the same in a sentence and a table."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import new_id
from app.models import Concern, GoalNear, Sureness
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")  # before the world: relationships start on its day


@pytest.fixture
def story(database, world):
    """Rosa has a goal that nothing measures, and one with a walk; Ruben has a goal too."""
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        lonely = plans.item(session, version, "goal", words="Feel at home in the new flat")
        dance = plans.item(session, version, "goal", words="Dance at the wedding")
        walk = plans.item(session, version, what="Walk", goal_key=dance.key)
        theirs = plans.item(session, plans.version(session, world.ruben_patient, world.nurse), "goal", words="His")
    return {"lonely": lonely.key, "dance": dance.key, "walk": walk.key, "theirs": theirs.key}


def address(world, rest="look-back"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def rows(database):
    with database.read() as session:
        return session.scalars(sa.select(GoalNear).order_by(GoalNear.recorded_at, GoalNear.id)).all()


def near(world, key):
    return address(world, f"plan/goals/{key}/near")


def test_said_from_the_look_back_and_drawn_there(client_as, world, story, database):
    rosa = client_as(world.rosa)
    before = rosa.get(address(world))
    assert before.says("Feel at home in the new flat", "There is no line for this yet.")
    form = rosa.get(before.link("Where are you on this?"))
    assert form.path == near(world, story["lonely"])
    kept = rosa.submit(form, "/near", rung="4", words="The kitchen is mine now")
    assert kept.says("Written down for Tuesday 10 March: 4 of 10.", "Undo")
    page = rosa.get(address(world))
    assert page.says("How near it feels", "Said once in 4 weeks, on Tuesday 10 March: 4 of 10.")
    assert f'id="n-{story["lonely"]}-t"' in page.html, "one dot is drawn"
    tables = [" ".join(table.text.split()) for table in page.tree.all("table")]
    assert any("4" in table and "The kitchen is mine now" in table for table in tables)


def test_over_time_with_its_gaps(client_as, world, story, database):
    rosa = client_as(world.rosa)
    today = clock.today("America/Edmonton")
    for days_ago, rung in ((26, 2), (24, 3), (3, 5), (0, 7)):
        on = (today - timedelta(days=days_ago)).isoformat()
        rosa.post(near(world, story["lonely"]), rung=rung, happened_on=on, client_key=new_id())
    page = rosa.get(address(world))
    assert page.says("Said 4 times in 4 weeks. Lowest 2, highest 7. The newest, on Tuesday 10 March: 7 of 10.")
    assert page.says("Where nothing was said for long, the line stops.")
    drawing = next(svg for svg in page.tree.all("svg", role="img") if story["lonely"] in svg.attrs["aria-labelledby"])
    assert len(drawing.all("polyline")) == 2, "the line stops between"
    assert len(drawing.all("circle")) == 4
    words = {node.attrs["id"]: " ".join(node.text.split()) for node in drawing.all("desc")}
    assert words[drawing.attrs["aria-describedby"]] in {p.text for p in page.tree.all("p")}


def test_an_earlier_day_is_the_one_to_take_back(client_as, world, story, database):
    rosa = client_as(world.rosa)
    rosa.post(near(world, story["lonely"]), rung=6, client_key=new_id())
    form = rosa.get(near(world, story["lonely"]))
    assert form.says("The last time, on Tuesday 10 March: 6 of 10.")
    kept = rosa.submit(form, "/near", rung="3", happened_on="2026-03-04")
    assert kept.says("Written down for Wednesday 4 March: 3 of 10.")
    rosa.submit(kept, "/undo", "Undo")
    assert {row.rung: row.undone_at is None for row in rows(database)} == {6: True, 3: False}
    assert rosa.get(address(world)).says("Said once in 4 weeks, on Tuesday 10 March: 6 of 10.")


def test_sent_twice_and_what_does_not_fit(client_as, world, story, database):
    rosa = client_as(world.rosa)
    form = rosa.get(near(world, story["lonely"]))
    rosa.submit(form, "/near", rung="4", words="ok")
    rosa.submit(form, "/near", rung="4", words="ok")
    assert len(rows(database)) == 1
    other = rosa.submit(form, "/near", status=409, rung="9", words="ok")
    assert other.says("You sent this page before.")
    none = rosa.submit(rosa.get(near(world, story["lonely"])), "/near", status=422, words="Kept on the page")
    assert none.says("Pick one.")
    assert "Kept on the page" in none.html
    for typed in ({"rung": "11"}, {"rung": "4", "happened_on": "2026-03-11"}, {"rung": "4", "happened_on": "soon"},
                  {"rung": "4", "words": "x" * 2001}):  # fmt: skip
        rosa.post(near(world, story["lonely"]), status=422, client_key=new_id(), **typed)
    assert len(rows(database)) == 1


def test_a_helper_says_it_with_both_names_and_the_review_shows_it(client_as, world, story, database):
    otto = client_as(world.otto)
    form = otto.get(near(world, story["dance"]))
    assert form.h1 == "Where is Rosa on this?"
    kept = otto.submit(form, "/near", rung="8", words="She danced at lunch")
    assert kept.says("8 of 10. Otto for Rosa")
    assert client_as(world.rosa).get(address(world)).says("Otto for Rosa", "She danced at lunch")
    review = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/review")
    assert review.says("How near it feels: 8 of 10, on Tuesday 10 March. Otto for Rosa.", "She danced at lunch")
    client_as(world.rosa).post(address(world, f"plan/goals/near/{rows(database)[0].id}/undo"))
    assert rows(database)[0].undone_at is not None
    with database.read() as session:
        assert session.scalars(sa.select(Concern)).all() == [], "nothing follows from it"


def test_a_helper_takes_back_only_their_own(client_as, world, story, database):
    client_as(world.rosa).post(near(world, story["dance"]), rung=5, client_key=new_id())
    otto = client_as(world.otto)
    otto.post(address(world, f"plan/goals/near/{rows(database)[0].id}/undo"), status=403)
    assert rows(database)[0].undone_at is None


def test_who_may_not(client_as, world, story, database):
    rosa = client_as(world.rosa)
    rosa.post(near(world, story["dance"]), rung=5, client_key=new_id())
    for key in (story["theirs"], story["walk"]):  # another person's goal; no goal
        rosa.get(near(world, key), status=404)
        rosa.post(near(world, key), status=404, rung=5, client_key=new_id())
    client_as(world.stranger).get(near(world, story["dance"]), status=404)
    client_as(world.clerk).post(near(world, story["dance"]), status=403, rung=5, client_key=new_id())
    ruben = f"/patients/{world.ruben_patient.id}/plan/goals/near/{rows(database)[0].id}/undo"
    client_as(world.ruben).post(ruben, status=404)
    assert len(rows(database)) == 1


def test_how_sure_is_drawn_under_its_step(client_as, world, story, database):
    with database.write() as session:
        for n, number in ((20, 4), (8, 6), (0, 8)):
            session.add(Sureness(
                patient_id=world.rosa_patient.id, key=story["walk"], confidence=number, actor_id=world.rosa.id,
                capacity="self", at=clock.now() - timedelta(days=n),
            ))  # fmt: skip
        session.add(Sureness(
            patient_id=world.ruben_patient.id, key=story["walk"], confidence=1, actor_id=world.ruben.id,
            capacity="self", at=clock.now(),
        ))  # fmt: skip
    page = client_as(world.rosa).get(address(world))
    assert page.says("How sure you were", "Said 3 times in 4 weeks. Lowest 4, highest 8.")
    assert client_as(world.otto).get(address(world)).says("How sure it felt")
    client_as(world.rosa, lang="en-XA").get(address(world))
    client_as(world.rosa, lang="en-XA").get(near(world, story["dance"]))
