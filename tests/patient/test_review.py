""" "Did you get what we promised?" on the person's own phone."""

import pytest

from tests import factories
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def path(world):
    return f"/patients/{world.rosa_patient.id}/review"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


def test_nothing_was_promised(rosa, path):
    assert rosa.get(path).says("Nothing here yet")


def test_one_tap_answers_and_it_can_be_changed(rosa, path, keys):
    page = rosa.get(rosa.get(path).link("Answer"))
    assert page.says("A phone call with Nora")
    page = rosa.submit(page, button="Yes, but late", words="It came a week after.")
    assert page.path == path
    assert page.says("Your answer: Yes, but late", "It came a week after.", "Thank you.")
    page = rosa.get(page.link("A phone call with Nora"))
    pressed = [b.text for b in page.tree.all("button") if b.attrs.get("aria-pressed") == "true"]
    assert pressed == ["Yes, but late"]
    assert rosa.submit(page, button="Yes, in time").says("Your answer: Yes, in time")


def test_an_answer_is_one_of_four(rosa, path, keys):
    page = rosa.post(f"{path}/{keys['call']}", 422, answer="dropped", words="It never came.")
    assert page.says("Choose one of the answers.")
    assert "It never came." in page.html


def test_the_next_promise_follows(rosa, database, world, path, keys):
    with database.write() as session:
        from app.care.plan import offering

        grant = world.grant(session, world.nurse)
        plans.call(session, grant, world)
        offering.offer(session, grant)
    page = rosa.get(rosa.get(path).link("Answer"))
    page = rosa.submit(page, button="No")
    assert page.path != path
    assert rosa.submit(page, button="Partly").path == path


def test_a_helper_sees_whose_promises_these_are(client_as, world, path, keys):
    otto = client_as(world.otto)
    page = otto.get(path)
    assert page.h1 == "Did Rosa get what we promised?"
    page = otto.submit(otto.get(page.link("Answer")), button="Partly", words="She got a letter.")
    assert page.says("Otto for Rosa")


def test_a_helper_who_only_sees_has_no_button(client_as, database, world, path, keys):
    with database.write() as session:
        helper = factories.account(session, "Hanna Hill")
        factories.proxy(session, helper, world.rosa_patient, by=world.rosa, scopes=("see",))
    visitor = client_as(helper)
    assert visitor.get(path).says("A phone call with Nora")
    visitor.get(f"{path}/{keys['call']}", 403)


def test_ones_own_lines_and_other_peoples_are_nowhere(rosa, client_as, world, path, keys):
    rosa.get(f"{path}/{keys['walk']}", 404)
    client_as(world.ruben).get(path, 404)


def test_it_speaks_every_language(client_as, world, path, keys):
    visitor = client_as(world.rosa, lang="en-XA")
    visitor.get(path)
    visitor.get(f"{path}/{keys['call']}")
