"""What we expect can be folded away: by the person alone, out of sight everywhere, and open again on their wish."""

import pytest

from app.access.permissions import Permission
from app.care.plan import day, drafting, folding, offering
from app.errors import Forbidden, Invalid
from app.models import Folded, Reminder
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
SECRET = "We can ease the pain."


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse), ("problem", "expectation", "goal"))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


PAGES = ("", "/first", "/changes", "/whole", "/versions/1", "/sections/health", "/suggestions")


def pages(visitor, home, keys):
    return [visitor.get(home + path) for path in PAGES]


def test_she_folds_it_away_and_opens_it_again(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['expectation']}")
    assert page.says(SECRET)
    page = rosa.submit(page, button="Fold this away for now")
    assert page.says("Folded away. Open it when you like.")
    assert not any(each.says(SECRET) or each.says("It stays much as it is") for each in pages(rosa, home, keys))
    page = rosa.submit(rosa.get(f"{home}/items/{keys['expectation']}"), button="Open it again")
    assert page.says(SECRET)


def test_a_helper_sees_it_only_when_it_is_not_folded(client_as, world, home, keys):
    rosa, otto = client_as(world.rosa), client_as(world.otto)
    assert otto.get(f"{home}/items/{keys['expectation']}").says(SECRET)
    rosa.submit(rosa.get(f"{home}/items/{keys['expectation']}"), button="Fold this away for now")
    otto.get(f"{home}/items/{keys['expectation']}", 404)
    shown = pages(otto, home, keys)
    assert not any(page.says("your knee") for page in shown)
    assert shown[-2].says("A worn knee"), "the rest of the part is there"


def test_a_helper_has_no_button_and_may_not(client_as, world, home, keys):
    otto = client_as(world.otto)
    assert not otto.get(f"{home}/items/{keys['expectation']}").says("Fold this away")
    otto.post(f"{home}/items/{keys['expectation']}/fold", 403, away="yes")
    client_as(world.nurse).post(f"{home}/items/{keys['expectation']}/fold", 403, away="yes")
    client_as(world.stranger).post(f"{home}/items/{keys['expectation']}/fold", 404, away="yes")


def test_her_folding_says_nothing_about_ruben(client_as, world, home, keys, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse, world.ruben_patient)
        other = plans.offered(session, nurse, ("expectation",))["expectation"]
        folding.fold(session, world.grant(session, world.rosa), keys["expectation"], True)
        session.query(Folded).one().key = other  # as if a row of hers named a line of his
    ruben = client_as(world.ruben)
    assert ruben.get(f"/patients/{world.ruben_patient.id}/plan/items/{other}").says(SECRET)


def test_folded_twice_is_one_row_and_other_kinds_cannot_be(database, world, keys):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        folding.fold(session, rosa, keys["expectation"], True)
        assert folding.fold(session, rosa, keys["expectation"], True) is None
        assert session.query(Folded).count() == 1
        with pytest.raises(Invalid):
            folding.fold(session, rosa, keys["goal"], True)
        with pytest.raises(Forbidden):
            folding.fold(session, world.grant(session, world.nurse), keys["expectation"], True)
        assert not world.grant(session, world.otto).may(Permission.OWN_LIFE)


def test_it_stays_folded_in_the_next_version_and_its_change_is_not_shown(client_as, world, home, keys, database):
    with database.write() as session:
        folding.fold(session, world.grant(session, world.rosa), keys["expectation"], True)
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "expectation", key=keys["expectation"], words="It gets harder to walk.")
        offering.offer(session, nurse)
    rosa = client_as(world.rosa)
    for path in (*PAGES, "/versions/2", f"/items/{keys['expectation']}"):
        assert not rosa.get(home + path).says("It gets harder to walk.")
    page = rosa.submit(rosa.get(f"{home}/items/{keys['expectation']}"), button="Open it again")
    assert page.says("It gets harder to walk."), "the newer words were there all along"


@pytest.mark.parametrize("folded", [True, False])
def test_what_leaves_the_plan_is_not_brought_up_again(client_as, world, home, keys, database, folded):
    with database.write() as session:
        folding.fold(session, world.grant(session, world.rosa), keys["expectation"], folded)
        nurse = world.grant(session, world.nurse)
        drafting.remove(session, nurse, keys["expectation"])
        offering.offer(session, nurse)
    assert client_as(world.rosa).get(f"{home}/changes").says(SECRET) is not folded


def test_no_reminder_is_ever_about_it(database, world):
    with database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse), ("expectation", "activity"))
        day.put_on(session, world.grant(session, world.rosa), keys["activity"])
        about = [row.key for row in session.query(Reminder)]
        assert any(keys["activity"] in each for each in about)
        assert not any(keys["expectation"] in each for each in about)


def test_the_folded_page_speaks_every_language(client_as, world, home, keys, database):
    with database.write() as session:
        folding.fold(session, world.grant(session, world.rosa), keys["expectation"], True)
    client_as(world.rosa, lang="en-XA").get(f"{home}/items/{keys['expectation']}")


def test_what_she_said_about_it_does_not_bring_it_up_again(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['expectation']}/suggestion")
    rosa.submit(page, button="Send my suggestion", reason="Say it more gently")
    assert client_as(world.otto).get(f"{home}/suggestions").says("Say it more gently", SECRET)
    rosa.submit(rosa.get(f"{home}/items/{keys['expectation']}"), button="Fold this away for now")
    page = rosa.get(f"{home}/suggestions")
    assert page.says("Say it more gently", "What we expect: your knee")
    assert not page.says(SECRET)
    assert not client_as(world.otto).get(f"{home}/suggestions").says("Say it more gently")
