"""My part, their part, not theirs: taken on or not, by whoever it is, with nothing depending on it."""

import pytest

from app.care.plan import drafting, offering, parts
from app.errors import Forbidden, NotFound
from app.models import Concern, NotTheirs, PlanItem, Responsibility
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        found = {
            "walk": plans.put(session, grant, "activity", what="Walk").key,
            "drive": plans.put(session, grant, "activity", what="Drive to the clinic", owner=world.otto.id).key,
            "call": plans.put(session, grant, "follow_up", owner=world.nurse.id).key,
        }
        drafting.set_review_date(session, grant, plans.days(90))
        offering.offer(session, grant)
        return found


def concerns(database):
    with database.read() as session:
        return [(c.rule, c.subject) for c in session.query(Concern).filter_by(closed_at=None)]


def test_three_lists_for_the_person(client_as, world, home, keys):
    page = client_as(world.rosa).get(f"{home}/parts")
    heads = [node.text for node in page.tree.all("h2")]
    assert heads[:3] == ["My part", "Otto", "Nora (nurse)"]
    assert page.says("Walk", "Drive to the clinic", "A phone call with Nora (nurse)", "Not answered yet.")


def test_each_answers_for_their_own_part_only(client_as, world, home, keys, database):
    otto = client_as(world.otto)
    page = otto.get(f"{home}/parts")
    words = {f"words-{keys['drive']}": "I work on Mondays."}
    page = otto.submit(page, to=f"{keys['drive']}/part", button="I cannot", **words)
    assert page.says("“I cannot”, said on", "I work on Mondays.")
    otto.post(f"{home}/items/{keys['walk']}/part", 403, answer="takes")
    otto.post(f"{home}/items/{keys['call']}/part", 403, answer="takes")
    client_as(world.nurse).post(f"{home}/items/{keys['drive']}/part", 403, answer="takes")
    client_as(world.stranger).post(f"{home}/items/{keys['drive']}/part", 404, answer="takes")
    rosa = client_as(world.rosa)
    rosa.post(f"{home}/items/{keys['drive']}/part", 403, answer="takes")
    assert rosa.get(f"{home}/parts").says("I work on Mondays.", "Otto, for Rosa")
    with database.read() as session:
        assert [(r.key, r.answer) for r in session.query(Responsibility)] == [(keys["drive"], "cannot")]


def test_i_cannot_reaches_a_nurse_and_i_can_after_all_closes_it(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{home}/parts"), to=f"{keys['walk']}/part", button="I cannot")
    assert ("cannot_take_on", keys["walk"]) in concerns(database)
    rosa.submit(rosa.get(f"{home}/parts"), to=f"{keys['walk']}/part", button="I take this on")
    assert concerns(database) == []
    assert rosa.get(f"{home}/parts").says("Taken on, on")


def test_nothing_in_the_plan_moves_because_of_it(client_as, world, home, keys, database):
    def lines():
        with database.read() as session:
            return [(i.key, i.owner, i.substance, i.content) for i in session.query(PlanItem).order_by(PlanItem.key)]

    before = lines()
    rosa = client_as(world.rosa)
    rosa.post(f"{home}/items/{keys['walk']}/part", answer="cannot")
    assert lines() == before
    rosa.post(f"{home}/items/{keys['walk']}/part", 422, answer="perhaps")


def test_a_line_that_gets_another_owner_is_open_again(database, world, keys):
    with database.write() as session:
        parts.answer(session, world.grant(session, world.otto), keys["drive"], "takes")
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "activity", key=keys["drive"], what="Drive to the clinic", owner=world.nurse.id)
        offering.offer(session, nurse)
        assert (keys["drive"], world.nurse.id) not in parts.newest(session, nurse)
        with pytest.raises(Forbidden):
            parts.answer(session, world.grant(session, world.otto), keys["drive"], "takes")


def test_what_is_not_theirs_is_said_in_words_and_taken_off(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(
        rosa.get(f"{home}/parts"), to="not-theirs", button="Keep this", status=422, owner=world.otto.id
    )
    assert page.says("Say in a few words what is not theirs to do.")
    page = rosa.submit(page, to="not-theirs", button="Keep this", owner=world.otto.id, words="My money")
    assert page.says("Not theirs to do", "My money")
    assert client_as(world.otto).get(f"{home}/parts").says("My money")
    rosa.post(f"{home}/parts/not-theirs", 404, owner=world.stranger.id, words="All of it")
    rosa.post(f"{home}/parts/not-theirs", 422, owner="somebody", words="All of it")
    client_as(world.otto).post(f"{home}/parts/not-theirs", 403, owner="patient", words="Cooking")
    page = rosa.submit(rosa.get(f"{home}/parts"), button="Take this off the list")
    assert not page.says("My money")


def test_rows_of_another_person_stay_out(database, world, keys):
    with database.write() as session:
        row = parts.say_not_theirs(session, world.grant(session, world.rosa), "patient", "Cooking")
        ruben = world.grant(session, world.ruben, world.ruben_patient)
        assert parts.not_theirs(session, ruben) == []
        with pytest.raises(NotFound):
            parts.end_not_theirs(session, ruben, row.id)
        with pytest.raises(NotFound):
            parts.answer(session, ruben, keys["walk"], "takes")
        with pytest.raises(Forbidden):
            parts.end_not_theirs(session, world.grant(session, world.otto), row.id)
        assert session.query(NotTheirs).one().ended_at is None
