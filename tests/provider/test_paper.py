"""The screen for a marked page: found by any code, all lines at once, both answers where one is newer."""

import pytest
import sqlalchemy as sa

from app.care.plan import codes, decisions, drafting, offering, reading
from app.models import Decision, PaperPage
from tests.care.plan import plans


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/team/patients/{world.rosa_patient.id}/paper"


@pytest.fixture
def day(world):
    return plans.today().isoformat()


def rows(database, model):
    with database.read() as session:
        return list(session.scalars(sa.select(model)))


def enter(page, nurse, day, status=200, **fields):
    return nurse.submit(page, to="/paper/versions", button="Keep this page", status=status, dated_on=day, **fields)


def test_from_the_code_to_the_answer_on_the_phone_and_in_print(client_as, world, database, keys, home, day):
    nurse = client_as(world.nurse)
    with database.read() as session:
        items = [line.item for line in reading.current(session, world.grant(session, world.rosa)).items]
    code = codes.of(world.rosa_patient.id, items)[keys["activity"]]
    assert nurse.get(f"/team/patients/{world.rosa_patient.id}/").link("Marked page").endswith(home)
    page = nurse.get(f"{home}?code={code.lower()}")
    assert page.says("Marked page of Rosa Vega, version 1", code, "Walk to the corner shop")
    done = enter(page, nurse, day, **{f"answer-{keys['activity']}": "no", f"words-{keys['activity']}": "My knee"})
    assert done.says("Stored as the answer.", "My knee", "given in by Rosa Vega", "Entered by You")
    plan = f"/patients/{world.rosa_patient.id}/plan"
    rosa = client_as(world.rosa)
    for path in (f"/items/{keys['activity']}", "/whole", "/paper/booklet"):
        assert rosa.get(plan + path).says("You said no on", "It was on paper, entered by Nora (nurse)."), path
    otto = client_as(world.otto).get(f"{plan}/items/{keys['activity']}")
    assert otto.says("Rosa said no on", "Rosa, on paper, entered by Nora (nurse)", "My knee")
    assert nurse.get(home).says("Pages that came in")


def test_a_wrong_code_says_where_to_look(client_as, world, keys, home):
    page = client_as(world.nurse).get(f"{home}?code=1-1B", status=422)
    assert page.says("Look at the name on the page")
    assert page.tree.first("input", name="code").attrs["value"] == "1-1B"


def test_a_blank_page_stores_nothing_and_says_so(client_as, world, database, keys, home, day):
    nurse = client_as(world.nurse)
    page = enter(nurse.get(f"{home}/versions/1"), nurse, day, status=422)
    assert page.says("Nothing is marked here, so nothing is stored.")
    assert not rows(database, PaperPage)


def test_what_was_typed_comes_back_with_the_words_for_what_is_wrong(client_as, world, database, keys, home):
    nurse, key = client_as(world.nurse), keys["goal"]
    page = nurse.get(f"{home}/versions/1")
    again = enter(page, nurse, "1999-01-01", status=422, **{f"answer-{key}": "yes", f"words-{key}": "Only in spring"})
    assert again.says("Use a day from the day of this version until today.")
    assert "Only in spring" in again.html
    assert "checked" in again.tree.first("input", name=f"answer-{key}", value="yes").attrs
    assert not rows(database, Decision)


def test_a_newer_answer_stands_beside_and_the_nurse_chooses(client_as, world, database, keys, home, day):
    key = keys["goal"]
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), key, 1, "yes")
    nurse = client_as(world.nurse)
    marked = {f"answer-{key}": "no", f"answer-{keys['activity']}": "yes"}
    page = enter(nurse.get(f"{home}/versions/1"), nurse, day, status=409, **marked)
    assert page.says("Which answer counts?", "The newer one: Rosa said yes on", "The one on the paper: No")
    assert len(rows(database, Decision)) == 1
    done = nurse.submit(page, to="/paper/versions", button="Keep this page", **{f"which-{key}": "newer"})
    assert done.says("The newer answer was kept.", "Stored as the answer.")
    found = {row.key: row.answer for row in rows(database, Decision)}
    assert found == {key: "yes", keys["activity"]: "yes"}


def test_a_form_sent_twice_is_stored_once(client_as, world, database, keys, home, day):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{home}/versions/1")
    for _ in range(2):
        enter(page, nurse, day, **{f"answer-{keys['goal']}": "yes"})
    assert (len(rows(database, Decision)), len(rows(database, PaperPage))) == (1, 1)


def test_lines_that_changed_are_listed_to_be_asked_again(client_as, world, database, keys, home, day):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.put(session, grant, key=keys["activity"], what="Swim")
        drafting.remove(session, grant, keys["strength"])
        offering.offer(session, grant)
    nurse = client_as(world.nurse)
    page = nurse.get(f"{home}/versions/1")
    assert page.says("Changed since. It will be asked again.", "No longer in the plan")
    done = enter(page, nurse, day, **{f"answer-{keys['activity']}": "yes"})
    assert done.says("No answer was stored from this page.", "Changed since, please ask again")
    assert not rows(database, Decision)


def test_who_sees_these_screens(client_as, world, keys, home):
    for path in ("", "/versions/1"):
        client_as(world.rosa).get(home + path, status=403)
        client_as(world.otto).get(home + path, status=403)
        client_as(world.clerk).get(home + path, status=403)
        client_as(world.ruben).get(home + path, status=404)
        client_as(world.stranger).get(home + path, status=404)
    client_as(world.nurse).get(f"{home}/versions/7", status=404)
    client_as(world.nurse).get(f"{home}/pages/{'n' * 16}", status=404)


def test_every_screen_speaks_the_readers_language(client_as, world, keys, home, day):
    nurse = client_as(world.nurse, lang="en-XA")
    nurse.get(home)
    page = nurse.get(f"{home}/versions/1")
    nurse.submit(page, to="/paper/versions", dated_on=day, **{f"answer-{keys['goal']}": "talk"})
