"""A session is worth nothing once it ended, and nothing to another site."""

import pytest

from app.access import passphrases, sessions
from app.models import Account, LoginSession
from tests.support.authenticator import Device

pytestmark = pytest.mark.usefixtures("frozen_clock")
GOOD = "three warm lakes"


def test_a_copied_cookie_ends_with_its_session(database, client_as, world, frozen_clock):
    """Every way in which a session ends; each time the thief has the cookie of before."""
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_(GOOD)

    def close(rosa):
        with database.write() as session:
            session.get_one(Account, world.rosa.id).closed_at = frozen_clock.now

    def elsewhere(rosa):
        client_as(world.rosa).post("/devices/end-others")

    def passphrase(rosa):
        other = client_as(world.rosa)
        other.post("/passphrase", status=303, current_one=GOOD, passphrase=GOOD + "!")

    ways = {
        "signed out": lambda rosa: rosa.post("/sign-out"),
        "ended from another device": elsewhere,
        "a new passphrase": passphrase,
        "signed in anew here": lambda rosa: rosa.post(
            "/sign-in", status=303, sign_in="rosa.vega", passphrase=GOOD + "!"
        ),
        "not used for long": lambda rosa: frozen_clock.move(days=91),
        "the account is closed": close,
    }
    for how, end in ways.items():
        rosa, thief = client_as(world.rosa), client_as()
        thief.http.set_cookie("handrail", rosa.http.get_cookie("handrail").value)
        assert thief.get("/devices").path == "/devices", "it was a session"
        token = thief.token()
        end(rosa)
        assert thief.get("/devices").path.startswith("/sign-in"), how
        assert thief.http.post("/devices/end-others", data={"csrf_token": token}).status_code == 401, how


def test_a_list_of_ones_own_devices(client_as, world, database, frozen_clock):
    with database.write() as session:
        for how in sessions.WAYS:
            sessions.start(session, world.rosa, f"by {how}", True, how)
        session.query(LoginSession).filter_by(device="by link").one().how = ""  # from before it was noted
    frozen_clock.move(days=1)
    page = client_as(world.rosa).get("/devices")
    assert page.says("Signed in since Tuesday 10 March.", "by passkey", "Signed in with a passkey.")
    assert page.says("Signed in with a code from us.", "Signed in with the passphrase and a number or code.")
    assert page.main.count("This device") == 1
    assert page.main.count("Sign this device out") == len(sessions.WAYS)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nothing_changes_at_the_word_of_another_site(database, client_as, world, site):
    rosa, device = client_as(world.rosa), Device()
    rosa.post("/passkeys", status=303, answer=device.makes(rosa.post("/passkeys/ask", purpose="register").json))
    fields = {"csrf_token": rosa.token(), "purpose": "register", "passphrase": "four cold rivers", "answer": "x"}
    for path in ("/passkeys/ask", "/passkeys", "/passkeys/in", "/passphrase", "/prove", "/devices/end-others"):
        for headers, token, status in (({"Sec-Fetch-Site": site}, rosa.token(), 403), ({}, client_as().token(), 400)):
            answer = rosa.http.post(path, data={**fields, "csrf_token": token}, headers=headers)
            assert answer.status_code == status, path
    with database.read() as session:
        assert session.get_one(Account, world.rosa.id).passphrase_hash is None
        assert session.query(LoginSession).filter_by(ended_at=None).count() == 1
