"""What the pages in front of the door say and offer: a number to tap, a way on, and nothing that is untrue."""

import pytest

from app import clock
from app.models import Account, LoginSession

TYPE_AGAIN = "We do not keep a passphrase or PIN on the page."


def test_a_page_that_asks_for_a_secret_does_not_say_that_it_kept_it(client_as, world):
    rosa = client_as(world.rosa)
    for path, button, typed in (
        ("/quick-lock", "Turn it on", {"pin": "111111"}),
        ("/ways", "Save the new passphrase", {"passphrase": "short"}),
    ):
        page = rosa.submit(rosa.get(path), button=button, status=422, **typed)
        assert page.says(TYPE_AGAIN), path
        assert not page.says("What you typed is still here"), path


@pytest.mark.parametrize("path", ["/sign-in", "/join", "/card", "/guest", "/no-such-page"])
def test_the_number_to_ring_is_one_tap(client_as, path):
    page = client_as().get(path, status=None)
    assert page.link("555 0100") == "tel:5550100"


def test_the_number_is_one_tap_for_a_helper_who_helps_nobody(database, client_as, world):
    with database.write() as session:
        account = Account(name="Nils Alone", sign_in="nils.alone", role="proxy", created_at=clock.now())
        session.add(account)
    assert client_as(account).get("/people").link("555 0100") == "tel:5550100"


@pytest.mark.parametrize("path", ["/guest", "/emergency", "/no-such-page"])
def test_another_language_is_one_press_away(client_as, path):
    visitor = client_as()
    page = visitor.get(path, status=None)
    form = page.form(button="Español")
    here = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"} if "no-" in path else {}}
    typed = {"csrf_token": visitor.token(), "language": "es", "back": path}
    answer = visitor.http.post(form.attrs["action"], data=typed, **here)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)


@pytest.mark.parametrize("path", ["/devices", "/ways", "/quick-lock"])
def test_there_is_a_way_back_to_where_one_came_from(client_as, world, path):
    assert client_as(world.rosa).get(path).link("Back") == f"/patients/{world.rosa_patient.id}/me"
    assert client_as(world.otto).get(path).link("Back") == "/people"
    assert client_as(world.nurse).get(path).link("Back") == "/team/"
    assert client_as(world.rosa).get("/prove").link("Leave it, and go back") == "/"


def test_without_staying_signed_in_the_quick_lock_says_what_to_do(database, client_as, world):
    rosa = client_as(world.rosa)
    with database.write() as session:
        session.query(LoginSession).one().stay = False
    page = rosa.get("/quick-lock")
    assert page.says("Sign out, sign in again, and tick “Stay signed in on this phone”.")
    assert rosa.submit(page, button="Sign out").says("You are signed out")
