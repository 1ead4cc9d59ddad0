"""Is this possible in your week? The sums, what the person says, and making or asking for less."""

import pytest

from app.care.plan import drafting, offering, possible, suggestions, sureness
from app.errors import Forbidden
from app.models import Concern, ItemChange, Possible, Sureness
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def made(session, world, person, minutes):
    grant = world.grant(session, world.nurse, person)
    walk = plans.put(session, grant, "activity", what="Walk", how_much=f"{minutes} minutes", minutes=minutes,
                     days=[0, 2, 4], travel_minutes=0, cost=13).key  # fmt: skip
    swim = plans.put(session, grant, "activity", what="Swim", days=[5]).key
    call = plans.put(session, grant, "follow_up", owner=world.nurse.id, how="phone").key
    drafting.set_review_date(session, grant, plans.days(90))
    offering.offer(session, grant)
    return {"walk": walk, "swim": swim, "call": call}


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        made(session, world, world.ruben_patient, 400)
        return made(session, world, world.rosa_patient, 20)


def test_the_sums_are_whole_or_say_what_is_not_in_them(client_as, world, home, keys):
    page = client_as(world.rosa).get(f"{home}/week")
    assert page.says("Your part", "1 hour", "1 line has no number.", "4 times", "Nora (nurse)", "Not known")
    assert not page.says("20 hours")


def test_what_she_says_stands_beside_the_sums_and_nothing_changes_for_it(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(f"{home}/week"), button="Keep this", status=422)
    assert page.says("Pick an answer or write a number.")
    page = rosa.submit(page, button="Keep this", fits="no", minutes="30", words="Only the evenings")
    assert page.says("That is more than 30 minutes.", "Only the evenings")
    rosa.submit(page, button="Keep this")
    with database.read() as session:
        row = session.query(Possible).one()
        assert (row.minutes, row.money, row.fits, row.capacity, row.number) == (30, None, "no", "self", 1)
        assert not session.query(Concern).filter_by(patient_id=world.rosa_patient.id).count()
    page = rosa.submit(page, button="Keep this", status=422, minutes="many", words="Mornings too")
    assert page.says("Write a number, or leave it empty.", "Mornings too")


def test_only_she_says_what_is_possible(client_as, world, home, keys, database):
    otto = client_as(world.otto)
    assert not otto.get(f"{home}/week").says("Can you really do this")
    otto.post(f"{home}/week", 403, fits="no")
    client_as(world.nurse).post(f"{home}/week", 403, fits="no")
    client_as(world.stranger).post(f"{home}/week", 404, fits="no")
    with database.write() as session:
        possible.say(session, world.grant(session, world.rosa), {"fits": "yes"})
        assert possible.newest(session, world.grant(session, world.ruben, world.ruben_patient)) is None
        with pytest.raises(Forbidden):
            possible.say(session, world.grant(session, world.otto), {"fits": "yes"})


def test_she_asks_to_drop_a_line_from_the_page(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(f"{home}/week"), to=f"{keys['swim']}/drop", button="I would like to drop this")
    assert page.says("To take out", "Swim")
    rosa.post(f"{home}/week/{keys['swim']}/drop")
    with database.read() as session:
        row = session.query(ItemChange).filter_by(state="open").one()
        assert (row.action, row.key, row.author_id) == ("remove", keys["swim"], world.rosa.id)
    client_as(world.otto).post(f"{home}/week/{keys['swim']}/drop", 403)


def test_smaller_comes_prefilled_and_is_a_suggestion(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['walk']}/smaller")
    assert page.says("Half of it: 10 minutes", "On fewer days: Monday and Friday")
    rosa.submit(page, button="Send my suggestion", reason="My knee")
    with database.write() as session:
        row = session.query(ItemChange).filter_by(state="open").one()
        assert (row.content["how_much"], row.content["minutes"], row.reason) == ("10 minutes", 10, "My knee")
        suggestions.accept(session, world.grant(session, world.nurse), row.id)
    page = rosa.submit(page, button="Send my suggestion", way="own", how_much="", status=422)
    assert page.says("Pick one, or write what would be small enough.")
    assert rosa.submit(page, button="Send my suggestion", how_much="To the gate").says("To the gate")
    rosa.get(f"{home}/items/{keys['call']}/smaller", 404)


def test_below_7_asks_what_would_help_and_is_always_kept(client_as, world, home, keys, database, frozen_clock):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['walk']}/sure")
    assert rosa.submit(page, button="Keep this", status=422).says("Pick one.")
    page = rosa.submit(page, button="Keep this", confidence="4")
    assert page.says("What would make it a 7?", "Make it smaller", "You can also leave it as it is.")
    page = rosa.submit(page, button="Keep this", words="If Leo came along")
    assert page.h1 == "Walk"
    with database.read() as session:
        rows = session.query(Sureness).order_by(Sureness.at).all()
        assert [(row.confidence, row.words) for row in rows] == [(4, ""), (4, "If Leo came along")]
        assert not session.query(Concern).filter_by(rule="low_confidence").count(), "one check-in is no pattern"
    frozen_clock.move(days=1)
    rosa.submit(rosa.get(f"{home}/items/{keys['walk']}/sure"), button="Keep this", confidence="5")
    with database.read() as session:
        assert session.query(Concern).filter_by(rule="low_confidence", closed_at=None).one().subject == keys["walk"]
    rosa.submit(rosa.get(f"{home}/items/{keys['walk']}/sure"), button="Keep this", confidence="8")
    with database.read() as session:
        assert not session.query(Concern).filter_by(rule="low_confidence", closed_at=None).count()


def test_faces_are_numbers_too(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(f"{home}/items/{keys['walk']}/sure").link("Use faces"))
    assert page.says("Not sure at all", "Half and half", "Very sure")
    rosa.submit(page, button="Keep this", face="8")
    page = rosa.get(f"{home}/items/{keys['walk']}/sure")
    assert page.says("you said: Quite sure.", "Use numbers")
    rosa.post(f"{home}/items/{keys['walk']}/sure", 422, by="faces", face="7")
    with database.read() as session:
        assert (row := session.query(Sureness).one()).confidence == 8
        assert row.by_faces


def test_how_sure_is_hers_to_say(client_as, world, home, keys, database):
    client_as(world.otto).get(f"{home}/items/{keys['walk']}/sure", 403)
    client_as(world.otto).post(f"{home}/items/{keys['walk']}/sure", 403, confidence="9")
    client_as(world.stranger).post(f"{home}/items/{keys['walk']}/sure", 404, confidence="9")
    client_as(world.rosa).get(f"{home}/items/{keys['call']}/sure", 404)
    with database.write() as session:
        sureness.say(session, world.grant(session, world.rosa), keys["walk"], 3)
        assert sureness.newest(session, world.grant(session, world.ruben, world.ruben_patient)) == {}
